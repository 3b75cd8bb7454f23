import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildBank, command, createOne, hoursLater, pack, publish, timeZone } from '../../test/world.ts'
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
  expect(await recordContact(store, command('sue'), all, pack, input)).toMatchObject({ code: 'forbidden' })
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
      contact_id: '1',
      customer_id: 'a',
      date: '2026-11-02',
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
  expect(second.rows).toMatchObject([{ contact_id: '2', date: '2026-11-02', task_id: null, moment: null }])
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
  expect(await exported).toMatchObject({ rows: [{ contact_id: '1' }, { contact_id: '2' }], lastId: 2 })
})
