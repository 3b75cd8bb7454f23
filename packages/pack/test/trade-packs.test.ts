import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatIssues, judgeOffer, loadPack, type Pack } from '../src/index.ts'

const load = (name: string): Pack => {
  const { pack, issues } = loadPack(join(import.meta.dirname, '../../../packs', name))
  if (pack === undefined) throw new Error(formatIssues(issues))
  return pack
}

describe('the six published segments (S171, B13)', () => {
  const levels = load('telecom').schemes.get('usage_segment')?.levels ?? []
  const published = [...levels]
    .reverse()
    .map((level) => ({ share: level.share ?? 0, arpu: level.figures?.['arpu'] ?? 0 }))
  const mean = published.reduce((sum, { share, arpu }) => sum + share * arpu, 0) / 100

  test('have shares that total 100.0', () => {
    expect(published.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100, 9)
  })

  test('have a weighted ARPU of SGD 58.75', () => {
    expect(mean).toBeCloseTo(58.75, 2)
  })

  test('bring 21.5, 15.5, 17.9, 13.5, 21.0 and 10.6 % of the revenue', () => {
    const shares = published.map(({ share, arpu }) => ((share * arpu) / mean).toFixed(1))
    expect(levels.map((level) => level.id).reverse()).toEqual([
      'keep_in_touch',
      'wont_lose_out',
      'handset_worship',
      'sms_crazy',
      'high_talk',
      'global_call',
    ])
    expect(shares).toEqual(['21.5', '15.5', '17.9', '13.5', '21.0', '10.6'])
  })
})

test('a carrier’s plays fill all five views of the tasks (S161)', () => {
  const { plays, modules } = load('telecom')
  const filled = new Set([...plays.values()].map(({ module }) => module))
  expect([...modules.keys()].filter((id) => filled.has(id)).sort()).toEqual([
    'mid_high_end',
    'new_customer',
    'pre_suspension',
    'theme',
    'whole_base',
  ])
})

describe('what may be offered to a telecom customer', () => {
  const pack = load('telecom')

  test.each([
    ['acquisition', 'value_added', false, 'blocked'],
    ['acquisition', 'plan_upgrade', false, 'blocked'],
    ['growth', 'value_added', false, 'allowed'],
    ['growth', 'high_value', false, 'blocked'],
    ['growth', 'high_value', true, 'allowed'],
    ['maturity', 'high_value', false, 'allowed'],
  ] as const)('%s and %s, asked for: %s: %s (S122, S123, B20)', (stage, productClass, isRequested, verdict) => {
    expect(judgeOffer(pack, { lifecycle: stage }, productClass, isRequested).verdict).toBe(verdict)
  })

  test.each([
    ['customisation', ['vip', 'gold']],
    ['dedicated_manager', ['vip']],
    ['exclusive_channel', ['vip', 'gold']],
    ['courtesies', ['vip', 'gold', 'silver', 'ordinary']],
    ['emergency', ['vip', 'gold']],
  ] as const)('%s is for %s (S147, S132)', (productClass, tiers) => {
    const entitled = ['vip', 'gold', 'silver', 'ordinary'].filter(
      (tier) => judgeOffer(pack, { service_tier: tier }, productClass, false).verdict === 'allowed',
    )
    expect(entitled).toEqual(tiers)
  })
})

test('the shop asks ten fields of the hard file and ten of the soft, 20 and 80 per cent, name and phone first (S16, S39, G31)', () => {
  const form = load('fashion-retail').forms.get('profile')
  const inGroup = (group: string) =>
    form?.fields.filter((field) => field.group === group).map((field) => field.id) ?? []
  expect(form?.groups.map(({ id, weight }) => [id, weight])).toEqual([
    ['hard', 0.2],
    ['soft', 0.8],
    ['reserved', 0],
  ])
  expect([inGroup('hard').length, inGroup('soft').length]).toEqual([10, 10])
  expect(inGroup('reserved')).toEqual(['birthday', 'birthday_kind'])
  expect(form?.fields.filter((field) => field.stage === 1).map((field) => field.id)).toEqual(['name', 'phone'])
  expect(form?.fields.filter((field) => field.stage === 2).map((field) => field.id)).toEqual([
    'birthday',
    'birthday_kind',
    'address',
  ])
})

test.each(['telecom', 'fashion-retail', 'pharmacy', 'real-estate', 'software-vendor', 'engineering'])(
  '%s gives each kind of contact a label of its own (S161)',
  (name) => {
    const labels = [...load(name).plays.values()].map((play) => play.contactLabel)
    expect(labels.length).toBeGreaterThan(5)
    expect(new Set(labels).size).toBe(labels.length)
  },
)
