import type { Moment, Pack } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorOf, at, buildBank, publish, pack as world } from '../../test/world.ts'
import { type MomentRow, momentColumns, publishMoments } from '../moment/moment.ts'
import { type ArrivedEvent, exportEvents, holdEvents, receiveEvents } from './event.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(
    store,
    ['e1', 'e2', 'e3', 'e4', 'e5', 'e6'].map((id) => ({ id })),
  )
})
afterAll(() => store.close())

const moment = (id: string, dedupeDays: number, yieldsTo: readonly string[] = []): [string, Moment] => [
  id,
  { id, dedupeDays, yieldsTo } as unknown as Moment,
]
const pack = {
  ...world,
  hash: 'hash',
  currency: { code: 'CNY', decimals: 2 },
  moments: new Map([moment('outflow', 14), moment('small_outflow', 0, ['outflow'])]),
} as unknown as Pack
const sender = { ...actorOf('zoe'), userId: 'core-system' }

const occurrence = (customerId: string, changes: Partial<MomentRow> = {}): MomentRow => {
  const { moment: name = 'outflow', key = '' } = changes
  return {
    moment_id: `${customerId}|${name}|${key}|${changes.fired_on ?? '2026-11-02'}`,
    customer_id: customerId,
    unit_id: 'east-1',
    owner_id: 'olga',
    moment: name,
    key,
    fired_on: '2026-11-02',
    due_on: null,
    expires_on: '2026-11-09',
    value: 5_000_000,
    urgency: 0.9,
    priority: 90,
    reason: { amount: 5_000_000 },
    ...changes,
  }
}
const event = (
  customerId: string,
  key: string,
  occurrences: readonly MomentRow[] = [],
  amount = 50_000,
): ArrivedEvent => ({
  key,
  fact: 'transaction',
  customerId,
  date: '2026-11-02',
  row: { customer_id: customerId, amount },
  occurrences,
  customer: {},
})
const send = (...events: readonly ArrivedEvent[]) => receiveEvents(store, sender, pack, at(), events)
const tasksOf = (customerId: string) =>
  store.query<{ play: string; assignee_id: string | null }>(
    'select play, assignee_id from task where customer_id = $1 order by task_id',
    [customerId],
  )

test('an event makes its moment and the owner’s task at once, and the same event again makes nothing', async () => {
  const first = event('e1', 'key-1', [occurrence('e1')])
  expect(await send(first)).toEqual([{ key: 'key-1', kind: 'kept', moments: [occurrence('e1').moment_id] }])
  expect(await tasksOf('e1')).toMatchObject([{ assignee_id: 'olga' }])
  expect(await send(first)).toEqual([{ key: 'key-1', kind: 'repeat', moments: [occurrence('e1').moment_id] }])
  expect(await tasksOf('e1')).toHaveLength(1)
  const other = event('e1', 'key-1', [], 7)
  expect(await send(other)).toEqual([{ key: 'key-1', kind: 'key_reused', moments: [] }])
})

test('an occurrence within the window of the last one makes nothing, a later one does', async () => {
  await send(event('e2', 'key-2', [occurrence('e2')]))
  const soon = occurrence('e2', { fired_on: '2026-11-15' })
  expect(await send(event('e2', 'key-3', [soon]))).toMatchObject([{ kind: 'kept', moments: [] }])
  const later = occurrence('e2', { fired_on: '2026-11-16', expires_on: '2026-11-23' })
  expect(await send(event('e2', 'key-4', [later]))).toMatchObject([{ moments: [later.moment_id] }])
})

test('an event that comes after its moment has expired is kept and makes no work', async () => {
  const late = occurrence('e4', { moment: 'outflow', key: 'late', fired_on: '2026-09-01', expires_on: '2026-09-08' })
  expect(await send(event('e4', 'key-late', [late]))).toEqual([{ key: 'key-late', kind: 'kept', moments: [] }])
  expect(await tasksOf('e4')).toEqual([])
})

test('a moment stands back while the one that it yields to is open', async () => {
  const small = occurrence('e3', { moment: 'small_outflow' })
  await send(event('e3', 'key-5', [occurrence('e3')]))
  expect(await send(event('e3', 'key-6', [small]))).toMatchObject([{ moments: [] }])
  expect(await send(event('e4', 'key-7', [occurrence('e4', { moment: 'small_outflow' })]))).toMatchObject([
    { moments: [expect.any(String)] },
  ])
})

test('of two senders at once only one makes the moment', async () => {
  const both = await Promise.all([
    send(event('e5', 'key-8', [occurrence('e5')])),
    send(event('e5', 'key-9', [occurrence('e5')])),
  ])
  expect(both.flat().flatMap(({ moments }) => moments)).toHaveLength(1)
  expect(await tasksOf('e5')).toHaveLength(1)
})

test('a night that publishes and events of the same customers never stop each other', async () => {
  const write = 'update customer set name = name where customer_id = $1'
  let sent: ReturnType<typeof send> | undefined
  await store.transaction(async (tx) => {
    await holdEvents(tx)
    await tx.execute(write, ['e2'])
    sent = send(event('e1', 'key-night-1'), event('e2', 'key-night-2'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await tx.execute(write, ['e1'])
  })
  expect(await sent).toMatchObject([{ kind: 'kept' }, { kind: 'kept' }])
})

test('a night of an earlier day leaves the moment open, and the night of its day knows it', async () => {
  const made = occurrence('e6')
  await send(event('e6', 'key-10', [made]))
  const isOpen = async () =>
    (await store.query<{ is_open: boolean }>('select is_open from moment where customer_id = $1', ['e6'])).map(
      (row) => row.is_open,
    )
  const night = (asOf: string, rows: readonly MomentRow[]) =>
    store.transaction((tx) => publishMoments(tx, { csv: csvOf(rows), asOf, runId: 'night' }))
  await night('2026-11-01', [])
  expect(await isOpen()).toEqual([true])
  expect(await night('2026-11-02', [made])).toMatchObject({ added: 0 })
  expect(await isOpen()).toEqual([true])
  await night('2026-11-02', [])
  expect(await isOpen()).toEqual([false])
})

test('the night gets every kept event once, in order', async () => {
  const { rows, lastId } = await exportEvents(store, { afterId: 0, limit: 3 })
  expect(rows.map(({ fact }) => fact)).toEqual(['transaction', 'transaction', 'transaction'])
  const rest = await exportEvents(store, { afterId: lastId, limit: 100 })
  const total = await store.query<{ count: number }>('select count(*)::int as count from event')
  expect(rows.length + rest.rows.length).toBe(total[0]?.count)
})

test('a batch is kept whole or not at all', async () => {
  const spoilt = { ...event('e1', 'key-12'), date: '2026-13-01' }
  await expect(send(event('e1', 'key-11'), spoilt)).rejects.toThrow()
  expect(await store.query("select key from event where key in ('key-11', 'key-12')")).toEqual([])
})

async function* csvOf(rows: readonly MomentRow[]): AsyncIterable<string> {
  const quote = (value: unknown) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`)
  for (const row of rows) {
    const cells = momentColumns.map((column) => quote(column === 'reason' ? JSON.stringify(row.reason) : row[column]))
    yield `${cells.join(',')}\n`
  }
}
