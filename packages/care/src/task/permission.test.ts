import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBank, command, createOne, hoursLater, publish, pack as world } from '../../test/world.ts'
import { recordConsent } from '../consent/consent.ts'
import { recordOutcome } from './outcome.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterAll(() => store.close())

const wish = {
  id: 'no_more',
  label: { zh: '', en: '' },
  position: { file: 'test.yaml', line: 1, column: 1 },
  result: 'failure',
  refusal: 'withdraw',
} as const
const callBack = world.plays.get('call_back')
const pack = {
  ...world,
  outcomes: new Map([...world.outcomes, [wish.id, wish]]),
  plays: new Map([
    ...(callBack ? [['call_back', { ...callBack, outcomes: [...callBack.outcomes, wish.id] }] as const] : []),
  ]),
}
/** For a purpose that needs consent, which is not there any more. */
const marketingTask = async (customerId: string): Promise<number> => {
  const taskId = await createOne(store, customerId)
  await store.execute("update task set purpose = 'marketing' where task_id = $1", [taskId])
  return taskId
}
const contacts = (customerId: string) =>
  store.query('select outcome, at, refusal from contact where customer_id = $1 order by contact_id', [customerId])

test('an attempt on a customer who may not be contacted is refused, and nothing is written', async () => {
  await publish(store, [{ id: 'a' }])
  const taskId = await marketingTask('a')
  const attempt = { taskId, outcome: 'no_answer' }
  expect(await recordOutcome(store, command('olga'), pack, attempt)).toEqual({
    kind: 'refused',
    code: 'not_permitted',
    detail: 'no-consent',
  })
  expect(await contacts('a')).toEqual([])
})

test('what has happened already is kept with its instant, whatever holds since', async () => {
  await publish(store, [{ id: 'a' }, { id: 'b' }])
  const taskId = await marketingTask('b')
  const happenedAt = hoursLater(-1).toISOString()
  expect(await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'no_answer', happenedAt })).toMatchObject(
    { kind: 'done', pool: 'second' },
  )
  expect(await contacts('b')).toEqual([{ outcome: 'no_answer', at: happenedAt, refusal: null }])
  const never = hoursLater(1).toISOString()
  expect(
    await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'no_answer', happenedAt: never }),
  ).toEqual({
    kind: 'refused',
    code: 'invalid_value',
    detail: never,
  })
})

test('a customer who wants to hear nothing more stops all their other work in the same moment', async () => {
  await publish(store, [{ id: 'a' }, { id: 'b' }, { id: 'c' }])
  const taskId = await createOne(store, 'c')
  const other = await createOne(store, 'c', { play: 'birthday', dedupeKey: 'other', channel: 'visit' })
  expect(await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'no_more' })).toMatchObject({
    kind: 'done',
    pool: 'failure',
  })
  const [stopped] = await store.query('select outcome, closed_reason from task where task_id = $1', [other])
  expect(stopped).toEqual({ outcome: 'stopped', closed_reason: 'withdrawn' })
})

test('a call that was on while the consent was withdrawn is kept, and the task stays stopped', async () => {
  await publish(store, [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }])
  const taskId = await createOne(store, 'd')
  await recordConsent(store, command('sue', hoursLater(0.5)), { kind: 'all' }, pack, {
    customerId: 'd',
    purpose: null,
    channel: null,
    state: 'withdrawn' as const,
    how: 'phone',
  })
  const outcome = { taskId, outcome: 'done', next: { kind: 'none', reason: 'said all' } } as const
  expect(await recordOutcome(store, command('olga', hoursLater(1)), pack, outcome)).toMatchObject({
    code: 'task_closed',
  })
  const happenedAt = hoursLater(0.25).toISOString()
  expect(await recordOutcome(store, command('olga', hoursLater(1)), pack, { ...outcome, happenedAt })).toMatchObject({
    kind: 'done',
    pool: 'failure',
    attempts: 0,
    isOpen: false,
  })
  expect(await contacts('d')).toMatchObject([{ outcome: 'done', at: happenedAt }])
})

test('a helper works the tasks of customers they help; who neither helps nor owns does not', async () => {
  await publish(store, [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }, { id: 'h' }])
  const taskId = await createOne(store, 'h')
  const attempt = (who: string, hours: number) =>
    recordOutcome(store, command(who, hoursLater(hours)), pack, { taskId, outcome: 'no_answer' })
  expect(await attempt('otto', 0)).toMatchObject({ code: 'not_found' })
  await store.execute(
    "insert into customer_helper (customer_id, staff_id, since, added_by) values ('h', 'otto', $1, 'test')",
    [hoursLater(0)],
  )
  expect(await attempt('otto', 0)).toMatchObject({ kind: 'done', pool: 'second' })
  expect(await attempt('olga', 24)).toMatchObject({ kind: 'done', pool: 'third' })
  await store.execute("update task set assign = 'pool', assignee_id = 'ana' where task_id = $1", [taskId])
  expect(await attempt('otto', 48)).toMatchObject({ code: 'task_taken' })
})
