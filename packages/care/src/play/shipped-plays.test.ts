import { fileURLToPath } from 'node:url'
import { loadPack, type Pack } from '@tend/pack'
import { expect, test } from 'vitest'
import type { MomentRow } from '../moment/moment.ts'
import { createThemePlanner } from '../theme/plan-theme.ts'
import { planPlays } from './plan.ts'

const packs = fileURLToPath(new URL('../../../../packs', import.meta.url))
const load = (name: string): Pack => {
  const { pack } = loadPack(`${packs}/${name}`, packs)
  if (pack === undefined) throw new Error(`${name} has mistakes`)
  return pack
}
const context = { asOf: '2026-10-31', today: '2026-11-02', workingDays: new Map<string, boolean>() }
const occurrence = (moment: string): MomentRow => ({
  moment_id: 'm1',
  customer_id: 'c1',
  unit_id: 'u1',
  owner_id: 'olga',
  moment,
  key: '',
  fired_on: '2026-10-31',
  due_on: null,
  expires_on: '2026-11-30',
  value: 2_000_000,
  urgency: 0.5,
  priority: 50,
  reason: {},
})
/** What follows from an occurrence, as one line a play: who works, what else is done, and whose manager joins in. */
const worksOf = (pack: Pack, moment: string, row: Record<string, unknown>): readonly string[] =>
  planPlays(pack, [{ moment: occurrence(moment), row }], context).works.map((work) =>
    [
      work.play,
      ...work.tasks.map(({ assign, jointOf, customerId }) => (jointOf === null ? assign : `joint ${customerId}`)),
      ...work.messages.map(({ template }) => template),
      ...work.benefits,
      ...work.cases,
    ].join(' '),
  )

const bank = load('bank-retail')
const person = { abcd: 'C', lifecycle: 'maturity', is_closed: false }

test.each([
  [
    'S29: an important event is a leader’s',
    'important_event',
    { asset_tier: 'gold' },
    'leader_good_wishes leader flowers',
  ],
  [
    'S29: so is money that a diamond customer moves out',
    'large_outflow',
    { asset_tier: 'diamond' },
    'leader_outflow_call leader',
  ],
  [
    'S134: a happy event brings a surprise for the family',
    'happy_event',
    { asset_tier: 'diamond' },
    'family_surprise owner family_service',
  ],
  ['S141: what matures is announced', 'deposit_maturing', { asset_tier: 'silver' }, 'maturity_message maturity_notice'],
  ['S58: everybody is visited', 'roving_due', { asset_tier: 'basic' }, 'care_roving owner'],
  [
    'S35: the company’s manager joins in',
    'care_due',
    { asset_tier: 'gold', income_group: 'business', company_id: 'E7' },
    'care_business owner joint E7',
  ],
  [
    'S35: also for the managers and better-off staff of companies',
    'care_due',
    { asset_tier: 'gold', abcd: 'A', income_group: 'payroll', company_id: 'E7' },
    'care_key owner joint E7',
  ],
] as const)('%s', (_item, moment, row, expected) => {
  expect(worksOf(bank, moment, { ...person, ...row })).toContain(expected)
})

test('S141: who moves money out is called back', () => {
  expect(worksOf(bank, 'large_outflow', { ...person, asset_tier: 'silver' }).join()).toContain('owner')
})

test('S28: a fault of e-banking sends a technician to mid and high-end customers, opens the case, and the manager calls', () => {
  const diamond = worksOf(bank, 'e_banking_failed', { ...person, asset_tier: 'diamond' })
  expect(diamond.toSorted()).toEqual(['e_banking_call owner e_banking_fault', 'e_banking_repair owner'])
  expect(bank.plays.get('e_banking_repair')).toMatchObject({ skill: 'e_banking', channel: 'visit', dueDays: 1 })
  expect(worksOf(bank, 'e_banking_failed', { ...person, asset_tier: 'basic' })).toEqual([
    'e_banking_call owner e_banking_fault',
  ])
})

test('S22: a VIP of the day is studied by the own guide, and a piece that is not worn has an answer', () => {
  const shop = load('fashion-retail')
  expect(worksOf(shop, 'daily_study', { vip: 'vip' })).toEqual(['vip_study owner'])
  expect(worksOf(shop, 'not_worn', { vip: 'vip' })).toEqual(['not_worn_call owner'])
})

test('S28: changed rules are told in person to mid and high-end customers, by call and by a notice that carries no marketing', () => {
  const play = bank.plays.get('rule_change_call')
  if (play === undefined) throw new Error('bank-retail has no play rule_change_call')
  const theme = {
    themeId: 7,
    name: '规则调整',
    goal: '',
    play,
    value: undefined,
    startsOn: '2026-11-02',
    endsOn: '2026-11-09',
  }
  const plan = createThemePlanner(bank, theme, context)
  const ofTier = (asset_tier: string) =>
    plan({ customer_id: 'c1', unit_id: 'u1', owner_id: 'olga', ...person, asset_tier })
  expect(ofTier('gold')).toMatchObject({
    kind: 'work',
    work: { tasks: [{ purpose: 'service' }], messages: [{ template: 'rule_change_notice', themeId: 7 }] },
  })
  expect(bank.templates.get('rule_change_notice')?.kind).toBe('service')
  expect(ofTier('basic')).toMatchObject({ kind: 'left_out', leftOut: { code: 'level' } })
})
