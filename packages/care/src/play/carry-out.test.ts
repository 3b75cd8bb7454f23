import type { Benefit, CaseKind, Guard, MessageKind, Moment, Pack, Play, Policy, Scheme, Template } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBank, formula, hoursLater, monday, publish, testPlay, timeZone, pack as world } from '../../test/world.ts'
import type { MomentRow } from '../moment/moment.ts'
import { carryOut } from './carry-out.ts'
import { explainPlays } from './explain.ts'
import { planPlays } from './plan.ts'

const label = { zh: '', en: '' }
const base = { label, position: { file: 'test.yaml', line: 1, column: 1 } }
const byId = <Definition extends { readonly id: string }>(...all: readonly Definition[]) =>
  new Map(all.map((one) => [one.id, one]))
const moment = (id: string, kind = 'threshold') =>
  ({ ...base, id, kind, dedupeDays: 30, priority: 50, reason: label }) as unknown as Moment
const scheme = (id: string, variant: Scheme['variant'], ...levels: string[]) =>
  ({
    ...base,
    id,
    variant,
    manual: false,
    levels: levels.map((level, rank) => ({ id: level, label, rank })),
  }) as unknown as Scheme
const guard: Guard = {
  ...base,
  id: 'stages',
  scheme: 'stage',
  classes: [{ id: 'extra', label }],
  rules: { acquisition: { extra: 'blocked' }, growth: { extra: 'on_request' } },
}
const greeting: MessageKind = {
  ...base,
  id: 'greeting',
  purpose: 'relationship',
  forbidden: [],
  requires: [],
  sender: 'institution',
}
const hello: Template = { ...base, id: 'hello', kind: 'greeting', channel: 'sms', body: { zh: '您好', en: 'Hello' } }
const tea: Benefit = {
  ...base,
  id: 'tea',
  valueAdd: 'benefit',
  cost: 10,
  validityDays: 30,
  perYear: 1,
  needsApproval: false,
}
const lead: CaseKind = { ...base, id: 'lead', dueWorkingDays: 1, route: 'owner', needsAnswer: false }
const limits: Policy = {
  ...base,
  id: 'limits',
  quietOnHolidays: false,
  coolOffDays: 30,
  caps: [{ for: {}, per: 'week', max: 2 }],
  minimums: [],
}

const plays: Play[] = [
  testPlay('save', { for: { tier: ['A'] }, chance: formula('0.9', new Map()) }),
  testPlay('friendly', { for: { stage: ['growth', 'maturity'] } }),
  testPlay('offer', { purpose: 'marketing', productClass: 'extra', dueDays: 3 }),
  testPlay('rich', {
    match: formula('assets > 100.0', new Map([['assets', { unit: 'money' }]]), 'flag'),
    assign: 'pool',
  }),
  testPlay('write', { on: ['hello'], actions: [{ kind: 'message', template: 'hello' }] }),
  testPlay('gift', {
    on: ['hello'],
    channel: 'visit',
    actions: [{ kind: 'task' }, { kind: 'benefit', benefit: 'tea' }, { kind: 'case', case: 'lead' }],
  }),
  testPlay('never', { on: ['elsewhere'] }),
]
const pack: Pack = {
  ...world,
  schemes: byId(scheme('tier', 'ladder', 'B', 'A'), scheme('stage', 'stage', 'acquisition', 'growth', 'maturity')),
  moments: byId(moment('outflow'), moment('hello'), moment('elsewhere')),
  plays: byId(...plays),
  guards: byId(guard),
  messages: byId(greeting),
  templates: byId(hello),
  benefits: byId(tea),
  cases: byId(lead),
  policies: byId(limits),
}

const tiers = ['A', 'B', null]
const stages = ['acquisition', 'growth', 'maturity', null]
const customers = Array.from({ length: 48 }, (_, place) => `c${String(place).padStart(2, '0')}`)
const placeOf = (customerId: string): number => Number(customerId.slice(1))
const rowOf = (customerId: string) => {
  const place = placeOf(customerId)
  return {
    customer_id: customerId,
    tier: tiers[place % 3],
    stage: stages[place % 4],
    assets: place % 5 === 0 ? null : place * 1_000,
  }
}
const occurrence = (customerId: string, id: string): MomentRow => ({
  moment_id: `${id}-${customerId}`,
  customer_id: customerId,
  unit_id: 'east-1',
  owner_id: 'olga',
  moment: id,
  key: '',
  fired_on: '2026-11-01',
  due_on: null,
  expires_on: '2026-11-14',
  value: 100_000 + placeOf(customerId),
  urgency: 0.5,
  priority: 50,
  reason: {},
})
/** Every second customer also has the second moment. */
const momentsOf = (customerId: string): MomentRow[] => [
  occurrence(customerId, 'outflow'),
  ...(placeOf(customerId) % 2 === 0 ? [occurrence(customerId, 'hello')] : []),
]

const at = { now: monday, timeZone }
const carry = { ...at, runId: 'run', seed: 's', by: 'system' }
const context = { asOf: '2026-11-01', today: '2026-11-02', workingDays: new Map<string, boolean>() }
const planFor = (...ids: readonly string[]) =>
  planPlays(
    pack,
    ids.flatMap((id) => momentsOf(id).map((one) => ({ moment: one, row: rowOf(id) }))),
    context,
  )
const explainFor = (customerId: string, now = monday) =>
  explainPlays(store, pack, {
    row: rowOf(customerId),
    moments: momentsOf(customerId).map((one) => ({ ...one, isNew: true })),
    asOf: context.asOf,
    now,
    timeZone,
  })

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  // Two are no longer delivered; a third of the customers agreed to marketing, some said nothing more, some were called often or just now.
  await publish(
    store,
    customers.slice(2).map((id) => ({ id })),
  )
  for (const id of customers) {
    const place = placeOf(id)
    if (place % 3 === 0) await consent(id, 'marketing', 'given')
    if (place % 7 === 3) await consent(id, 'relationship', 'withdrawn')
    if (place % 11 === 5) await consent(id, null, 'withdrawn')
    if (place % 8 === 4) await contact(id, -2, -3)
    if (place % 8 === 6) await contact(id, -1)
    if (place % 16 === 9) await contact(id, -90)
  }
})
afterAll(() => store.close())

const consent = (customerId: string, purpose: string | null, state: string) =>
  store.execute(
    `insert into consent (customer_id, purpose, state, text_version, at, how, taken_by, source, recorded_at)
     values ($1, $2, $3, '1', '2026-10-01', 'form', 'user', 'tend', '2026-10-01')`,
    [customerId, purpose, state],
  )
const contact = async (customerId: string, ...hours: number[]) => {
  for (const hour of hours)
    await store.execute(
      `insert into contact (customer_id, at, user_id, channel, direction, outcome, result, purpose)
       values ($1, $2, 'user', 'phone', 'outbound', 'done', 'success', 'relationship')`,
      [customerId, hoursLater(hour)],
    )
}

type Told = { readonly play: string; readonly what: string }
const key = (customerId: string, { play, what }: Told): string => `${customerId} ${play} ${what}`

test('what a customer would get today is what the night then makes, for every customer and play', async () => {
  const foretold: string[] = []
  const cases: string[] = []
  const verdicts = new Set<string>()
  for (const customerId of customers) {
    for (const { play, verdict, leftOut, behind, task } of await explainFor(customerId)) {
      verdicts.add(leftOut?.code ?? verdict)
      if (play === 'gift' && verdict !== 'left_out') cases.push(customerId)
      // A message or a case alone makes no task.
      if (verdict === 'left_out' || (verdict === 'wanted' && task === null)) continue
      const what =
        verdict === 'merged'
          ? `in ${behind}`
          : `own ${task?.notBeforeOn} ${task?.dueOn} ${behind} ${task?.conflict.held?.code}`
      foretold.push(key(customerId, { play, what }))
    }
  }
  // A world in which a verdict never comes up would prove nothing of it.
  expect([...verdicts].sort()).toEqual(
    [
      'absent',
      'cap',
      'condition',
      'deferred',
      'guard',
      'level',
      'merged',
      'no-consent',
      'no-moment',
      'objected',
      'wanted',
      'withdrawn',
    ].sort(),
  )
  const done = await store.transaction((tx) => carryOut(tx, pack, planFor(...customers), carry))
  const made = await store.query<Told & { customer_id: string }>(
    `select task_reason.customer_id, task_reason.play, case when task.play = task_reason.play
       then concat_ws(' ', 'own', to_char(not_before at time zone 'Asia/Shanghai', 'YYYY-MM-DD'), to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'),
         coalesce(conflict ->> 'deferredBehind', 'null'), coalesce(conflict -> 'held' ->> 'code', 'undefined'))
       else 'in ' || task.play end as what
     from task_reason join task using (task_id)`,
  )
  expect(made.map((row) => key(row.customer_id, row)).sort()).toEqual(foretold.sort())
  expect(done.created + done.merged).toBe(made.length)
  const opened = await store.query<{ customer_id: string }>('select customer_id from care_case order by customer_id')
  expect(opened.map(({ customer_id }) => customer_id)).toEqual(cases)
  expect(done.leftOut.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['absent', 'guard', 'level', 'no-consent', 'objected', 'withdrawn', 'cap']),
  )
})

test('whoever has withdrawn or is gone has neither task nor message nor benefit', async () => {
  const spared = customers.filter((id) => placeOf(id) < 2 || placeOf(id) % 11 === 5)
  for (const table of ['task', 'message', 'benefit_grant'])
    expect(await store.query(`select customer_id from ${table} where customer_id = any($1)`, [spared])).toEqual([])
})

test('messages, benefits and cases are made once, and the benefit names the task that tells of it', async () => {
  const [counts] = await store.query(
    `select (select count(*) from message) as messages, (select count(*) from care_case) as cases, (select count(*) from benefit_grant) as benefits,
       (select count(*) from benefit_grant where task_id is null) as untold`,
  )
  expect(counts).toMatchObject({ untold: 0 })
  const again = await store.transaction((tx) => carryOut(tx, pack, planFor(...customers), carry))
  expect(again).toMatchObject({ created: 0, messages: 0, benefits: 0, cases: 0 })
  expect(again.leftOut.filter(({ code }) => code === 'known').length).toBeGreaterThan(20)
  expect(Number(counts?.messages) * Number(counts?.cases) * Number(counts?.benefits)).toBeGreaterThan(0)
})

test('after the night the page tells that the work was made, and from which day an obstacle is gone', async () => {
  const codes = (await explainFor('c10')).map(({ play, verdict, leftOut }) => [play, leftOut?.code ?? verdict])
  expect(codes.filter(([, code]) => code === 'known').length).toBeGreaterThan(0)
  const capped = (await explainFor('c12')).find(({ leftOut }) => leftOut?.code === 'cap')
  expect(capped?.leftOut?.until).toBe('2026-11-09')
})

test('a condition that does not hold is told with its values', async () => {
  const poor = (await explainFor('c05')).find(({ play }) => play === 'rich')
  expect(poor).toMatchObject({
    leftOut: { code: 'condition' },
    terms: [{ isTrue: false, values: [{ name: 'assets', value: null }] }],
  })
})

test('an occurrence of an earlier day makes nothing any more', async () => {
  const [explained] = await explainPlays(store, pack, {
    row: rowOf('c03'),
    moments: [{ ...occurrence('c03', 'elsewhere'), isNew: false }],
    asOf: context.asOf,
    ...at,
  }).then((all) => all.filter(({ play }) => play === 'never'))
  expect(explained).toMatchObject({ verdict: 'left_out', leftOut: { code: 'past' } })
})
