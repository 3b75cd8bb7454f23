import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStore } from '../store.ts'
import { stopServerOf } from './server.ts'

const holder = fileURLToPath(new URL('../../test/hold.ts', import.meta.url))
let home: string

// Real starts with real flushes: on a busy disk each takes seconds.
vi.setConfig({ testTimeout: 240_000 })

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tend-home-'))
  // Run by root, the server's own user has to enter it.
  chmodSync(home, 0o755)
})
afterEach(async () => {
  await stopServerOf(home)
  rmSync(home, { recursive: true, force: true })
})

type Holder = { readonly process: ChildProcess; readonly serverPid: number }

/** Another process that has the store open. */
const holdStore = async (): Promise<Holder> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', holder, home], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  return { process: child, serverPid: Number(chunk.toString()) }
}

const isRunning = (): boolean => existsSync(join(home, 'postgres', 'data', 'postmaster.pid'))

test('what was committed is there after a close and a second start', async () => {
  const messages: string[] = []
  const first = await openStore({ home, onProgress: (message) => messages.push(message) })
  await first.execute("insert into holiday (day, name, is_working) values ('2026-10-01', '国庆节', false)")
  await first.close()
  expect(isRunning()).toBe(false)
  expect(messages[0]).toContain('once')

  const second = await openStore({ home })
  expect(await second.query('select day, name from holiday')).toEqual([{ day: '2026-10-01', name: '国庆节' }])
  expect(
    await second.query("select current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses"),
  ).toEqual([{ fsync: 'on', addresses: '' }])
  await second.close()
})

test('of several starts at once all find one server, and the last to close stops it', async () => {
  const holders = await Promise.all([holdStore(), holdStore(), holdStore()])
  expect(new Set(holders.map((one) => one.serverPid)).size).toBe(1)
  for (const [index, one] of holders.entries()) {
    one.process.stdin?.end()
    await once(one.process, 'exit')
    expect(isRunning()).toBe(index < holders.length - 1)
  }
})

test('a server whose parent was killed is taken over and loses nothing', async () => {
  const killed = await holdStore()
  killed.process.kill('SIGKILL')
  await once(killed.process, 'exit')
  expect(isRunning()).toBe(true)
  const next = await holdStore()
  expect(next.serverPid).toBe(killed.serverPid)
  next.process.stdin?.end()
  await once(next.process, 'exit')
  expect(isRunning()).toBe(false)
})

test('a server that was killed itself comes back with what was committed', async () => {
  const store = await openStore({ home })
  await store.execute("insert into holiday (day, name, is_working) values ('2026-10-01', 'kept', false)")
  const [row] = await store.query<{ pid: number }>(
    "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid",
  )
  process.kill(row?.pid ?? 0, 'SIGKILL')
  await store.close()
  expect(isRunning()).toBe(true)
  const next = await openStore({ home })
  expect(await next.query('select name from holiday')).toEqual([{ name: 'kept' }])
  await next.close()
})

test.runIf(process.platform === 'linux')('a lock that names an unrelated program does not stop the start', async () => {
  await (await openStore({ home })).close()
  const lock = join(home, 'postgres', 'data', 'postmaster.pid')
  writeFileSync(lock, `${process.pid}\n${home}/postgres/data\n0\n5432\n${tmpdir()}/nowhere\n`)
  const store = await openStore({ home })
  expect(await store.query('select 1 as one')).toEqual([{ one: 1 }])
  await store.close()
})
