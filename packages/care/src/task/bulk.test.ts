import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  actorOf,
  at,
  buildBank,
  command,
  create,
  createOne,
  hoursLater,
  monday,
  pack,
  plan,
  publish,
} from '../../test/world.ts'
import { assignTasks, previewAssignment, previewRecall, recallTasks } from './assign.ts'
import { countModules } from './boards.ts'
import { handOverTask, listTaskHandOvers } from './hand-over.ts'
import { tickTask } from './tick.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterEach(() => store.close())

const sue = { actor: actorOf('sue'), ...at() }
const held = () =>
  store.query('select customer_id, assignee_id, assign from task where assignee_id is not null order by customer_id')
const pooled = (id: string, changes: Parameters<typeof plan>[1] = {}) =>
  plan(id, { ownerId: null, assign: 'pool', ...changes })

test('a filter chooses by module, label and lateness, and a preview tells the load and changes nothing', async () => {
  const ids = ['a', 'b', 'c', 'd']
  await publish(
    store,
    ids.map((id) => ({ id, owner: null })),
  )
  await create(store, [
    pooled('a', { module: 'whole_base' }),
    pooled('b', { module: 'whole_base', dueOn: '2026-10-20' }),
    pooled('c', { module: 'theme' }),
    pooled('d', { module: 'whole_base', unitId: 'east-1' }),
  ])
  const input = { take: { module: 'whole_base', unitId: 'east' }, staffIds: ['ana', 'abe'] }
  expect(await previewAssignment(store, sue, input)).toMatchObject({
    total: 3,
    people: [
      { staffId: 'abe', tasks: 1, openBefore: 0, openAfter: 1, minutesAfter: 10 },
      { staffId: 'ana', tasks: 2, openBefore: 0, openAfter: 2, minutesAfter: 20 },
    ],
  })
  expect(await held()).toEqual([])
  const late = { take: { dueBefore: hoursLater(-100) }, staffIds: ['ana'] }
  expect(await assignTasks(store, command('sue'), late)).toMatchObject({ total: 1 })
  expect(await held()).toMatchObject([{ customer_id: 'b', assignee_id: 'ana' }])
  expect(await assignTasks(store, command('sue'), { take: { unitId: 'west' }, staffIds: ['ana'] })).toMatchObject({
    total: 0,
  })
})

test('a recall calls back what somebody holds, with a reason, but no agreed time; agents may not', async () => {
  const ids = ['a', 'b', 'c']
  await publish(
    store,
    ids.map((id) => ({ id })),
  )
  await create(
    store,
    ids.map((id) => plan(id)),
  )
  await store.execute("update task set appointment_at = due_at where customer_id = 'c'")
  const recall = { take: { assigneeId: 'olga' }, reason: 'she fell ill' }
  expect(await recallTasks(store, command('ana'), recall)).toEqual({ kind: 'refused', code: 'forbidden' })
  expect(await recallTasks(store, command('sue'), { ...recall, reason: ' ' })).toMatchObject({
    code: 'reason_required',
  })
  expect(await previewRecall(store, sue, recall)).toMatchObject({
    total: 2,
    people: [{ staffId: 'olga', tasks: 2, openBefore: 3, openAfter: 1 }],
  })
  expect(await recallTasks(store, command('sue'), recall)).toMatchObject({ kind: 'done', total: 2 })
  expect(await held()).toEqual([{ customer_id: 'c', assignee_id: 'olga', assign: 'owner' }])
  expect(await store.query('select reason, from_staff_id from task_hand_over')).toEqual([
    { reason: 'she fell ill', from_staff_id: 'olga' },
    { reason: 'she fell ill', from_staff_id: 'olga' },
  ])
})

test('twenty thousand tasks are assigned at once, each with its row in the audit', async () => {
  await store.execute(
    `insert into task (customer_id, unit_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority, reasons,
       conflict, due_at, not_before, shuffle, created_at)
     select 'n' || n, 'east-1', 'call_back', 'call_back', 'phone', 'pool', 'n' || n, 3, 0, 0, n, '[]', '{"merged": [], "deferredBehind": null}', $1, $1, n, $1
     from generate_series(1, 20000) as n`,
    [monday],
  )
  const done = await assignTasks(store, command('sue'), { take: {}, staffIds: ['ana', 'abe', 'olga', 'otto'] })
  expect(done).toMatchObject({ kind: 'done', total: 20_000, people: [{}, {}, {}, {}] })
  expect(done.kind === 'done' && done.assignments).toHaveLength(500)
  expect(
    await store.query('select assignee_id, count(*) as tasks from task group by assignee_id order by assignee_id'),
  ).toEqual(['abe', 'ana', 'olga', 'otto'].map((staffId) => ({ assignee_id: staffId, tasks: 5_000 })))
  expect(await store.query("select count(*) as rows from audit where action = 'task.assign'")).toEqual([
    { rows: 20_000 },
  ])
})

test('module views count what is open, due, later, late and done today, of the person or of the region', async () => {
  const ids = ['a', 'b', 'c', 'd']
  await publish(
    store,
    ids.map((id) => ({ id })),
  )
  await create(store, [
    plan('a', { module: 'theme' }),
    plan('b', { module: 'theme', dueOn: '2026-11-05' }),
    plan('c', { module: 'theme', dueOn: '2026-10-30' }),
    plan('d', { module: 'whole_base', ownerId: null, assign: 'pool' }),
  ])
  const olga = actorOf('olga')
  const own = { kind: 'own', staffId: 'olga', customerIds: [], exceptIds: [] } as const
  expect((await countModules(store, olga, own, at(), { view: 'mine' })).value).toEqual([
    { module: 'theme', open: 3, due: 2, later: 1, overdue: 1, unassigned: 0, done_today: 0 },
  ])
  const ofEast = await countModules(store, sue.actor, { kind: 'all' }, at(), { view: 'scope', unitId: 'east' })
  expect(ofEast.value).toMatchObject([
    { module: 'theme', open: 3 },
    { module: 'whole_base', open: 1, unassigned: 1 },
  ])
})

test('one task goes to a helper or a supervisor with a reason, and to nobody else', async () => {
  await publish(store, [{ id: 'a' }])
  const taskId = await createOne(store, 'a')
  const give = (from: string, toStaffId: string, reason = 'knows the family') =>
    handOverTask(store, command(from), { taskId, toStaffId, reason })
  expect(await give('olga', 'otto')).toMatchObject({ code: 'unknown_staff' })
  expect(await give('olga', 'sue', ' ')).toMatchObject({ code: 'reason_required' })
  await store.execute(
    "insert into customer_helper (customer_id, staff_id, since, added_by) values ('a', 'otto', $1, 'test')",
    [monday],
  )
  expect(await give('ana', 'sue')).toMatchObject({ code: 'not_found' })
  expect(await give('olga', 'otto')).toEqual({ kind: 'done' })
  expect(await give('otto', 'sue', 'too big for me')).toEqual({ kind: 'done' })
  expect(await give('sue', 'ana', 'please call')).toEqual({ kind: 'done' })
  expect(await listTaskHandOvers(store, taskId)).toMatchObject([
    { from_staff_id: 'olga', to_staff_id: 'otto', reason: 'knows the family' },
    { from_staff_id: 'otto', to_staff_id: 'sue', reason: 'too big for me' },
    { from_staff_id: 'sue', to_staff_id: 'ana', reason: 'please call' },
  ])
})

test('ticks of the checklist stay with the task', async () => {
  await publish(store, [{ id: 'a' }])
  const taskId = await createOne(store, 'a')
  const point = { zh: '问候', en: 'Greet' }
  const callBack = pack.plays.get('call_back')
  if (!callBack) throw new Error('the play is there')
  const withList = { plays: new Map([['call_back', { ...callBack, checklist: [point, point] }]]) }
  const tick = (index: number, isDone = true, who = 'olga') =>
    tickTask(store, command(who), withList, { taskId, index, isDone })
  expect(await tick(1)).toEqual({ kind: 'done', ticks: [1] })
  expect(await tick(0)).toEqual({ kind: 'done', ticks: [0, 1] })
  expect(await tick(1)).toEqual({ kind: 'done', ticks: [0, 1] })
  expect(await tick(1, false)).toEqual({ kind: 'done', ticks: [0] })
  expect(await tick(2)).toMatchObject({ code: 'invalid_value' })
  expect(await tick(0, true, 'otto')).toMatchObject({ code: 'not_found' })
})
