import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBank, monday, publish } from '../../test/world.ts'
import { type Ask, chooseAssignees, openRoom } from './choose.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [
    { id: 'own' },
    { id: 'helped', owner: null },
    { id: 'free', owner: null },
    { id: 'away', owner: 'otto' },
    { id: 'lonely', owner: 'wes', unit: 'west' },
  ])
  await store.execute(
    "insert into customer_helper (customer_id, staff_id, since, added_by) values ('helped', 'otto', $1, 'test'), ('lonely', 'olga', $1, 'test')",
    [monday],
  )
  await store.execute(
    `insert into absence (staff_id, from_day, to_day, substitute_id, reason, created_by, created_at)
     values ('otto', '2026-11-10', '2026-11-12', 'olga', 'leave', 'test', $1), ('wes', '2026-11-10', '2026-11-12', null, 'leave', 'test', $1)`,
    [monday],
  )
  await store.execute(
    "insert into staff (staff_id, name, role, unit_id) values ('lee', 'Lee', 'leader', 'east'), ('lu', 'Lu', 'leader', 'root')",
  )
  await store.execute("update staff set skills = '{futures}' where staff_id = 'otto'")
})
afterAll(() => store.close())

const owners: Readonly<Record<string, string>> = { own: 'olga', away: 'otto', lonely: 'wes' }
const ask = (customerId: string, changes: Partial<Ask> = {}): Ask => ({
  customerId,
  unitId: 'east-1',
  ownerId: owners[customerId] ?? null,
  assign: 'owner',
  skill: null,
  effortMinutes: 30,
  day: '2026-11-02',
  unowned: 'people',
  ...changes,
})
const context = { seed: '7', today: '2026-11-02', minutesPerDay: 360 }
const choices = async (asks: readonly Ask[], changes: Partial<typeof context> = {}) =>
  chooseAssignees(store, asks, await openRoom(store, { ...context, ...changes }))

test.each([
  ['own', {}, 'olga', 'owner', 'their own manager'],
  ['away', { day: '2026-11-09' }, 'otto', 'owner', 'who is not on leave yet'],
  ['away', { day: '2026-11-10' }, 'olga', 'substitute', 'who stands in during leave'],
  ['lonely', { day: '2026-11-11', unitId: 'west' }, 'olga', 'helper', 'a helper, where nobody stands in'],
  ['helped', {}, 'otto', 'helper', 'a helper, where there is no owner'],
  ['helped', { day: '2026-11-10' }, 'olga', 'capacity', 'somebody of the unit, where the helper is away'],
  ['own', { skill: 'futures' }, 'otto', 'capacity', 'who has the skill that the owner lacks'],
  ['own', { skill: 'law' }, null, 'nobody', 'nobody: the pool, where no one has the skill'],
  ['free', { unitId: 'root' }, null, 'nobody', 'nobody: the pool, where the unit has no manager'],
  ['own', { assign: 'leader' }, 'lee', 'leader', 'the leader of the unit above'],
  ['own', { assign: 'leader', unitId: 'west' }, 'lu', 'leader', 'the head, where no nearer unit has a leader'],
] as const)('the work of %s %j goes to %s (%s): %s', async (customerId, changes, staffId, by, _situation) => {
  expect(await choices([ask(customerId, changes)])).toEqual([{ staffId, by }])
})

test('where the pack says so, the work of customers whom nobody looks after waits in the pool', async () => {
  const unowned = { unowned: 'pool' } as const
  expect(await choices([ask('free', unowned)])).toEqual([{ staffId: null, by: 'nobody' }])
  expect(await choices([ask('helped', unowned)])).toEqual([{ staffId: 'otto', by: 'helper' }])
  expect(await choices([ask('own', { skill: 'futures', ...unowned })])).toEqual([{ staffId: 'otto', by: 'capacity' }])
})

test('among equals it goes in turn, the seed decides who begins, and the same seed gives the same', async () => {
  const asks = Array.from({ length: 6 }, () => ask('free'))
  const given = (await choices(asks)).map(({ staffId }) => staffId)
  expect(given.slice(0, 2).sort()).toEqual(['olga', 'otto'])
  expect(given).toEqual([...given.slice(0, 2), ...given.slice(0, 2), ...given.slice(0, 2)])
  expect((await choices(asks)).map(({ staffId }) => staffId)).toEqual(given)
  const begins = new Set<unknown>()
  for (const seed of ['1', '2', '3', '4', '5', '6', '7', '8']) begins.add((await choices(asks, { seed }))[0]?.staffId)
  expect(begins.size).toBe(2)
})

test('who has less room gets less: minutes of their day and work that is due this week count, later work does not', async () => {
  await store.execute("update staff set minutes_per_day = 60 where staff_id = 'olga'")
  await store.execute(
    `insert into task (customer_id, unit_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority, reasons, conflict,
       due_at, not_before, shuffle, created_at, assignee_id, effort_minutes)
     select 'free', 'east-1', 'p', 'p', 'phone', 'owner', 'r' || n, 3, 0, 0, 0, '[]', '{"merged": [], "deferredBehind": null}', due, due, 1, due, 'otto', minutes
     from (values (1, $1::timestamptz, 1560), (2, $1::timestamptz + interval '30 days', 9000)) as made (n, due, minutes)`,
    [monday],
  )
  // Olga has 300 minutes of a week, Otto 1,800 − 1,560 = 240.
  const given = await choices(Array.from({ length: 4 }, () => ask('free', { effortMinutes: 40 })))
  expect(given.map(({ staffId }) => staffId)).toEqual(['olga', 'olga', expect.any(String), expect.any(String)])
  await store.execute('delete from task')
  await store.execute("update staff set minutes_per_day = null where staff_id = 'olga'")
})
