import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clearMessages, messagePack, planned, queueContext } from '../../test/message-world.ts'
import { agree, contacted } from '../../test/policy-world.ts'
import { at, buildBank, command, hoursLater, monday, publish, timeZone } from '../../test/world.ts'
import { recordConsent } from '../consent/consent.ts'
import { listTimeline } from '../contact/timeline.ts'
import { type Claimed, claimMessages } from './claim.ts'
import { exportMessages } from './export.ts'
import type { PlannedMessage } from './message.ts'
import { queueMessages } from './queue.ts'
import { applyReceipt } from './receipt.ts'
import { takeReply } from './reply.ts'
import { type AttemptResult, settleAttempts, sweepMessages } from './settle.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [
    { id: 'a', name: '李雷', contactPoints: { email: 'a@example.com' } },
    { id: 'bb', name: '韩梅' },
    { id: 'ccc', name: '王芳' },
  ])
})
beforeEach(() => clearMessages(store))
afterAll(() => store.close())

const queue = async (...plans: readonly PlannedMessage[]): Promise<readonly number[]> => {
  const { queued, leftOut } = await store.transaction((tx) => queueMessages(tx, messagePack, plans, queueContext()))
  expect(leftOut).toEqual([])
  return queued.map(({ messageId }) => messageId)
}
const claim = (now = monday, sender = 'one', limit = 10): Promise<Claimed> =>
  claimMessages(store, messagePack, {
    channels: ['sms', 'webhook'],
    provider: 'provider',
    sender,
    limit,
    leaseMs: 60_000,
    now,
    timeZone,
  })
const settle = (results: readonly AttemptResult[], isIdempotent = false, now = monday) =>
  settleAttempts(store, results, { provider: 'provider', retry: { pausesMs: [30_000, 60_000], isIdempotent }, now })
const resultsOf = ({ messages }: Claimed, result: Omit<AttemptResult, 'message_id' | 'attempt'>): AttemptResult[] =>
  messages.map(({ message_id, attempt }) => ({ message_id, attempt, ...result }))
const sendAll = async (now = monday): Promise<readonly number[]> => {
  const claimed = await claim(now)
  await settle(
    claimed.messages.map(({ message_id, attempt }) => ({
      message_id,
      attempt,
      outcome: 'accepted',
      provider_id: `p${message_id}`,
    })),
    false,
    now,
  )
  return claimed.messages.map(({ message_id }) => message_id)
}
const rowOf = async (messageId: number | undefined) => {
  const [row] = await store.query<Record<string, unknown>>('select * from message where message_id = $1', [messageId])
  return row
}
const receipt = (receiptId: string, providerId: string, state: 'delivered' | 'failed' = 'delivered') =>
  applyReceipt(store, { provider: 'provider', receiptId, providerId, state }, monday)

test('a message is claimed once, its attempt written down before anybody sends', async () => {
  const [id] = await queue(planned('a'))
  const [one, two] = await Promise.all([claim(monday, 'one'), claim(monday, 'two')])
  expect([...(one?.messages ?? []), ...(two?.messages ?? [])].map(({ message_id }) => message_id)).toEqual([id])
  expect(await rowOf(id)).toMatchObject({ state: 'sending', attempts: 1, provider: 'provider' })
  expect(await store.query('select attempt, outcome, started_at from message_attempt')).toEqual([
    { attempt: 1, outcome: null, started_at: monday.toISOString() },
  ])
})

test.each([
  ['accepted', { outcome: 'accepted', provider_id: 'p1' }, false, { state: 'sent', reason: null, provider_id: 'p1' }],
  ['refused', { outcome: 'refused', reason: 'no-such-number' }, false, { state: 'dead', reason: 'no-such-number' }],
  ['failed', { outcome: 'failed', reason: 'busy' }, false, { state: 'waiting', reason: 'busy' }],
  ['unknown', { outcome: 'unknown', reason: 'timeout' }, false, { state: 'unknown', reason: 'timeout' }],
  ['unknown to a receiver that honours our key', { outcome: 'unknown', reason: 'timeout' }, true, { state: 'waiting' }],
] as const)('an attempt that is %s', async (_what, result, isIdempotent, expected) => {
  const [id] = await queue(planned('a'))
  await settle(resultsOf(await claim(), result), isIdempotent)
  expect(await rowOf(id)).toMatchObject({ ...expected, lease_until: null })
})

test('what fails is tried again after longer and longer pauses and then given up; what may have arrived is not', async () => {
  const [failing, doubtful] = await queue(planned('a'), planned('bb', 'push'))
  let now = monday
  for (const pause of [30, 60, 0]) {
    const claimed = await claim(now)
    expect(claimed.messages.map(({ message_id }) => message_id)).toEqual([failing, doubtful])
    await settle(
      claimed.messages.map(({ message_id, attempt }) => ({
        message_id,
        attempt,
        outcome: message_id === failing ? 'failed' : 'unknown',
      })),
      true,
      now,
    )
    expect((await claim(now)).seen).toBe(0)
    now = new Date(now.getTime() + pause * 1000)
  }
  expect(await rowOf(failing)).toMatchObject({ state: 'dead', reason: 'attempts-used', attempts: 3 })
  expect(await rowOf(doubtful)).toMatchObject({ state: 'unknown', attempts: 3 })
})

test("a customer's messages on a channel leave in their order, others do not wait for them", async () => {
  const [first, second, other, elsewhere] = await queue(
    planned('a', 'ends', { values: { product: 'x', days: 1 } }),
    planned('a', 'ends', { values: { product: 'y', days: 2 } }),
    planned('bb', 'ends', { values: { product: 'z', days: 3 } }),
    planned('a', 'push'),
  )
  const claimed = await claim()
  expect(claimed.messages.map(({ message_id }) => message_id)).toEqual([first, other, elsewhere])
  expect((await claim()).seen).toBe(0)
  await settle(resultsOf(claimed, { outcome: 'failed' }))
  // The first one pauses, and the second one behind it.
  expect((await claim()).seen).toBe(0)
  expect(await sendAll(hoursLater(1))).toEqual([first, other, elsewhere])
  expect(await sendAll(hoursLater(1))).toEqual([second])
})

test('a message that is planned for later holds up none that is due', async () => {
  const [later, now] = await queue(
    planned('a', 'ends', { values: { product: 'x', days: 1 }, notBefore: hoursLater(5) }),
    planned('a', 'ends', { values: { product: 'y', days: 1 } }),
  )
  expect(await sendAll()).toEqual([now])
  expect(await sendAll(hoursLater(5))).toEqual([later])
})

test('a consent that is withdrawn between planning and sending cancels the message, whoever comes first', async () => {
  await agree(store)
  const [waiting] = await queue(planned('a', 'offer'))
  await recordConsent(store, command('olga'), { kind: 'all' }, messagePack, {
    customerId: 'a',
    purpose: 'marketing',
    channel: null,
    state: 'withdrawn',
    how: 'phone',
  })
  expect(await rowOf(waiting)).toMatchObject({ state: 'cancelled', reason: 'no-consent' })
  // A refusal that came from elsewhere is seen when the message is to leave.
  await agree(store, { customer: 'bb' })
  const [leaving] = await queue(planned('bb', 'offer'))
  await agree(store, { customer: 'bb', state: 'withdrawn', at: hoursLater(1) })
  expect(await claim(hoursLater(2))).toMatchObject({ messages: [], seen: 1, cancelled: 1 })
  expect(await rowOf(leaving)).toMatchObject({ state: 'cancelled', reason: 'no-consent' })
})

test('nothing leaves while a command holds the customer: what it says comes first', async () => {
  await agree(store)
  const [id] = await queue(planned('a', 'offer'))
  await store.transaction(async (tx) => {
    await tx.query("select customer_id from customer where customer_id = 'a' for update")
    expect(await claim()).toMatchObject({ messages: [], seen: 1, delayed: 1 })
  })
  expect(await sendAll(hoursLater(1))).toEqual([id])
})

test('in quiet hours a message waits until they are over', async () => {
  const [id] = await queue(planned('a'))
  const night = new Date('2026-11-02T14:30:00Z')
  const morning = '2026-11-03T01:00:00.000Z'
  expect(await claim(night)).toMatchObject({ messages: [], delayed: 1 })
  expect(await rowOf(id)).toMatchObject({ state: 'waiting', reason: 'quiet-hours', next_attempt_at: morning })
  expect(await claim(new Date('2026-11-03T00:59:59Z'))).toMatchObject({ seen: 0 })
  expect(await sendAll(new Date(morning))).toEqual([id])
})

/** Queues a message whose day has room, and lets it be due today. */
const queueForToday = async (plan: PlannedMessage): Promise<number | undefined> => {
  const [id] = await queue({ ...plan, notBefore: hoursLater(24) })
  await store.execute('update message set next_attempt_at = $1, not_before = $1 where message_id = $2', [monday, id])
  return id
}
const tuesdayMorning = '2026-11-03T01:00:00.000Z'

test('of two messages on one day the second one waits for the next day', async () => {
  const [first] = await queue(planned('a'))
  await sendAll()
  const second = await queueForToday(planned('a'))
  expect(await claim()).toMatchObject({ messages: [], cancelled: 0, delayed: 1 })
  expect(await rowOf(first)).toMatchObject({ state: 'sent' })
  expect(await rowOf(second)).toMatchObject({ state: 'waiting', reason: 'cap', next_attempt_at: tuesdayMorning })
  expect(await sendAll(new Date(tuesdayMorning))).toEqual([second])
})

test('a message whose occasion is over before the cap is cancelled by it', async () => {
  await queue(planned('a'))
  await sendAll()
  const second = await queueForToday(planned('a', 'greet', { expiresAt: new Date(tuesdayMorning) }))
  expect(await claim()).toMatchObject({ cancelled: 1, delayed: 0 })
  expect(await rowOf(second)).toMatchObject({ state: 'cancelled', reason: 'cap' })
})

test('what waits for a cap holds up no notice that is due', async () => {
  await queue(planned('a'))
  await sendAll()
  const waiting = await queueForToday(planned('a'))
  const [notice] = await queue(planned('a', 'ends', { values: { product: 'x', days: 1 } }))
  await claim()
  expect(await rowOf(waiting)).toMatchObject({ state: 'waiting', reason: 'cap' })
  expect(await sendAll()).toEqual([notice])
})

test('after a customer declined an offer another one waits until the days of peace are over', async () => {
  await agree(store)
  const [offer] = await queue(planned('a', 'offer'))
  await contacted(store, { customer: 'a', purpose: 'marketing', result: 'failure', refusal: 'cool_off', at: monday })
  expect(await claim(hoursLater(1))).toMatchObject({ messages: [], cancelled: 0, delayed: 1 })
  expect(await rowOf(offer)).toMatchObject({ state: 'waiting', reason: 'cool-off' })
})

test('what has outlived its occasion expires unsent', async () => {
  const [id] = await queue(planned('a', 'ends', { values: { product: 'x', days: 1 }, expiresAt: hoursLater(1) }))
  expect((await claim(hoursLater(2))).seen).toBe(0)
  expect(await sweepMessages(store, { now: hoursLater(2), idempotentProviders: [] })).toEqual({
    repeated: 0,
    unknown: 0,
    expired: 1,
  })
  expect(await rowOf(id)).toMatchObject({ state: 'expired' })
})

test('an attempt whose sender died is of unknown fate, or repeated under its key where the receiver honours it', async () => {
  const [id] = await queue(planned('a'))
  const [before] = (await claim()).messages
  const sweep = (idempotentProviders: readonly string[], now: Date) =>
    sweepMessages(store, { now, idempotentProviders })
  expect(await sweep(['provider'], monday)).toMatchObject({ repeated: 0, unknown: 0 })
  expect(await sweep(['provider'], hoursLater(1))).toMatchObject({ repeated: 1 })
  const [again] = (await claim(hoursLater(1))).messages
  expect(again).toMatchObject({ message_id: id, attempt: 2, idempotency_key: before?.idempotency_key })
  expect(await sweep([], hoursLater(2))).toMatchObject({ unknown: 1 })
  expect(await rowOf(id)).toMatchObject({ state: 'unknown', reason: 'sender-died' })
  expect((await claim(hoursLater(3))).seen).toBe(0)
})

test('a customer who refuses while an attempt is under way is not tried again, be it that it failed or that its sender died', async () => {
  await agree(store)
  await agree(store, { customer: 'bb' })
  const ids = await queue(planned('a', 'offer'), planned('bb', 'offer'))
  const { messages } = await claim()
  for (const customerId of ['a', 'bb'])
    await recordConsent(store, command('olga'), { kind: 'all' }, messagePack, {
      customerId,
      purpose: null,
      channel: null,
      state: 'withdrawn',
      how: 'phone',
    })
  const failed = messages.filter(({ customer_id }) => customer_id === 'a')
  await settle(failed.map(({ message_id, attempt }) => ({ message_id, attempt, outcome: 'failed', reason: 'busy' })))
  await sweepMessages(store, { now: hoursLater(1), idempotentProviders: ['provider'] })
  expect(await claim(hoursLater(30))).toMatchObject({ messages: [], cancelled: 2 })
  for (const id of ids) expect(await rowOf(id)).toMatchObject({ state: 'cancelled', reason: 'withdrawn' })
})

test('an answer that comes after its sender was taken for dead still settles the message', async () => {
  const [id] = await queue(planned('a'))
  const claimed = await claim()
  await sweepMessages(store, { now: hoursLater(1), idempotentProviders: [] })
  await settle(resultsOf(claimed, { outcome: 'accepted', provider_id: 'p1' }))
  expect(await rowOf(id)).toMatchObject({ state: 'sent', provider_id: 'p1' })
})

test('a receipt counts once, also where it comes before the answer to the sending', async () => {
  const [early, late] = await queue(planned('a'), planned('bb'))
  expect(await receipt('r1', `p${early}`)).toBe('waiting')
  await sendAll()
  expect(await rowOf(early)).toMatchObject({ state: 'delivered', delivered_at: monday.toISOString() })
  expect(await receipt('r2', `p${late}`, 'failed')).toBe('settled')
  expect(await receipt('r2', `p${late}`, 'failed')).toBe('repeat')
  expect(await receipt('r3', `p${late}`)).toBe('settled')
  expect(await rowOf(late)).toMatchObject({ state: 'dead', reason: 'undelivered' })
  expect(await receipt('r4', 'nobody')).toBe('waiting')
})

test('a receipt settles a message of unknown fate, found by our own key', async () => {
  const [id] = await queue(planned('a'))
  const claimed = await claim()
  await settle(resultsOf(claimed, { outcome: 'unknown', reason: 'timeout' }))
  expect(await receipt('r1', claimed.messages[0]?.idempotency_key ?? '')).toBe('settled')
  expect(await rowOf(id)).toMatchObject({ state: 'delivered' })
})

test('a receipt and the answer that come in one instant lose nothing', async () => {
  const ids = await queue(planned('a'), planned('bb'), planned('ccc'))
  const { messages } = await claim()
  await Promise.all([
    ...ids.map((id) => receipt(`r${id}`, `p${id}`)),
    settle(
      messages.map(({ message_id, attempt }) => ({
        message_id,
        attempt,
        outcome: 'accepted',
        provider_id: `p${message_id}`,
      })),
    ),
  ])
  expect(await store.query('select distinct state from message')).toEqual([{ state: 'delivered' }])
})

test.each([
  ['R', 'refused', 'cancelled'],
  [' 退订。', 'refused', 'cancelled'],
  ['“Ｒ”！', 'refused', 'cancelled'],
  ['谢谢！', 'kept', 'waiting'],
] as const)('a customer who answers “%s” to a text message', async (text, kind, state) => {
  await agree(store)
  const [sent] = await queue(planned('a', 'offer'))
  await sendAll()
  await store.execute(
    "update message set created_at = created_at - interval '30 days', sent_at = sent_at - interval '30 days'",
  )
  const [waiting] = await queue(planned('a', 'offer'))
  const reply = { channel: 'sms', from: '1380000001', text }
  expect(await takeReply(store, messagePack, at(hoursLater(1)), reply)).toMatchObject({ kind })
  expect(await rowOf(sent)).toMatchObject({ state: 'sent' })
  expect(await rowOf(waiting)).toMatchObject({ state })
})

test('an answer that refuses is about everything that may be refused, whatever the message was for', async () => {
  await agree(store)
  await agree(store, { purpose: 'win_back' })
  const ends = () => planned('a', 'ends', { values: { product: '定期存款', days: 3 } })
  await queue(ends())
  await sendAll()
  const [greeting, mail, notice] = await queue(planned('a'), planned('a', 'greet_app'), ends())
  await takeReply(store, messagePack, at(hoursLater(1)), { channel: 'sms', from: '1380000001', text: 'TD' })
  expect(await store.query('select purpose, channel, how, proof from consent where state = $1', ['withdrawn'])).toEqual(
    [{ purpose: null, channel: null, how: 'message', proof: 'sms' }],
  )
  expect(await rowOf(greeting)).toMatchObject({ state: 'cancelled', reason: 'withdrawn' })
  expect(await rowOf(mail)).toMatchObject({ state: 'cancelled', reason: 'withdrawn' })
  expect(await rowOf(notice)).toMatchObject({ state: 'waiting' })
})

test('an answer that refuses nothing is kept on the timeline of whom the latest message went to, once', async () => {
  await queue(planned('bb'), planned('a'))
  await sendAll()
  await store.execute("update message set address = '13800000009'")
  const answer = { channel: 'sms', from: '+8613800000009', text: ' 周三下午来电，13812345678\0 ' }
  for (const [minutes, kind] of [
    [60, 'kept'],
    [62, 'nothing'],
  ] as const)
    expect(await takeReply(store, messagePack, at(hoursLater(minutes / 60)), answer)).toEqual({ kind })
  expect((await listTimeline(store, 'bb', { kinds: ['contact'] })).items).toEqual([])
  expect((await listTimeline(store, 'a', { kinds: ['contact'] })).items).toMatchObject([
    { title: 'replied', actor: null, detail: { direction: 'inbound', note: '周三下午来电，13812345678' } },
  ])
  expect(await store.query("select distinct actor from audit where action = 'contact.reply'")).toEqual([
    { actor: 'customer' },
  ])
})

test('an answer finds its customer however the number is written in the files', async () => {
  await agree(store)
  const [id] = await queue(planned('a', 'offer'))
  await sendAll()
  await store.execute("update message set address = '+86 138-0000 001' where message_id = $1", [id])
  const reply = { channel: 'sms', from: '861380000001', text: 'R' }
  expect(await takeReply(store, messagePack, at(hoursLater(1)), reply)).toMatchObject({ customers: 1 })
})

test('an answer that refuses counts before the provider’s own answer is written down', async () => {
  await agree(store)
  await queue(planned('a', 'offer'))
  await claim()
  const reply = { channel: 'sms', from: '1380000001', text: 'R' }
  expect(await takeReply(store, messagePack, at(hoursLater(1)), reply)).toMatchObject({ customers: 1 })
})

test('what came to an end goes to the lake, and again when it changes', async () => {
  const [id] = await queue(planned('a'), planned('bb'))
  const read = (afterId: number) => exportMessages(store, { afterId, limit: 10, timeZone })
  expect(await read(0)).toEqual({ rows: [], lastId: 0 })
  await sendAll()
  const { rows, lastId } = await read(0)
  expect(rows).toHaveLength(2)
  expect(rows[0]).toMatchObject({
    message_id: String(id),
    customer_id: 'a',
    date: '2026-11-02',
    state: 'sent',
    template: 'greet',
  })
  await receipt('r1', `p${id}`)
  expect((await read(lastId)).rows).toMatchObject([{ message_id: String(id), state: 'delivered' }])
})
