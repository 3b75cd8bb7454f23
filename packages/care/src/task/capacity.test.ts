import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, buildBank, monday, pack, publish } from '../../test/world.ts'
import { saveHolidays } from './calendar.ts'
import { listCapacity, listLeftOut } from './capacity.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [{ id: 'a' }])
  // Olga has two hours a day, is away on Thursday and Friday, and Wednesday is a day off: four hours of the first week.
  await store.execute("update staff set minutes_per_day = 120 where staff_id = 'olga'")
  await store.transaction((tx) => saveHolidays(tx, [{ day: '2026-11-04', name: 'day off', is_working: false }]))
  await store.execute(
    `insert into absence (staff_id, from_day, to_day, reason, created_by, created_at) values ('olga', '2026-11-05', '2026-11-06', 'leave', 'test', $1)`,
    [monday],
  )
  // Four tasks of an hour and a half: one late, one agreed for Tuesday with the least priority, two of this week; another in the next.
  await store.execute(
    `insert into task (customer_id, unit_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority, reasons, conflict,
       due_at, not_before, shuffle, created_at, assignee_id, effort_minutes, appointment_at)
     select 'a', 'east-1', 'p', 'p', 'phone', 'owner', name, 3, 0, 0, priority, '[]', '{"merged": [], "deferredBehind": null}',
       due, due, 1, due, 'olga', 90, agreed
     from (values ('late', '2026-10-30T00:00:00+08:00'::timestamptz, 50, null::timestamptz), ('agreed', '2026-11-03T10:00:00+08:00', 1, '2026-11-03T10:00:00+08:00'),
       ('high', '2026-11-04T00:00:00+08:00', 90, null), ('low', '2026-11-06T00:00:00+08:00', 10, null), ('next', '2026-11-09T00:00:00+08:00', 70, null))
       as made (name, due, priority, agreed)`,
  )
})
afterAll(() => store.close())

const east = { kind: 'units', unitIds: ['east-1'] } as const

test('hours of a week are working days less holidays and leave; what exceeds them is left out', async () => {
  const weeks = await listCapacity(store, east, at(), pack, { from: '2026-11-02', weeks: 2, staffId: 'olga' })
  expect(weeks).toEqual([
    {
      staff_id: 'olga',
      name: 'Name of olga',
      unit_id: 'east-1',
      week: '2026-11-02',
      working_days: 4,
      days_away: 2,
      available: 240,
      tasks: 4,
      needed: 360,
      appointments: 90,
      left_out: 2,
      left_out_minutes: 180,
    },
    {
      staff_id: 'olga',
      name: 'Name of olga',
      unit_id: 'east-1',
      week: '2026-11-09',
      working_days: 5,
      days_away: 0,
      available: 600,
      tasks: 1,
      needed: 90,
      appointments: 0,
      left_out: 0,
      left_out_minutes: 0,
    },
  ])
})

test('agreed times are kept, then the highest priority; the list says what came before', async () => {
  const listed = await listLeftOut(store, east, at(), pack, { staffId: 'olga', day: '2026-11-02' })
  expect(listed.items.map(({ priority, running, until }) => ({ priority, running, until }))).toEqual([
    { priority: 50, running: 270, until: 240 },
    { priority: 10, running: 360, until: 240 },
  ])
  const first = await listLeftOut(store, east, at(), pack, { staffId: 'olga', day: '2026-11-02', limit: 1 })
  const second = await listLeftOut(store, east, at(), pack, {
    staffId: 'olga',
    day: '2026-11-02',
    limit: 1,
    ...(first.next === undefined ? {} : { cursor: first.next }),
  })
  expect([...first.items, ...second.items].map(({ priority }) => priority)).toEqual([50, 10])
})

test('people of other regions are not told of', async () => {
  const query = { from: '2026-11-02', weeks: 1 }
  const west = await listCapacity(store, { kind: 'units', unitIds: ['west'] }, at(), pack, query)
  expect(west.map(({ staff_id }) => staff_id)).toEqual(['wes', 'wim'])
  const own = { kind: 'own', staffId: 'olga', customerIds: [], exceptIds: [] } as const
  expect(await listCapacity(store, own, at(), pack, query)).toEqual([])
})

test('nobody can ask for a week so far ahead that every day until then would have to be counted', async () => {
  const [week] = await listCapacity(store, east, at(), pack, { from: '9999-12-31', weeks: 1, staffId: 'olga' })
  expect(week?.week).toBe('2027-11-01')
})
