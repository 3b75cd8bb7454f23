import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { command, hoursLater, monday } from '../../test/world.ts'
import { findStudioJob, finishStudioJob, removeOldResults, startStudioJob } from './job.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
})
afterEach(() => store.close())

const run = async (jobId: string, hours: number): Promise<void> => {
  const order = { jobId, kind: 'simulation', work: { version: 3 } } as const
  expect(await startStudioJob(store, command('zoe', hoursLater(hours)), order)).toEqual({ kind: 'done', jobId })
  await finishStudioJob(store, jobId, { now: hoursLater(hours + 1), result: { affected: [{ customerId: 'C1' }] } })
}

test('a result goes when its term is over; who asked for what, and when, stays', async () => {
  await run('old', 0)
  await run('young', 48)
  const now = hoursLater(72)
  expect(await removeOldResults(store, { now, endedBefore: hoursLater(24) })).toBe(1)
  expect(await findStudioJob(store, 'old')).toMatchObject({
    state: 'done',
    work: { version: 3 },
    result: null,
    result_removed_at: now.toISOString(),
  })
  const rows = await store.query('select started_by, started_at from studio_job where job_id = $1', ['old'])
  expect(rows).toEqual([{ started_by: 'user-zoe', started_at: monday.toISOString() }])
  expect(await findStudioJob(store, 'young')).toMatchObject({ result: { affected: [{ customerId: 'C1' }] } })
})

test('the audit says once how many results went, and nothing on nights on which none did', async () => {
  await run('old', 0)
  const order = { now: hoursLater(72), endedBefore: hoursLater(24) }
  expect([await removeOldResults(store, order), await removeOldResults(store, order)]).toEqual([1, 0])
  const told = await store.query(
    "select actor, detail ->> 'removed' as removed from audit where action = 'studio.results_removed'",
  )
  expect(told).toEqual([{ actor: 'system', removed: '1' }])
})
