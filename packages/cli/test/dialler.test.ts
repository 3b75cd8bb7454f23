import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedUsers } from '@tend/api'
import { importOrganisation, publishCustomers } from '@tend/care'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { runProgram } from '../src/program.ts'

const password = 'correct horse'
/** A Monday, ten o'clock on the local clock: nobody is called at night. */
const monday = new Date('2026-11-02T02:00:00Z')

let folder: string
let store: TestDatabase
let printed = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-dialler-'))
  store = await testDatabase()
  const staff = (['supervisor', 'agent', 'owner'] as const).map((role) => ({
    staff_id: role,
    name: role,
    role,
    unit_id: 'root',
  }))
  await store.transaction(async (tx) => {
    await importOrganisation(tx, { units: [], staff })
    await publishCustomers(tx, { csv: customers(), asOf: '2026-10-31', packHash: 'h', now: monday })
    await tx.execute(
      `insert into task (customer_id, unit_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority, purpose,
         reasons, conflict, due_at, not_before, shuffle, created_at)
       select customer_id, unit_id, 'call', 'call', 'phone', 'pool', customer_id, 3, 100, 1, 1, 'service', '[]', '{"merged": [], "deferredBehind": null}',
         $1, $1, 1, $1
       from customer`,
      [monday],
    )
  })
  await seedUsers(
    store,
    staff.map(({ staff_id, role }) => ({ username: role, password, staffId: staff_id })),
  )
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
  vi.useFakeTimers({ now: monday, toFake: ['Date'] })
  return () => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  }
})

async function* customers(): AsyncIterable<string> {
  yield 'C1,=1+1,13800000001,,root,,{},{}\n'
  yield 'C2,张伟,13800000002,,root,,{},{}\n'
}

/** The command as somebody types it, on the test's database. */
const tend = async (line: readonly string[]): Promise<number> => {
  const { host, user, database, connectionString } = store.connection
  const url = connectionString ?? `postgresql://${user}@/${database}?host=${encodeURIComponent(String(host))}`
  const environment = { TEND_HOME: folder, DATABASE_URL: url, TEND_PASSWORD: password }
  return runProgram(['node', 'tend', ...line], environment)
}

test('a list goes out with numbers in clear, to a file for its owner alone, and its results come back once', async () => {
  const list = join(folder, 'calls.csv')
  expect(await tend(['dialler', 'export', '--user', 'supervisor', '--to', list]), printed).toBe(0)
  expect(printed).toContain('List 1: 2 leads written')
  expect(statSync(list).mode & 0o077).toBe(0)
  const text = readFileSync(list, 'utf8')
  expect(text).toContain('13800000002,,,张伟')
  // A spreadsheet that opens the list calculates nothing.
  expect(text).toContain("'=1+1")

  const results = join(folder, 'results.csv')
  const leads = text
    .split('\r\n')
    .slice(1, 3)
    .map((line) => line.split(',')[0])
  writeFileSync(
    results,
    [
      'uniqueid,lead_vendor_code,status,user,call_date',
      `u1,${leads[0]},NA,agent,2026-11-02 09:40:00`,
      `u2,${leads[1]},A,agent,2026-11-02 09:45:00`,
    ].join('\n'),
  )
  const take = ['dialler', 'import', results, '--user', 'supervisor', '--map', 'NA=no_answer']
  expect(await tend(take), printed).toBe(0)
  expect(printed).toContain('1 calls taken in, 0 known already, 1 refused.')
  expect(printed).toContain('row 2, call u2: unknown_outcome (A)')
  await tend([...take.slice(0, -1), 'NA=no_answer,A=busy'])
  expect(printed).toContain('1 calls taken in, 1 known already, 0 refused.')
  expect(await store.query('select staff_id, outcome from contact order by contact_id')).toEqual([
    { staff_id: 'agent', outcome: 'no_answer' },
    { staff_id: 'agent', outcome: 'busy' },
  ])
})

test('what must not be called any more is printed as a dialler takes it', async () => {
  await store.execute(
    `update task set closed_at = $1, pool = 'failure', outcome = 'stopped', closed_reason = 'withdrawn' where customer_id = 'C1'`,
    [new Date(monday.getTime() + 60_000)],
  )
  const ask = (since: string) => tend(['dialler', 'stopped', '--user', 'supervisor', '--since', since])
  expect(await ask('2026-11-02T09:00+08:00'), printed).toBe(0)
  expect(printed).toMatch(
    /^vendor_lead_code,source_id,list_id,reason,stopped_at\n\d+,C1,\d+,withdrawn,2026-11-02T02:01:00.000Z\n$/,
  )
  expect(await ask('yesterday')).toBe(1)
  expect(printed).toContain('2026-11-02T09:00+08:00')
})

test('who may not exchange lists is told so, and a file that is none says what it needs', async () => {
  expect(await tend(['dialler', 'export', '--user', 'owner', '--to', join(folder, 'x.csv')])).toBe(1)
  const file = join(folder, 'none.csv')
  writeFileSync(file, 'a,b\n1,2\n')
  expect(await tend(['dialler', 'import', file, '--user', 'supervisor'])).toBe(1)
  expect(printed).toContain('vendor_lead_code')
  expect(await tend(['dialler', 'import', file, '--user', 'supervisor', '--map', 'NA'])).toBe(1)
  expect(printed).toContain('NA=no_answer')
})
