import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pack } from '../../test/content-pack.ts'
import { clearMessages } from '../../test/message-world.ts'
import { at, buildBank, command, hoursLater, monday, publish } from '../../test/world.ts'
import type { Actor } from '../access/roles.ts'
import { type Command, refuse } from '../command.ts'
import { recordConsent } from '../consent/consent.ts'
import { bulletinActions, findBulletin, listBulletins } from './bulletin.ts'
import { decideBulletin } from './decide-bulletin.ts'
import { recordTraining } from './record-training.ts'
import { countSubscribers, readSubscriptions, type SubscriptionInput, setSubscriptions } from './subscription.ts'
import { countLearners, listLearners, readTrainings } from './training.ts'
import { type BulletinInput, writeBulletin } from './write-bulletin.ts'

const all = { kind: 'all' } as const

let store: TestDatabase
let keys = 0
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [
    { id: 'a', name: '李雷', contactPoints: { email: 'a@example.com' } },
    { id: 'b', name: 'Han Mei', contactPoints: { email: 'b@example.com', language: 'en' } },
    { id: 'c', name: '王芳', owner: 'wes', unit: 'west' },
  ])
})
beforeEach(async () => {
  await clearBulletins()
  await clearMessages(store)
})
afterAll(() => store.close())

const clearBulletins = async (): Promise<void> => {
  await store.execute('alter table subscription disable trigger subscription_is_append_only')
  await store.execute('delete from subscription')
  await store.execute('alter table subscription enable trigger subscription_is_append_only')
  await store.execute('delete from bulletin')
}

const person = (role: Actor['role'], name: string, staffId: string | null = null): Command => ({
  actor: { userId: `user-${name}`, staffId, name, role, unitId: 'root' },
  now: monday,
  timeZone: 'Asia/Shanghai',
  key: `content-${++keys}`,
})
const writer = () => person('planner', 'pia')
const checker = () => person('verifier', 'vera')

const text: BulletinInput = {
  category: 'macro_economy',
  zh: { title: '降准', body: '央行下调存款准备金率0.25个百分点。' },
  en: { title: 'Reserve ratio', body: 'The reserve ratio falls by 0.25 points.' },
}
const write = async (input: BulletinInput = text, who = writer()): Promise<number> => {
  const done = await writeBulletin(store, who, pack, input)
  if (done.kind === 'refused') throw new Error(done.code)
  return done.bulletinId
}
const subscribe = (customerId: string, more: Partial<SubscriptionInput> = {}) =>
  setSubscriptions(store, command(customerId === 'c' ? 'wes' : 'olga'), pack, {
    customerId,
    categories: ['macro_economy'],
    channel: 'sms',
    textVersion: '2026-11',
    how: 'in_person',
    ...more,
  })
const other = [...pack.bulletins.keys()].find((id) => id !== 'macro_economy') ?? ''
const messages = () =>
  store.query<{ customer_id: string; subject: string | null; body: string; consent_id: number | null }>(
    'select customer_id, subject, body, consent_id from message order by customer_id',
  )

test('an approved bulletin goes to who subscribes to its category, in their language, with their consent', async () => {
  await subscribe('a')
  await subscribe('b', { channel: 'email' })
  await subscribe('c', { categories: ['research'] })
  const bulletinId = await write()
  expect(await messages()).toEqual([])
  await decideBulletin(store, checker(), pack, { bulletinId, decision: 'approve' })
  expect(await messages()).toEqual([
    {
      customer_id: 'a',
      subject: null,
      body: '降准\n央行下调存款准备金率0.25个百分点。\n总行 {refuse}',
      consent_id: expect.any(Number),
    },
    {
      customer_id: 'b',
      subject: 'Reserve ratio',
      body: 'The reserve ratio falls by 0.25 points.\n总行. {refuse}',
      consent_id: expect.any(Number),
    },
  ])
  expect(await findBulletin(store, checker().actor, bulletinId)).toMatchObject({
    state: 'approved',
    subscribers: 2,
    queued: 2,
    left_out: 0,
  })
})

test('who has refused bulletins since is left out, though still on the list', async () => {
  await subscribe('a')
  const refusal = { purpose: 'bulletin', channel: null, state: 'withdrawn', how: 'phone' } as const
  await recordConsent(store, command('olga', hoursLater(1)), all, pack, { customerId: 'a', ...refusal })
  const bulletinId = await write()
  await decideBulletin(store, { ...checker(), now: hoursLater(2) }, pack, { bulletinId, decision: 'approve' })
  expect(await findBulletin(store, checker().actor, bulletinId)).toMatchObject({
    subscribers: 1,
    queued: 0,
    left_out: 1,
  })
})

test('the writer does not approve, not even with another sign-in', async () => {
  const bulletinId = await write(text, person('planner', 'pia', 'p1'))
  const approve = (who: Command) => decideBulletin(store, who, pack, { bulletinId, decision: 'approve' })
  expect(await approve(person('verifier', 'pia-two', 'p1'))).toEqual(refuse('maker_is_checker'))
  expect(await approve(person('planner', 'paul', 'p2'))).toEqual(refuse('forbidden'))
  expect(await approve(checker())).toMatchObject({ kind: 'done' })
  expect(await approve(checker())).toEqual(refuse('wrong_state', 'approved'))
})

test('a rejected bulletin is written anew and decided again', async () => {
  const bulletinId = await write()
  const reject = (reason?: string) =>
    decideBulletin(store, checker(), pack, { bulletinId, decision: 'reject', ...(reason ? { reason } : {}) })
  expect(await reject()).toEqual(refuse('reason_required'))
  await reject('数字有误')
  const rejected = await findBulletin(store, writer().actor, bulletinId)
  expect(rejected).toMatchObject({ state: 'rejected', reason: '数字有误' })
  expect(rejected && bulletinActions(writer().actor, rejected)).toEqual(['rewrite'])
  await write({ ...text, bulletinId })
  expect(await findBulletin(store, writer().actor, bulletinId)).toMatchObject({ state: 'submitted', reason: null })
})

test('a place that no sender fills is refused when the bulletin is written', async () => {
  const input = { ...text, zh: { title: '{customer_name}', body: '余额{total_assets}' } }
  expect(await writeBulletin(store, writer(), pack, input)).toEqual(refuse('lint_failed', '{total_assets}'))
  expect(await writeBulletin(store, writer(), pack, { ...text, category: 'gossip' })).toEqual(
    refuse('invalid_value', 'gossip'),
  )
})

test('who neither writes nor approves sees only what went out', async () => {
  const open = await write()
  const sent = await write()
  await decideBulletin(store, checker(), pack, { bulletinId: sent, decision: 'approve' })
  const seenBy = async (who: Actor) => (await listBulletins(store, who, {})).items.map((each) => each.bulletin_id)
  expect(await seenBy(command('olga').actor)).toEqual([sent])
  expect(await seenBy(writer().actor)).toEqual([sent, open])
  expect(await findBulletin(store, command('olga').actor, open)).toBeUndefined()
})

test('a subscription keeps its proof and the day on which it began', async () => {
  await subscribe('a', { how: 'form', proof: 'F-7' })
  const later = { ...command('olga', hoursLater(24)) }
  await setSubscriptions(store, later, pack, {
    customerId: 'a',
    categories: ['research', 'macro_economy'],
    channel: 'sms',
    textVersion: '2026-11',
    how: 'phone',
  })
  expect(await readSubscriptions(store, 'a')).toEqual([
    { category: 'macro_economy', channel: 'sms', at: monday.toISOString() },
    { category: 'research', channel: 'sms', at: hoursLater(24).toISOString() },
  ])
  expect(
    await store.query('select purpose, channel, state, text_version, how, proof from consent order by consent_id'),
  ).toEqual([
    { purpose: 'bulletin', channel: 'sms', state: 'given', text_version: '2026-11', how: 'form', proof: 'F-7' },
    { purpose: 'bulletin', channel: 'sms', state: 'given', text_version: '2026-11', how: 'phone', proof: null },
  ])
  expect(await countSubscribers(store)).toEqual(
    new Map([
      ['macro_economy', 1],
      ['research', 1],
    ]),
  )
})

test('the end of all subscriptions withdraws the consent and cancels what waits', async () => {
  await subscribe('a')
  const bulletinId = await write()
  await decideBulletin(store, checker(), pack, { bulletinId, decision: 'approve' })
  await setSubscriptions(store, command('olga', hoursLater(1)), pack, { customerId: 'a', categories: [], how: 'phone' })
  expect(await readSubscriptions(store, 'a')).toEqual([])
  expect(await store.query('select state, reason from message')).toEqual([{ state: 'cancelled', reason: 'no-consent' }])
  expect(await store.query('select purpose, state from consent order by consent_id desc limit 1')).toEqual([
    { purpose: 'bulletin', state: 'withdrawn' },
  ])
})

test('a bulletin of a category that the customer left does not go out, one that they kept does', async () => {
  await subscribe('a', { categories: ['macro_economy', other] })
  for (const category of ['macro_economy', other]) {
    const bulletinId = await write({ ...text, category })
    await decideBulletin(store, checker(), pack, { bulletinId, decision: 'approve' })
  }
  await subscribe('a', { categories: [other] })
  expect(
    await store.query(
      'select message.state, category from message, bulletin where dedupe_key like $1 || bulletin_id || $2',
      ['bulletin|', '|a'],
    ),
  ).toEqual(
    expect.arrayContaining([
      { state: 'cancelled', category: 'macro_economy' },
      { state: 'waiting', category: other },
    ]),
  )
})

test.each([
  ['an unknown category', { categories: ['gossip'] }, refuse('invalid_value', 'gossip')],
  ['a channel without bulletins', { channel: 'phone' }, refuse('unknown_channel', 'phone')],
  ['words that are not in force', { textVersion: '2019' }, refuse('content_differs', '2019')],
  ['no words', { textVersion: undefined }, refuse('invalid_value', 'textVersion')],
])('a subscription with %s is refused', async (_, more, expected) => {
  expect(await subscribe('a', more as Partial<SubscriptionInput>)).toEqual(expected)
  expect(await store.query('select from consent')).toEqual([])
})

test('a customer of somebody else is not found', async () => {
  expect(
    await setSubscriptions(store, command('wes'), pack, {
      customerId: 'a',
      categories: ['research'],
      channel: 'sms',
      textVersion: '2026-11',
      how: 'phone',
    }),
  ).toEqual(refuse('not_found'))
})

const ofOlga = async (now = monday) =>
  (await readTrainings(store, pack, command('olga').actor, at(now))).get('sincerity')
const learn = (staffId: string, learnedOn: string, staffIds?: readonly string[]) =>
  recordTraining(store, command(staffId), pack, { training: 'sincerity', learnedOn, ...(staffIds ? { staffIds } : {}) })

test('a text counts for its months, is announced a month ahead, and is due again', async () => {
  expect(await ofOlga()).toEqual({ state: 'due', learned_on: null, valid_until: null })
  expect(await learn('olga', '2025-11-30')).toMatchObject({ recorded: 1, validUntil: '2026-11-30' })
  expect(await ofOlga()).toMatchObject({ state: 'expiring', valid_until: '2026-11-30' })
  expect(await ofOlga(hoursLater(24 * 29))).toMatchObject({ state: 'due' })
  expect(await learn('olga', '2026-11-02')).toMatchObject({ validUntil: '2027-11-02' })
  expect(await ofOlga()).toMatchObject({ state: 'valid' })
})

test('a supervisor records and sees the people of the region, and nobody else does', async () => {
  expect(await learn('sue', '2026-11-01', ['otto', 'ana'])).toMatchObject({ recorded: 2 })
  expect(await learn('sue', '2026-11-01', ['wim'])).toEqual(refuse('unknown_staff', 'wim'))
  expect(await learn('otto', '2026-11-01', ['olga'])).toEqual(refuse('forbidden'))
  expect(await learn('otto', '2026-11-03')).toEqual(refuse('invalid_value', '2026-11-03'))
  const east = { kind: 'units', unitIds: ['east', 'east-1'] } as const
  const due = await listLearners(store, east, pack, at(), { training: 'sincerity', state: 'due' })
  expect(due.items.map(({ staff_id }) => staff_id)).toEqual(['abe', 'sue'])
  const first = await listLearners(store, east, pack, at(), { training: 'sincerity', limit: 2 })
  const rest = await listLearners(store, east, pack, at(), { training: 'sincerity', cursor: first.next ?? '' })
  expect([...first.items, ...rest.items].map(({ staff_id }) => staff_id)).toEqual(['abe', 'ana', 'olga', 'otto', 'sue'])
  expect((await countLearners(store, east, pack, at())).get('sincerity')).toEqual({ total: 5, due: 2 })
  expect(
    (await countLearners(store, { kind: 'own', staffId: 'olga', customerIds: [], exceptIds: [] }, pack, at())).size,
  ).toBe(0)
})

test('what was learned and subscribed is never changed', async () => {
  await learn('ana', '2026-11-01')
  await expect(store.execute("update training_record set note = 'x'")).rejects.toThrow('only ever added to')
  await expect(store.execute('delete from subscription')).rejects.toThrow('only ever added to')
})
