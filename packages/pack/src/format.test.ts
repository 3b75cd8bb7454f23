import { describe, expect, test } from 'vitest'
import { formatSentence, formatValue, type Vocabulary } from './format.ts'

const cny = { code: 'CNY', decimals: 2 }

describe('a value reads as people write it', () => {
  test.each([
    [1_234_567, 'money', '¥12,345.67', '¥12,345.67'],
    [1_234_567n, 'money', '¥12,345.67', '¥12,345.67'],
    [-50, 'money', '-¥0.50', '-¥0.50'],
    [0.1234, 'ratio', '12.3%', '12.3%'],
    [12_345, 'count', '12,345', '12,345'],
    [7.5, 'score', '7.5', '7.5'],
    ['2026-11-03', 'date', '2026年11月3日', '3 Nov 2026'],
    [true, 'flag', '是', 'yes'],
    [null, 'money', '–', '–'],
    [undefined, 'text', '–', '–'],
  ] as const)('%s as %s', (value, unit, zh, en) => {
    expect(formatValue(value, unit, 'zh', cny)).toBe(zh)
    expect(formatValue(value, unit, 'en', cny)).toBe(en)
  })

  test('a currency without decimals has none', () => {
    expect(formatValue(12_345, 'money', 'en', { code: 'JPY', decimals: 0 })).toBe('¥12,345')
  })
})

describe('a sentence', () => {
  const vocabulary: Vocabulary = {
    currency: cny,
    unitOf: (name) => (name === 'amount' ? 'money' : name === 'due_on' ? 'date' : 'text'),
    labelOf: (name, value) =>
      name === 'product' && value === 'term' ? { zh: '定期存款', en: 'term deposit' } : undefined,
  }
  const say = (zh: string, amount: unknown) => formatSentence({ zh, en: zh }, { amount }, 'zh', vocabulary)

  test.each([
    [1_250_000_000, '1,250万元'],
    [123_456_789, '123.4万元'],
    [1_000_000, '1万元'],
    [999_999, '9,999.99元'],
    [500_000, '5,000元'],
    [11_140, '111.40元'],
    [12_345_678_900, '1.2亿元'],
    [-5_000_000, '-5万元'],
  ])('in Chinese says %i fen as %s', (amount, spoken) => {
    expect(say('{amount}', amount)).toBe(spoken)
  })

  test('takes labels for codes and dates for dates', () => {
    const template = { zh: '{product}{amount}于{due_on}到期', en: '{product} of {amount} ends on {due_on}' }
    const values = { product: 'term', amount: 5_000_000, due_on: '2026-11-14' }
    expect(formatSentence(template, values, 'zh', vocabulary)).toBe('定期存款5万元于2026年11月14日到期')
    expect(formatSentence(template, values, 'en', vocabulary)).toBe('term deposit of ¥50,000 ends on 14 Nov 2026')
  })

  test('names every tag of a rules scheme, and leaves a text with commas alone', () => {
    const tags = { zh: '类型：{product}', en: 'types: {product}' }
    expect(formatSentence(tags, { product: 'term,term' }, 'zh', vocabulary)).toBe('类型：定期存款、定期存款')
    expect(formatSentence(tags, { product: 'term,term' }, 'en', vocabulary)).toBe('types: term deposit, term deposit')
    expect(formatSentence(tags, { product: 'term, or so' }, 'en', vocabulary)).toBe('types: term, or so')
  })

  test('shows a dash for what is unknown', () => {
    expect(say('余额{amount}', null)).toBe('余额–')
  })
})
