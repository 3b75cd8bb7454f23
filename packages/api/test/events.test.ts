import type { Customer } from '@tend/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, makeWorld, type World } from './world.ts'

let world: World
let owner: Ask
let planner: Ask
let supervisor: Ask
let customerId: string

beforeAll(async () => {
  world = await makeWorld({ customers: 600 })
  owner = await world.signIn('owner')
  planner = await world.signIn('planner')
  supervisor = await world.signIn('supervisor')
  const { items } = (await owner('GET', '/v1/customers?limit=50')).json() as { items: { customerId: string }[] }
  customerId = items[0]?.customerId ?? ''
})
afterAll(() => world?.close())

const mention = (key: string, row: Readonly<Record<string, unknown>> = {}) => ({
  key,
  fact: 'external_mention',
  row: {
    mention_id: key,
    customer_id: customerId,
    date: '2026-11-02',
    place: 'forum',
    tone: 'negative',
    subject: '柜台排队太久',
    ...row,
  },
})
const send = (...events: readonly unknown[]) => planner('POST', '/v1/events', { events })
type Item = { key: string; status: string; issue: { column: string; reason: string } | null; moments: string[] }
const itemsOf = async (...events: readonly unknown[]): Promise<Item[]> => {
  const answer = await send(...events)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().items
}

test('the owner sees the task of an event with the next look, in a sentence with the event’s own words', async () => {
  const [item] = await itemsOf(mention('mention-0001'))
  expect(item).toMatchObject({ status: 'kept', issue: null, moments: [expect.any(String)] })
  const { items } = (await owner('GET', '/v1/tasks?scope=mine&state=open&limit=200')).json()
  const task = items.find((one: { customer: { customerId: string } }) => one.customer.customerId === customerId)
  const whole = (await owner('GET', `/v1/tasks/${task.taskId}`)).json()
  const sentences = whole.reasons.map(({ sentence }: { sentence: { zh: string } }) => sentence.zh)
  expect(sentences.join('')).toContain('柜台排队太久')
})

test('sent again it is taken once; the key of another event is refused', async () => {
  expect(await itemsOf(mention('mention-0001'))).toMatchObject([{ status: 'repeat' }])
  expect(await itemsOf(mention('mention-0001', { subject: '别的' }))).toMatchObject([
    { status: 'refused', issue: { reason: 'key-reused' }, moments: [] },
  ])
  expect((await send(mention('mention-0002'), mention('mention-0002'))).statusCode).toBe(409)
})

test('a row that a delivery would not load is refused alone, with its column and reason', async () => {
  const items = await itemsOf(
    mention('mention-0003', { date: '2026-11-31' }),
    mention('mention-0004', { customer_id: 'nobody' }),
    mention('mention-0005', { tone: 'furious' }),
    { ...mention('mention-0006'), row: { customer_id: customerId, date: '2026-11-02' } },
    mention('mention-0007', { tone: 'positive', spoken_by: 'x' }),
  )
  expect(items.map(({ status }) => status)).toEqual(['refused', 'refused', 'refused', 'refused', 'kept'])
  expect(items.map(({ issue }) => issue?.column ?? null)).toEqual(['date', 'customer_id', 'tone', '', null])
  expect(items[4]).toMatchObject({ moments: [], ignored: ['spoken_by'] })
})

test('rows no file could hold, and days that have not come, are refused without an error of ours', async () => {
  const items = await itemsOf(
    { ...mention('mention-0011'), row: {} },
    mention('mention-0012', { '': 'x', 'a" as b': "'; drop table event; --" }),
    mention('mention-0013', { Subject: 'twice' }),
    mention('mention-0014', { date: '9999-12-31' }),
    mention('mention-0015', { date: '1901-01-01' }),
  )
  expect(items.map(({ status }) => status)).toEqual(['refused', 'kept', 'refused', 'refused', 'kept'])
  expect(items.map(({ issue }) => issue?.reason ?? null)).toEqual([
    'columns-missing',
    null,
    'mapping-invalid',
    'date-ahead',
    null,
  ])
  expect(items[4]?.moments).toEqual([])
  expect((await send(mention('mention-0016', { subject: 'a\ud800b' }))).statusCode).toBe(400)
})

test('only facts that an event can stand for are taken, and only from who may import', async () => {
  const contact = { key: 'contact-0001', fact: 'contact', row: { customer_id: customerId } }
  expect((await send(contact)).statusCode).toBe(400)
  expect((await send({ ...contact, fact: 'no_such_fact' })).json().error.code).toBe('unknown-definition')
  expect((await owner('POST', '/v1/events', { events: [mention('mention-0009')] })).statusCode).toBe(403)
})

test('what was received is in the audit, without the words of the event', async () => {
  const verifier = await world.signIn('verifier')
  const { items } = (await verifier('GET', '/v1/audit?action=event.receive&limit=5')).json()
  expect(items.length).toBeGreaterThan(0)
  expect(JSON.stringify(items)).not.toContain('排队')
})

test('a supervisor gives a level by hand; a manager may see it and not give it', async () => {
  const scheme = 'lifecycle'
  const level = {
    scheme,
    level: 'maturity',
    until: '2026-12-31',
    reason: '三年老客户，资金临时划转',
    idempotencyKey: 'override-1',
  }
  const path = `/v1/customers/${customerId}/level-overrides`
  const { items } = (await supervisor('GET', '/v1/customers?limit=200')).json() as { items: { customerId: string }[] }
  expect(items.map((one) => one.customerId)).toContain(customerId)
  const answer = await supervisor('POST', path, level)
  expect(answer.statusCode, answer.body).toBe(200)
  expect(answer.json().items).toMatchObject([{ scheme, level: 'maturity', from: '2026-11-02', until: '2026-12-31' }])
  expect((await owner('GET', path)).json().items).toHaveLength(1)
  const told = { ...level, reason: '客户来电 13812345678 说明', idempotencyKey: 'override-4' }
  expect((await supervisor('POST', path, told)).json().items[0].reason).toBe('客户来电 138****5678 说明')
  expect((await owner('GET', path)).json().items[0].reason).toBe(told.reason)
  expect((await owner('POST', path, { ...level, idempotencyKey: 'override-2' })).statusCode).toBe(403)
  const wrong = await supervisor('POST', path, { ...level, level: 'friend', idempotencyKey: 'override-3' })
  expect(wrong.statusCode).toBe(400)
})

test('a level is refused where the scheme does not class the customer, and would not count', async () => {
  const { items } = (await supervisor('GET', '/v1/customers?limit=200')).json() as { items: { customerId: string }[] }
  const answers = await Promise.all(items.map((one) => supervisor('GET', `/v1/customers/${one.customerId}`)))
  const cards: Customer[] = answers.map((answer) => answer.json())
  const standing = (card: Customer) => card.classes.find(({ scheme }) => scheme === 'high_end')
  const ranked = cards.filter((card) => standing(card)?.isFor)
  const closed = cards.filter((card) => standing(card)?.isFor === false)
  expect(ranked.every((card) => standing(card)?.level !== null)).toBe(true)
  expect(closed.every((card) => standing(card)?.level === null)).toBe(true)
  expect([ranked.length > 0, closed.length > 0]).toEqual([true, true])
  const order = { scheme: 'high_end', level: 'high_end', until: '2026-12-31', reason: '影响显著' }
  const give = async (card: Customer | undefined, idempotencyKey: string) =>
    supervisor('POST', `/v1/customers/${card?.customerId}/level-overrides`, { ...order, idempotencyKey })
  const refused = await give(closed[0], 'designate-1')
  expect(refused.json().error).toMatchObject({ code: 'not-classed', details: { detail: 'High-end designation' } })
  expect((await give(ranked[0], 'designate-2')).statusCode).toBe(200)
})
