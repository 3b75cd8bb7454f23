import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBank, monday, publish } from '../../test/world.ts'
import { renderWaiting } from './waiting.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [{ id: 'a' }])
  // Forty units: one holds the first half of the queue, some share the rest, some have nothing.
  await store.execute(
    "insert into org_unit (unit_id, parent_id, name, kind, path) select 'u' || n, 'east', 'u' || n, 'branch', array['root', 'east', 'u' || n] from generate_series(1, 40) as n",
  )
  await store.execute(
    `insert into task (customer_id, unit_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority, reasons, conflict,
       due_at, not_before, shuffle, created_at)
     select 'a', case when n <= 60 then 'u7' else 'u' || (n * 7 % 30 + 1) end, 'p', 'p', 'phone', 'pool', 'k' || n, 3, 0, 0, 0, '[]',
       '{"merged": [], "deferredBehind": null}', $1, $1, n, $1
     from generate_series(1, 200) as n`,
    [monday],
  )
})
afterAll(() => store.close())

const waiting = async (unit: string, limit: number, after = 0): Promise<number[]> => {
  const sql = renderWaiting({
    unit: '$1::text',
    now: '$2',
    dayStart: '$2',
    after: `(${after}, 1000000)`,
    silent: "'{}'::text[]",
    limit: `${limit}`,
  })
  return (await store.query<{ shuffle: number }>(sql, [unit, monday])).map(({ shuffle }) => shuffle)
}
const places = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test.each([
  [1, 0],
  [33, 0],
  [33, 45],
  [150, 30],
])('of a region with many units the first %d behind place %d come in the order of the queue', async (limit, after) => {
  expect(await waiting('east', limit, after)).toEqual(places(after + 1, after + limit))
})

test('a region that has less than is asked for gives all it has', async () => {
  expect(await waiting('east', 500, 170)).toEqual(places(171, 200))
  expect(await waiting('west', 10)).toEqual([])
})
