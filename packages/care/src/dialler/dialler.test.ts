import type { Outcome, Pack } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { assert, asyncProperty, constantFrom, integer, array as listOf, record } from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { actorOf, at, buildBank, command, createOne, hoursLater, publish, pack as world } from '../../test/world.ts'
import { recordConsent } from '../consent/consent.ts'
import { claimNext } from '../task/claim.ts'
import { findTask } from '../task/queries.ts'
import { listCallLists, readCallList } from './call-list.ts'
import { createCallList } from './create-list.ts'
import { failAbandonedImports, findDiallerImport, runDiallerImport, startDiallerImport } from './import-job.ts'
import { importCallResults } from './import-results.ts'
import { instantOf } from './instant.ts'
import { type CallResult, readMapping, readResultFile } from './read-results.ts'
import { listRefusedCalls } from './refused-calls.ts'
import { listStoppedLeads } from './stopped-leads.ts'

let store: TestDatabase
let round = 0
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
// Each test works with customers of its own; earlier lists would hold their tasks for the day.
beforeEach(async () => {
  round += 1
  await store.execute('delete from dialler_lead')
  await store.execute("update task set closed_at = created_at, pool = 'failure' where closed_at is null")
  await publish(store, [
    { id: customer('a') },
    { id: customer('b') },
    { id: customer('w'), owner: 'wes', unit: 'west' },
  ])
})
afterAll(() => store.close())

const customer = (letter: string): string => `${letter}${round}`
const label = { zh: '', en: '' }
const position = { file: 'test.yaml', line: 1, column: 1 }
const extra: Outcome = { id: 'no_more', label, position, result: 'failure', refusal: 'withdraw' }
const pack: Pack = {
  ...world,
  outcomes: new Map([...world.outcomes, ['no_more', extra]]),
  plays: new Map(
    [...world.plays].map(([id, play]) => [id, { ...play, outcomes: [...play.outcomes, 'no_more'] }] as const),
  ),
}
const pooled = { assign: 'pool' } as const
const task = async (taskId: number) => findTask(store, { kind: 'all' }, taskId)
const list = async (staffId = 'sue', count = 10, now?: Date) => {
  const done = await createCallList(store, command(staffId, now), pack, { count })
  if (done.kind !== 'done') throw new Error(done.code)
  return done.listId
}
const leads = async (listId: number, hours = 0, staffId = 'sue') =>
  (await readCallList(store, actorOf(staffId), at(hoursLater(hours)), pack, listId))?.map(
    ({ customer_id, verdict }) => `${customer_id} ${verdict}`,
  )
let calls = 0
const call = (taskId: number, changes: Partial<CallResult> = {}): CallResult => ({
  call_id: `call-${++calls}`,
  vendor_lead_code: String(taskId),
  status: 'NA',
  user: 'ana',
  call_date: '2026-11-02 10:30:00',
  ...changes,
})
const mapping = { NA: 'no_answer', SALE: 'done', DNC: 'no_more', CALLBK: 'appointment' }
const take = async (rows: readonly CallResult[], hours = 24 * 20, options = {}) => {
  const done = await importCallResults(store, command('sue', hoursLater(hours)), pack, rows, { mapping, ...options })
  if (done.kind !== 'done') throw new Error(done.code)
  return done.calls
}
const states = async (rows: readonly CallResult[], hours?: number, options?: object) =>
  (await take(rows, hours, options)).map(({ state, reason }) => reason ?? state)

describe('a call list', () => {
  test('holds what may be called now within the scope, the most urgent first, each customer once', async () => {
    await createOne(store, customer('a'), { ...pooled, priority: 1 })
    const visit = await createOne(store, customer('a'), { ...pooled, play: 'birthday', channel: 'visit', priority: 2 })
    await store.execute("update task set channel = 'phone' where task_id = $1", [visit])
    await createOne(store, customer('b'), { ...pooled, priority: 3 })
    await createOne(store, customer('w'), { ...pooled, unitId: 'west' })
    const listId = await list()
    expect(await leads(listId)).toEqual([`${customer('b')} allowed`, `${customer('a')} allowed`])
    expect(await readCallList(store, actorOf('sue'), at(), pack, listId)).toMatchObject([
      { rank: 1, phone: expect.stringContaining('138') },
      { rank: 2, play: 'birthday' },
    ])
  })

  test('leaves out an owner’s own work, visits, what is not due and what another list of the day holds', async () => {
    await createOne(store, customer('a'))
    await createOne(store, customer('b'), { ...pooled, channel: 'visit' })
    expect(await leads(await list())).toEqual([])
    await createOne(store, customer('b'), { ...pooled, play: 'birthday', notBeforeOn: '2026-11-03' })
    expect(await leads(await list())).toEqual([])
    const tomorrow = hoursLater(24)
    const listId = await list('sue', 10, tomorrow)
    expect(await leads(listId, 24)).toEqual([`${customer('b')} allowed`])
    expect(await leads(await list('zoe', 10, tomorrow), 24, 'zoe')).toEqual([])
  })

  test('who may not be called at this moment is not on it, and is counted by what speaks against it', async () => {
    await createOne(store, customer('a'), pooled)
    await createOne(store, customer('b'), pooled)
    await store.execute("update task set purpose = 'marketing' where customer_id = $1", [customer('b')])
    expect(await createCallList(store, command('sue'), pack, { count: 10 })).toMatchObject({
      leads: 1,
      leftOut: [{ code: 'no-consent', tasks: 1 }],
    })
  })

  test('who has refused since is not on it any more', async () => {
    await createOne(store, customer('a'), pooled)
    const listId = await list()
    await recordConsent(store, command('olga'), { kind: 'all' }, pack, {
      customerId: customer('a'),
      purpose: null,
      channel: null,
      state: 'withdrawn',
      how: 'phone',
    })
    expect(await leads(listId)).toEqual([`${customer('a')} closed`])
    expect(await leads(await list())).toEqual([])
  })

  test('holds its tasks for the day: nobody claims what the dialler calls', async () => {
    const listed = await createOne(store, customer('a'), pooled)
    await list()
    const other = await createOne(store, customer('b'), pooled)
    const claims = [await claimNext(store, command('ana'), pack), await claimNext(store, command('ana'), pack)]
    expect(claims.map((claim) => (claim.kind === 'done' ? claim.task.task_id : claim.kind))).toEqual([other, 'empty'])
    const tomorrow = await claimNext(store, command('ana', hoursLater(24)), pack)
    expect(tomorrow).toMatchObject({ kind: 'done', task: { task_id: listed } })
  })

  test('names its customers in the audit, and is made by nobody without the right', async () => {
    await createOne(store, customer('a'), pooled)
    const listId = await list()
    expect(
      await store.query("select detail -> 'customers' as customers from audit where subject_id = $1", [
        `dialler-${listId}`,
      ]),
    ).toEqual([{ customers: [customer('a')] }])
    expect(await createCallList(store, command('ana'), pack, { count: 1 })).toMatchObject({ code: 'forbidden' })
    expect(await readCallList(store, actorOf('ana'), at(), pack, listId)).toBeUndefined()
    expect((await listCallLists(store, actorOf('zoe'), {})).items.some(({ list_id }) => list_id === listId)).toBe(false)
  })
})

describe('results of calls', () => {
  test('a customer who wants no more calls is heard also where the call cannot be used', async () => {
    const closed = await createOne(store, customer('a'), pooled)
    await store.execute("update task set closed_at = created_at, pool = 'success' where task_id = $1", [closed])
    const other = await createOne(store, customer('a'), { ...pooled, play: 'birthday' })
    const unmapped = await createOne(store, customer('b'), pooled)
    const foreign = await createOne(store, customer('w'), { ...pooled, unitId: 'west' })
    const rows = [
      call(closed, { status: 'DNC' }),
      call(unmapped, { status: 'DNCL', user: 'nobody' }),
      call(foreign, { status: 'DNC' }),
    ]
    expect(await states(rows)).toEqual(['task_closed', 'unknown_outcome', 'not_found'])
    const stopped = { is_open: false, outcome: 'stopped', closed_reason: 'withdrawn' }
    expect(await task(other)).toMatchObject(stopped)
    expect(await task(unmapped)).toMatchObject(stopped)
    expect(await task(foreign)).toMatchObject({ is_open: true })
    await take(rows)
    expect(
      await store.query(
        `select customer_id, at, proof, count(*) over (partition by customer_id) as rows from consent
         where customer_id = any($1) order by customer_id`,
        [[customer('a'), customer('b'), customer('w')]],
      ),
    ).toEqual(
      [customer('a'), customer('b')].map((customer_id, index) => ({
        customer_id,
        at: '2026-11-02T02:30:00.000Z',
        proof: `call ${rows[index]?.call_id}`,
        rows: 1,
      })),
    )
  })

  test('a refusal in a call that cannot be used waits for nobody who works with the customer', async () => {
    const taskId = await createOne(store, customer('a'), pooled)
    await store.transaction(async (tx) => {
      await tx.query('select from customer where customer_id = $1 for key share', [customer('a')])
      expect(await states([call(taskId, { status: 'DNC', user: 'nobody' })])).toEqual(['unknown_staff'])
    })
    expect(await task(taskId)).toMatchObject({ is_open: false, outcome: 'stopped' })
  })

  test('hold nothing while they wait for who writes their customers, whatever the order of it', async () => {
    const [first, second] = [
      await createOne(store, customer('a'), pooled),
      await createOne(store, customer('b'), pooled),
    ]
    const waits = () =>
      store.query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
    const hold = 'select from task where task_id = $1 for update'
    const taken = await store.transaction(async (night) => {
      await night.query("set local lock_timeout = '50ms'")
      await night.query(hold, [second])
      const taking = states([call(first), call(second)])
      await expect.poll(async () => (await waits()).length, { interval: 5 }).toBeGreaterThan(0)
      await night.query(hold, [first])
      return { taking }
    })
    expect(await taken.taking).toEqual(['done', 'done'])
  })

  test('a refusal is as old as its call, and known from the hour at which the dialler told of it', async () => {
    const taskId = await createOne(store, customer('a'), pooled)
    expect(await states([call(taskId, { status: 'DNC' })], 5)).toEqual(['done'])
    expect(await store.query('select at, recorded_at from consent where customer_id = $1', [customer('a')])).toEqual([
      { at: '2026-11-02T02:30:00.000Z', recorded_at: hoursLater(5).toISOString() },
    ])
  })

  test('count as the agent’s own attempts at the time of the call, three of them, and a call counts once', async () => {
    const taskId = await createOne(store, customer('a'), pooled)
    const rows = [
      call(taskId, { call_date: '2026-11-04 15:00:00' }),
      call(taskId),
      call(taskId, { call_date: '2026-11-05T19:00:00+08:00' }),
      call(taskId, { call_date: '2026-11-06 10:00:00' }),
    ]
    expect(await states(rows)).toEqual(['done', 'done', 'done', 'task_closed'])
    expect(await task(taskId)).toMatchObject({ pool: 'failure', attempts: 3 })
    expect(await states(rows)).toEqual(['known', 'known', 'known', 'task_closed'])
    expect(
      await store.query('select staff_id, at from contact where task_id = $1 order by contact_id', [taskId]),
    ).toEqual([
      { staff_id: 'ana', at: '2026-11-02T02:30:00.000Z' },
      { staff_id: 'ana', at: '2026-11-04T07:00:00.000Z' },
      { staff_id: 'ana', at: '2026-11-05T11:00:00.000Z' },
    ])
  })

  test('an import that was killed half-way is finished by the same file, and no call counts twice', async () => {
    const taskId = await createOne(store, customer('a'), pooled)
    const rows = [call(taskId, { status: 'SALE', no_next_reason: 'none' })]
    await take(rows)
    // The outcome was committed and the row about it was not.
    await store.execute('delete from dialler_result where call_id = $1', [rows[0]?.call_id])
    expect(await states(rows)).toEqual(['done'])
    expect(await contactsOf(taskId)).toHaveLength(1)
  })

  test('a second attempt on the same day is refused and kept, and the task stays as it was', async () => {
    const taskId = await createOne(store, customer('a'), pooled)
    const rows = [call(taskId), call(taskId, { call_date: '2026-11-02 11:30:00' })]
    expect(await states(rows)).toEqual(['done', 'too_early'])
    expect(await task(taskId)).toMatchObject({ pool: 'second', attempts: 1, assignee_id: null })
    const { items } = await listRefusedCalls(store, actorOf('sue'), {})
    expect(items.find(({ call_id }) => call_id === rows[1]?.call_id)).toMatchObject({
      reason: 'too_early',
      vendor_lead_code: String(taskId),
      agent: 'ana',
    })
  })

  test('a success says when the next contact is or why there is none; an agreed time opens the appointment', async () => {
    const [a, b] = [await createOne(store, customer('a'), pooled), await createOne(store, customer('b'), pooled)]
    const sale = call(a, { status: 'sale', comments: 'bought' })
    expect(await states([sale])).toEqual(['next_contact_required'])
    expect(await task(a)).toMatchObject({ pool: 'total', assignee_id: null })
    expect(await states([sale], undefined, { noNextReason: 'campaign is over' })).toEqual(['done'])
    expect(await states([call(b, { status: 'CALLBK', callback_at: '2026-11-05 14:00' })])).toEqual(['done'])
    expect(await task(b)).toMatchObject({ appointment_at: '2026-11-05T06:00:00.000Z', assignee_id: 'ana' })
  })

  test('who was called after refusing is found among the refused results, and is not called again', async () => {
    const taskId = await createOne(store, customer('a'), pooled)
    await recordConsent(store, command('olga'), { kind: 'all' }, pack, {
      customerId: customer('a'),
      purpose: null,
      channel: null,
      state: 'withdrawn',
      how: 'phone',
    })
    expect(await states([call(taskId)], 2)).toEqual(['not_permitted'])
    expect(await contactsOf(taskId)).toEqual([])
  })

  test('who wants no more calls gets none from anybody', async () => {
    const taskId = await createOne(store, customer('a'), pooled)
    await createOne(store, customer('a'), { ...pooled, play: 'birthday' })
    expect(await states([call(taskId, { status: 'DNC' })], 1)).toEqual(['done'])
    expect(await leads(await list('sue', 10, hoursLater(48)), 48)).toEqual([])
    expect(
      await store.query('select count(*) as open from task where customer_id = $1 and closed_at is null', [
        customer('a'),
      ]),
    ).toEqual([{ open: 0 }])
  })

  test.each<[string, Partial<CallResult>]>([
    ['unknown_outcome', { status: 'XYZ' }],
    ['unknown_staff', { user: 'nobody' }],
    ['unknown_staff', { user: 'wim' }],
    ['not_found', { vendor_lead_code: '987654' }],
    ['not_found', { vendor_lead_code: 'x' }],
    ['invalid_value', { call_date: 'yesterday' }],
    ['invalid_value', { call_date: '2027-01-01 10:00:00' }],
    ['invalid_value', { callback_at: 'soon' }],
    ['invalid_value', { call_id: '' }],
  ])('a row is refused as %s and kept: %j', async (reason, changes) => {
    const taskId = await createOne(store, customer('a'), pooled)
    const [done] = await take([call(taskId, changes)])
    expect(done).toMatchObject({ state: 'refused', reason })
    expect(await store.query('select state from dialler_result where call_id = $1', [done?.callId])).toHaveLength(1)
    expect(await task(taskId)).toMatchObject({ attempts: 0, assignee_id: null })
  })

  test('a foreign task is refused as unknown, and a task that another holds as taken', async () => {
    const foreign = await createOne(store, customer('w'), { ...pooled, unitId: 'west' })
    const owned = await createOne(store, customer('a'))
    expect(await states([call(foreign), call(owned)])).toEqual(['not_found', expect.stringMatching(/taken|not_found/)])
  })

  test('delivered twice, in any order and in any pieces, they leave what they leave delivered once', async () => {
    const outcomes = record({ status: constantFrom('NA', 'SALE', 'DNC', 'XYZ'), day: integer({ min: 2, max: 6 }) })
    let letter = 0
    await assert(
      asyncProperty(
        listOf(outcomes, { minLength: 1, maxLength: 5 }),
        integer({ min: 0, max: 5 }),
        async (made, cut) => {
          const id = `p${round}-${++letter}`
          await publish(store, [{ id }])
          const taskId = await createOne(store, id, pooled)
          const rows = made.map(({ status, day }) =>
            call(taskId, { status, call_date: `2026-11-0${day} 10:00:00`, no_next_reason: 'none' }),
          )
          const first = await take(rows)
          const before = [await task(taskId), await contactsOf(taskId)]
          await take(rows.slice(0, cut).toReversed())
          const again = await take([...rows.slice(cut), ...rows])
          expect([await task(taskId), await contactsOf(taskId)]).toEqual(before)
          expect(await contactsOf(taskId)).toHaveLength(first.filter(({ state }) => state === 'done').length)
          expect(again.every(({ state }) => state !== 'done')).toBe(true)
        },
      ),
      { numRuns: 12, seed: 7 },
    )
  })
})

const contactsOf = (taskId: number) =>
  store.query('select contact_id, at, outcome from contact where task_id = $1 order by contact_id', [taskId])

describe('a large file', () => {
  const start = (content: string, who = 'sue') =>
    startDiallerImport(store, command(who, hoursLater(5)), {
      importId: `import-${content}-${who}-${++calls}`,
      content: Buffer.from(content),
      options: { mapping },
      total: 2,
      pid: 7,
    })
  const idOf = (started: Awaited<ReturnType<typeof start>>): string =>
    started.kind === 'done' ? started.importId : started.code

  test('is taken in chunk by chunk, one at a time, and the same one again is the same import', async () => {
    const good = await createOne(store, customer('a'), pooled)
    const importId = idOf(await start('first'))
    expect(await start('first')).toEqual({ kind: 'done', importId, isNew: false })
    expect(await start('second')).toMatchObject({ code: 'busy' })
    expect(await start('first', 'zoe')).toMatchObject({ code: 'busy' })
    expect(await start('first', 'ana')).toMatchObject({ code: 'forbidden' })
    const rows = [...Array.from({ length: 60 }, () => call(999_999)), call(good)]
    await runDiallerImport(store, command('sue', hoursLater(5)), pack, rows, { importId, options: { mapping } })
    expect(await findDiallerImport(store, actorOf('sue'), importId)).toMatchObject({
      state: 'done',
      done: 1,
      known: 0,
      refused: 60,
      problem: null,
    })
    expect(await findDiallerImport(store, actorOf('zoe'), importId)).toBeUndefined()
    expect(await contactsOf(good)).toHaveLength(1)
    // Of what was refused something may be usable by now.
    expect(await start('first')).toMatchObject({ isNew: true })
    await failAbandonedImports(store, { now: hoursLater(6), isAlive: () => false })
    const next = idOf(await start('third'))
    await runDiallerImport(store, command('sue', hoursLater(6)), pack, rows.slice(60), {
      importId: next,
      options: { mapping },
    })
    expect(await start('third')).toEqual({ kind: 'done', importId: next, isNew: false })
  })

  test('that was broken off says so and is begun anew by the same file', async () => {
    const importId = idOf(await start('cut'))
    await failAbandonedImports(store, { now: hoursLater(6), isAlive: (pid) => pid !== 7 })
    expect(await findDiallerImport(store, actorOf('sue'), importId)).toMatchObject({
      state: 'failed',
      problem: 'interrupted',
    })
    expect(await start('cut')).toMatchObject({ isNew: true })
    await failAbandonedImports(store, { now: hoursLater(6), isAlive: () => false })
  })
})

describe('what a dialler has to take out of its lists', () => {
  test('is named since an instant, within the scope: who refused, and whose work is done', async () => {
    const refused = await createOne(store, customer('a'), pooled)
    const worked = await createOne(store, customer('b'), pooled)
    const listId = await list()
    const stopped = (hours: number, staffId = 'sue') =>
      listStoppedLeads(store, actorOf(staffId), at(hoursLater(9)), { since: hoursLater(hours), limit: 1 })
    expect((await stopped(0)).items).toEqual([])
    await take([call(worked, { status: 'SALE', no_next_reason: '已办结', call_date: '2026-11-02 11:00:00' })], 2)
    await recordConsent(store, command('olga', hoursLater(2)), { kind: 'all' }, pack, {
      customerId: customer('a'),
      purpose: null,
      channel: null,
      state: 'withdrawn',
      how: 'phone',
    })
    const first = await stopped(1)
    expect(first.items).toMatchObject([{ task_id: worked, list_id: listId, reason: 'closed' }])
    const { items } = await listStoppedLeads(store, actorOf('sue'), at(hoursLater(9)), {
      since: hoursLater(1),
      limit: 1,
      ...(first.next === undefined ? {} : { cursor: first.next }),
    })
    expect(items).toMatchObject([{ task_id: refused, customer_id: customer('a'), reason: 'withdrawn' }])
    expect((await stopped(3)).items).toEqual([])
    for (const who of ['ana', 'wim']) expect((await stopped(1, who)).items).toEqual([])
  })

  test('is named from the hour at which a call’s refusal came to be known, however old the call is', async () => {
    const called = await createOne(store, customer('a'), pooled)
    await list()
    const other = await createOne(store, customer('a'), { ...pooled, play: 'birthday', channel: 'visit' })
    await store.execute("update task set channel = 'phone' where task_id = $1", [other])
    const otherList = await list()
    expect(await states([call(called, { status: 'DNC' })], 5)).toEqual(['done'])
    const { items } = await listStoppedLeads(store, actorOf('sue'), at(hoursLater(6)), { since: hoursLater(4) })
    expect(items).toMatchObject([{ task_id: other, list_id: otherList, reason: 'withdrawn' }])
  })
})

describe('a file of results', () => {
  test('is read by the dialler’s own names of columns, whatever else it holds', async () => {
    const text =
      '\ufeffuniqueid;lead_vendor_code;status;user;call_date;length_in_sec;comments\nu1;12;NA;ana;2026-11-02 10:30:00;7;"a; b"\n'
    expect(await readResultFile(Buffer.from(text))).toEqual({
      kind: 'read',
      rows: [
        {
          call_id: 'u1',
          vendor_lead_code: '12',
          status: 'NA',
          user: 'ana',
          call_date: '2026-11-02 10:30:00',
          comments: 'a; b',
        },
      ],
    })
  })

  test('kept by a spreadsheet is read, with a quotation mark in a comment and its way to write a time', async () => {
    const text = 'call_id\tvendor_lead_code\tstatus\tuser\tcall_date\tcomments\n1\t2\tNA\tana\t2026/3/5 9:05\t说"忙"\n'
    expect(await readResultFile(Buffer.from(`\ufeff${text}`, 'utf16le'))).toMatchObject({
      rows: [{ call_date: '2026/3/5 9:05', comments: '说"忙"' }],
    })
    expect(instantOf('2026/3/5 9:05', pack)?.toISOString()).toBe('2026-03-05T01:05:00.000Z')
    expect(instantOf('5/3/2026 9:05', pack)).toBeUndefined()
    expect(instantOf('2026-13-05 09:05', pack)).toBeUndefined()
  })

  test('in the encoding of Chinese systems is read too', async () => {
    const header = 'call_id,vendor_lead_code,status,user,call_date,comments\n'
    // 客户在忙
    const bytes = Buffer.concat([
      Buffer.from(`${header}1,2,NA,ana,2026-11-02 10:30:00,`),
      Buffer.from([0xbf, 0xcd, 0xbb, 0xa7, 0xd4, 0xda, 0xc3, 0xa6]),
    ])
    expect(await readResultFile(bytes)).toMatchObject({ kind: 'read', rows: [{ comments: '客户在忙' }] })
  })

  test.each([
    ['', 'no rows'],
    ['call_id,status\n1,NA\n', 'vendor_lead_code, user, call_date'],
    ['call_id,"status\n1', expect.stringContaining('Quote')],
  ])('that cannot be read says what is wrong: %j', async (text, problem) => {
    expect(await readResultFile(Buffer.from(text))).toEqual({ kind: 'unreadable', problem })
  })

  test('of fifty thousand rows leaves others their turn while it is read', async () => {
    const row = ',12,NA,ana,2026-11-02 10:30:00,客户在忙\n'
    const rows = Array.from({ length: 50_000 }, (_, index) => `${index}${row}`).join('')
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    const file = await readResultFile(Buffer.from(`call_id,vendor_lead_code,status,user,call_date,comments\n${rows}`))
    clearInterval(timer)
    expect(file.kind === 'read' && file.rows.length).toBe(50_000)
    expect(turns).toBeGreaterThan(20)
  })

  test('a mapping is read from one line', () => {
    expect(readMapping('NA=no_answer, B = busy')).toEqual({ NA: 'no_answer', B: 'busy' })
    expect(readMapping('NA')).toBeUndefined()
    expect(readMapping('NA=a=b')).toBeUndefined()
  })
})
