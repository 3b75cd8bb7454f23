import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { agree, contacted, policyPack, queued } from '../../test/policy-world.ts'
import { actorOf, at, buildBank, command, createOne, hoursLater, monday, publish, timeZone } from '../../test/world.ts'
import { scopeOf } from '../access/scope.ts'
import { findCustomer } from '../party/customer.ts'
import { stopWithdrawn } from '../play/stop-withdrawn.ts'
import { judgeContacts } from '../policy/judge.ts'
import { type ConsentInput, recordConsent } from './consent.ts'
import { refuseByLink } from './link.ts'
import { mergeConsents } from './merge.ts'
import { listConsents, standingOf } from './queries.ts'
import { applyRefusal } from './refusal.ts'
import { readRefuseToken, refuseToken } from './refuse-token.ts'
import { stopChannel } from './stop.ts'

let store: TestDatabase
let customers = 0
let customerId: string
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterAll(() => store.close())
// A customer of its own for each test: the record of consents only grows.
beforeEach(async () => {
  customers += 1
  customerId = `c${customers}`
  await publish(store, [{ id: customerId, contactPoints: { email: 'c@example.com' } }])
})

const pack = policyPack({})
const all = { kind: 'all' } as const
const record = (changes: Partial<ConsentInput> = {}, who = command('olga')) =>
  recordConsent(store, who, all, pack, {
    customerId,
    purpose: 'marketing',
    channel: null,
    state: 'given',
    textVersion: '2026-11',
    how: 'in_person',
    ...changes,
  })
const withdrawal = { state: 'withdrawn', how: 'phone' } as const

test('a consent keeps its proof: the text, the instant, how, who took it, and where it lies', async () => {
  const done = await record({ channel: 'sms', how: 'form', proof: ' F-17 ' })
  expect(done).toMatchObject({ kind: 'done', stopped: { tasks: 0, messages: 0 } })
  expect(await listConsents(store, customerId)).toEqual([
    {
      consent_id: expect.any(Number),
      customer_id: customerId,
      purpose: 'marketing',
      channel: 'sms',
      state: 'given',
      text_version: '2026-11',
      at: monday.toISOString(),
      recorded_at: monday.toISOString(),
      how: 'form',
      taken_by: 'user-olga',
      taken_by_name: 'Name of olga',
      proof: 'F-17',
      source: 'tend',
    },
  ])
  const audit = await store.query(
    "select actor, action, detail from audit where subject_id = $1 and action like 'consent.%'",
    [customerId],
  )
  expect(audit).toMatchObject([
    { actor: 'user-olga', action: 'consent.given', detail: { purpose: 'marketing', channel: 'sms' } },
  ])
})

test('the record of consents is never changed', async () => {
  await record()
  await expect(store.execute("update consent set state = 'given'")).rejects.toThrow('only ever added to')
  await expect(store.execute('delete from consent')).rejects.toThrow('only ever added to')
})

test.each([
  ['a text that is not in force', { textVersion: '2019' }, 'content_differs'],
  ['no text', { textVersion: undefined }, 'invalid_value'],
  ['all purposes at once', { purpose: null }, 'unknown_purpose'],
  ['a purpose that needs none', { purpose: 'service' }, 'unknown_purpose'],
  ['a purpose that is unheard of', { purpose: 'spying' }, 'unknown_purpose'],
  ['a channel that is unheard of', { channel: 'pigeon' }, 'unknown_channel'],
  ['no word on how', { how: ' ' }, 'invalid_value'],
])('a consent to %s is refused', async (_what, changes, code) => {
  const { textVersion, ...rest } = { textVersion: '2026-11', ...changes }
  const input = { customerId, purpose: 'marketing', channel: null, state: 'given', how: 'form', ...rest } as const
  const done = await recordConsent(store, command('olga'), all, pack, {
    ...input,
    ...(textVersion === undefined ? {} : { textVersion }),
  })
  expect(done).toMatchObject({ kind: 'refused', code })
  expect(await listConsents(store, customerId)).toEqual([])
})

test('a foreign customer and a role without the right are refused', async () => {
  const west = { kind: 'units', unitIds: ['west'] } as const
  expect(
    await recordConsent(store, command('sue'), west, pack, { customerId, purpose: null, channel: null, ...withdrawal }),
  ).toMatchObject({ code: 'not_found' })
  const planner = { ...command('sue'), actor: { ...command('sue').actor, role: 'planner' as const } }
  expect(await record(withdrawal, planner)).toMatchObject({ code: 'forbidden' })
})

test('the same click writes one row', async () => {
  const click = command('olga')
  const [first, second] = await Promise.all([record({}, click), record({}, click)])
  expect(first).toEqual(second)
  expect(await listConsents(store, customerId)).toHaveLength(1)
})

type Work = { readonly task: number; readonly message: number }
const channels = { marketing: 'sms', relationship: 'visit', service: 'phone' } as const

/** An open task and a waiting message for each purpose. */
const openWork = async (): Promise<Record<keyof typeof channels, Work>> => {
  const open = async (purpose: keyof typeof channels): Promise<Work> => {
    const task = await createOne(store, customerId, { play: `${purpose}_${customerId}`, channel: channels[purpose] })
    await store.execute('update task set purpose = $2 where task_id = $1', [task, purpose])
    const message = await queued(store, { customer: customerId, purpose, channel: 'email', at: hoursLater(24) })
    return { task, message }
  }
  return {
    marketing: await open('marketing'),
    relationship: await open('relationship'),
    service: await open('service'),
  }
}
const stateOf = async (work: Work) => {
  const [task] = await store.query<{
    pool: string
    outcome: string | null
    closed_by: string | null
    closed_reason: string | null
  }>('select pool, outcome, closed_by, closed_reason from task where task_id = $1', [work.task])
  const [message] = await store.query<{ state: string; reason: string | null }>(
    'select state, reason from message where message_id = $1',
    [work.message],
  )
  return { ...task, ...message }
}
const stopped = (reason: string) => ({
  pool: 'failure',
  outcome: 'stopped',
  closed_by: null,
  closed_reason: reason,
  state: 'cancelled',
  reason,
})
const untouched = { pool: 'total', outcome: null, closed_by: null, closed_reason: null, state: 'waiting', reason: null }

test('a withdrawal closes the tasks and cancels the messages that it forbids, and leaves the others', async () => {
  await record()
  const work = await openWork()
  const done = await record(withdrawal, command('olga', hoursLater(1)))
  expect(done).toMatchObject({ kind: 'done', stopped: { tasks: 1, messages: 1 } })
  expect(await stateOf(work.marketing)).toEqual(stopped('no-consent'))
  expect(await stateOf(work.relationship)).toEqual(untouched)
  expect(await stateOf(work.service)).toEqual(untouched)
})

test('a withdrawal for one channel leaves the others', async () => {
  await record()
  const work = await openWork()
  await record({ ...withdrawal, channel: 'sms' }, command('olga', hoursLater(1)))
  expect(await stateOf(work.marketing)).toEqual({ ...stopped('no-consent'), state: 'waiting', reason: null })
})

test('who wants to hear nothing more keeps only what the contract makes necessary', async () => {
  await record()
  const work = await openWork()
  const done = await record({ ...withdrawal, purpose: null }, command('olga', hoursLater(1)))
  expect(done).toMatchObject({ stopped: { tasks: 2, messages: 2 } })
  expect(await stateOf(work.marketing)).toEqual(stopped('withdrawn'))
  expect(await stateOf(work.relationship)).toEqual(stopped('withdrawn'))
  expect(await stateOf(work.service)).toEqual(untouched)
})

test('a withdrawal does not touch what has left or is closed', async () => {
  await record()
  const sent = await queued(store, { customer: customerId, channel: 'email', state: 'sent', at: monday })
  const sending = await queued(store, { customer: customerId, channel: 'email', state: 'sending', at: monday })
  const task = await createOne(store, customerId)
  await store.execute(
    "update task set pool = 'success', outcome = 'done', closed_at = now(), closed_by = 'olga' where task_id = $1",
    [task],
  )
  expect(await record({ ...withdrawal, purpose: null })).toMatchObject({ stopped: { tasks: 0, messages: 0 } })
  expect(
    await store.query('select state from message where message_id = any($1) order by message_id', [[sent, sending]]),
  ).toEqual([{ state: 'sent' }, { state: 'sending' }])
})

test('whoever held a task that was stopped still sees the customer on that day', async () => {
  await publish(store, [{ id: customerId, owner: null }])
  const task = await createOne(store, customerId, { assign: 'pool' })
  await store.execute("update task set assignee_id = 'ana' where task_id = $1", [task])
  const agent = actorOf('ana')
  expect(
    await recordConsent(store, command('ana'), await scopeOf(store, agent, at()), pack, {
      customerId,
      purpose: null,
      channel: null,
      ...withdrawal,
    }),
  ).toMatchObject({ stopped: { tasks: 1 } })
  const seen = async (now: Date) =>
    (await findCustomer(store, await scopeOf(store, agent, at(now)), customerId))?.customer_id
  expect(await seen(hoursLater(1))).toBe(customerId)
  expect(await seen(hoursLater(24))).toBeUndefined()
})

test('everybody who listens is told within a second of the commit, and not before it', async () => {
  const told: string[] = []
  const leave = await store.listen(stopChannel, (payload) => told.push(payload))
  const began = performance.now()
  await record(withdrawal)
  await expect.poll(() => told, { timeout: 1000, interval: 5 }).toEqual([customerId])
  expect(performance.now() - began).toBeLessThan(1000)
  await record({ ...withdrawal, purpose: 'spying' })
  await record()
  expect(told).toEqual([customerId])
  await leave()
})

test('who refused one purpose, or agreed again since, is not stopped anew and told of by every sweep of the clock', async () => {
  await record({ ...withdrawal, purpose: 'relationship', channel: 'phone' }, command('olga', hoursLater(-2)))
  await agree(store, { customer: customerId, purpose: 'relationship', at: hoursLater(-1) })
  await createOne(store, customerId)
  await record(withdrawal, command('olga', hoursLater(1)))
  await record({ ...withdrawal, purpose: null, channel: 'email' }, command('olga', hoursLater(1)))
  const told: string[] = []
  const leave = await store.listen(stopChannel, (payload) => told.push(payload))
  expect(await stopWithdrawn(store, pack, at(hoursLater(3)), hoursLater(-3))).toBe(0)
  await store.query('select pg_notify($1, $2)', [stopChannel, 'the last'])
  await expect.poll(() => told, { timeout: 1000, interval: 5 }).toEqual(['the last'])
  await leave()
})

test('an outcome by which the customer wants no more contact stops everything; a mere no only cools off', async () => {
  const work = await openWork()
  await contacted(store, { customer: customerId, at: monday })
  const refusal = (how: 'cool_off' | 'withdraw') =>
    store.transaction((tx) =>
      applyRefusal(tx, command('olga', hoursLater(1)), pack, { customerId, contactId: 7, refusal: how }),
    )
  expect(await refusal('cool_off')).toEqual({ tasks: 0, messages: 0 })
  expect(await listConsents(store, customerId)).toEqual([])
  expect(await refusal('withdraw')).toEqual({ tasks: 2, messages: 2 })
  expect(await stateOf(work.service)).toEqual(untouched)
  expect(await listConsents(store, customerId)).toMatchObject([
    { purpose: null, channel: null, state: 'withdrawn', how: 'contact', proof: 'contact 7', taken_by: 'user-olga' },
  ])
})

test('a link refuses what its message was for, on every channel, once, and again after a new consent', async () => {
  await record()
  const work = await openWork()
  const link = { customerId, purpose: 'marketing', channel: 'email', from: 'purpose' } as const
  expect(await refuseByLink(store, pack, at(hoursLater(1)), link)).toEqual({
    kind: 'done',
    stopped: { tasks: 1, messages: 1 },
  })
  expect(await stateOf(work.marketing)).toEqual(stopped('no-consent'))
  await refuseByLink(store, pack, at(hoursLater(2)), link)
  expect(await listConsents(store, customerId)).toHaveLength(2)
  await record({}, command('olga', hoursLater(3)))
  await refuseByLink(store, pack, at(hoursLater(4)), link)
  expect(await listConsents(store, customerId)).toMatchObject([
    { state: 'withdrawn', how: 'link', taken_by: 'customer', source: 'link', proof: 'email' },
    {},
    {},
    {},
  ])
  await refuseByLink(store, pack, at(hoursLater(5)), { ...link, from: 'all' })
  expect(await stateOf(work.relationship)).toEqual(stopped('withdrawn'))
})

test('a link refuses again what was agreed to after an earlier refusal, on one channel or for one purpose', async () => {
  const may = async (hours: number) =>
    (
      await judgeContacts(store, pack, [{ customerId, purpose: 'marketing', channel: 'sms', at: hoursLater(hours) }], {
        hour: false,
        timeZone,
      })
    )[0]?.kind
  const link = { customerId, purpose: 'marketing', channel: 'sms' }
  await refuseByLink(store, pack, at(hoursLater(1)), { ...link, from: 'purpose' })
  await record({ channel: 'sms' }, command('olga', hoursLater(2)))
  expect(await may(3)).toBe('allowed')
  await refuseByLink(store, pack, at(hoursLater(3)), { ...link, from: 'purpose' })
  expect(await may(4)).toBe('refused')
  await refuseByLink(store, pack, at(hoursLater(4)), { ...link, from: 'all' })
  await record({}, command('olga', hoursLater(5)))
  expect(await may(6)).toBe('allowed')
  await refuseByLink(store, pack, at(hoursLater(6)), { ...link, from: 'all' })
  expect(await may(7)).toBe('refused')
  const rows = await listConsents(store, customerId)
  await refuseByLink(store, pack, at(hoursLater(8)), { ...link, from: 'all' })
  await refuseByLink(store, pack, at(hoursLater(8)), { ...link, from: 'purpose' })
  expect(await listConsents(store, customerId)).toHaveLength(rows.length)
})

test('a refusal in a file whose channel or purpose the pack does not know spares none', async () => {
  async function* csv() {
    yield `${customerId},marketing,SMS,withdrawn,2026-11-01,,\n${customerId},marketing,SMS,given,2026-11-01,,\n`
    yield `${customerId},调研,all,withdrawn,2026-10-01,,\n`
  }
  await store.transaction((tx) => mergeConsents(tx, pack, { csv: csv(), batchIds: [customerId] }, at()))
  expect(await listConsents(store, customerId)).toMatchObject([
    { purpose: 'marketing', channel: null, state: 'withdrawn' },
    { purpose: 'marketing', channel: 'SMS', state: 'given' },
    { purpose: null, channel: null, state: 'withdrawn' },
  ])
})

test('a consent that a file dates ahead does not come over who refuses before its day', async () => {
  async function* csv() {
    yield `${customerId},marketing,all,given,2026-12-01,,\n`
  }
  await store.transaction((tx) => mergeConsents(tx, pack, { csv: csv(), batchIds: [`ahead-${customerId}`] }, at()))
  const later = new Date('2026-12-05T02:00:00Z')
  const ask = { customerId, purpose: 'marketing', channel: 'phone', at: later }
  const judge = () => judgeContacts(store, pack, [ask], { hour: false, timeZone })
  const standing = async () =>
    standingOf(pack, await listConsents(store, customerId), { now: later }).find(
      ({ purpose, channel }) => purpose === 'marketing' && channel === 'phone',
    )?.state
  expect(await judge()).toMatchObject([{ kind: 'allowed' }])
  expect(await standing()).toBe('given')
  await record(withdrawal, command('olga', hoursLater(1)))
  expect(await judge()).toMatchObject([{ kind: 'refused', code: 'no-consent' }])
  expect(await standing()).toBe('withdrawn')
})

test('a token says whose it is and cannot be made or changed without the secret', () => {
  const secret = 'a secret of thirty-two characters!'
  const link = { customerId: 'C/7 客户', purpose: 'marketing', channel: 'email' }
  const token = refuseToken(secret, link)
  expect(token).toMatch(/^[\w-]+\.[\w-]+$/)
  expect(readRefuseToken(secret, token)).toEqual(link)
  const [payload, signature] = token.split('.')
  const other = Buffer.from(JSON.stringify(['C8', 'marketing', 'email'])).toString('base64url')
  for (const forged of [
    '',
    '.',
    'x',
    `${other}.${signature}`,
    `${payload}.`,
    `${token}.x`,
    refuseToken('another secret', link),
  ])
    expect(readRefuseToken(secret, forged)).toBeUndefined()
})

test('the standing that people are shown is what a judge says', async () => {
  await agree(store, { customer: customerId, at: hoursLater(-9) })
  await agree(store, { customer: customerId, channel: 'sms', state: 'withdrawn', at: hoursLater(-8) })
  await agree(store, { customer: customerId, purpose: 'bulletin', at: hoursLater(8) })
  await agree(store, { customer: customerId, purpose: null, channel: 'visit', state: 'withdrawn', at: hoursLater(-7) })
  await agree(store, { customer: customerId, purpose: 'relationship', channel: 'visit', at: hoursLater(-7) })
  const standing = standingOf(pack, await listConsents(store, customerId), { now: monday })
  expect(standing).toHaveLength(4 * pack.channels.size)
  const asks = standing.map(({ purpose, channel }) => ({ customerId, purpose, channel, at: monday }))
  const verdicts = await judgeContacts(store, pack, asks, { hour: false, timeZone })
  standing.forEach(({ purpose, channel, state }, index) => {
    const verdict = verdicts[index]
    const isOpen = purpose === 'relationship' ? state !== 'withdrawn' : state === 'given'
    const isStopped = verdict?.kind === 'refused' && ['withdrawn', 'no-consent', 'objected'].includes(verdict.code)
    expect(isStopped, `${purpose} ${channel} ${state}`).toBe(!isOpen)
  })
})
