import type { Pack } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actorOf, buildBank, command, createOne, hoursLater, pack, publish, timeZone } from '../../test/world.ts'
import { offerBenefit } from '../benefit/offer.ts'
import { openCase } from '../case/open.ts'
import { recordConsent } from '../consent/consent.ts'
import { publishMoments } from '../moment/moment.ts'
import { handOver } from '../party/ownership.ts'
import { recordOutcome } from '../task/outcome.ts'
import { exportContacts, recordContact } from './contact.ts'
import { listTimeline, type TimelineEntry } from './timeline.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [{ id: 'a' }, { id: 'w', owner: 'wes', unit: 'west' }])
})
afterEach(() => store.close())

const input = {
  customerId: 'a',
  channel: 'phone',
  direction: 'inbound',
  outcome: 'done',
  note: ' asked about deposits ',
} as const
const all = { kind: 'all' } as const
const momentOf = async function* (id: string): AsyncIterable<string> {
  yield `${id},a,east-1,olga,outflow,,2026-10-30,,2026-11-30,5000,0.5,25,"{""amount"": 5000}"\n`
}

test('the same key gives the first contact again', async () => {
  const click = command('olga')
  const results = await Promise.all([1, 2, 3].map(() => recordContact(store, click, all, pack, input)))
  expect(new Set(results.map((result) => (result.kind === 'done' ? result.contactId : result.code))).size).toBe(1)
  expect(await store.query('select note, result from contact')).toEqual([
    { note: 'asked about deposits', result: 'success' },
  ])
})

test('a foreign customer, an unknown outcome and a role without the right are refused', async () => {
  const own = { kind: 'own', staffId: 'olga', customerIds: [], exceptIds: [] } as const
  expect(await recordContact(store, command('olga'), own, pack, { ...input, customerId: 'w' })).toMatchObject({
    code: 'not_found',
  })
  expect(await recordContact(store, command('olga'), own, pack, { ...input, outcome: 'other' })).toMatchObject({
    code: 'unknown_outcome',
  })
  const planner = { ...command('sue'), actor: { ...actorOf('sue'), role: 'planner' } } as const
  expect(await recordContact(store, planner, all, pack, input)).toMatchObject({ code: 'forbidden' })
})

test('the timeline tells everything once, newest first, page by page', async () => {
  await store.transaction((tx) => publishMoments(tx, { csv: momentOf('m1'), asOf: '2026-10-31', runId: 'r' }))
  const taskId = await createOne(store, 'a')
  await recordOutcome(store, command('olga', hoursLater(1)), pack, { taskId, outcome: 'no_answer' })
  await recordContact(store, command('olga', hoursLater(2)), all, pack, input)
  await handOver(store, command('sue', hoursLater(3)), {
    customerIds: ['a'],
    toStaffId: 'otto',
    reason: 'olga retires',
  })
  const seen: TimelineEntry[] = []
  let cursor: string | undefined
  do {
    const page = await listTimeline(store, 'a', { limit: 2, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items)
    cursor = page.next
  } while (cursor)
  expect(seen.map((entry) => [entry.kind, entry.title, entry.actor])).toEqual([
    ['ownership', 'Name of otto', 'user-sue'],
    ['contact', 'done', 'Name of olga'],
    ['contact', 'no_answer', 'Name of olga'],
    ['task', 'call_back', null],
    ['moment', 'outflow', null],
  ])
  expect(await listTimeline(store, 'w', {})).toEqual({ items: [] })
})

test('contacts go out as facts, each once, on their local day', async () => {
  const taskId = await createOne(store, 'a')
  await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'no_answer' })
  // 23:30 in Shanghai is still the Monday.
  await recordContact(store, command('olga', hoursLater(13.5)), all, pack, input)
  const first = await exportContacts(store, { afterId: 0, limit: 1, timeZone })
  expect(first.rows).toEqual([
    {
      contact_id: 'tend-1',
      customer_id: 'a',
      date: '2026-11-02',
      time: '10:00',
      staff_id: 'olga',
      channel: 'phone',
      direction: 'outbound',
      contact_label: 'call_back',
      outcome: 'no_answer',
      result: 'retry',
      task_id: String(taskId),
      moment: 'outflow',
    },
  ])
  const second = await exportContacts(store, { afterId: first.lastId, limit: 10, timeZone })
  expect(second.rows).toMatchObject([{ contact_id: 'tend-2', date: '2026-11-02', task_id: null, moment: null }])
  expect(await exportContacts(store, { afterId: second.lastId, limit: 10, timeZone })).toEqual({ rows: [], lastId: 2 })
})

test('an export waits for a contact that is being written, and loses none', async () => {
  let exported: Promise<{ lastId: number }> | undefined
  await store.transaction(async (tx) => {
    await tx.execute(
      "insert into contact (customer_id, at, user_id, channel, direction, outcome, result) values ('a', now(), 'u', 'phone', 'inbound', 'done', 'success')",
    )
    await recordContact(store, command('olga'), all, pack, { ...input, customerId: 'w' })
    exported = exportContacts(store, { afterId: 0, limit: 10, timeZone })
    await new Promise((resolve) => setTimeout(resolve, 100))
  })
  expect(await exported).toMatchObject({ rows: [{ contact_id: 'tend-1' }, { contact_id: 'tend-2' }], lastId: 2 })
})

const label = { zh: '', en: '' }
const position = { file: 'test.yaml', line: 1, column: 1 }
const richer: Pack = {
  ...pack,
  outcomes: new Map([
    ...pack.outcomes,
    ['no_more', { id: 'no_more', label, position, result: 'failure', refusal: 'withdraw' }],
  ]),
  cases: new Map([['lead', { id: 'lead', label, position, dueWorkingDays: 1, route: 'owner', needsAnswer: false }]]),
  benefits: new Map([
    [
      'flowers',
      { id: 'flowers', label, position, valueAdd: 'image', cost: 9, validityDays: 9, perYear: 1, needsApproval: false },
    ],
  ]),
}

test('opinions become cases with the same click, once', async () => {
  const click = command('olga')
  const said = { ...input, opinions: [{ kind: 'lead', text: 'her brother sells his shop' }] }
  const [first, again] = [
    await recordContact(store, click, all, richer, said),
    await recordContact(store, click, all, richer, said),
  ]
  expect(again).toEqual(first)
  expect(await store.query('select kind, text, source, contact_id, referrer_staff_id from care_case')).toEqual([
    { kind: 'lead', text: 'her brother sells his shop', source: 'contact', contact_id: 1, referrer_staff_id: 'olga' },
  ])
  const unknown = { ...input, opinions: [{ kind: 'x', text: 'y' }] }
  expect(await recordContact(store, command('olga'), all, richer, unknown)).toMatchObject({ code: 'unknown_case' })
})

test('who wants to hear nothing more has no open work left, and the contact keeps the refusal', async () => {
  const taskId = await createOne(store, 'a')
  await recordContact(store, command('olga'), all, richer, { ...input, purpose: 'relationship', outcome: 'no_more' })
  expect(await store.query('select purpose, refusal from contact')).toEqual([
    { purpose: 'relationship', refusal: 'withdraw' },
  ])
  expect(await store.query('select outcome from task where task_id = $1 and closed_at is not null', [taskId])).toEqual([
    { outcome: 'stopped' },
  ])
})

test('one timeline over all channels: each kind of entry, by kind, by channel, and every one once by cursor', async () => {
  await store.transaction((tx) => publishMoments(tx, { csv: momentOf('m1'), asOf: '2026-10-31', runId: 'r' }))
  const taskId = await createOne(store, 'a')
  await recordOutcome(store, command('olga', hoursLater(1)), pack, { taskId, outcome: 'no_answer' })
  const context = { actor: actorOf('olga'), now: hoursLater(2), timeZone, pack: richer, by: 'user-olga' }
  await store.transaction(async (tx) => {
    await openCase(tx, context, { customerId: 'a', kind: 'lead', source: 'desk', text: 'a shop' })
    await offerBenefit(tx, context, { customerId: 'a', benefit: 'flowers' })
    await tx.execute(
      `insert into visit (customer_id, user_id, staff_id, channel, goal_reached, summary, next_reason, begun_at, saved_at, closed_at)
       values ('a', 'u', 'olga', 'visit', 'yes', 'went well', 'none wanted', $1, $1, $1)`,
      [hoursLater(3)],
    )
    await tx.execute(
      `insert into message (customer_id, unit_id, channel, purpose, kind, template, language, body, sender_name, not_before, next_attempt_at,
         idempotency_key, dedupe_key, pack_hash, created_at, created_by)
       values ('a', 'east-1', 'sms', 'service', 'k', 'thanks', 'zh', 'b', 'Bank', $1, $1, 'i', 'd', 'h', $1, 'system')`,
      [hoursLater(4)],
    )
  })
  await recordConsent(store, command('olga', hoursLater(5)), all, pack, {
    customerId: 'a',
    purpose: 'marketing',
    channel: 'sms',
    state: 'given',
    textVersion: '1',
    how: 'phone',
  })
  await handOver(store, command('sue', hoursLater(6)), { customerIds: ['a'], toStaffId: 'otto', reason: 'retires' })
  const levels = [{ scheme: 'tier', level: 'gold', before: 'iron', since: '2026-10-30' }]
  const whole = await listTimeline(store, 'a', { levels })
  expect(whole.items.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
    'ownership Name of otto',
    'consent given',
    'message thanks',
    'visit yes',
    'case lead',
    'benefit flowers',
    'contact no_answer',
    'task call_back',
    'moment outflow',
    'level tier',
  ])
  const kinds = await listTimeline(store, 'a', { levels, kinds: ['message', 'level'] })
  expect(kinds.items.map(({ kind }) => kind)).toEqual(['message', 'level'])
  const sms = await listTimeline(store, 'a', { levels, channels: ['sms', 'visit'] })
  expect(sms.items.map(({ kind }) => kind)).toEqual(['consent', 'message', 'visit'])
  const seen: TimelineEntry[] = []
  let cursor: string | undefined
  do {
    const page = await listTimeline(store, 'a', { levels, limit: 1, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items)
    cursor = page.next
  } while (cursor)
  expect(seen).toEqual(whole.items)
  expect(await listTimeline(store, 'a', { kinds: [] })).toEqual({ items: [] })
})
