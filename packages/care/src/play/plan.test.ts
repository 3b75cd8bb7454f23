import { type Guard, judgeOffer, type Pack, type Play } from '@tend/pack'
import { expect, test } from 'vitest'
import { formula, testPlay, pack as world } from '../../test/world.ts'
import type { MomentRow } from '../moment/moment.ts'
import { settleConflicts } from './conflict.ts'
import { type Candidate, columnsOfPlays, type PlanContext, planPlays } from './plan.ts'

const label = { zh: '', en: '' }
const labelled = { label, position: { file: 'test.yaml', line: 1, column: 1 } }
const tier = new Map([['tier', { unit: 'text', values: ['A', 'B'] }]] as const)
const isTierA = formula("tier == 'A'", tier, 'flag')

const figures = (...names: string[]) => new Map(names.map((name) => [name, { unit: 'number' }] as const))
const factorNames = ['timing', 'efficiency', 'need', 'quality', 'cost_efficiency']

const play = (id: string, changes: Partial<Play> = {}): Play =>
  testPlay(id, { contactLabel: `label_${id}`, dueDays: 2, ...changes })
const packOf = (...plays: Play[]): Pack => ({
  ...world,
  plays: new Map(plays.map((one) => [one.id, one])),
  moments: new Map([['outflow', { dedupeDays: 30 }]]) as unknown as Pack['moments'],
})

const moment = (changes: Partial<MomentRow> = {}): MomentRow => ({
  moment_id: 'm1',
  customer_id: 'c1',
  unit_id: 'u1',
  owner_id: 'olga',
  moment: 'outflow',
  key: '',
  fired_on: '2026-10-31',
  due_on: null,
  expires_on: '2026-11-14',
  value: 2_000_000,
  urgency: 0.5,
  priority: 80,
  reason: { amount: 2_000_000 },
  ...changes,
})
// 2026-11-02 is a Monday.
const context = {
  asOf: '2026-10-31',
  today: '2026-11-02',
  workingDays: new Map<string, boolean>(),
  purposes: world.purposes,
}
const planTasks = (pack: Pack, candidates: readonly Candidate[], at: PlanContext) =>
  planPlays(pack, candidates, at).works.flatMap(({ tasks }) => tasks)
const candidate = (changes: Partial<MomentRow> = {}, row: Record<string, unknown> = { tier: 'A' }) => ({
  moment: moment(changes),
  row,
})

test('a play answers its moments where its condition holds', () => {
  const pack = packOf(play('a', { match: isTierA }), play('b', { on: ['birthday'] }))
  expect(columnsOfPlays(pack)).toEqual(['tier'])
  const plans = planTasks(
    pack,
    [candidate(), candidate({ customer_id: 'c2' }, { tier: 'B' }), candidate({ customer_id: 'c3' }, { tier: null })],
    context,
  )
  expect(plans.map((plan) => [plan.play, plan.customerId])).toEqual([['a', 'c1']])
})

test('a play whose offer a guard forbids at the level of the customer makes no task (S122, S123, G28)', () => {
  const rules = { acquisition: { extra: 'blocked' }, growth: { extra: 'on_request' } } as const
  const guard: Guard = { ...labelled, id: 'g', scheme: 'stage', classes: [{ id: 'extra', label }], rules }
  const plays = packOf(play('offer', { productClass: 'extra' }), play('other', { productClass: 'plain' }))
  const pack: Pack = { ...plays, guards: new Map([['g', guard]]) }
  expect(columnsOfPlays(pack)).toEqual(['stage'])
  const playsAt = (stage: string | null) =>
    planTasks(pack, [candidate({}, { stage })], context).map((plan) => plan.play)
  expect(playsAt('acquisition')).toEqual(['other'])
  expect(playsAt('growth')).toEqual(['other'])
  expect(playsAt('maturity')).toEqual(['offer', 'other'])
  expect(playsAt(null)).toEqual(['offer', 'other'])
})

test('priority follows the formula of the pack, and each of its terms is kept with the reason', () => {
  const priority = formula(
    'value * chance * urgency / effort',
    figures('value', 'chance', 'urgency', 'effort', 'service_value'),
  )
  const serviceValue = formula('timing * efficiency * need * quality * cost_efficiency', figures(...factorNames))
  const pack = {
    ...packOf(play('a', { effortMinutes: 30 })),
    work: { ...world.work, priority, serviceValue, minutesPerDay: 300 },
  }
  const [plan] = planTasks(pack, [candidate()], context)
  expect(plan).toMatchObject({
    valueMinor: 2_000_000,
    chance: 0.5,
    urgency: 0.5,
    effortMinutes: 30,
    factors: { timing: 0.5, efficiency: 0.9, need: 0.5, quality: 1, cost_efficiency: 1 },
    serviceValue: 0.5 * 0.9 * 0.5,
    priority: 10_000,
    contactLabel: 'label_a',
    dueOn: '2026-11-04',
    reasons: [{ play: 'a', moment: 'outflow', moment_id: 'm1', window_days: 30, values: { amount: 2_000_000 } }],
  })
})

test('work from a pool is of less quality than in hands that know the customer, and gifts cost a part of what is at stake (S151, G22)', () => {
  const benefit = {
    ...labelled,
    id: 'tea',
    valueAdd: 'benefit',
    cost: 5_000,
    validityDays: 30,
    perYear: 1,
    needsApproval: false,
  } as const
  const plays = packOf(
    play('own', { actions: [{ kind: 'task' }, { kind: 'benefit', benefit: 'tea' }] }),
    play('pooled', { assign: 'pool' }),
    play('boss', { assign: 'leader' }),
  )
  const plans = planTasks({ ...plays, benefits: new Map([['tea', benefit]]) }, [candidate()], context)
  expect(plans.map(({ factors }) => [factors?.quality, factors?.cost_efficiency])).toEqual([
    [1, 0.8],
    [0.5, 1],
    [1, 1],
  ])
})

test('a chance that reads something unknown counts as none and is kept as unknown', () => {
  const chance = formula('share / 2', new Map([['share', { unit: 'ratio' }]]))
  const pack = {
    ...packOf(play('a', { chance })),
    work: { ...world.work, priority: formula('value * chance', figures('value', 'chance')) },
  }
  const chances = [{ share: 0.4 }, { share: 9 }, { share: null }].map(
    (row) => planTasks(pack, [candidate({}, row)], context)[0],
  )
  expect(chances.map((plan) => [plan?.chance, plan?.priority])).toEqual([
    [0.2, 4_000],
    [1, 20_000],
    [null, 0],
  ])
})

test('a play is for customers who hold a level of each scheme that it names, and whoever does not is told by which', () => {
  const pack = packOf(
    play('both', { for: { tier: ['A', 'B'], stage: ['growth'] } }),
    play('tagged', { for: { tags: ['loyal'] } }),
  )
  expect(columnsOfPlays(pack)).toEqual(['stage', 'tags', 'tier'])
  const judge = (row: Record<string, unknown>) => {
    const { works, leftOut } = planPlays(pack, [candidate({}, row)], context)
    return [works.map((work) => work.play), leftOut.map(({ play, code, detail }) => `${play} ${code} ${detail}`)]
  }
  expect(judge({ tier: 'B', stage: 'growth', tags: 'young,loyal' })).toEqual([['both', 'tagged'], []])
  expect(judge({ tier: 'B', stage: 'exit', tags: 'young' })).toEqual([[], ['both level stage', 'tagged level tags']])
  expect(judge({ tier: null, stage: 'growth', tags: null })).toEqual([[], ['both level tier', 'tagged level tags']])
})

test('golden B20: what may be offered at which stage, of our own accord and on request', () => {
  const classes = [
    { id: 'value_added', label },
    { id: 'high_value', label },
  ]
  const rules = {
    acquisition: { value_added: 'blocked', high_value: 'blocked' },
    growth: { high_value: 'on_request' },
  } as const
  const guard: Guard = { ...labelled, id: 'stages', scheme: 'stage', classes, rules }
  const plays = packOf(play('added', { productClass: 'value_added' }), play('high', { productClass: 'high_value' }))
  const pack: Pack = { ...plays, guards: new Map([['stages', guard]]) }
  const offeredAt = (stage: string) => planTasks(pack, [candidate({}, { stage })], context).map((plan) => plan.play)
  expect(offeredAt('acquisition')).toEqual([])
  expect(offeredAt('growth')).toEqual(['added'])
  expect(judgeOffer(pack, { stage: 'growth' }, 'high_value', true).verdict).toBe('allowed')
  expect(offeredAt('maturity')).toEqual(['added', 'high'])
  expect(planPlays(pack, [candidate({}, { stage: 'growth' })], context).leftOut).toMatchObject([
    { play: 'high', code: 'guard', detail: 'stages' },
  ])
})

test("a company's manager gets a task of his own beside the customer's, without the customer's figures (S35)", () => {
  const pack = packOf(play('a', { jointWith: 'employer', assign: 'leader' }))
  expect(columnsOfPlays(pack)).toEqual(['employer'])
  const works = (employer: string | null) => planTasks(pack, [candidate({}, { employer })], context)
  expect(works('co1')).toMatchObject([
    { customerId: 'c1', jointOf: null },
    {
      customerId: 'co1',
      assign: 'owner',
      jointOf: { customerId: 'c1', dedupeKey: 'a|m1' },
      reasons: [{ moment: 'outflow', values: {} }],
    },
  ])
  expect(works(null)).toHaveLength(1)
  expect(works('c1')).toHaveLength(1)
})

test.each([
  [2, null, '2026-11-04', 'two days later'],
  [5, null, '2026-11-09', 'a Saturday becomes the Monday after'],
  [5, '2026-11-03', '2026-11-03', 'what falls due earlier is due by then'],
  [5, '2026-10-20', '2026-11-02', 'what fell due already is due today'],
] as const)('due in %i days, falling due %s: due on %s (%s)', (dueDays, due_on, expected, _situation) => {
  const [plan] = planTasks(packOf(play('a', { dueDays })), [candidate({ due_on })], context)
  expect(plan?.dueOn).toBe(expected)
})

test('two calls to one customer become one, led by the higher priority, with both reasons', () => {
  const plans = planTasks(packOf(play('low'), play('high')), [candidate()], context).map((plan) =>
    plan.play === 'high' ? { ...plan, priority: 99_999 } : plan,
  )
  const settled = settleConflicts(plans, context)
  expect(settled).toHaveLength(1)
  expect(settled[0]).toMatchObject({ play: 'high', conflict: { merged: ['low'], deferredBehind: null } })
  expect(settled[0]?.reasons.map((reason) => reason.play)).toEqual(['high', 'low'])
})

test('for other hands the weaker one waits until the next working day, and the decision is kept', () => {
  const friday = { ...context, today: '2026-11-06' }
  const plans = planTasks(packOf(play('mine'), play('pooled', { assign: 'pool' })), [candidate()], friday)
  const settled = settleConflicts(plans, friday)
  expect(settled.map((plan) => [plan.play, plan.notBeforeOn, plan.conflict.deferredBehind])).toEqual([
    ['mine', '2026-11-06', null],
    ['pooled', '2026-11-09', 'mine'],
  ])
})

test('another channel and another customer do not collide', () => {
  const plans = planTasks(
    packOf(play('a'), play('b', { channel: 'visit' })),
    [candidate(), candidate({ customer_id: 'c2', moment_id: 'm2' })],
    context,
  )
  expect(settleConflicts(plans, context)).toHaveLength(4)
})

test('of colliding plans that are worth the same the one whose moment has the higher priority leads', () => {
  const pack = packOf(play('a'), play('b', { on: ['birthday'] }))
  const worthless = { value: 0, urgency: 0.5 }
  const plans = planTasks(
    pack,
    [
      candidate({ ...worthless, priority: 40 }),
      candidate({ ...worthless, moment: 'birthday', moment_id: 'm2', priority: 65 }),
    ],
    context,
  )
  expect(settleConflicts(plans, context)).toMatchObject([{ play: 'b', conflict: { merged: ['a'] } }])
})

test('a reason that needs a permission of its own does not ride in a contact for another purpose', () => {
  const pack = packOf(
    play('service', { purpose: 'service' }),
    play('friendly', { purpose: 'relationship' }),
    play('offer', { purpose: 'marketing' }),
  )
  const ranked = planTasks(pack, [candidate()], context).map((plan, place) => ({ ...plan, priority: 10 - place }))
  const led = (...plays: string[]) =>
    settleConflicts(
      plays.flatMap((id, place) =>
        ranked.filter((plan) => plan.play === id).map((plan) => ({ ...plan, priority: 10 - place })),
      ),
      context,
    ).map((plan) => [plan.play, ...plan.conflict.merged])
  expect(led('friendly', 'service')).toEqual([['friendly', 'service']])
  expect(led('service', 'friendly')).toEqual([['service'], ['friendly']])
  expect(led('offer', 'friendly', 'service')).toEqual([['offer', 'service'], ['friendly']])
})
