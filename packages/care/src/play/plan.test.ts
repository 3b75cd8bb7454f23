import type { Expression, Pack, Play } from '@tend/pack'
import { expect, test } from 'vitest'
import type { MomentRow } from '../moment/moment.ts'
import { settleConflicts } from './conflict.ts'
import { columnsOfPlays, planTasks } from './plan.ts'

const label = { zh: '', en: '' }
const position = { file: 'test.yaml', line: 1, column: 1 }
const isTierA: Expression = {
  text: "tier == 'A'",
  type: 'flag',
  names: ['tier'],
  position,
  tree: {
    kind: 'compare',
    op: '==',
    left: { kind: 'name', name: 'tier', unit: 'text' },
    right: { kind: 'literal', value: 'A', type: 'text' },
  },
} as unknown as Expression

const play = (id: string, changes: Partial<Play> = {}): Play => ({
  id,
  label,
  position,
  on: ['outflow'],
  contactLabel: `label_${id}`,
  channel: 'phone',
  assign: 'owner',
  dueDays: 2,
  maxAttempts: 3,
  retryWorkingDays: 1,
  script: label,
  checklist: [],
  outcomes: [],
  ...changes,
})
const packOf = (...plays: Play[]): Pack =>
  ({
    currency: { code: 'CNY', decimals: 2 },
    plays: new Map(plays.map((one) => [one.id, one])),
    moments: new Map([['outflow', { dedupeDays: 30 }]]),
  }) as unknown as Pack

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
const context = { asOf: '2026-10-31', today: '2026-11-02', workingDays: new Map<string, boolean>() }
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
  const guard = { id: 'g', label, position, scheme: 'stage', classes: [{ id: 'extra', label }], rules }
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

test('priority is value at stake in major units times urgency, and the reason is kept', () => {
  const [plan] = planTasks(packOf(play('a')), [candidate()], context)
  expect(plan).toMatchObject({
    valueMinor: 2_000_000,
    urgency: 0.5,
    priority: 10_000,
    contactLabel: 'label_a',
    dueOn: '2026-11-04',
    reasons: [{ play: 'a', moment: 'outflow', moment_id: 'm1', window_days: 30, values: { amount: 2_000_000 } }],
  })
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

test("a customer without an owner goes to the unit's pool", () => {
  const [plan] = planTasks(packOf(play('a')), [candidate({ owner_id: null })], context)
  expect(plan?.assign).toBe('pool')
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
