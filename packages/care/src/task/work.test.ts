import { type TestDatabase, testDatabase } from '@tend/store/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
import { scopeOf } from '../access/scope.ts'
import type { Command } from '../command.ts'
import { assignTasks, releaseTask } from './assign.ts'
import { countTasks, planProgress, summarisePools } from './boards.ts'
import { claimNext } from './claim.ts'
import { recordOutcome } from './outcome.ts'
import { listPeople } from './people.ts'
import { findTask, listTasks } from './queries.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterAll(() => store.close())

let customers = 0
const newCustomer = async (owner: string | null = 'olga', unit = 'east-1'): Promise<string> => {
  const ids = Array.from({ length: ++customers }, (_, index) => `w${index + 1}`)
  const known = await store.query<{ customer_id: string; unit_id: string; owner_id: string | null }>(
    'select customer_id, unit_id, owner_id from customer',
  )
  const id = ids.at(-1) as string
  await publish(store, [
    ...known.map((row) => ({ id: row.customer_id, unit: row.unit_id, owner: row.owner_id })),
    { id, owner, unit },
  ])
  return id
}
const poolOf = async (taskId: number) =>
  (await store.query('select pool, attempts, closed_at is null as is_open from task where task_id = $1', [taskId]))[0]
const next = { kind: 'none', reason: 'the customer calls back' } as const
const days = (count: number): Date => hoursLater(24 * count)

test('no answer moves a task from pool to pool, and the third closes it as a failure (B11)', async () => {
  const taskId = await createOne(store, await newCustomer())
  const attempt = (now: Date) => recordOutcome(store, command('olga', now), pack, { taskId, outcome: 'no_answer' })
  expect(await attempt(monday)).toMatchObject({ kind: 'done', pool: 'second', attempts: 1, isOpen: true })
  expect(await attempt(days(1))).toMatchObject({ pool: 'third', attempts: 2, isOpen: true })
  expect(await attempt(days(2))).toMatchObject({ pool: 'failure', attempts: 3, isOpen: false, nextAt: null })
  expect(await attempt(days(3))).toEqual({ kind: 'refused', code: 'attempts_used' })
  expect(await poolOf(taskId)).toEqual({ pool: 'failure', attempts: 3, is_open: false })
})

test('the table itself refuses a fourth attempt', async () => {
  const taskId = await createOne(store, await newCustomer())
  await expect(store.execute('update task set attempts = 4 where task_id = $1', [taskId])).rejects.toThrow(
    'check constraint',
  )
  await expect(store.execute("update task set pool = 'success' where task_id = $1", [taskId])).rejects.toThrow(
    'task_closed_in_final_pool',
  )
  await expect(store.execute("update task set pool = 'third' where task_id = $1", [taskId])).rejects.toThrow(
    'task_pool_follows_attempts',
  )
})

test('a retry waits for the next working day and another time of day (G26)', async () => {
  const friday = days(4)
  const taskId = await createOne(store, await newCustomer())
  const first = await recordOutcome(store, command('olga', friday), pack, { taskId, outcome: 'no_answer' })
  // Friday 10:00 → Monday 14:00 in Shanghai.
  expect(first).toMatchObject({ nextAt: '2026-11-09T06:00:00.000Z' })
  const again = await recordOutcome(store, command('olga', days(5)), pack, { taskId, outcome: 'no_answer' })
  expect(again).toMatchObject({ kind: 'refused', code: 'too_early' })
})

test('a customer with a quiet period of their own is tried again in it (S114)', async () => {
  const customerId = await newCustomer()
  const taskId = await createOne(store, customerId)
  await store.execute(`update customer set contact_points = '{"preferred_band": "evening"}' where customer_id = $1`, [
    customerId,
  ])
  // Monday 10:00 → Tuesday 18:00 in Shanghai.
  expect(await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'no_answer' })).toMatchObject({
    nextAt: '2026-11-03T10:00:00.000Z',
  })
})

test('a success needs the next appointment or the reason for none (G48)', async () => {
  const taskId = await createOne(store, await newCustomer())
  const without = await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'done' })
  expect(without).toMatchObject({ kind: 'refused', code: 'next_contact_required' })
  expect(await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'done', next })).toMatchObject({
    pool: 'success',
    isOpen: false,
  })
})

test('an appointment in the past is refused, and so is an outcome that the play does not know', async () => {
  const taskId = await createOne(store, await newCustomer())
  const past = { kind: 'appointment', at: hoursLater(-1).toISOString() } as const
  expect(
    await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'appointment', next: past }),
  ).toMatchObject({ code: 'appointment_in_past' })
  expect(await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'elsewhere', next })).toMatchObject({
    code: 'unknown_outcome',
  })
})

test('at the third attempt an appointment closes the task and opens another at the agreed time', async () => {
  const customerId = await newCustomer()
  const taskId = await createOne(store, customerId)
  for (const day of [0, 1])
    await recordOutcome(store, command('olga', days(day)), pack, { taskId, outcome: 'no_answer' })
  const agreed = days(9).toISOString()
  const third = await recordOutcome(store, command('olga', days(2)), pack, {
    taskId,
    outcome: 'appointment',
    next: { kind: 'appointment', at: agreed },
  })
  expect(third).toMatchObject({ kind: 'done', isOpen: false, pool: 'failure' })
  const followUp = await findTask(store, { kind: 'all' }, (third as { followUpTaskId: number }).followUpTaskId)
  expect(followUp).toMatchObject({
    customer_id: customerId,
    pool: 'total',
    attempts: 0,
    due_at: agreed,
    appointment_at: agreed,
    assignee_id: 'olga',
    follows_task_id: taskId,
  })
})

test('after a call the other task of the same customer waits until the next working day', async () => {
  const customerId = await newCustomer()
  const taskId = await createOne(store, customerId)
  await create(store, [
    plan(customerId, {
      play: 'birthday',
      assign: 'pool',
      reasons: [{ ...plan(customerId).reasons[0], play: 'birthday', moment_id: `b${customerId}` }] as never,
    }),
  ])
  await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'done', next })
  const [other] = await store.query<{ not_before: string }>(
    "select not_before from task where customer_id = $1 and play = 'birthday'",
    [customerId],
  )
  expect(other?.not_before).toBe('2026-11-02T16:00:00.000Z')
})

test("another person's task is not touched", async () => {
  const taskId = await createOne(store, await newCustomer())
  expect(await recordOutcome(store, command('otto'), pack, { taskId, outcome: 'done', next })).toEqual({
    kind: 'refused',
    code: 'not_found',
  })
  expect(await recordOutcome(store, command('sue'), pack, { taskId, outcome: 'done', next })).toEqual({
    kind: 'refused',
    code: 'forbidden',
  })
})

test('twenty clicks with one key are one contact', async () => {
  const taskId = await createOne(store, await newCustomer())
  const click: Command = command('olga')
  const results = await Promise.all(
    Array.from({ length: 20 }, () => recordOutcome(store, click, pack, { taskId, outcome: 'no_answer' })),
  )
  expect(results).toEqual(results.map(() => results[0]))
  expect(results[0]).toMatchObject({ kind: 'done', pool: 'second' })
  expect(await store.query('select count(*) as contacts from contact where task_id = $1', [taskId])).toEqual([
    { contacts: 1 },
  ])
  expect(await poolOf(taskId)).toEqual({ pool: 'second', attempts: 1, is_open: true })
})

test('a key that was used for something else is refused', async () => {
  const taskId = await createOne(store, await newCustomer())
  const used = command('olga')
  await recordOutcome(store, used, pack, { taskId, outcome: 'no_answer' })
  expect(await releaseTask(store, used, { taskId })).toEqual({
    kind: 'refused',
    code: 'key_reused',
    detail: 'recordOutcome',
  })
})

test('a key that was used for another input is refused, so that no outcome is taken for a repeat and lost', async () => {
  const [first, second] = [await createOne(store, await newCustomer()), await createOne(store, await newCustomer())]
  const used = command('olga')
  await recordOutcome(store, used, pack, { taskId: first, outcome: 'no_answer' })
  expect(await recordOutcome(store, used, pack, { taskId: second, outcome: 'no_answer' })).toEqual({
    kind: 'refused',
    code: 'key_reused',
    detail: 'recordOutcome',
  })
  expect(await poolOf(second)).toMatchObject({ attempts: 0 })
})

test('whatever is recorded in whatever order, each task is in one pool, within three attempts, and stays closed', async () => {
  const actions = fc.array(
    fc.record({
      outcome: fc.constantFrom('done', 'refused', 'no_answer', 'appointment'),
      gapHours: fc.integer({ min: 0, max: 80 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  const run = async (sequence: readonly { outcome: string; gapHours: number }[]): Promise<void> => {
    const customerId = await newCustomer()
    const taskId = await createOne(store, customerId)
    let hours = 0
    let closedAs: unknown
    for (const { outcome, gapHours } of sequence) {
      hours += gapHours
      const agreed = { kind: 'appointment', at: hoursLater(hours + 30).toISOString() } as const
      await recordOutcome(store, command('olga', hoursLater(hours)), pack, {
        taskId,
        outcome,
        next: outcome === 'appointment' ? agreed : next,
      })
      const state = (await poolOf(taskId)) as { pool: string; attempts: number; is_open: boolean }
      if (closedAs !== undefined) expect(state).toEqual(closedAs)
      if (!state.is_open) closedAs = state
      const [{ contacts } = { contacts: -1 }] = await store.query<{ contacts: number }>(
        'select count(*) as contacts from contact where task_id = $1',
        [taskId],
      )
      expect(state.attempts).toBe(contacts)
      expect(state.attempts).toBeLessThanOrEqual(3)
    }
  }
  await fc.assert(fc.asyncProperty(actions, run), { numRuns: 25 })
})

test('a hundred claims at once hand out sixty tasks, none twice', async () => {
  const own = await testDatabase()
  await buildBank(own)
  const ids = Array.from({ length: 60 }, (_, index) => `c${index}`)
  await publish(
    own,
    ids.map((id) => ({ id, owner: null })),
  )
  await own.transaction((tx) =>
    create(
      tx,
      ids.map((id) => plan(id, { ownerId: null, assign: 'pool' })),
    ),
  )
  const claims = await Promise.all(
    Array.from({ length: 100 }, (_, index) => claimNext(own, command(index % 2 ? 'ana' : 'abe'), pack)),
  )
  const claimed = claims.flatMap((claim) => (claim.kind === 'done' ? [claim.task.task_id] : []))
  expect(claimed).toHaveLength(60)
  expect(new Set(claimed).size).toBe(60)
  expect(claims.filter((claim) => claim.kind === 'empty')).toHaveLength(40)
  await own.close()
})

test('agents get tasks of their unit and below, in an order that is the same after every sign-in (B23)', async () => {
  const own = await testDatabase()
  await buildBank(own)
  const ids = Array.from({ length: 12 }, (_, index) => `q${index}`)
  await publish(
    own,
    ids.map((id) => ({ id, owner: null })),
  )
  await own.transaction((tx) =>
    create(
      tx,
      ids.map((id) => plan(id, { ownerId: null, assign: 'pool' })),
    ),
  )
  expect(await claimNext(own, command('wim'), pack)).toEqual({ kind: 'empty' })
  const order = async () =>
    (await own.query<{ customer_id: string }>('select customer_id from task order by shuffle, task_id')).map(
      (row) => row.customer_id,
    )
  expect(await order()).not.toEqual(ids)
  const fixed = await order()
  const claimed: string[] = []
  for (let index = 0; index < 12; index += 1) {
    const claim = await claimNext(own, command('ana'), pack)
    if (claim.kind === 'done') claimed.push(claim.task.customer_id)
  }
  expect(claimed).toEqual(fixed)
  const ana = actorOf('ana')
  const mine = await listTasks(own, ana, await scopeOf(own, ana, at()), at(), { view: 'mine' })
  expect(mine.items.map((task) => task.customer_id)).toEqual(fixed)
  await own.close()
})

test('a claim that is sent again after the task went to somebody else shows nothing', async () => {
  const { own, taskIds } = await poolOfTasks(1)
  const claim = command('ana')
  expect(await claimNext(own, claim, pack)).toMatchObject({ kind: 'done', task: { task_id: taskIds[0] } })
  expect(await claimNext(own, claim, pack)).toMatchObject({ kind: 'done', task: { task_id: taskIds[0] } })
  await assignTasks(own, command('sue'), { taskIds, staffIds: ['abe'] })
  expect(await claimNext(own, claim, pack)).toEqual({ kind: 'empty' })
  await own.close()
})

test('agents may not assign; supervisors may, within their districts (B23)', async () => {
  const east = await createOne(store, await newCustomer(null), { ownerId: null, assign: 'pool' })
  const west = await createOne(store, await newCustomer(null, 'west'), {
    ownerId: null,
    assign: 'pool',
    unitId: 'west',
  })
  expect(await assignTasks(store, command('ana'), { taskIds: [east], staffIds: ['ana'] })).toEqual({
    kind: 'refused',
    code: 'forbidden',
  })
  expect(await assignTasks(store, command('sue'), { taskIds: [east], staffIds: ['wim'] })).toMatchObject({
    code: 'unknown_staff',
  })
  expect(await assignTasks(store, command('sue'), { taskIds: [east, west], staffIds: ['ana'] })).toMatchObject({
    kind: 'done',
    total: 1,
    people: [{ staffId: 'ana', tasks: 1, openBefore: 0, openAfter: 1 }],
    assignments: [{ taskId: east, fromStaffId: null, toStaffId: 'ana' }],
    skipped: [west],
  })
  expect(await assignTasks(store, command('zoe'), { taskIds: [east, west], staffIds: ['wim'] })).toMatchObject({
    assignments: [
      { taskId: east, fromStaffId: 'ana', toStaffId: 'wim' },
      { taskId: west, fromStaffId: null, toStaffId: 'wim' },
    ],
  })
})

/** A bank of its own with as many tasks waiting in the pool of east-1, in the order of their ids. */
const poolOfTasks = async (count: number) => {
  const own = await testDatabase()
  await buildBank(own)
  const ids = Array.from({ length: count }, (_, index) => `p${index}`)
  await publish(
    own,
    ids.map((id) => ({ id, owner: null })),
  )
  await create(
    own,
    ids.map((id) => plan(id, { ownerId: null, assign: 'pool' })),
  )
  const tasks = await own.query<{ task_id: number }>('select task_id from task order by task_id')
  return { own, taskIds: tasks.map((task) => task.task_id) }
}

test('one person out of reach refuses the whole assignment, and nobody has got a task', async () => {
  const { own, taskIds } = await poolOfTasks(2)
  expect(await assignTasks(own, command('sue'), { taskIds, staffIds: ['ana', 'wim'] })).toEqual({
    kind: 'refused',
    code: 'unknown_staff',
    detail: 'wim',
  })
  expect(await own.query('select task_id from task where assignee_id is not null')).toEqual([])
  await own.close()
})

test('two supervisors who take from the pool at once get different tasks, and a repeat gets the same again', async () => {
  const { own, taskIds } = await poolOfTasks(6)
  const bySue = command('sue')
  const forAna = { take: { count: 3 }, staffIds: ['ana'] }
  const [first, second] = await Promise.all([
    assignTasks(own, bySue, forAna),
    assignTasks(own, command('zoe'), { take: { count: 3 }, staffIds: ['abe'] }),
  ])
  if (first.kind !== 'done' || second.kind !== 'done') throw new Error('both may assign')
  const taken = [...first.assignments, ...second.assignments].map(({ taskId }) => taskId)
  expect(taken.sort((a, b) => a - b)).toEqual(taskIds)
  expect(await assignTasks(own, bySue, forAna)).toEqual(first)
  await own.close()
})

test('at ten: two done, due at nine and at ten, later at one past ten → 2 / 2 / 1 (B12)', async () => {
  const own = await testDatabase()
  await buildBank(own)
  const ids = ['a1', 'a2', 'a3', 'a4', 'a5']
  await publish(
    own,
    ids.map((id) => ({ id, owner: 'otto' })),
  )
  await own.transaction((tx) =>
    create(
      tx,
      ids.map((id) => plan(id, { ownerId: 'otto' })),
    ),
  )
  const taskIds = (await own.query<{ task_id: number }>('select task_id from task order by task_id')).map(
    (row) => row.task_id,
  )
  for (const taskId of taskIds.slice(0, 2))
    await recordOutcome(own, command('otto', hoursLater(-0.5)), pack, { taskId, outcome: 'done', next })
  const times = [hoursLater(-1), monday, new Date(monday.getTime() + 60_000)]
  for (const [index, time] of times.entries())
    await own.execute('update task set due_at = $2, appointment_at = $2 where task_id = $1', [taskIds[index + 2], time])
  expect(await countTasks(own, actorOf('otto'), at())).toEqual({
    done: 2,
    due: 2,
    later: 1,
    late: 0,
    appointments_done: 0,
    appointments_due: 2,
    appointments_later: 1,
  })
  const zoe = await scopeOf(own, actorOf('zoe'), at())
  expect(await planProgress(own, zoe, at())).toEqual([
    {
      play: 'call_back',
      theme_id: null,
      theme_name: null,
      contact_label: 'call_back',
      total: 5,
      open: 3,
      done: 2,
      done_today: 2,
      succeeded: 2,
    },
  ])
  expect((await listPeople(own, zoe, at(), pack))[0]).toMatchObject({
    staff_id: 'otto',
    name: 'Name of otto',
    unit_id: 'east-1',
    role: 'owner',
    open: 3,
    due: 2,
    done_today: 2,
  })
  expect(await summarisePools(own, zoe)).toMatchObject([
    { unit_id: 'east-1', unit_name: 'East one', pool: 'total', tasks: 3, unassigned: 0, value: 3_000_000 },
    { pool: 'success', tasks: 2 },
  ])
  expect(await summarisePools(own, await scopeOf(own, actorOf('wes'), at()))).toEqual([])
  await own.close()
})

test('a list by cursor shows every task once, the worthiest first', async () => {
  const own = await testDatabase()
  await buildBank(own)
  const ids = Array.from({ length: 25 }, (_, index) => `p${index}`)
  await publish(
    own,
    ids.map((id) => ({ id })),
  )
  await own.transaction((tx) =>
    create(
      tx,
      ids.map((id, index) => plan(id, { priority: index % 7 })),
    ),
  )
  const actor = actorOf('olga')
  const scope = await scopeOf(own, actor, at())
  const seen: { task_id: number; priority: number }[] = []
  let cursor: string | undefined
  do {
    const page = await listTasks(own, actor, scope, at(), { view: 'mine', limit: 4, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items)
    cursor = page.next
  } while (cursor)
  expect(new Set(seen.map((task) => task.task_id)).size).toBe(25)
  expect(seen.map((task) => task.priority)).toEqual([...seen.map((task) => task.priority)].sort((a, b) => b - a))
  await own.close()
})
