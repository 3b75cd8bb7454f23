import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile, formatIssues, type Level, loadPack, renderSql } from '../src/index.ts'
import { shop, withPacks } from './pack-folder.ts'

const label = 'label: { zh: 名, en: Name }'

function levelWith(fields: string, options = ''): Level {
  const indicators = `loan: { ${label}, unit: money, fact: sale, measure: max(amount) }
visits: { ${label}, unit: count, fact: sale, measure: count() }
`
  const scheme = `s:\n  ${label}\n  variant: ladder\n  ${options}\n  levels:\n    - { id: low, ${label} }\n    - { id: high, ${label}, ${fields} }\n`
  const files = { ...shop, 'shop/indicators/more.yaml': indicators, 'shop/schemes/s.yaml': scheme }
  const { pack, issues } = withPacks(files, (root) => loadPack(join(root, 'shop')))
  const level = pack?.schemes.get('s')?.levels[1]
  if (level === undefined) throw new Error(formatIssues(issues))
  return level
}

describe('what is missing to a level, and what may be lost, follow from its conditions', () => {
  test.each([
    ['enter: spent >= 1000', '1000 - spent', 'spent - 1000'],
    ['enter: 1000 <= spent', '1000 - spent', 'spent - 1000'],
    ['enter: visits <= 3', 'visits - 3', '3 - visits'],
    ['enter: spent > loan', 'loan - spent', 'spent - loan'],
    ['enter: spent >= 1000 || loan >= 500', 'min(1000 - spent, 500 - loan)', 'max(spent - 1000, loan - 500)'],
    ['enter: spent >= 1000 && loan >= 500', 'max(1000 - spent, 500 - loan)', 'min(spent - 1000, loan - 500)'],
    ['enter: spent >= 1000, keep: spent >= 800', '1000 - spent', 'spent - 800'],
    ['enter: spent >= -5', '(-5) - spent', 'spent - (-5)'],
    ['enter: spent >= 1000, keep: true', '1000 - spent', undefined],
    ['enter: spent >= 1000, gap: 900 - spent, margin: spent - 700', '900 - spent', 'spent - 700'],
    ['enter: spent >= 1000 || visits >= 5', undefined, undefined],
    ['enter: spent >= 1000 && known(birth_date)', undefined, undefined],
    ['enter: spent == 1000', undefined, undefined],
  ])('%s', (fields, gap, margin) => {
    const level = levelWith(fields)
    expect([level.gap?.text, level.margin?.text]).toEqual([gap, margin])
  })

  test('but nothing may be lost of a level that is never lost', () => {
    const level = levelWith('enter: spent >= 1000', 'demote: never')
    expect([level.gap?.text, level.margin]).toEqual(['1000 - spent', undefined])
  })

  test('and are expressions that SQL and JavaScript read', () => {
    const { gap } = levelWith('enter: spent >= 1000 || loan >= 500')
    if (gap === undefined) throw new Error('there is no gap')
    expect(compile(gap, { decimals: 2 })({ spent: 30_000, loan: 20_000 }, '2026-10-31')).toBe(300)
    expect(renderSql(gap, { column: (name) => `"${name}"`, asOf: '2026-10-31', decimals: 2 })).toContain(
      'least((1000 - (cast("spent" as double) / 100)), (500 - (cast("loan" as double) / 100)))',
    )
  })
})
