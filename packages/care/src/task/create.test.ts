import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  buildBank,
  command,
  create,
  createOne,
  hoursLater,
  monday,
  pack,
  plan,
  publish,
  timeZone,
} from '../../test/world.ts'
import { recordContact } from '../contact/contact.ts'
import type { PlannedTask } from '../play/conflict.ts'
import { readyTasks, writeTasks } from './create.ts'
import { recordOutcome } from './outcome.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [{ id: 'a' }, { id: 'b' }])
})
afterEach(() => store.close())

/** Another play's wish for the same customer. */
const birthday = (customerId: string, changes: Partial<PlannedTask> = {}): PlannedTask => {
  const base = plan(customerId, { play: 'birthday' })
  return { ...base, reasons: base.reasons.map((reason) => ({ ...reason, moment: 'birthday' })), ...changes }
}
const tasks = () =>
  store.query(
    "select customer_id, play, assign, to_char(not_before + interval '8 hours', 'YYYY-MM-DD') as day, jsonb_array_length(reasons) as reasons, conflict from task order by task_id",
  )

test('where the company is a customer too its manager joins in; where it is not, the work is one person’s (S35)', async () => {
  await publish(store, [{ id: 'a' }, { id: 'b' }, { id: 'company', owner: 'otto' }])
  const call = (customerId: string) => plan(customerId, { dedupeKey: `call_back|call_back|${customerId}` })
  const beside = (customerId: string, company: string): PlannedTask => {
    const own = call(customerId)
    const reasons = own.reasons.map((reason) => ({ ...reason, moment_id: `${reason.moment_id}|joint` }))
    const jointOf = { customerId, dedupeKey: own.dedupeKey }
    return { ...own, customerId: company, ownerId: null, dedupeKey: `${own.dedupeKey}|joint`, jointOf, reasons }
  }
  await create(store, [call('a'), beside('a', 'company'), call('b'), beside('b', 'elsewhere')])
  const made = await store.query<{ customer_id: string; assignee_id: string; beside: string | null }>(
    `select task.customer_id, task.assignee_id, own.customer_id as beside from task left join task as own on own.task_id = task.joint_of
     order by task.customer_id`,
  )
  expect(made).toEqual([
    { customer_id: 'a', assignee_id: 'olga', beside: null },
    { customer_id: 'b', assignee_id: 'olga', beside: null },
    { customer_id: 'company', assignee_id: 'otto', beside: 'a' },
  ])
})

test('the same night twice makes the same work once', async () => {
  expect(await create(store, [plan('a'), plan('b')])).toMatchObject({ created: 2, merged: 0, deferred: 0, known: 0 })
  expect(await create(store, [plan('a'), plan('b')])).toMatchObject({ created: 0, merged: 0, deferred: 0, known: 2 })
  expect(await tasks()).toHaveLength(2)
})

test('an occurrence within the window makes no second task, one after it does', async () => {
  await create(store, [plan('a')])
  const taskId = (await store.query<{ task_id: number }>('select task_id from task'))[0]?.task_id as number
  await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'refused' })
  const again = (firedOn: string): PlannedTask => {
    const base = plan('a', { dedupeKey: firedOn })
    return { ...base, reasons: base.reasons.map((reason) => ({ ...reason, fired_on: firedOn, moment_id: firedOn })) }
  }
  const later = hoursLater(24 * 40)
  expect(await create(store, [again('2026-11-29')], later)).toMatchObject({ created: 0, known: 1 })
  expect(await create(store, [again('2026-11-30')], later)).toMatchObject({ created: 1, known: 0 })
})

test('plans of one night that collide are one task, and the night again does not split them', async () => {
  expect(await create(store, [plan('a'), birthday('a')])).toMatchObject({
    created: 1,
    merged: 1,
    deferred: 0,
    known: 0,
  })
  expect(await create(store, [plan('a'), birthday('a')])).toMatchObject({
    created: 0,
    merged: 0,
    deferred: 0,
    known: 2,
  })
  expect(await tasks()).toMatchObject([{ reasons: 2, conflict: { merged: [expect.any(String)] } }])
})

test('a later reason goes into the open task, which takes the higher worth', async () => {
  await create(store, [plan('a')])
  expect(await create(store, [birthday('a', { valueMinor: 9_000_000, priority: 90_000, urgency: 1 })])).toMatchObject({
    created: 0,
    merged: 1,
  })
  expect(await store.query('select play, value, urgency, priority, conflict from task')).toEqual([
    {
      play: 'call_back',
      value: 9_000_000,
      urgency: 1,
      priority: 90_000,
      conflict: { merged: ['birthday'], deferredBehind: null },
    },
  ])
})

test('what was to go into a task that somebody closes meanwhile is work of its own, a working day later', async () => {
  const writing = { pack, runId: 'theme', seed: '7', now: monday, timeZone }
  const taskId = await createOne(store, 'a')
  const ready = await readyTasks(store, [birthday('a')], writing)
  expect(ready.merging).toHaveLength(1)
  const next = { kind: 'none', reason: 'all is said' } as const
  await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'done', next })
  expect(await store.transaction((tx) => writeTasks(tx, ready, writing))).toMatchObject({ created: 1, merged: 0 })
  expect(await tasks()).toMatchObject([
    { play: 'call_back', reasons: 1 },
    { play: 'birthday', reasons: 1, day: '2026-11-03', conflict: { deferredBehind: 'call_back' } },
  ])
})

test('a reason that is due earlier makes the open task due earlier, but not before it may be worked on', async () => {
  await create(store, [plan('a', { dueOn: '2026-11-12' }), plan('b', { dueOn: '2026-11-12' })])
  const [first] = await store.query<{ task_id: number }>("select task_id from task where customer_id = 'a'")
  await recordOutcome(store, command('olga'), pack, { taskId: first?.task_id ?? 0, outcome: 'no_answer' })
  await create(store, [birthday('a', { dueOn: '2026-11-02' }), birthday('b', { dueOn: '2026-11-05' })])
  expect(await store.query('select customer_id, due_at from task order by customer_id')).toEqual([
    { customer_id: 'a', due_at: '2026-11-03T06:00:00.000Z' },
    { customer_id: 'b', due_at: '2026-11-04T16:00:00.000Z' },
  ])
})

test('an agreed time stays when a reason is added that is due earlier', async () => {
  const taskId = await createOne(store, 'a')
  const agreed = hoursLater(26).toISOString()
  await recordOutcome(store, command('olga'), pack, {
    taskId,
    outcome: 'appointment',
    next: { kind: 'appointment', at: agreed },
  })
  expect(await create(store, [birthday('a')])).toMatchObject({ merged: 1 })
  expect(await store.query('select due_at from task')).toEqual([{ due_at: agreed }])
})

test('for other hands it waits behind the open task', async () => {
  await create(store, [plan('a')])
  expect(await create(store, [birthday('a', { assign: 'pool' })])).toMatchObject({ created: 1, deferred: 1 })
  expect(await tasks()).toMatchObject([
    { day: '2026-11-02' },
    { play: 'birthday', day: '2026-11-03', conflict: { deferredBehind: 'call_back' } },
  ])
})

test('a customer who was called today is left alone until the next working day', async () => {
  await recordContact(store, command('olga'), { kind: 'all' }, pack, {
    customerId: 'a',
    channel: 'phone',
    direction: 'outbound',
    outcome: 'done',
  })
  await create(store, [plan('a'), plan('b')])
  expect(await tasks()).toMatchObject([
    { customer_id: 'a', day: '2026-11-03', conflict: { deferredBehind: 'done' } },
    { customer_id: 'b', day: '2026-11-02' },
  ])
})

test('an appointment weeks ahead does not swallow a new reason', async () => {
  const taskId = await createOne(store, 'a')
  const inThreeWeeks = hoursLater(24 * 21).toISOString()
  await recordOutcome(store, command('olga'), pack, {
    taskId,
    outcome: 'appointment',
    next: { kind: 'appointment', at: inThreeWeeks },
  })
  expect(await create(store, [birthday('a')], hoursLater(24))).toMatchObject({ created: 1, merged: 0 })
})

test('tasks of an owner go to the owner whom the snapshot names', async () => {
  await publish(store, [{ id: 'a', owner: 'otto' }, { id: 'b' }])
  await createOne(store, 'a', { ownerId: 'olga' })
  expect(await store.query('select owner_id, assignee_id from task')).toEqual([
    { owner_id: 'otto', assignee_id: 'otto' },
  ])
})

test('thousands are written in one go', async () => {
  const ids = Array.from({ length: 5_000 }, (_, index) => `n${index}`)
  await publish(
    store,
    ids.map((id) => ({ id })),
  )
  expect(
    await store.transaction((tx) =>
      create(
        tx,
        ids.map((id) => plan(id)),
        monday,
      ),
    ),
  ).toMatchObject({ created: 5_000 })
})

test('whatever signs a reason holds, the task holds them', async () => {
  const odd = 'tab\tline\nback\\slash \\N "quoted" 常青'
  const base = plan('a', { dedupeKey: odd })
  await create(store, [{ ...base, reasons: base.reasons.map((reason) => ({ ...reason, values: { odd } })) }])
  expect(await store.query("select dedupe_key, reasons -> 0 -> 'values' as values from task")).toEqual([
    { dedupe_key: odd, values: { odd } },
  ])
})
