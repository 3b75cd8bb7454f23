import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { agree, contacted, policyPack, queued } from '../../test/policy-world.ts'
import { buildBank, hoursLater, monday, publish, timeZone } from '../../test/world.ts'
import { saveHolidays } from '../task/calendar.ts'
import { keepsAgreedTime } from './agreed.ts'
import { judgeContacts } from './judge.ts'
import { type ContactAsk, type PolicyPack, refusalReasons, type Verdict } from './verdict.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
beforeEach(async () => {
  await store.execute('alter table consent disable trigger consent_is_append_only')
  await store.execute('delete from consent')
  await store.execute('delete from contact')
  await store.execute('delete from message')
  await store.execute('alter table consent enable trigger consent_is_append_only')
  await store.transaction((tx) => saveHolidays(tx, []))
  await publish(store, [{ id: 'a', contactPoints: { email: 'a@example.com' } }, { id: 'b' }, { id: 'c' }])
})
afterAll(() => store.close())

const ask = (changes: Partial<ContactAsk> = {}): ContactAsk => ({
  customerId: 'a',
  channel: 'phone',
  purpose: 'marketing',
  at: monday,
  ...changes,
})
const judge = async (pack: PolicyPack, changes: Partial<ContactAsk> = {}, hour = false): Promise<Verdict> => {
  const [verdict] = await judgeContacts(store, pack, [ask(changes)], { hour, timeZone })
  if (verdict === undefined) throw new Error('no verdict')
  return verdict
}
const codeOf = (verdict: Verdict): string => (verdict.kind === 'allowed' ? 'allowed' : verdict.code)
const untilOf = (verdict: Verdict): string | null => (verdict.kind === 'allowed' ? null : verdict.until)
const days = (count: number): Date => hoursLater(24 * count)
const pack = policyPack({})

test('a consent that is unknown counts as no, a given one is named by the verdict', async () => {
  expect(await judge(pack)).toEqual({ kind: 'refused', code: 'no-consent', until: null, detail: {} })
  const consentId = await agree(store)
  expect(await judge(pack)).toEqual({ kind: 'allowed', consentId })
  expect(codeOf(await judge(pack, { purpose: 'bulletin' }))).toBe('no-consent')
})

test('the latest row that covers purpose and channel counts, of equal age the refusal', async () => {
  await agree(store, { at: days(-3) })
  await agree(store, { at: days(-2), state: 'withdrawn', channel: 'sms' })
  expect(codeOf(await judge(pack, { channel: 'sms' }))).toBe('no-consent')
  expect(codeOf(await judge(pack, { channel: 'phone' }))).toBe('allowed')
  const again = await agree(store, { at: days(-1), channel: 'sms' })
  expect(await judge(pack, { channel: 'sms' })).toEqual({ kind: 'allowed', consentId: again })
  await agree(store, { at: days(-1), state: 'withdrawn' })
  expect(codeOf(await judge(pack, { channel: 'sms' }))).toBe('no-consent')
})

test('a consent that is dated ahead does not count yet, a withdrawal does', async () => {
  await agree(store, { at: days(2) })
  expect(codeOf(await judge(pack))).toBe('no-consent')
  expect(codeOf(await judge(pack, { at: days(3) }))).toBe('allowed')
  await agree(store, { at: days(4), state: 'withdrawn' })
  expect(codeOf(await judge(pack, { at: days(3) }))).toBe('no-consent')
})

test('who wants to hear nothing more hears nothing but what the contract makes necessary, until they agree again', async () => {
  await agree(store, { at: days(-2) })
  await agree(store, { at: days(-1), purpose: null, state: 'withdrawn' })
  for (const purpose of ['marketing', 'bulletin', 'relationship'])
    for (const channel of pack.channels.keys())
      expect(codeOf(await judge(pack, { purpose, channel }))).toBe('withdrawn')
  expect(await judge(pack)).toMatchObject({ detail: { since: days(-1).toISOString() } })
  expect(codeOf(await judge(pack, { purpose: 'service' }))).toBe('allowed')
  await agree(store, {})
  expect(codeOf(await judge(pack))).toBe('allowed')
  expect(codeOf(await judge(pack, { purpose: 'relationship' }))).toBe('withdrawn')
})

test('care needs no consent and stops at an objection', async () => {
  expect(await judge(pack, { purpose: 'relationship' })).toEqual({ kind: 'allowed', consentId: null })
  await agree(store, { purpose: 'relationship', channel: 'phone', state: 'withdrawn' })
  expect(codeOf(await judge(pack, { purpose: 'relationship' }))).toBe('objected')
  expect(codeOf(await judge(pack, { purpose: 'relationship', channel: 'visit' }))).toBe('allowed')
})

test('who has left or was never delivered is absent, for every purpose', async () => {
  await publish(store, [
    { id: 'a', contactPoints: { left_on: '2026-11-02' } },
    { id: 'b', contactPoints: { left_on: '2026-11-03' } },
  ])
  for (const customerId of ['a', 'c', 'nobody'])
    expect(codeOf(await judge(pack, { customerId, purpose: 'service' }))).toBe('absent')
  expect(codeOf(await judge(pack, { customerId: 'b', purpose: 'service' }))).toBe('allowed')
})

test('who has left is called to be won back with a consent to that alone', async () => {
  await publish(store, [{ id: 'a', contactPoints: { left_on: '2026-11-02' } }])
  const winBack = { purpose: 'win_back' }
  expect(codeOf(await judge(pack, winBack))).toBe('no-consent')
  await agree(store)
  expect(codeOf(await judge(pack, winBack))).toBe('no-consent')
  await agree(store, winBack)
  expect(codeOf(await judge(pack, winBack))).toBe('allowed')
  expect(codeOf(await judge(pack, { purpose: 'marketing' }))).toBe('absent')
})

test('a channel that needs an address is closed without one', async () => {
  const relationship = { purpose: 'relationship' }
  expect(codeOf(await judge(pack, { ...relationship, channel: 'email' }))).toBe('allowed')
  expect(codeOf(await judge(pack, { ...relationship, channel: 'email', customerId: 'b' }))).toBe('no-address')
  expect(codeOf(await judge(pack, { ...relationship, channel: 'visit', customerId: 'b' }))).toBe('allowed')
  expect(codeOf(await judge(pack, { purpose: 'service', channel: 'email', customerId: 'b' }))).toBe('no-address')
  await publish(store, [{ id: 'b', contactPoints: { email: ' ' } }])
  expect(codeOf(await judge(pack, { ...relationship, channel: 'email', customerId: 'b' }))).toBe('no-address')
})

test('what the pack does not know is closed: a purpose needs consent, a channel has no address', async () => {
  expect(codeOf(await judge(pack, { purpose: 'unheard_of' }))).toBe('no-consent')
  expect(codeOf(await judge(pack, { purpose: 'relationship', channel: 'pigeon' }))).toBe('no-address')
})

test('a channel that needs trust opens once somebody has reached the customer, or the customer us', async () => {
  const wecom = { channel: 'wecom', purpose: 'relationship' }
  await contacted(store, { at: days(-9), result: 'retry' })
  expect(codeOf(await judge(pack, wecom))).toBe('no-trust')
  await contacted(store, { at: days(-400), result: 'success' })
  expect(codeOf(await judge(pack, wecom))).toBe('allowed')
  await contacted(store, { customer: 'b', at: days(-1), direction: 'inbound', result: 'failure' })
  expect(codeOf(await judge(pack, { ...wecom, customerId: 'b' }))).toBe('allowed')
})

test('after a refusal the cool-off leaves its whole days free, for what needs consent', async () => {
  await agree(store)
  await contacted(store, { at: days(-30), result: 'failure', refusal: 'cool_off' })
  expect(await judge(pack)).toEqual({
    kind: 'refused',
    code: 'cool-off',
    until: '2026-11-02T16:00:00.000Z',
    detail: { since: days(-30).toISOString() },
  })
  expect(codeOf(await judge(pack, { at: new Date('2026-11-02T15:59:59Z') }))).toBe('cool-off')
  expect(codeOf(await judge(pack, { at: new Date('2026-11-02T16:00:00Z') }))).toBe('allowed')
  expect(codeOf(await judge(pack, { purpose: 'relationship' }))).toBe('allowed')
})

test('calls and messages are counted together, by local day', async () => {
  const capped = policyPack({ caps: [{ for: {}, per: 'day', max: 1 }] })
  const relationship = { purpose: 'relationship' }
  // 23:59 of the Sunday in Shanghai, and midnight of the Monday.
  await contacted(store, { at: new Date('2026-11-01T15:59:59Z') })
  expect(codeOf(await judge(capped, relationship))).toBe('allowed')
  await queued(store, { state: 'sent', at: new Date('2026-11-01T16:00:00Z') })
  expect(await judge(capped, relationship)).toEqual({
    kind: 'refused',
    code: 'cap',
    until: '2026-11-02T16:00:00.000Z',
    detail: { cap: { policy: 'rules_0', per: 'day', max: 1 } },
  })
})

test.each([
  ['waiting', 'cap'],
  ['sending', 'cap'],
  ['sent', 'cap'],
  ['delivered', 'cap'],
  ['unknown', 'cap'],
  ['dead', 'allowed'],
  ['cancelled', 'allowed'],
  ['expired', 'allowed'],
])('a message that is %s: %s', async (state, code) => {
  await queued(store, { state, at: monday })
  const capped = policyPack({ caps: [{ for: {}, per: 'day', max: 1 }] })
  expect(codeOf(await judge(capped, { purpose: 'relationship' }))).toBe(code)
})

test('what waits for another day does not count today; of two that wait the first goes and the second does not', async () => {
  const capped = policyPack({ caps: [{ for: {}, per: 'day', max: 1 }] })
  await queued(store, { at: days(1) })
  const asked = { purpose: 'relationship', channel: 'sms' }
  expect(codeOf(await judge(capped, asked))).toBe('allowed')
  const first = await queued(store, { at: hoursLater(1) })
  const second = await queued(store, { at: hoursLater(-1) })
  expect(codeOf(await judge(capped, { ...asked, messageId: first }))).toBe('allowed')
  expect(codeOf(await judge(capped, { ...asked, messageId: second }))).toBe('cap')
})

test('weeks begin on Monday, months on the first, and the strictest cap says until when', async () => {
  const capped = policyPack({ caps: [{ for: {}, per: 'week', max: 1 }] }, { caps: [{ for: {}, per: 'month', max: 1 }] })
  const asked = { purpose: 'relationship' }
  // Sunday 1 November is of the week before, and of this month.
  await contacted(store, { at: new Date('2026-11-01T02:00:00Z') })
  expect(await judge(capped, asked)).toMatchObject({ code: 'cap', until: '2026-11-30T16:00:00.000Z' })
  const weekly = policyPack({ caps: [{ for: {}, per: 'week', max: 1 }] })
  expect(codeOf(await judge(weekly, asked))).toBe('allowed')
  await contacted(store, { at: monday })
  expect(await judge(weekly, asked)).toMatchObject({ code: 'cap', until: '2026-11-08T16:00:00.000Z' })
  // The last day of the month counts to its end, the first of the next one not.
  expect(codeOf(await judge(capped, { ...asked, at: new Date('2026-11-30T15:59:59Z') }))).toBe('cap')
  expect(codeOf(await judge(capped, { ...asked, at: new Date('2026-11-30T16:00:00Z') }))).toBe('allowed')
})

test('a cap counts the channels, purposes and levels that it names', async () => {
  const byRule = (rule: object) => policyPack({ caps: [{ for: {}, per: 'day', max: 1, ...rule }] })
  await contacted(store, { at: monday, channel: 'visit', purpose: 'relationship' })
  const asked = { purpose: 'relationship' }
  expect(codeOf(await judge(byRule({ channels: ['phone'] }), asked))).toBe('allowed')
  expect(codeOf(await judge(byRule({ channels: ['phone', 'visit'] }), asked))).toBe('cap')
  expect(codeOf(await judge(byRule({ channels: ['visit'] }), asked))).toBe('allowed')
  expect(codeOf(await judge(byRule({ purposes: ['marketing'] }), asked))).toBe('allowed')
  expect(codeOf(await judge(byRule({ purposes: ['relationship'] }), asked))).toBe('cap')
  expect(codeOf(await judge(byRule({ for: { tier: ['B'] } }), asked))).toBe('allowed')
  expect(codeOf(await judge(byRule({ for: { tier: ['A', 'B'] } }), asked))).toBe('cap')
})

test('what the contract makes necessary neither counts nor is capped, and whoever calls us is answered', async () => {
  const capped = policyPack({ caps: [{ for: {}, per: 'day', max: 1 }] })
  await contacted(store, { at: monday, purpose: 'service' })
  await contacted(store, { at: monday, direction: 'inbound' })
  expect(codeOf(await judge(capped, { purpose: 'relationship' }))).toBe('allowed')
  await contacted(store, { at: monday })
  expect(codeOf(await judge(capped, { purpose: 'service' }))).toBe('allowed')
  expect(codeOf(await judge(capped, { purpose: 'marketing', direction: 'inbound', customerId: 'nobody' }, true))).toBe(
    'allowed',
  )
})

test('a time that the customer named is kept whatever caps, cool-off and hours say, but not against their no', async () => {
  const capped = policyPack({ caps: [{ for: {}, per: 'day', max: 1 }] })
  await agree(store)
  await contacted(store, { at: monday, refusal: 'cool_off', result: 'failure' })
  const night = new Date('2026-11-02T22:00:00+08:00')
  expect(codeOf(await judge(capped, { at: night }, true))).toBe('cool-off')
  expect(codeOf(await judge(capped, { at: night, isAgreed: true }, true))).toBe('allowed')
  await agree(store, { purpose: null, state: 'withdrawn', at: hoursLater(1) })
  expect(codeOf(await judge(capped, { at: night, isAgreed: true }, true))).toBe('withdrawn')
})

test('an agreed time is kept on its day, from half an hour before it on', () => {
  const keeps = (at: string) => keepsAgreedTime({ appointment_at: '2026-11-02T07:00:00Z' }, new Date(at), timeZone)
  expect(keeps('2026-11-02T06:29:59Z')).toBe(false)
  expect(keeps('2026-11-02T06:30:00Z')).toBe(true)
  expect(keeps('2026-11-02T15:59:59Z')).toBe(true)
  expect(keeps('2026-11-02T16:00:00Z')).toBe(false)
  expect(keepsAgreedTime({ appointment_at: null }, monday, timeZone)).toBe(false)
})

test('a minimum of the level goes before a cap for care, and not for marketing', async () => {
  const minimum = { for: { tier: ['A'] }, channels: ['visit'], per: 'month' as const, min: 1 }
  const rules = policyPack({ caps: [{ for: {}, per: 'day', max: 1 }], minimums: [minimum] })
  await agree(store)
  await contacted(store, { at: monday, result: 'retry', channel: 'visit' })
  expect(codeOf(await judge(rules, { purpose: 'relationship', channel: 'visit' }))).toBe('allowed')
  // The minimum speaks of visits only.
  expect(codeOf(await judge(rules, { purpose: 'relationship', channel: 'phone' }))).toBe('cap')
  expect(codeOf(await judge(rules, { purpose: 'marketing', channel: 'visit' }))).toBe('cap')
  await contacted(store, { at: monday, result: 'success', channel: 'visit' })
  expect(codeOf(await judge(rules, { purpose: 'relationship', channel: 'visit' }))).toBe('cap')
})

test('a minimum looks back from the day: who was met at the end of one month is not forgotten as the next begins', async () => {
  const minimum = { for: {}, per: 'month' as const, min: 1 }
  const rules = policyPack({ caps: [{ for: {}, per: 'day', max: 1 }], minimums: [minimum] })
  const at = new Date('2027-03-31T02:00:00Z')
  await contacted(store, { at, result: 'retry' })
  // The last of February is what a month before the 31st of March comes to.
  await contacted(store, { at: new Date('2027-02-27T15:59:59Z'), result: 'success' })
  expect(codeOf(await judge(rules, { purpose: 'relationship', at }))).toBe('allowed')
  await contacted(store, { at: new Date('2027-02-27T16:00:00Z'), result: 'success' })
  expect(codeOf(await judge(rules, { purpose: 'relationship', at }))).toBe('cap')
})

test('quiet hours begin at nine sharp in the evening and end at nine sharp in the morning', async () => {
  const asked = (time: string) => ({ purpose: 'relationship', at: new Date(`2026-11-02T${time}+08:00`) })
  expect(codeOf(await judge(pack, asked('20:59:59'), true))).toBe('allowed')
  expect(untilOf(await judge(pack, asked('21:00:00'), true))).toBe('2026-11-03T01:00:00.000Z')
  expect(untilOf(await judge(pack, asked('08:59:59'), true))).toBe('2026-11-02T01:00:00.000Z')
  expect(codeOf(await judge(pack, asked('09:00:00'), true))).toBe('allowed')
  expect(codeOf(await judge(pack, asked('21:00:00'), false))).toBe('allowed')
})

test('quiet hours hold for the contract too, and not on channels that lie there until they are read', async () => {
  const night = new Date('2026-11-02T22:00:00+08:00')
  expect(codeOf(await judge(pack, { purpose: 'service', channel: 'sms', at: night }, true))).toBe('quiet-hours')
  expect(codeOf(await judge(pack, { purpose: 'service', channel: 'letter', at: night }, true))).toBe('allowed')
  expect(codeOf(await judge(pack, { purpose: 'relationship', channel: 'letter', at: night }, true))).toBe('allowed')
})

test('of several policies the strictest hours hold', async () => {
  const two = policyPack({}, { quietHours: { from: '12:00', to: '14:00' }, quietOnHolidays: false })
  const noon = new Date('2026-11-02T12:30:00+08:00')
  expect(untilOf(await judge(two, { purpose: 'relationship', at: noon }, true))).toBe('2026-11-02T06:00:00.000Z')
  const always = policyPack({ quietHours: { from: '08:00', to: '08:00' } })
  expect(await judge(always, { purpose: 'relationship', at: noon }, true)).toMatchObject({
    code: 'quiet-hours',
    until: null,
  })
})

test('on a day off nothing that needs consent is done, and it is put off to the first loud hour after the last of them', async () => {
  await agree(store)
  await store.transaction((tx) =>
    saveHolidays(tx, [
      { day: '2026-11-02', name: 'Feast', is_working: false },
      { day: '2026-11-03', name: 'Feast', is_working: false },
      { day: '2026-11-07', name: 'Worked', is_working: true },
    ]),
  )
  expect(await judge(pack, {}, true)).toMatchObject({ code: 'holiday', until: '2026-11-04T01:00:00.000Z' })
  expect(codeOf(await judge(pack, { purpose: 'relationship' }, true))).toBe('allowed')
  expect(codeOf(await judge(pack, { purpose: 'service' }, true))).toBe('allowed')
  expect(codeOf(await judge(pack, { at: days(5) }, true))).toBe('allowed')
  expect(codeOf(await judge(policyPack({ quietOnHolidays: false }), {}, true))).toBe('allowed')
})

test('a cap that ends at midnight is put off past the quiet hours where the hour is asked for', async () => {
  const capped = policyPack({ caps: [{ for: {}, per: 'day', max: 1 }] })
  await contacted(store, { at: monday })
  expect(untilOf(await judge(capped, { purpose: 'relationship' }, true))).toBe('2026-11-03T01:00:00.000Z')
  expect(untilOf(await judge(capped, { purpose: 'relationship' }, false))).toBe('2026-11-02T16:00:00.000Z')
})

test('many asks at once are judged as one by one, whatever their days', async () => {
  const rules = policyPack({
    caps: [
      { for: { tier: ['A'] }, per: 'day', max: 1 },
      { for: {}, purposes: ['marketing'], per: 'week', max: 1 },
    ],
    minimums: [{ for: {}, per: 'quarter', min: 2 }],
  })
  await agree(store)
  await agree(store, { customer: 'b', channel: 'sms', state: 'withdrawn' })
  await agree(store, { customer: 'b', purpose: null, channel: 'visit', state: 'withdrawn' })
  await agree(store, { customer: 'b', purpose: 'relationship', channel: 'email', state: 'withdrawn' })
  await agree(store, { customer: 'c', at: days(-60) })
  await contacted(store, { at: monday, purpose: 'marketing' })
  await contacted(store, { customer: 'b', at: days(-40), direction: 'inbound' })
  await contacted(store, { customer: 'c', at: days(-3), refusal: 'cool_off', result: 'failure' })
  const waiting = await queued(store, { customer: 'c', at: monday })
  const asks = ['a', 'b', 'c', 'nobody'].flatMap((customerId) =>
    [...rules.purposes.keys()].flatMap((purpose) =>
      [...rules.channels.keys(), 'pigeon'].flatMap((channel) =>
        [monday, hoursLater(12), days(1), days(30), days(70)].flatMap((at) => [
          ask({ customerId, purpose, channel, at }),
          ask({ customerId, purpose, channel, at, direction: 'inbound' }),
          ask({ customerId, purpose, channel, at, messageId: waiting }),
        ]),
      ),
    ),
  )
  const together = await judgeContacts(store, rules, asks, { hour: true, timeZone })
  const seen = new Set(together.map(codeOf))
  for (const reason of refusalReasons.filter((code) => code !== 'holiday')) expect([...seen]).toContain(reason)
  const sample = asks.flatMap((one, index) => (index % 7 === 0 ? [{ one, index }] : []))
  for (const { one, index } of sample) {
    const [alone] = await judgeContacts(store, rules, [one], { hour: true, timeZone })
    expect(alone, JSON.stringify(one)).toEqual(together[index])
  }
})

test('no ask is no question', async () => {
  expect(await judgeContacts(store, pack, [], { hour: true, timeZone })).toEqual([])
})
