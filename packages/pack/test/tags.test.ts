import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  customerScope,
  dependencyOrder,
  formatIssues,
  formatSentence,
  loadPack,
  type Pack,
  vocabularyOf,
} from '../src/index.ts'
import { shop, withPacks } from './pack-folder.ts'

const label = 'label: { zh: 名, en: Name }'
const files = {
  ...shop,
  'shop/schemes/tags.yaml': `tag:
  ${label}
  variant: rules
  levels:
    - { id: big, label: { zh: 大额, en: big spender }, enter: spent >= 500 }
    - { id: young, label: { zh: 新客, en: newcomer }, enter: a_rank == 'top' }
a_rank: { ${label}, variant: rank, metric: tag_points, levels: [{ id: top, ${label}, cut: 1 }] }
a_flag: { ${label}, variant: rules, levels: [{ id: x, ${label}, enter: tag_big }] }
`,
  'shop/indicators/tag.yaml': `tag_points: { ${label}, unit: score, formula: spent / 100 }\n`,
}

function load(): Pack {
  const { pack, issues } = withPacks(files, (root) => loadPack(join(root, 'shop')))
  if (pack === undefined) throw new Error(formatIssues(issues))
  return pack
}

test('each tag is a flag of the row, and their list has no closed set of values', () => {
  const scope = customerScope(load())
  expect(scope.get('tag_big')).toEqual({ unit: 'flag' })
  expect(scope.get('tag')).toEqual({ unit: 'text' })
})

test('what reads a tag is calculated after the scheme of tags', () => {
  const order = dependencyOrder(load())
  expect(order.indexOf('tag')).toBeLessThan(order.indexOf('a_flag'))
  expect(order.indexOf('a_rank')).toBeLessThan(order.indexOf('tag'))
})

test('a list of tags is said by their names', () => {
  const vocabulary = vocabularyOf(load())
  const say = (language: 'zh' | 'en', tag: string) =>
    formatSentence({ zh: '{tag}。', en: '{tag}.' }, { tag }, language, vocabulary)
  expect([say('zh', 'big,young'), say('en', 'big,young'), say('zh', 'young')]).toEqual([
    '大额、新客。',
    'big spender, newcomer.',
    '新客。',
  ])
})
