import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCustomers, judgeEvent, openState } from '@tend/analysis'
import {
  type Actor,
  currentRun,
  listMoments,
  listRuns,
  listTasks,
  previousRun,
  receiveEvents,
  recordOutcome,
  type Task,
} from '@tend/care'
import { forgetStates, lastBusinessDate, pendingAsOf, runNightly, UserError } from '@tend/jobs'
import { factRelation, readCatalog } from '@tend/lake'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deliverBank, openSmallHouse, type SmallHouse } from './small-house.ts'

let house: SmallHouse
beforeEach(async () => {
  house = await openSmallHouse()
  await deliverBank(house)
})
afterEach(() => house.close())

const tuesday = new Date('2026-11-03T01:00:00Z')
const clockAt = (instant: string) => () => new Date(instant)
const night = (runId: string, asOf: string, instant: string) =>
  runNightly(house, house.duck, { runId, asOf, clock: clockAt(instant) })

const manager: Actor = { userId: 'u1', staffId: 'E1', name: '林经理', role: 'owner', unitId: 'B1' }

const openTasks = async (instant: string): Promise<readonly Task[]> => {
  const at = { now: new Date(instant), timeZone: house.pack.timeZone }
  return (await listTasks(house.store, manager, { kind: 'all' }, at, { view: 'scope', state: 'open' })).items
}

const stateBytes = (stateFolder: string): string => {
  const hash = createHash('sha256')
  const folder = join(house.home.states, stateFolder)
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)))
  return hash.digest('hex')
}

test('files become graded customers, a noticed moment, a task with its reason, and the contact comes back as a fact', async () => {
  const first = await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  expect(first.analysis.customers).toBe(3)
  expect(first.analysis.levels.value_customer).toMatchObject({ value: 1, ordinary: 2 })

  const maturing = (await openTasks('2026-11-02T02:00:00Z')).find((task) => task.customer_id === 'C1')
  expect(maturing).toMatchObject({ assignee_id: 'E1', pool: 'total', attempts: 0, value: 50_000_000 })
  expect(maturing?.reasons[0]).toMatchObject({
    moment: 'deposit_maturing',
    values: { due_on: '2026-11-07', days_left: 7 },
  })

  const done = await recordOutcome(
    house.store,
    { actor: manager, key: 'click-1', now: new Date('2026-11-02T03:00:00Z'), timeZone: house.pack.timeZone },
    house.pack,
    { taskId: maturing?.task_id ?? 0, outcome: 'reached_done', next: { kind: 'none', reason: '已约定转存' } },
  )
  expect(done).toMatchObject({ kind: 'done', pool: 'success', isOpen: false })

  await house.deliver(
    'transaction',
    'transaction_id,customer_id,date,direction,amount,kind\n3,C2,2026-11-02,in,10.00,transfer\n',
  )
  const second = await night('n2', '2026-11-02', '2026-11-03T01:00:00Z')
  expect(second.collected).toBe(1)
  const contact = house.pack.facts.get('contact')
  if (!contact) throw new Error('the pack has no contact fact')
  const rows = await house.duck.rows(
    `select customer_id, date, outcome, moment from ${factRelation(house.lake, await readCatalog(house.lake), contact)} as contact`,
  )
  expect(rows).toEqual([{ customer_id: 'C1', date: '2026-11-02', outcome: 'reached_done', moment: 'deposit_maturing' }])
  const [row] = await house.duck.rows<{ contacts_30d: number }>(
    `select contacts_30d from read_parquet('${join(house.home.states, (await currentRun(house.store))?.state_folder ?? '')}/customer.parquet') where customer_id = 'C1'`,
  )
  expect(row?.contacts_30d).toBe(1)
  expect((await openTasks('2026-11-03T02:00:00Z')).filter((task) => task.customer_id === 'C1')).toEqual([])
})

test('the same day again writes the same bytes and no second task', async () => {
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  const before = await openTasks('2026-11-02T02:00:00Z')
  await night('n2', '2026-10-31', '2026-11-02T05:00:00Z')
  expect(stateBytes('2026-10-31-n2')).toBe(stateBytes('2026-10-31-n1'))
  expect((await openTasks('2026-11-02T06:00:00Z')).map((task) => task.task_id)).toEqual(
    before.map((task) => task.task_id),
  )
  expect(before.length).toBeGreaterThan(0)
})

test('whom a night left out is kept by name, as many as it counts', async () => {
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  const { published } = await night('n2', '2026-10-31', '2026-11-02T05:00:00Z')
  const kept = await house.store.query<{ key: string; rows: number }>(
    "select play || '.' || code as key, count(*) as rows from run_left_out where run_id = 'n2' group by key",
  )
  expect(kept.length).toBeGreaterThan(0)
  expect(Object.fromEntries(kept.map(({ key, rows }) => [key, rows]))).toEqual(published.leftOut)
})

test('a night for a day before the one in force is ground for later nights and changes nothing that people see', async () => {
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  const openMoments = () => house.store.query('select moment_id, reason from moment where is_open order by moment_id')
  const moments = await openMoments()
  const tasks = await openTasks('2026-11-02T06:00:00Z')
  expect(moments.length).toBeGreaterThan(0)

  const past = await night('n2', '2026-09-30', '2026-11-02T05:00:00Z')
  const nothing = { customers: 0, changed: 0, moments: 0, tasks: 0, merged: 0, messages: 0, benefits: 0, cases: 0 }
  expect(past.published).toMatchObject(nothing)
  expect((await currentRun(house.store))?.run_id).toBe('n1')
  expect(await openMoments()).toEqual(moments)
  expect(await openTasks('2026-11-02T06:00:00Z')).toEqual(tasks)
  expect(await house.store.query('select distinct as_of from customer')).toEqual([{ as_of: '2026-10-31' }])

  await night('n3', '2026-10-31', '2026-11-02T06:00:00Z')
  const rows = await house.duck.rows(
    `select value_customer_before from read_parquet('${join(house.home.states, '2026-10-31-n3')}/customer.parquet') where customer_id = 'C1'`,
  )
  expect(rows).toEqual([{ value_customer_before: 'value' }])
})

test('what a night for a past day notices makes work once, where it is still open', async () => {
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  await house.deliver(
    'transaction',
    'transaction_id,customer_id,date,direction,amount,kind\n9,C1,2026-10-24,out,200000.00,transfer\n',
  )
  const reasonsOfC1 = async () =>
    (await openTasks('2026-11-02T06:00:00Z'))
      .filter((task) => task.customer_id === 'C1')
      .flatMap((task) => task.reasons.map(({ moment, fired_on }) => `${moment} ${fired_on}`))
  expect(await reasonsOfC1()).toEqual(['deposit_maturing 2026-10-31'])

  await night('n2', '2026-10-30', '2026-11-02T05:00:00Z')
  expect(await reasonsOfC1()).toEqual(['deposit_maturing 2026-10-31', 'large_outflow 2026-10-30'])
  await night('n3', '2026-10-31', '2026-11-02T05:30:00Z')
  expect(await reasonsOfC1()).toEqual(['deposit_maturing 2026-10-31', 'large_outflow 2026-10-30'])
})

test('states that are older than their term go, but for the last of each month, on which later nights rest', async () => {
  for (const [index, asOf] of ['2026-10-30', '2026-10-31', '2026-11-01'].entries())
    await night(`n${index}`, asOf, `2026-11-02T0${index}:00:00Z`)
  const forget = (days: number) => forgetStates(house, days, new Date('2026-11-02T05:00:00Z'))
  expect([await forget(60), await forget(1), await forget(1)]).toEqual([0, 1, 0])
  expect(readdirSync(house.home.states).sort()).toEqual(['2026-10-31-n1', '2026-11-01-n2'])
  expect(await previousRun(house.store, '2026-10-31')).toBeUndefined()
})

test('a night that fails while publishing leaves the state before in force and nothing behind', async () => {
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  await house.store.execute(
    `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$`,
  )
  await house.store.execute(
    "create trigger refuse before update of status on run for each row when (new.status = 'committed') execute function refuse()",
  )
  await expect(night('n2', '2026-11-01', '2026-11-02T05:00:00Z')).rejects.toThrow('disk full')
  expect((await currentRun(house.store))?.run_id).toBe('n1')
  expect(readdirSync(house.home.states)).toEqual(['2026-10-31-n1'])
  const failed = (await listRuns(house.store, {})).items.find((run) => run.run_id === 'n2')
  expect(failed).toMatchObject({ status: 'failed', error: expect.stringContaining('disk full') })
})

test('two nights at once: the second is refused with the first one named', async () => {
  const outcomes = await Promise.allSettled([
    night('n1', '2026-10-31', '2026-11-02T01:00:00Z'),
    night('n2', '2026-10-31', '2026-11-02T01:00:00Z'),
  ])
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused).toHaveLength(1)
  expect(refused[0]?.reason).toBeInstanceOf(UserError)
  expect(String(refused[0]?.reason)).toMatch(/under way \(n[12]\)/)
})

test('grading alone notices nothing, and the night after knows who fell', async () => {
  const graded = await runNightly(house, house.duck, {
    runId: 'g',
    asOf: '2026-10-31',
    clock: clockAt('2026-11-02T01:00:00Z'),
    isGradingOnly: true,
  })
  expect(graded.analysis).toMatchObject({ customers: 3, moments: 0 })
  expect(await openTasks('2026-11-02T02:00:00Z')).toEqual([])
  await house.deliver(
    'balance',
    'customer_id,product,month,date,balance,accumulated\nC1,term,2027-01,2027-01-31,0.00,0.00\n',
  )
  const next = await night('n', '2027-01-31', '2027-02-01T01:00:00Z')
  expect(next.analysis.newMoments).toBeGreaterThan(0)
  const fallen = await house.store.query('select customer_id from moment where moment = $1', ['value_fallen'])
  expect(fallen).toEqual([{ customer_id: 'C1' }])
})

test('an event makes its task at once, and the night of its day brings it to the lake and makes nothing twice', async () => {
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  const state = join(house.home.states, (await currentRun(house.store))?.state_folder ?? '')
  const row = {
    mention_id: 'X1',
    customer_id: 'C1',
    date: '2026-11-02',
    place: 'forum',
    tone: 'negative',
    subject: '排队太久',
  }
  const customers = await getCustomers(await openState(house.duck, state, house.pack), ['C1'])
  const occurrences = judgeEvent(house.pack, 'external_mention', row, customers.get('C1'))
  expect(occurrences).toMatchObject([{ moment: 'mention_outside', key: 'X1', due_on: '2026-11-03' }])
  const at = { now: new Date('2026-11-02T04:00:00Z'), timeZone: house.pack.timeZone }
  const event = {
    key: 'forum-1',
    fact: 'external_mention',
    customerId: 'C1',
    date: '2026-11-02',
    row,
    occurrences,
    customer: {},
  }
  await receiveEvents(house.store, manager, house.pack, at, [event])
  const mentions = async (instant: string) =>
    (await openTasks(instant)).filter(
      ({ play, reasons }) => play === 'mention_call' || reasons.some(({ moment }) => moment === 'mention_outside'),
    )
  expect(await mentions('2026-11-02T04:00:01Z')).toHaveLength(1)

  expect((await night('n2', '2026-11-02', '2026-11-03T01:00:00Z')).collected).toBe(1)
  expect(await mentions('2026-11-03T02:00:00Z')).toHaveLength(1)
  const moments = (await listMoments(house.store, 'C1')).filter(({ moment }) => moment === 'mention_outside')
  expect(moments).toMatchObject([{ moment_id: occurrences[0]?.moment_id, is_open: true, fired_on: '2026-11-02' }])
  const fact = house.pack.facts.get('external_mention')
  if (!fact) throw new Error('the pack has no mentions')
  const kept = await house.duck.rows(
    `select mention_id, subject from ${factRelation(house.lake, await readCatalog(house.lake), fact)} as fact`,
  )
  expect(kept).toEqual([{ mention_id: 'X1', subject: '排队太久' }])
  expect((await night('n3', '2026-11-03', '2026-11-04T01:00:00Z')).collected).toBe(0)
})

test('events under the names of several senders reach the lake together, whatever their texts hold', async () => {
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  const at = { now: new Date('2026-11-02T04:00:00Z'), timeZone: house.pack.timeZone }
  const rows = [
    {
      mention_id: 'X1',
      customer_id: 'C1',
      date: '2026-11-02',
      place: 'forum',
      tone: 'negative',
      subject: 'a,"b\r\n;c\'',
    },
    { 'Mention ID': 'X2', 'CUSTOMER-ID': 'C2', date: '2026-11-02', place: 'forum', tone: 'negative', subject: '=1+1' },
    {
      MENTION_ID: 'X3',
      customer_id: 'C3',
      date: '2026-11-02',
      place: 'forum',
      tone: 'negative',
      subject: '王',
      extra: 1,
    },
    { nothing: 'that the fact still takes' },
  ]
  const events = rows.map((row, index) => ({
    key: `mention-${index}`,
    fact: 'external_mention',
    customerId: `C${index + 1}`,
    date: '2026-11-02',
    row,
    occurrences: [],
    customer: {},
  }))
  await receiveEvents(house.store, manager, house.pack, at, events)
  await night('n2', '2026-11-02', '2026-11-03T01:00:00Z')
  const fact = house.pack.facts.get('external_mention')
  if (!fact) throw new Error('the pack has no mentions')
  const kept = await house.duck.rows(
    `select mention_id, customer_id, subject from ${factRelation(house.lake, await readCatalog(house.lake), fact)} as fact order by 1`,
  )
  expect(kept).toEqual([
    { mention_id: 'X1', customer_id: 'C1', subject: 'a,"b\r\n;c\'' },
    { mention_id: 'X2', customer_id: 'C2', subject: '=1+1' },
    { mention_id: 'X3', customer_id: 'C3', subject: '王' },
  ])
})

test('contacts that a night brings to the lake are no reason to run the day again', async () => {
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  const [task] = await openTasks('2026-11-02T02:00:00Z')
  await recordOutcome(
    house.store,
    { actor: manager, key: 'click-1', now: new Date('2026-11-02T03:00:00Z'), timeZone: house.pack.timeZone },
    house.pack,
    { taskId: task?.task_id ?? 0, outcome: 'reached_done', next: { kind: 'none', reason: '已约定转存' } },
  )
  expect((await night('n2', '2026-10-31', '2026-11-03T01:00:00Z')).collected).toBe(1)
  expect(await pendingAsOf(house, tuesday)).toBeUndefined()
})

test('a row dated ahead does not move the night ahead', async () => {
  await house.deliver(
    'transaction',
    [
      'transaction_id,customer_id,date,direction,amount,kind',
      '8,C1,2026-11-01,in,9.00,transfer',
      '9,C1,2099-01-01,in,9.00,transfer\n',
    ].join('\n'),
  )
  expect(await lastBusinessDate(house.lake, house.pack, tuesday)).toBe('2026-11-01')
  expect(await pendingAsOf(house, tuesday)).toBe('2026-11-01')
})

test('the schedule runs for the last delivered day, once, and again when it is corrected', async () => {
  expect(await lastBusinessDate(house.lake, house.pack, tuesday)).toBe('2026-10-31')
  expect(await pendingAsOf(house, tuesday)).toBe('2026-10-31')
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  expect(await pendingAsOf(house, tuesday)).toBeUndefined()
  await house.deliver(
    'transaction',
    'transaction_id,customer_id,date,direction,amount,kind\n1,C1,2026-10-20,in,999.00,transfer\n',
  )
  expect(await pendingAsOf(house, tuesday)).toBe('2026-10-31')
})

test('a night whose process was killed does not hold up the next one', async () => {
  await house.store.execute(
    `insert into run (run_id, as_of, pack_id, pack_hash, lake_version, status, started_at, pid)
     values ('killed', '2026-10-31', 'bank-retail', 'h', 'v', 'running', '2026-11-02T00:00:00Z', $1)`,
    [2 ** 22 + 1],
  )
  await night('n1', '2026-10-31', '2026-11-02T01:00:00Z')
  expect((await currentRun(house.store))?.run_id).toBe('n1')
  expect((await listRuns(house.store, {})).items.find((run) => run.run_id === 'killed')?.status).toBe('failed')
})
