import { describe, expect, test } from 'vitest'
import { compile, type Row, type Value } from './compile.ts'
import { explain } from './explain.ts'
import { parseExpression } from './parse.ts'
import { postgresDialect, renderSql, sparkDialect } from './sql.ts'
import type { NameTypes } from './tree.ts'

const scope: NameTypes = new Map([
  ['spent', { unit: 'money' }],
  ['visits', { unit: 'count' }],
  ['share', { unit: 'ratio' }],
  ['born', { unit: 'date' }],
  ['city', { unit: 'text' }],
  ['vip', { unit: 'flag' }],
])
const position = { file: 'x.yaml', line: 1, column: 1 }
const decimals = 2

function parse(text: string) {
  const { expression, issues } = parseExpression(text, scope, { position, path: 'x' })
  if (expression === undefined) throw new Error(issues.map((issue) => issue.message.en).join('; '))
  return expression
}

const evaluate = (text: string, row: Row, asOf = '2026-10-31'): Value => compile(parse(text), { decimals })(row, asOf)

/** One row a situation: expression, row, answer. */
const situations: readonly (readonly [text: string, row: Row, answer: Value])[] = [
  ['spent', { spent: 12345 }, 123.45],
  ['spent', { spent: 12345n }, 123.45],
  ['spent >= 100000', { spent: 9_999_999 }, false],
  ['spent >= 100000', { spent: 10_000_000 }, true],
  ['spent > 1', {}, false],
  ['spent <= 1', { spent: null }, false],
  ['spent != 1', {}, false],
  ['!(spent > 1)', {}, true],
  ['spent == spent', {}, false],
  ['spent + 1', {}, null],
  ['-visits', {}, null],
  ['visits / 0', { visits: 3 }, null],
  ['visits % 0', { visits: 3 }, null],
  ['visits % 3', { visits: -7 }, -1],
  ['visits / 2', { visits: 7 }, 3.5],
  ['min(visits, 5)', { visits: 7 }, 5],
  ['max(visits, 5)', {}, null],
  ['round(share)', { share: 2.5 }, 3],
  ['round(share)', { share: -2.5 }, -2],
  ['vip', {}, false],
  ['!vip', {}, true],
  ['vip == false', {}, true],
  ['sqrt(visits)', { visits: 9 }, 3],
  ['sqrt(visits)', { visits: -9 }, null],
  ['sqrt(visits)', {}, null],
  ['ln(visits)', { visits: 1 }, 0],
  ['ln(visits)', { visits: 7 }, 1.945910149],
  ['ln(visits)', { visits: 0 }, null],
  ['mean(visits, 4, share)', { visits: 3, share: 0.5 }, 2.5],
  ['mean(visits, 4)', {}, null],
  ['stddev(visits, 4, 4, 4, 5, 5, 7, 9)', { visits: 2 }, 2],
  ['stddev(visits, 4)', {}, null],
  ['known(vip)', {}, false],
  ['known(vip)', { vip: false }, true],
  ['or_else(vip, true)', {}, true],
  ['or_else(spent, 0) + 1', {}, 1],
  ['vip ? 1 : 2', {}, 2],
  ["city in ['A', 'B']", { city: 'B' }, true],
  ["city in ['A', 'B']", {}, false],
  ["!(city in ['A', 'B'])", {}, true],
  ["city.startsWith('北')", { city: '北京' }, true],
  ["city.contains('%')", { city: '100' }, false],
  ["city != 'A'", {}, false],
  ['days_since(born)', { born: '2026-10-01' }, 30],
  ['days_until(born)', { born: '2026-11-14' }, 14],
  ["days_between(born, date('2026-03-01'))", { born: '2026-02-28' }, 1],
  ["born < date('2026-01-01') && born > as_of", { born: '2025-12-31' }, false],
  ['months_since(born)', { born: '2026-07-31' }, 3],
  ['months_since(born)', {}, null],
]

describe('an expression over one row', () => {
  test.each(situations)('%s of %o is %o', (text, row, answer) => {
    expect(evaluate(text, row)).toBe(answer)
  })

  test.each([
    ['2026-02-28', '2026-01-31', 1],
    ['2026-02-27', '2026-01-31', 0],
    ['2026-04-30', '2026-01-31', 3],
    ['2026-03-30', '2026-01-31', 1],
    ['2026-03-31', '2026-02-28', 1],
  ])('on %s who came on %s has been here for %i full months', (asOf, born, months) => {
    expect(evaluate('months_since(born)', { born }, asOf)).toBe(months)
  })
})

describe('the rendered SQL', () => {
  const sql = (text: string, dialect = postgresDialect) =>
    renderSql(parse(text), { column: (name) => `c."${name}"`, asOf: '2026-10-31', decimals, dialect })

  test.each([
    ['spent >= 100000', `coalesce((cast(c."spent" as double precision) / 100) >= 100000, false)`],
    ['!vip', `(not coalesce(c."vip", false))`],
    ["city == 'o\\'clock'", `coalesce(c."city" = 'o''clock', false)`],
    ["city.contains('100%_!')", `coalesce(c."city" like '%100!%!_!!%' escape '!', false)`],
    ['days_since(born)', `cast((DATE '2026-10-31' - c."born") as double precision)`],
    ['sqrt(share)', `sqrt(case when c."share" >= 0 then c."share" end)`],
    [
      'stddev(share, 1)',
      `sqrt((((c."share" - ((c."share" + cast(1 as double precision)) / 2)) * (c."share" - ((c."share" + cast(1 as double precision)) / 2)) + (cast(1 as double precision) - ((c."share" + cast(1 as double precision)) / 2)) * (cast(1 as double precision) - ((c."share" + cast(1 as double precision)) / 2))) / 2))`,
    ],
    ['share / visits', `(c."share" / nullif(cast(c."visits" as double precision), 0))`],
  ])('of %s is portable and quoted', (text, expected) => {
    expect(sql(text)).toBe(expected)
  })

  test('takes the differences of an engine from its dialect', () => {
    expect(sql('days_until(born)', sparkDialect)).toBe(`cast(datediff(c."born", DATE '2026-10-31') as double)`)
  })

  test('escapes backslashes where the engine reads them as escapes', () => {
    const slash = String.raw`city == 'a\\b\'c'`
    expect(sql(slash, sparkDialect)).toBe(String.raw`coalesce(c."city" = 'a\\b\'c', false)`)
    expect(sql(slash)).toBe(String.raw`coalesce(c."city" = 'a\b''c', false)`)
  })

  test('takes no as-of that is not a date', () => {
    const options = { column: (name: string) => name, asOf: "2026-10-31' or true --", decimals }
    expect(() => renderSql(parse('days_since(born)'), options)).toThrow('as-of must be a date')
  })

  test('cannot be broken out of by a text', () => {
    const hostile = `city == "'; drop table customer; --"`
    expect(sql(hostile)).toBe(`coalesce(c."city" = '''; drop table customer; --', false)`)
  })
})

test('an explanation shows every comparison with the values it read', () => {
  const row = { spent: 10_000_000, vip: null }
  expect(explain(parse('spent >= 100000 && !(vip || visits > 3)'), row, '2026-10-31', { decimals })).toEqual([
    { text: 'spent >= 100000', isTrue: true, values: [{ name: 'spent', unit: 'money', value: 10_000_000 }] },
    { text: 'vip', isTrue: false, values: [{ name: 'vip', unit: 'flag', value: null }] },
    { text: 'visits > 3', isTrue: false, values: [{ name: 'visits', unit: 'count', value: null }] },
  ])
})

test('an expression names what it reads, each once and sorted', () => {
  expect(parse('visits > 1 ? spent : spent * visits').names).toEqual(['spent', 'visits'])
  expect(parse('as_of > born').names).toEqual(['born'])
})

test.each([
  ['a chain of thousands of signs', `${'-'.repeat(7000)}visits`],
  ['a sum of thousands of terms', `visits${'+1'.repeat(3500)}`],
  ['thousands of brackets', `${'('.repeat(3500)}visits${')'.repeat(3500)}`],
  ['a text of a hundred thousand characters', `visits${'+1'.repeat(50_000)}`],
])('%s is a mistake of the author and ends nobody’s stack', (_what, text) => {
  const { expression, issues } = parseExpression(text, scope, { position, path: 'x' })
  expect(expression).toBeUndefined()
  expect(issues).toMatchObject([{ code: 'cel-syntax' }])
})

test('two hundred terms are read, calculated and rendered', () => {
  const text = `visits${' + 1'.repeat(200)}`
  expect(evaluate(text, { visits: 1 })).toBe(201)
})
