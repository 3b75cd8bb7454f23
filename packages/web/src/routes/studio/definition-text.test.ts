import { expect, test } from 'vitest'
import { figuresLeftBehind, linksOf } from './definition-links.ts'
import { changeDefinition, readDefinition } from './definition-text.ts'

const tier = `# Levels by assets.
asset_tier:
  label: { zh: 资产等级, en: Asset level }
  source: S173
  variant: ladder
  levels:
    - { id: basic, label: { zh: 普卡, en: Basic } }
    - id: gold
      label: { zh: 金卡, en: Gold }
      enter: quarter_avg_assets >= 200000 # the branch manager's figure
`

test('one value changes, and the author’s comments and layout stay', () => {
  expect(changeDefinition(tier, 'asset_tier', ['levels', 1, 'enter'], 'quarter_avg_assets >= 250000')).toBe(
    tier.replace('200000', '250000'),
  )
  expect(changeDefinition(tier, 'asset_tier', ['levels', 0, 'label'], { zh: '普通卡', en: 'Basic' })).toBe(
    tier.replace('普卡', '普通卡'),
  )
})

test('a text that YAML would read as something else is quoted', () => {
  const changed = changeDefinition(tier, 'asset_tier', ['levels', 1, 'enter'], '!is_closed')
  expect(readDefinition(changed, 'asset_tier')).toMatchObject({ levels: [{}, { enter: '!is_closed' }] })
})

test('a key that is emptied is taken out', () => {
  const changed = changeDefinition(tier, 'asset_tier', ['source'], undefined)
  expect(changed).toBe(tier.replace('  source: S173\n', ''))
})

test('a text that cannot be read is no content', () => {
  expect(readDefinition('asset_tier:\n  label: {', 'asset_tier')).toBeUndefined()
  expect(readDefinition('other: {}', 'asset_tier')).toBeUndefined()
})

const definition = (kind: 'schemes' | 'moments' | 'indicators', id: string, yaml: string) => ({
  kind,
  id,
  yaml,
  label: { zh: id, en: id },
  description: null,
  variant: null,
  source: null,
  assumed: false,
  file: '',
  change: null,
})

const assets = definition(
  'indicators',
  'quarter_avg_assets',
  'quarter_avg_assets:\n  label: { zh: 资产, en: assets of asset_tier }\n  measure: sum(amount)\n',
)
const scheme = definition('schemes', 'asset_tier', tier)
const nextTier = definition(
  'indicators',
  'next_tier_at',
  'next_tier_at:\n  formula: "asset_tier == \'basic\' ? 200000 : 0"\n',
)
const fallen = definition(
  'moments',
  'fallen',
  'fallen:\n  when: "!is_closed"\n  reason: { zh: "降到{quarter_avg_assets}", en: "now {quarter_avg_assets}" }\n',
)
const all = [assets, scheme, nextTier, fallen]

test('what reads a definition is found in formulas and sentences, not in words for people', () => {
  expect(linksOf(assets, all).readBy.map(({ id }) => id)).toEqual(['asset_tier', 'fallen'])
  expect(linksOf(scheme, all).reads.map(({ id }) => id)).toEqual(['quarter_avg_assets'])
  expect(linksOf(scheme, all).readBy.map(({ id }) => id)).toEqual(['next_tier_at'])
})

test('a threshold that is changed in one place and not in the other is named', () => {
  const changed = tier.replace('200000', '250000')
  expect(figuresLeftBehind(tier, changed, [assets, nextTier, fallen])).toEqual([
    { figure: 200000, definitions: [nextTier] },
  ])
  expect(figuresLeftBehind(tier, tier, [nextTier])).toEqual([])
})
