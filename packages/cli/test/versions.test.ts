import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedUsers } from '@tend/api'
import { importOrganisation } from '@tend/care'
import { openHome, openStudio, packFolder, requirePack } from '@tend/jobs'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { runProgram } from '../src/program.ts'

const password = 'correct horse'

let folder: string
let store: TestDatabase
let changes: string
let printed = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-versions-'))
  store = await testDatabase()
  const staff = (['planner', 'verifier', 'owner'] as const).map((role, index) => ({
    staff_id: `E${index}`,
    name: role,
    role,
    unit_id: 'root',
  }))
  await store.transaction((tx) => importOrganisation(tx, { units: [], staff }))
  await seedUsers(
    store,
    staff.map(({ staff_id, role }) => ({ username: role, password, staffId: staff_id })),
  )
  changes = join(folder, 'changes')
  mkdirSync(join(changes, 'schemes'), { recursive: true })
  const shipped = requirePack(packFolder('bank-retail'))
  const studio = await openStudio({ home: openHome({ TEND_HOME: folder }), shipped, store })
  const scheme = studio.texts(shipped).find(({ id }) => id === 'value_customer')
  writeFileSync(join(changes, 'schemes', 'value.yaml'), scheme?.yaml.replaceAll('100000', '150000') ?? '')
})
afterAll(async () => {
  await store?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  printed = ''
  const keep = (chunk: unknown): boolean => {
    printed += String(chunk)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
  return () => vi.restoreAllMocks()
})

/** The command as somebody types it, on the test's database. */
const tend = async (line: readonly string[], given = password): Promise<number> => {
  const { host, user, database, connectionString } = store.connection
  const url = connectionString ?? `postgresql://${user}@/${database}?host=${encodeURIComponent(String(host))}`
  const environment = { TEND_HOME: folder, DATABASE_URL: url, TEND_PASSWORD: given }
  return runProgram(['node', 'tend', ...line], environment)
}

test('two people with their own passwords put a version in force, and only the content that was looked at', async () => {
  expect(await tend(['versions', 'submit', '--changes', changes, '--title', 'dearer', '--user', 'planner'])).toBe(0)
  const hash = /Hash ([0-9a-f]{64})/.exec(printed)?.[1] ?? ''
  printed = ''
  expect(await tend(['versions', 'show', '1', '--language', 'zh'])).toBe(0)
  expect(printed).toContain('价值客户：quarter_avg_assets >= 100000 → 150000')
  expect(printed).toContain(hash)

  expect(await tend(['versions', 'publish', '1', '--hash', hash, '--user', 'planner'])).toBe(1)
  expect(await tend(['versions', 'publish', '1', '--hash', hash, '--user', 'owner'])).toBe(1)
  expect(printed).toContain('Your role may not do this')
  expect(await tend(['versions', 'publish', '1', '--hash', hash, '--user', 'verifier'], 'guessed')).toBe(1)
  expect(printed).toContain('The user name or the password is wrong')
  expect(await tend(['versions', 'publish', '1', '--hash', 'a'.repeat(64), '--user', 'verifier'])).toBe(1)
  expect(printed).toContain('not what you looked at')
  expect(await tend(['versions', 'publish', '1', '--hash', hash, '--user', 'verifier'])).toBe(0)
  printed = ''
  await tend(['versions'])
  expect(printed).toMatch(/1 {2}in force .*dearer/)
  expect(await tend(['versions', 'roll-back', '0', '--reason', 'as before', '--user', 'verifier'])).toBe(0)
  printed = ''
  await tend(['versions', 'list', '--json'])
  expect(JSON.parse(printed)).toMatchObject({ inForce: 0 })
}, 60_000)

test('changes that are no definitions, or have mistakes, are explained', async () => {
  const submit = (path: string) => tend(['versions', 'submit', '--changes', path, '--title', 'x', '--user', 'planner'])
  expect(await submit(join(folder, 'nowhere'))).toBe(1)
  expect(printed).toContain('There is no file or folder')
  const wrong = join(folder, 'wrong', 'schemes')
  mkdirSync(wrong, { recursive: true })
  writeFileSync(
    join(wrong, 'value.yaml'),
    'value_customer:\n  label: { zh: 价值, en: Value }\n  variant: laddr\n  levels: []\n',
  )
  expect(await submit(join(folder, 'wrong'))).toBe(1)
  expect(printed).toContain('did you mean "ladder"')
})

test('what cannot be simulated or looked back on is said in a sentence', async () => {
  expect(await tend(['simulate'])).toBe(1)
  expect(printed).toContain('Say what is to be tried')
  printed = ''
  expect(await tend(['simulate', '--changes', changes])).toBe(1)
  expect(printed).toContain('No night has run yet')
  printed = ''
  expect(await tend(['backtest', 'large_outflow', '--from', '2026-1', '--to', '2026-03'])).toBe(1)
  expect(printed).toContain('2026-1 is not a month')
  printed = ''
  expect(await tend(['near-line', 'asset_tier'])).toBe(1)
  expect(printed).toContain('No night has run yet')
}, 60_000)
