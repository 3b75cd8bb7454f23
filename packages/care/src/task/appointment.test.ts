import type { Outcome } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actorOf, at, buildBank, command, createOne, hoursLater, monday, pack, publish } from '../../test/world.ts'
import { recordConsent } from '../consent/consent.ts'
import { listTimeline } from '../contact/timeline.ts'
import { cancelAppointment, createAppointment, listAppointments, moveAppointment } from './appointment.ts'
import { countTasks } from './boards.ts'
import { createFeed, findFeed, findFeedByToken, listFeedEntries, revokeFeed } from './feed.ts'
import { recordOutcome } from './outcome.ts'
import { findTask } from './queries.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(
    store,
    ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, name: '张伟' })),
  )
})
afterEach(() => store.close())

const agree = async (customerId: string, time: Date, now = hoursLater(-2)): Promise<number> => {
  const made = await createAppointment(store, command('olga', now), pack, {
    customerId,
    at: time.toISOString(),
    channel: 'phone',
    minutes: 30,
  })
  if (made.kind !== 'done') throw new Error(made.code)
  return made.taskId
}
const all = { kind: 'all' } as const
const week = { from: hoursLater(-48), to: hoursLater(120), staffId: 'olga' }

test('at ten: two done, due at nine and at ten, later at one past ten → 2 / 2 / 1 (B12, S156)', async () => {
  for (const id of ['a', 'b']) {
    const taskId = await agree(id, hoursLater(-1.5))
    const next = { kind: 'none', reason: 'all is said' } as const
    await recordOutcome(store, command('olga', hoursLater(-1.5)), pack, { taskId, outcome: 'done', next })
  }
  await agree('c', hoursLater(-1))
  await agree('d', monday)
  await agree('e', new Date(monday.getTime() + 60_000))
  expect(await countTasks(store, actorOf('olga'), at())).toMatchObject({
    appointments_done: 2,
    appointments_due: 2,
    appointments_later: 1,
  })
  const listed = await listAppointments(store, all, week)
  expect(listed.map(({ customer_id, is_open }) => [customer_id, is_open])).toEqual([
    ['a', false],
    ['b', false],
    ['c', true],
    ['d', true],
    ['e', true],
  ])
})

test('a time is agreed with one’s own customers only, in the future, and rests on a purpose that they may object to', async () => {
  const input = { customerId: 'a', at: hoursLater(3).toISOString(), channel: 'phone', minutes: 30 }
  const make = (who: string, changes: object = {}) =>
    createAppointment(store, command(who), pack, { ...input, ...changes })
  expect(await make('otto')).toMatchObject({ code: 'not_found' })
  expect(await make('sue')).toMatchObject({ code: 'forbidden' })
  expect(await make('olga', { at: hoursLater(-1).toISOString() })).toMatchObject({ code: 'appointment_in_past' })
  expect(await make('olga', { channel: 'drum' })).toMatchObject({ code: 'unknown_channel' })
  expect(await make('olga', { purpose: 'nothing' })).toMatchObject({ code: 'unknown_purpose' })
  const made = await make('olga', { note: 'bring the form' })
  expect(await findTask(store, all, (made as { taskId: number }).taskId)).toMatchObject({
    purpose: 'relationship',
    assignee_id: 'olga',
    appointment_at: input.at,
    effort_minutes: 30,
  })
  expect(await listAppointments(store, all, week)).toMatchObject([{ note: 'bring the form' }])
})

test('another time is set with a reason, by the person who has it', async () => {
  const taskId = await agree('a', hoursLater(3))
  const move = (who: string, time: Date, reason = 'the customer asked') =>
    moveAppointment(store, command(who), { taskId, at: time.toISOString(), reason })
  expect(await move('otto', hoursLater(5))).toMatchObject({ code: 'not_found' })
  expect(await move('olga', hoursLater(5), ' ')).toMatchObject({ code: 'reason_required' })
  expect(await move('olga', hoursLater(-5))).toMatchObject({ code: 'appointment_in_past' })
  expect(await move('olga', hoursLater(5))).toEqual({ kind: 'done' })
  expect(await findTask(store, all, taskId)).toMatchObject({
    appointment_at: hoursLater(5).toISOString(),
    due_at: hoursLater(5).toISOString(),
  })
})

test('a cancelled appointment is closed; work that had an agreed time goes on the next working day', async () => {
  const made = await agree('a', hoursLater(3))
  expect(await cancelAppointment(store, command('olga'), { taskId: made, reason: 'ill' })).toEqual({ kind: 'done' })
  expect(await findTask(store, all, made)).toMatchObject({ outcome: 'cancelled', closed_reason: 'ill', attempts: 0 })
  expect((await listTimeline(store, 'a', { kinds: ['task'] })).items).toMatchObject([
    { detail: { outcome: 'cancelled', note: 'ill' } },
  ])
  const work = await createOne(store, 'b')
  const next = { kind: 'appointment', at: hoursLater(30).toISOString() } as const
  await recordOutcome(store, command('olga'), pack, { taskId: work, outcome: 'appointment', next })
  expect(await cancelAppointment(store, command('olga'), { taskId: work, reason: 'ill' })).toEqual({ kind: 'done' })
  expect(await findTask(store, all, work)).toMatchObject({
    is_open: true,
    appointment_at: null,
    due_at: '2026-11-02T16:00:00.000Z',
  })
  expect(await listAppointments(store, all, week)).toEqual([])
})

test('a feed knows times and how a name begins; a new address ends the former, and taking it back ends it', async () => {
  await agree('a', hoursLater(3))
  await createFeed(store, command('olga'), 'first')
  await createFeed(store, command('olga'), 'second')
  expect(await findFeedByToken(store, 'first')).toBeUndefined()
  expect(await findFeedByToken(store, 'second')).toMatchObject({ staff_id: 'olga' })
  const entries = await listFeedEntries(store, 'olga', week)
  expect(entries).toEqual([
    { task_id: expect.any(Number), at: hoursLater(3).toISOString(), minutes: 30, channel: 'phone', initial: '张' },
  ])
  await store.execute("update staff set is_active = false where staff_id = 'olga'")
  expect(await findFeedByToken(store, 'second')).toBeUndefined()
  await store.execute("update staff set is_active = true where staff_id = 'olga'")
  await revokeFeed(store, command('olga'))
  expect(await findFeedByToken(store, 'second')).toBeUndefined()
  expect(await findFeed(store, 'olga')).toBeUndefined()
})

test('who wants to hear nothing more has no appointment left, and is given none', async () => {
  const kept = await agree('a', hoursLater(3))
  const signing = { customerId: 'a', at: hoursLater(4).toISOString(), channel: 'phone', minutes: 30 }
  const service = await createAppointment(store, command('olga'), pack, { ...signing, purpose: 'service' })
  await recordConsent(store, command('olga'), all, pack, {
    customerId: 'a',
    purpose: null,
    channel: null,
    state: 'withdrawn',
    how: 'phone',
  })
  expect(await findTask(store, all, kept)).toMatchObject({ outcome: 'stopped', closed_reason: 'withdrawn' })
  expect(await findTask(store, all, (service as { taskId: number }).taskId)).toMatchObject({ is_open: true })
  const refused = { kind: 'refused', code: 'not_permitted', detail: 'withdrawn' }
  expect(await createAppointment(store, command('olga'), pack, signing)).toEqual(refused)
  const offer = { ...signing, customerId: 'b', purpose: 'marketing' }
  expect(await createAppointment(store, command('olga'), pack, offer)).toMatchObject({ detail: 'no-consent' })
})

test('a time that was typed before the customer refused everything opens no further work, for no purpose', async () => {
  const signing = { customerId: 'c', at: hoursLater(1).toISOString(), channel: 'phone', minutes: 30 }
  const made = await createAppointment(store, command('olga'), pack, { ...signing, purpose: 'service' })
  const withdraw: Outcome = { ...(pack.outcomes.get('refused') as Outcome), id: 'no_more', refusal: 'withdraw' }
  const outcomes = new Map([...pack.outcomes, ['no_more', withdraw]])
  const done = await recordOutcome(
    store,
    command('olga', hoursLater(1)),
    { ...pack, outcomes },
    {
      taskId: (made as { taskId: number }).taskId,
      outcome: 'no_more',
      next: { kind: 'appointment', at: hoursLater(30).toISOString() },
    },
  )
  expect(done).toMatchObject({ kind: 'done', isOpen: false, followUpTaskId: null })
  expect(await listAppointments(store, all, { ...week, from: hoursLater(2) })).toEqual([])
})
