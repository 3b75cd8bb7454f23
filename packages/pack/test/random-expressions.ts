import fc from 'fast-check'
import type { NameTypes, Row } from '../src/index.ts'

/** Names of every unit, with the SQL type of their column. Several of a kind, so that they are compared with each other. */
export const columns = {
  money_a: { unit: 'money', sql: 'bigint' },
  money_b: { unit: 'money', sql: 'bigint' },
  count_a: { unit: 'count', sql: 'bigint' },
  days_a: { unit: 'days', sql: 'bigint' },
  ratio_a: { unit: 'ratio', sql: 'double' },
  score_a: { unit: 'score', sql: 'double' },
  date_a: { unit: 'date', sql: 'date' },
  date_b: { unit: 'date', sql: 'date' },
  text_a: { unit: 'text', sql: 'varchar' },
  text_b: { unit: 'text', sql: 'varchar' },
  flag_a: { unit: 'flag', sql: 'boolean' },
  flag_b: { unit: 'flag', sql: 'boolean' },
} as const

export const scope: NameTypes = new Map(Object.entries(columns).map(([name, { unit }]) => [name, { unit }]))

const texts = ['', 'a', 'ab', "o'clock", '100%', 'a_b', '客户', '!', 'A', '💐x', 'a\\b']
const day = fc
  .integer({ min: 0, max: 1500 })
  .map((offset) => new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10))
const monthEnds = fc.constantFrom('2024-01-31', '2024-02-29', '2025-02-28', '2026-08-31', '2026-10-31')
const date = fc.oneof(day, monthEnds)

const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 4, nil: null })
const minor = fc.oneof(fc.constantFrom(0, 1, -1, 9_999_999, 10_000_000), fc.integer({ min: -1e9, max: 1e9 }))
const real = fc.oneof(
  fc.constantFrom(0, 0.1, 0.5, -0.5, 1, 2.5),
  fc.integer({ min: -4000, max: 4000 }).map((n) => n / 1000),
)
const whole = fc.integer({ min: -100, max: 400 })

export const rows: fc.Arbitrary<Row> = fc.record({
  money_a: orNull(minor),
  money_b: orNull(minor),
  count_a: orNull(whole),
  days_a: orNull(whole),
  ratio_a: orNull(real),
  score_a: orNull(real),
  date_a: orNull(date),
  date_b: orNull(date),
  text_a: orNull(fc.constantFrom(...texts)),
  text_b: orNull(fc.constantFrom(...texts)),
  flag_a: orNull(fc.boolean()),
  flag_b: orNull(fc.boolean()),
})

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const join = (parts: readonly string[]) => `(${parts.join(' ')})`
const comparison = fc.constantFrom('==', '!=', '<', '<=', '>', '>=')
const equality = fc.constantFrom('==', '!=')
const written = fc.constantFrom('0', '1', '2', '7', '0.1', '0.25', '100000', '-3', '99999.99')
const textLiteral = fc.constantFrom(...texts).map(quote)

/** Well-typed CEL texts of each type, mutually recursive. */
export const expressions = fc.letrec<Record<'number' | 'text' | 'flag' | 'date', string>>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    written,
    fc.constantFrom('money_a', 'money_b', 'count_a', 'days_a', 'ratio_a', 'score_a'),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number')).map(join),
    tie('number').map((x) => `-(${x})`),
    fc
      .tuple(fc.constantFrom('min', 'max', 'or_else'), tie('number'), tie('number'))
      .map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc
      .tuple(fc.constantFrom('abs', 'floor', 'ceil', 'round', 'sqrt', 'ln'), tie('number'))
      .map(([f, x]) => `${f}(${x})`),
    fc
      .tuple(fc.constantFrom('mean', 'stddev'), fc.array(tie('number'), { minLength: 2, maxLength: 4 }))
      .map(([f, numbers]) => `${f}(${numbers.join(', ')})`),
    fc.tuple(fc.constantFrom('days_since', 'days_until', 'months_since'), tie('date')).map(([f, d]) => `${f}(${d})`),
    fc.tuple(tie('date'), tie('date')).map(([a, b]) => `days_between(${a}, ${b})`),
    fc.tuple(tie('flag'), tie('number'), tie('number')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
  text: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    textLiteral,
    fc.constantFrom('text_a', 'text_b'),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `or_else(${a}, ${b})`),
    fc.tuple(tie('flag'), tie('text'), tie('text')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
  date: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    date.map((d) => `date('${d}')`),
    fc.constantFrom('date_a', 'date_b', 'as_of'),
    fc.tuple(fc.constantFrom('min', 'max', 'or_else'), tie('date'), tie('date')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie('flag'), tie('date'), tie('date')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
  flag: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('flag_a', 'flag_b', 'true', 'false'),
    fc.tuple(tie('number'), comparison, tie('number')).map(join),
    fc.tuple(tie('date'), comparison, tie('date')).map(join),
    fc.tuple(tie('text'), equality, tie('text')).map(join),
    fc.tuple(tie('flag'), equality, tie('flag')).map(join),
    fc.tuple(tie('flag'), fc.constantFrom('&&', '||'), tie('flag')).map(join),
    tie('flag').map((x) => `!(${x})`),
    fc.oneof(tie('number'), tie('text'), tie('date'), fc.constantFrom('flag_a', 'flag_b')).map((x) => `known(${x})`),
    fc.tuple(fc.constantFrom('flag_a', 'flag_b'), tie('flag')).map(([a, b]) => `or_else(${a}, ${b})`),
    fc
      .tuple(tie('number'), fc.array(written, { minLength: 1, maxLength: 4 }))
      .map(([x, list]) => `(${x} in [${list.join(', ')}])`),
    fc
      .tuple(tie('text'), fc.array(textLiteral, { minLength: 1, maxLength: 4 }))
      .map(([x, list]) => `(${x} in [${list.join(', ')}])`),
    fc
      .tuple(tie('text'), fc.constantFrom('startsWith', 'contains', 'endsWith'), textLiteral)
      .map(([x, f, y]) => `(${x}).${f}(${y})`),
  ),
}))
