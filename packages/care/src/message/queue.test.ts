import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clearMessages, messagePack, planned, queueContext } from '../../test/message-world.ts'
import { agree, contacted, queued as queuedAlready } from '../../test/policy-world.ts'
import { buildBank, hoursLater, monday, publish } from '../../test/world.ts'
import type { PlannedMessage, QueueContext } from './message.ts'
import { queueMessages } from './queue.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [
    { id: 'a', name: '李雷', contactPoints: { email: 'a@example.com' } },
    { id: 'b', name: '韩梅', owner: null },
    { id: 'c', name: '王芳', owner: 'wes', unit: 'west' },
  ])
})
beforeEach(() => clearMessages(store))
afterAll(() => store.close())

const queue = (plans: readonly PlannedMessage[], more: Partial<QueueContext> = {}, pack = messagePack) =>
  store.transaction((tx) => queueMessages(tx, pack, plans, queueContext(more)))
const rows = () => store.query<Record<string, unknown>>('select * from message order by message_id')
const senderOf = async (
  customerId: string,
  template = 'greet',
  more: Partial<QueueContext> = {},
  pack = messagePack,
) => {
  await queue([planned(customerId, template)], more, pack)
  const [row] = await store.query<{ sender_name: string; sender_staff_id: string | null; body: string }>(
    'select sender_name, sender_staff_id, body from message order by message_id desc limit 1',
  )
  return row
}

test('a message is rendered for its customer with its reason, its permission and the hash of the pack', async () => {
  const consentId = await agree(store)
  const { queued } = await queue([
    planned('a', 'ends', {
      values: { product: '定期存款', days: 7, name: '不应保存' },
      moment: 'maturity',
      momentId: 'm1',
      play: 'renewal',
      expiresAt: hoursLater(48),
    }),
    planned('a', 'offer'),
  ])
  expect(queued.map(({ planned: { template } }) => template)).toEqual(['ends', 'offer'])
  const [ends, offer] = await rows()
  expect(ends).toMatchObject({
    state: 'waiting',
    channel: 'sms',
    purpose: 'service',
    kind: 'service',
    address: '1380000001',
    body: '【总行】您的定期存款将于7天后到期。',
    play: 'renewal',
    moment: 'maturity',
    moment_values: { product: '定期存款', days: 7 },
    consent_id: null,
    pack_hash: messagePack.hash,
    expires_at: hoursLater(48).toISOString(),
  })
  expect(offer).toMatchObject({ consent_id: consentId, body: expect.stringContaining('{refuse}') })
})

test.each([
  ['the owner', 'a', null, undefined, 'Name of olga', 'olga'],
  ['without an owner the person of the latest contact', 'b', 'abe', undefined, 'Name of abe', 'abe'],
  ['without owner and contact the unit', 'b', null, undefined, 'East one', null],
  ['who writes by hand to a customer without an owner', 'b', 'abe', { name: 'Sue', staffId: 'sue' }, 'Sue', 'sue'],
  ['the owner, whoever else writes by hand', 'a', 'abe', { name: 'Sue', staffId: 'sue' }, 'Name of olga', 'olga'],
] as const)(
  'a greeting is signed by %s (golden B19, S50)',
  async (_who, customerId, lastContact, writer, name, staffId) => {
    if (lastContact !== null) {
      await contacted(store, { customer: customerId, at: hoursLater(-2000), direction: 'inbound' })
      await store.execute('update contact set staff_id = $1', [lastContact])
    }
    const row = await senderOf(customerId, 'greet', writer === undefined ? {} : { writer })
    expect(row).toMatchObject({ sender_name: name, sender_staff_id: staffId })
    expect(row?.body).toContain(staffId === null ? 'East one 全体员工' : name)
  },
)

test('an owner who has left signs nothing more', async () => {
  await store.execute("update staff set is_active = false where staff_id = 'olga'")
  expect(await senderOf('a')).toMatchObject({ sender_name: 'East one', sender_staff_id: null })
  await store.execute("update staff set is_active = true where staff_id = 'olga'")
})

test('what the institution says is signed by the institution, under the short name of the pack', async () => {
  await agree(store)
  expect(await senderOf('a', 'offer', {}, { ...messagePack, institution: '常青银行' })).toMatchObject({
    sender_name: '常青银行',
    sender_staff_id: null,
    body: expect.stringContaining('【常青银行】'),
  })
})

test.each([
  ['no consent', 'a', 'offer', {}, 'no-consent'],
  ['no address', 'b', 'greet_mail', {}, 'no-address'],
  ['a customer whom nobody knows', 'nobody', 'greet', {}, 'absent'],
  ['a template that the pack does not have', 'a', 'nothing', {}, 'unknown-template'],
  ['a place without a value', 'a', 'ends', { values: { product: '存款' } }, 'lint'],
  [
    'a greeting that promotes (golden B19)',
    'a',
    'greet',
    { text: { body: '生日快乐，全场五折优惠！{unit_name}{sender_name}' } },
    'lint',
  ],
  ['a greeting without a signature (golden B19)', 'a', 'greet', { text: { body: '生日快乐！' } }, 'lint'],
] as const)('%s leaves a message out, with a sentence', async (_situation, customerId, template, more, reason) => {
  const { queued, leftOut } = await queue([planned(customerId, template, more)])
  expect(queued).toEqual([])
  expect(leftOut).toMatchObject([
    { reason, sentence: { zh: expect.stringMatching(/.+/), en: expect.stringMatching(/.+/) } },
  ])
  expect(await rows()).toEqual([])
})

test('a cap leaves out what is one too many, and says until when', async () => {
  await queuedAlready(store, { purpose: 'relationship', state: 'sent', at: monday })
  const { leftOut } = await queue([planned('a')])
  expect(leftOut).toMatchObject([{ reason: 'cap', until: expect.stringContaining('2026-11') }])
})

test('what is planned twice is queued once', async () => {
  const plan = planned('a')
  expect(await queue([plan, planned('c'), plan])).toMatchObject({ queued: { length: 2 }, repeated: 1 })
  expect(await queue([plan])).toMatchObject({ queued: { length: 0 }, leftOut: [], repeated: 1 })
  expect(await rows()).toHaveLength(2)
})

test('a customer who reads English is written to in English', async () => {
  await queue([planned('a', 'greet', { values: { language: 'en' } }), planned('c', 'greet', { language: 'en' })])
  expect((await rows()).map(({ language }) => language)).toEqual(['en', 'en'])
})
