import type { Catalogue } from '@tend/contract'
import { expect, test } from 'vitest'
import { ruleInWords } from './rule-words.ts'
import { emptyCatalogue } from './test-catalogue.ts'

const named = (id: string, zh: string, en: string) => ({
  id,
  label: { zh, en },
  description: null,
  source: null,
  assumed: false,
})

const catalogue: Catalogue = {
  ...emptyCatalogue,
  indicators: [
    { ...named('quarter_avg_assets', '滚动季日均资产', 'Quarter average'), unit: 'money', chart: true, values: [] },
    { ...named('is_closed', '已销户', 'Closed'), unit: 'flag', chart: false, values: [] },
    {
      ...named('learned_segment', '学习所得族群', 'Segment'),
      unit: 'text',
      chart: false,
      values: [{ id: 'gold', label: { zh: '淘金一族', en: 'Gold diggers' } }],
    },
  ],
  schemes: [
    {
      ...named('asset_tier', '资产等级', 'Tier'),
      variant: 'ladder',
      validityMonths: null,
      manual: false,
      levels: [{ id: 'gold', label: { zh: '金卡', en: 'Gold' }, rank: 0, source: null, assumed: false }],
    },
  ],
}

test.each([
  ['quarter_avg_assets >= 200000', '滚动季日均资产 ≥ 200,000', 'Quarter average ≥ 200,000'],
  ["asset_tier == 'gold' && !is_closed", '资产等级 为 “金卡” 且 非 已销户', 'Tier is “Gold” and not Closed'],
  [
    "learned_segment in ['gold'] && asset_tier != 'gold'",
    '学习所得族群 in [ “淘金一族” ] 且 资产等级 不为 “金卡”',
    'Segment in [ “Gold diggers” ] and Tier is not “Gold”',
  ],
  ['max(quarter_avg_assets, 0.5) < 1.25', 'max(滚动季日均资产, 0.5) < 1.25', 'max(Quarter average, 0.5) < 1.25'],
  ['unheard_of != "x"', 'unheard_of 不为 “x”', 'unheard_of is not “x”'],
])('%s', (rule, zh, en) => {
  expect(ruleInWords(rule, catalogue, 'zh')).toBe(zh)
  expect(ruleInWords(rule, catalogue, 'en')).toBe(en)
})
