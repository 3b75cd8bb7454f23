import type { RouteResponse } from '@tend/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, makeWorld, type World } from './world.ts'

let world: World
let owner: Ask
let planner: Ask
let verifier: Ask
let supervisor: Ask
let customerId: string

beforeAll(async () => {
  world = await makeWorld({ customers: 60, months: 2 })
  owner = await world.signIn('owner')
  planner = await world.signIn('planner')
  verifier = await world.signIn('verifier')
  supervisor = await world.signIn('supervisor')
  const [customer] = await world.store.query<{ customer_id: string }>(
    'select customer_id from customer where owner_id = $1 and phone is not null order by customer_id limit 1',
    [world.people.owner.staff_id],
  )
  customerId = customer?.customer_id ?? ''
})
afterAll(() => world?.close())

let keys = 0
const key = () => `content-route-${++keys}`

test('a customer subscribes, a bulletin is written, checked by another, and lies in the outbox', async () => {
  const path = `/v1/customers/${customerId}/subscriptions`
  const before: RouteResponse<'getSubscriptions'> = (await owner('GET', path)).json()
  expect(before).toMatchObject({ channel: null, permission: null, consentVersion: '2026-11', may: { set: true } })
  expect(before.items.map(({ category, isSubscribed }) => [category, isSubscribed])).toEqual([
    ['macro_economy', false],
    ['other_news', false],
    ['own_products', false],
    ['research', false],
  ])
  expect(before.channels.find(({ id }) => id === 'sms')?.hasAddress).toBe(true)
  const set = await owner('POST', path, {
    categories: ['research'],
    channel: 'sms',
    textVersion: before.consentVersion,
    how: 'in_person',
    idempotencyKey: key(),
  })
  expect(set.json()).toMatchObject({ channel: 'sms', permission: { verdict: { isAllowed: true } } })

  const body = { category: 'research', zh: { title: '行业观察', body: '新能源装机增长。' }, idempotencyKey: key() }
  const written = await planner('POST', '/v1/bulletins', body)
  expect(written.statusCode, written.body).toBe(201)
  expect(written.json()).toMatchObject({ state: 'submitted', subscribers: 1, may: ['rewrite', 'withdraw'] })
  const decision = `/v1/bulletins/${written.json().bulletinId}/decision`
  const own = await planner('POST', decision, { decision: 'approve', idempotencyKey: key() })
  expect([own.statusCode, own.json().error.code]).toEqual([409, 'maker-is-checker'])
  const approved = await verifier('POST', decision, { decision: 'approve', idempotencyKey: key() })
  expect(approved.json()).toMatchObject({ state: 'approved', subscribers: 1, queued: 1, leftOut: 0 })
  const [message] = await world.store.query<{ body: string; customer_id: string }>(
    "select body, customer_id from message where purpose = 'bulletin'",
  )
  expect(message).toMatchObject({ customer_id: customerId, body: expect.stringContaining('新能源装机增长。') })
})

test('what to say to an objection is told by play', async () => {
  const all: RouteResponse<'listObjections'> = (await owner('GET', '/v1/objections')).json()
  const ofPlay: RouteResponse<'listObjections'> = (await owner('GET', '/v1/objections?play=birthday_call')).json()
  expect(all.items.map(({ id }) => id)).toContain('better_elsewhere')
  expect(ofPlay.items.map(({ id }) => id)).not.toContain('better_elsewhere')
  expect(ofPlay.items.map(({ id }) => id)).toContain('no_data')
  expect((await owner('GET', '/v1/objections?play=nothing')).statusCode).toBe(400)
})

test('a person records what they learned, and the supervisor sees who still has to', async () => {
  const record = { learnedOn: '2026-10-30', idempotencyKey: key() }
  const answer = await owner('POST', '/v1/trainings/sincerity/records', record)
  expect(answer.json()).toEqual({ recorded: 1, validUntil: '2027-10-30' })
  const mine: RouteResponse<'listTrainings'> = (await owner('GET', '/v1/trainings')).json()
  const sincerity = mine.items.find(({ id }) => id === 'sincerity')
  expect(sincerity).toMatchObject({ mine: { state: 'valid', learnedOn: '2026-10-30' }, learners: null })
  const seen: RouteResponse<'listTrainings'> = (await supervisor('GET', '/v1/trainings')).json()
  const { total = 0, due = 0 } = seen.items.find(({ id }) => id === 'sincerity')?.learners ?? {}
  expect(total).toBeGreaterThan(0)
  const people: RouteResponse<'listLearners'> = (
    await supervisor('GET', '/v1/trainings/learners?training=sincerity&state=due&limit=200')
  ).json()
  expect(people.items).toHaveLength(due)
  expect((await owner('GET', '/v1/trainings/learners')).statusCode).toBe(403)
})
