import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importOrganisation } from '@tend/care'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runProgram } from '../src/program.ts'

let folder: string
let store: TestDatabase
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-user-'))
  store = await testDatabase()
  const staff = [{ staff_id: 'E1', name: '王丽', role: 'verifier', unit_id: 'root' }] as const
  await store.transaction((tx) => importOrganisation(tx, { units: [], staff }))
})
afterAll(async () => {
  await store?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a person gets one sign-in, and a second one is refused with the name of the first', async () => {
  let printed = ''
  const keep = (chunk: unknown): boolean => {
    printed += String(chunk)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
  const { host, user, database, connectionString } = store.connection
  const url = connectionString ?? `postgresql://${user}@/${database}?host=${encodeURIComponent(String(host))}`
  const make = (username: string) =>
    runProgram(['node', 'tend', 'user', username, '--staff', 'E1'], { TEND_HOME: folder, DATABASE_URL: url })
  try {
    expect(await make('wang.li')).toBe(0)
    expect(printed).toContain('wang.li (王丽, verifier) may sign in')
    expect(await make('wang.two')).toBe(1)
    expect(printed).toContain('has the sign-in “wang.li” already')
  } finally {
    vi.restoreAllMocks()
  }
})
