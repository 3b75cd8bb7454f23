import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clearMessages, messagePack, planned, queueContext } from '../../test/message-world.ts'
import { agree } from '../../test/policy-world.ts'
import { actorOf, at, buildBank, command, hoursLater, monday, publish, timeZone } from '../../test/world.ts'
import type { Actor } from '../access/roles.ts'
import { previewMessage, sendByHand } from './by-hand.ts'
import { claimMessages } from './claim.ts'
import { cancelMessage, resendMessage, settleMessage } from './commands.ts'
import { listLetterBatches, printLetters, readLetters } from './letters.ts'
import { countMessages, findMessage, listMessages } from './queries.ts'
import { queueMessages } from './queue.ts'

let store: TestDatabase
const all = { kind: 'all' } as const
const east = { kind: 'units', unitIds: ['east', 'east-1'] } as const

beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [
    { id: 'a', name: '李雷', contactPoints: { email: 'a@example.com', postal_address: '世纪大道100号' } },
    { id: 'bb', name: '韩梅', owner: null },
    { id: 'w', name: '王芳', unit: 'west', owner: 'wes', contactPoints: { postal_address: '解放路1号' } },
  ])
})
beforeEach(() => clearMessages(store))
afterAll(() => store.close())

const message = async (state: string, customerId = 'a', template = 'greet'): Promise<number> => {
  const { queued } = await store.transaction((tx) =>
    queueMessages(tx, messagePack, [planned(customerId, template)], queueContext()),
  )
  const id = queued[0]?.messageId ?? 0
  await store.execute(
    "update message set state = $2, reason = case when $2 in ('dead', 'unknown') then 'r' end, sent_at = case when $2 = 'sent' then created_at end where message_id = $1",
    [id, state],
  )
  return id
}
const stateOf = async (messageId: number) => {
  const [row] = await store.query<Record<string, unknown>>('select * from message where message_id = $1', [messageId])
  return row
}
const audits = () =>
  store.query<{ action: string; detail: object }>(
    "select action, detail from audit where action like 'message.%' order by audit_id",
  )
const hand = (more: object = {}) => ({ customerId: 'a', template: 'greet', values: {}, ...more })

test('a person writes to a customer by hand, once for a key, and the audit keeps no word of it', async () => {
  const order = command('olga')
  const done = await sendByHand(store, order, all, messagePack, hand())
  expect(await sendByHand(store, order, all, messagePack, hand())).toEqual(done)
  const { items } = await listMessages(store, { actor: actorOf('olga'), scope: all, timeZone }, {})
  expect(items).toMatchObject([{ customer_id: 'a', created_by: 'user-olga', sender_name: 'Name of olga', play: null }])
  const last = (await audits()).at(-1)
  expect(last).toMatchObject({ action: 'message.send', detail: { template: 'greet', is_own_text: false } })
  expect(JSON.stringify(last)).not.toContain('生日')
})

test.each([
  ['without consent', hand({ template: 'offer' }), 'not_permitted', 'no-consent'],
  [
    'with a promotion in a greeting (golden B19)',
    hand({ text: { body: '八折优惠！{unit_name}{sender_name}' } }),
    'lint_failed',
    '优惠',
  ],
  [
    'with a place that nobody knows',
    hand({ text: { body: '{shoe_size}{unit_name}{sender_name}' } }),
    'lint_failed',
    '{shoe_size}',
  ],
  ['with a template that is not there', hand({ template: 'none' }), 'unknown_template', 'none'],
  ['to a customer who is not theirs', hand({ customerId: 'w' }), 'not_found', undefined],
] as const)('a message %s is refused and leaves nothing', async (_what, input, code, detail) => {
  expect(await sendByHand(store, command('olga'), east, messagePack, input)).toEqual({
    kind: 'refused',
    code,
    ...(detail === undefined ? {} : { detail }),
  })
  expect(await store.query('select message_id from message')).toEqual([])
})

test('who may not send does not', async () => {
  expect(
    await sendByHand(
      store,
      { ...command('olga'), actor: { ...actorOf('olga'), role: 'leader' } },
      all,
      messagePack,
      hand(),
    ),
  ).toMatchObject({
    code: 'forbidden',
  })
  const id = await message('waiting')
  expect(await cancelMessage(store, command('olga'), all, { messageId: id, reason: 'x' })).toMatchObject({
    code: 'forbidden',
  })
})

test('a preview tells text, size, rules and permission at this hour, and writes down who looked', async () => {
  const night = new Date('2026-11-02T14:30:00Z')
  const look = (more: object, now = night) =>
    previewMessage(store, { ...at(now), actor: actorOf('olga') }, all, messagePack, hand(more))
  expect(await look({})).toMatchObject({
    kind: 'done',
    body: '李雷，生日快乐！East one Name of olga',
    address: '1380000001',
    sms: { encoding: 'UCS-2', segments: 1 },
    findings: [],
    verdict: { code: 'quiet-hours', until: '2026-11-03T01:00:00.000Z' },
  })
  expect(await look({ template: 'offer' }, monday)).toMatchObject({ verdict: { code: 'no-consent' } })
  expect(await look({ text: { body: '抽奖啦' } }, monday)).toMatchObject({
    findings: [
      { rule: 'forbidden', found: '抽奖' },
      { rule: 'required', found: 'unit_name' },
      { rule: 'required', found: 'sender_name' },
    ],
    verdict: { kind: 'allowed' },
  })
  expect((await audits()).at(-1)).toMatchObject({ action: 'message.preview', detail: { template: 'greet' } })
})

test('what waits is cancelled for a reason; what is on its way is not', async () => {
  const [waiting, sending] = [await message('waiting'), await message('sent', 'bb')]
  expect(await cancelMessage(store, command('sue'), east, { messageId: waiting, reason: ' ' })).toMatchObject({
    code: 'reason_required',
  })
  expect(await cancelMessage(store, command('sue'), east, { messageId: waiting, reason: '写错了' })).toMatchObject({
    kind: 'done',
  })
  expect(await stateOf(waiting)).toMatchObject({
    state: 'cancelled',
    reason: 'by-hand',
    settled_by: 'user-sue',
    settled_reason: '写错了',
  })
  expect(await cancelMessage(store, command('sue'), east, { messageId: sending, reason: 'x' })).toEqual({
    kind: 'refused',
    code: 'wrong_state',
    detail: 'sent',
  })
  const west = await message('waiting', 'w')
  expect(await cancelMessage(store, command('sue'), east, { messageId: west, reason: 'x' })).toMatchObject({
    code: 'not_found',
  })
})

test('a dead message is sent anew once, to the address of today', async () => {
  const dead = await message('dead')
  await store.execute("update message set address = '13900000000' where message_id = $1", [dead])
  const done = await resendMessage(store, command('sue'), east, messagePack, { messageId: dead })
  if (done.kind === 'refused') throw new Error(done.code)
  expect(done.messageId).not.toBe(dead)
  expect(await stateOf(done.messageId)).toMatchObject({
    state: 'waiting',
    resend_of: dead,
    address: '1380000001',
    attempts: 0,
  })
  expect(await resendMessage(store, command('sue'), east, messagePack, { messageId: dead })).toMatchObject({
    code: 'wrong_state',
  })
  const [old, anew] = [await stateOf(dead), await stateOf(done.messageId)]
  expect(anew?.body).toBe(old?.body)
  expect(anew?.idempotency_key).not.toBe(old?.idempotency_key)
})

test('what is sent anew to a customer who refuses at that moment is cancelled when it would leave', async () => {
  const dead = await message('dead')
  const done = await resendMessage(store, command('sue'), east, messagePack, { messageId: dead })
  if (done.kind === 'refused') throw new Error(done.code)
  await agree(store, { customer: 'a', purpose: null, state: 'withdrawn' })
  const order = { channels: ['sms'], provider: 'p', sender: 's', limit: 10, leaseMs: 60_000, timeZone }
  expect(await claimMessages(store, messagePack, { ...order, now: hoursLater(1) })).toMatchObject({ messages: [] })
  expect(await stateOf(done.messageId)).toMatchObject({ state: 'cancelled', reason: 'withdrawn' })
})

test.each([
  ['delivered', { state: 'delivered', settled_reason: '问过客户' }, 0],
  ['not_delivered', { state: 'dead', reason: 'not-delivered' }, 0],
  ['resend', { state: 'dead', reason: 'not-delivered' }, 1],
] as const)('a message of unknown fate is settled by a person as %s', async (as, expected, anew) => {
  const id = await message('unknown')
  const done = await settleMessage(store, command('sue'), east, messagePack, { messageId: id, as, reason: '问过客户' })
  expect(await stateOf(id)).toMatchObject({ ...expected, settled_by: 'user-sue' })
  expect(await store.query('select message_id from message where resend_of = $1', [id])).toHaveLength(anew)
  if (anew === 1) expect(done).not.toMatchObject({ messageId: id })
  expect(
    await settleMessage(store, command('sue'), east, messagePack, { messageId: id, as, reason: 'x' }),
  ).toMatchObject({ code: 'wrong_state' })
})

test('people see the messages of their customers, an administrator all of them', async () => {
  const [mine, foreign] = [await message('waiting'), await message('waiting', 'w')]
  const see = async (actor: Actor, scope: Parameters<typeof findMessage>[1]['scope']) =>
    (await listMessages(store, { actor, scope, timeZone }, {})).items.map(({ message_id }) => message_id)
  expect(await see(actorOf('sue'), east)).toEqual([mine])
  expect(await see(actorOf('zoe'), all)).toEqual([foreign, mine])
  expect(await see({ ...actorOf('zoe'), role: 'admin' }, { kind: 'none' })).toEqual([foreign, mine])
  expect(await see(actorOf('ana'), { kind: 'none' })).toEqual([])
  expect(await findMessage(store, { actor: actorOf('sue'), scope: east, timeZone }, foreign)).toBeUndefined()
})

test('messages are found by what they are and counted by state and channel', async () => {
  const reader = { actor: actorOf('zoe'), scope: all, timeZone }
  await message('waiting')
  const dead = await message('dead', 'bb')
  const found = async (query: object) =>
    (await listMessages(store, reader, query)).items.map(({ message_id }) => message_id)
  expect(await found({ state: 'dead' })).toEqual([dead])
  expect(await found({ customerId: 'bb', channel: 'sms', template: 'greet', purpose: 'relationship' })).toEqual([dead])
  expect(await found({ from: '2026-11-02', to: '2026-11-02' })).toHaveLength(2)
  expect(await found({ to: '2026-11-01' })).toEqual([])
  expect(await found({ unitIds: ['west'] })).toEqual([])
  const first = await listMessages(store, reader, { limit: 1 })
  expect(await listMessages(store, reader, { limit: 1, cursor: first.next ?? '' })).toMatchObject({
    items: [{ state: 'waiting' }],
  })
  expect(await countMessages(store, reader, {}, monday)).toEqual({
    items: [
      { state: 'dead', channel: 'sms', messages: 1 },
      { state: 'waiting', channel: 'sms', messages: 1 },
    ],
    oldestDueAt: monday.toISOString(),
  })
})

test('letters are printed by a person: judged again, kept as a batch, never twice', async () => {
  const [letter, foreign] = [
    await message('waiting', 'a', 'greet_letter'),
    await message('waiting', 'w', 'greet_letter'),
  ]
  const print = (batch: string) =>
    printLetters(store, command('sue', hoursLater(1)), east, messagePack, { batch, count: 10 })
  expect(await print('b1')).toEqual({ kind: 'done', batch: 'b1', letters: 1, cancelled: 0 })
  expect(await print('b2')).toEqual({ kind: 'done', batch: null, letters: 0, cancelled: 0 })
  expect(await stateOf(letter)).toMatchObject({ state: 'sent', print_batch: 'b1', provider: 'print' })
  expect(await stateOf(foreign)).toMatchObject({ state: 'waiting' })
  expect(await readLetters(store, east, messagePack, at(), 'b1')).toMatchObject([
    { customer_name: '李雷', address: '世纪大道100号', unit_name: 'East one' },
  ])
  expect(await readLetters(store, { kind: 'units', unitIds: ['west'] }, messagePack, at(), 'b1')).toEqual([])
  expect(await listLetterBatches(store, east, 10)).toMatchObject([{ batch: 'b1', letters: 1, printed_by: 'user-sue' }])
})

test('a letter whose customer has refused in the meantime is not printed', async () => {
  const letter = await message('waiting', 'a', 'greet_letter')
  await agree(store, { purpose: 'relationship', state: 'withdrawn' })
  const done = await printLetters(store, command('sue', hoursLater(1)), east, messagePack, { batch: 'b3', count: 10 })
  expect(done).toEqual({ kind: 'done', batch: null, letters: 0, cancelled: 1 })
  expect(await stateOf(letter)).toMatchObject({ state: 'cancelled', reason: 'objected' })
})

test('a batch that is printed once more leaves out who has refused since', async () => {
  await message('waiting', 'a', 'greet_letter')
  await printLetters(store, command('sue'), east, messagePack, { batch: 'b4', count: 10 })
  const again = () => readLetters(store, east, messagePack, at(hoursLater(2)), 'b4')
  expect(await again()).toHaveLength(1)
  await agree(store, { purpose: 'relationship', state: 'withdrawn', at: hoursLater(1) })
  expect(await again()).toEqual([])
})
