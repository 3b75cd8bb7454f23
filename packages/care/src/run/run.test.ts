import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildBank, hoursLater, monday, publish } from '../../test/world.ts'
import { forgetRunLeftOut, insertRunLeftOut, listRunLeftOut } from './left-out.ts'
import { commitRun, currentRun, failAbandonedRuns, failRun, findRun, listRuns, previousRun, startRun } from './run.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
})
afterEach(() => store.close())

const start = (runId: string, asOf = '2026-10-31', now = monday) =>
  startRun(store, { runId, asOf, packId: 'bank', packHash: 'hash', lakeVersion: 'v1', now, pid: 4711 })
const commit = (runId: string, now = monday) =>
  store.transaction((tx) =>
    commitRun(tx, { runId, stateFolder: `state-${runId}`, lakeVersion: 'v2', counts: { customers: 5 }, now }),
  )

test('of two starts at once one is busy', async () => {
  const results = await Promise.all([start('r1'), start('r2')])
  expect(results.map((result) => result.kind).sort()).toEqual(['busy', 'started'])
})

test('the current run is the committed one of the latest day, of several the last', async () => {
  expect(await currentRun(store)).toBeUndefined()
  for (const [runId, asOf, hour] of [
    ['r1', '2026-10-31', 0],
    ['r2', '2026-10-30', 1],
    ['r3', '2026-10-31', 2],
  ] as const) {
    await start(runId, asOf, hoursLater(hour))
    await commit(runId, hoursLater(hour))
  }
  expect(await currentRun(store)).toMatchObject({
    run_id: 'r3',
    lake_version: 'v2',
    as_of: '2026-10-31',
    state_folder: 'state-r3',
    counts: { customers: 5 },
  })
  expect(await previousRun(store, '2026-10-31')).toMatchObject({ run_id: 'r2' })
  expect(await previousRun(store, '2026-10-30')).toBeUndefined()
})

test('a night that fails is recorded with its reason and is nobody’s current run', async () => {
  await start('r1')
  await failRun(store, { runId: 'r1', error: 'The disk is full.', now: monday })
  expect(await findRun(store, 'r1')).toMatchObject({ status: 'failed', error: 'The disk is full.' })
  expect(await currentRun(store)).toBeUndefined()
  expect(await start('r2')).toEqual({ kind: 'started' })
})

test('a run whose process died is marked failed; one that lives is left alone', async () => {
  await start('r1')
  expect(await failAbandonedRuns(store, { now: monday, isAlive: () => true })).toEqual([])
  expect(await failAbandonedRuns(store, { now: monday, isAlive: (pid) => pid !== 4711 })).toEqual(['r1'])
  await expect(commit('r1')).rejects.toThrow('not under way any more')
})

test('what has committed cannot fail any more', async () => {
  await start('r1')
  await commit('r1')
  expect(await failRun(store, { runId: 'r1', error: 'too late', now: monday })).toBe(false)
  expect(await currentRun(store)).toMatchObject({ run_id: 'r1', error: null })
})

test('runs are listed newest first, page by page', async () => {
  for (const [index, runId] of ['r1', 'r2', 'r3'].entries()) {
    await start(runId, '2026-10-31', hoursLater(index))
    await commit(runId, hoursLater(index))
  }
  const first = await listRuns(store, { limit: 2 })
  expect(first.items.map((run) => run.run_id)).toEqual(['r3', 'r2'])
  const second = await listRuns(store, { limit: 2, ...(first.next ? { cursor: first.next } : {}) })
  expect(second.items.map((run) => run.run_id)).toEqual(['r1'])
})

test('whom a run left out is listed by play and reason within the scope, page by page, and forgotten after its term', async () => {
  await buildBank(store)
  await publish(store, [{ id: 'a' }, { id: 'w', unit: 'west' }])
  await start('r1')
  const one = { play: 'call', unitId: 'east-1', momentId: 'm', code: 'cap', detail: 'sms', until: '2026-11-03' }
  const leftOut = [
    { ...one, customerId: 'a' },
    { ...one, customerId: 'a', detail: 'say "hi", now' },
    { ...one, customerId: 'a', code: 'level', detail: null, until: null },
    { ...one, customerId: 'w' },
    { ...one, customerId: 'gone', play: 'write' },
  ]
  await store.transaction((tx) => insertRunLeftOut(tx, 'r1', leftOut))
  const east = { kind: 'units', unitIds: ['east', 'east-1'] } as const
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listRunLeftOut(store, east, { runId: 'r1', limit: 1, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items.map(({ play, code, customer_id, detail }) => [play, code, customer_id, detail].join(' ')))
    cursor = page.next
  } while (cursor !== undefined)
  expect(seen).toEqual(['call cap a say "hi", now', 'call cap a sms', 'call level a ', 'write cap gone sms'])
  const all = { kind: 'all' } as const
  expect((await listRunLeftOut(store, all, { runId: 'r1', play: 'call', code: 'cap' })).items).toHaveLength(3)
  expect(await forgetRunLeftOut(store, monday)).toBe(0)
  expect(await forgetRunLeftOut(store, hoursLater(1))).toBe(5)
})
