import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, buildBank, create, pack, plan, publish } from '../../test/world.ts'
import { countOverdue, overdueBefore, overdueDaysOf, overdueStageOf } from './overdue.ts'
import { listTasks } from './queries.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterAll(() => store.close())

/** Monday 2 November, ten o'clock; the ladder is 3, 5, 7. */
test.each([
  ['2026-11-02', 0, null],
  ['2026-11-01', 1, null],
  ['2026-10-31', 2, null],
  ['2026-10-30', 3, 'remind'],
  ['2026-10-29', 4, 'remind'],
  ['2026-10-28', 5, 'warn'],
  ['2026-10-27', 6, 'warn'],
  ['2026-10-26', 7, 'escalate'],
  ['2026-10-01', 32, 'escalate'],
] as const)('work that was due on %s lies for %i days: %s', (day, days, stage) => {
  const dueAt = new Date(`${day}T00:00:00+08:00`).toISOString()
  expect(overdueDaysOf(dueAt, at())).toBe(days)
  expect(overdueStageOf(dueAt, pack.work, at())).toBe(stage)
  for (const each of ['remind', 'warn', 'escalate'] as const) {
    const isReached =
      overdueStageOf(dueAt, pack.work, at()) !== null && days >= { remind: 3, warn: 5, escalate: 7 }[each]
    expect(new Date(dueAt) < overdueBefore(each, pack.work, at())).toBe(isReached)
  }
})

test('on the seventh day the supervisor sees the task, with the person and how much else is late', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  await publish(store, [
    ...ids.map((id) => ({ id, owner: id === 'e' ? 'otto' : 'olga' })),
    { id: 'w', owner: 'wes', unit: 'west' },
  ])
  const due = ['2026-10-26', '2026-10-28', '2026-10-30', '2026-11-02', '2026-10-20']
  await create(store, [
    ...ids.map((id, index) => plan(id, { ownerId: id === 'e' ? 'otto' : 'olga', dueOn: due[index] ?? '' })),
    plan('w', { ownerId: 'wes', unitId: 'west', dueOn: '2026-10-01' }),
  ])
  const east = { kind: 'units', unitIds: ['east', 'east-1'] } as const
  expect(await countOverdue(store, east, at(), pack)).toEqual([
    { staff_id: 'olga', unit_id: 'east-1', remind: 3, warn: 2, escalate: 1 },
    { staff_id: 'otto', unit_id: 'east-1', remind: 1, warn: 1, escalate: 1 },
  ])
  expect(await countOverdue(store, { kind: 'all' }, at(), pack, { unitId: 'west' })).toMatchObject([
    { staff_id: 'wes', escalate: 1 },
  ])
  const sue = { userId: 'user-sue', staffId: 'sue', name: 'Sue', role: 'supervisor', unitId: 'east' } as const
  const dueBefore = overdueBefore('escalate', pack.work, at())
  const listed = await listTasks(store, sue, east, at(), { view: 'scope', dueBefore })
  expect(listed.items.map(({ customer_id, assignee_name }) => [customer_id, assignee_name]).sort()).toEqual([
    ['a', 'Name of olga'],
    ['e', 'Name of otto'],
  ])
})
