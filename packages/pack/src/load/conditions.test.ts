import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expression } from '../definitions.ts'
import { compile } from '../expression/compile.ts'
import { parseExpression } from '../expression/parse.ts'
import type { NameTypes } from '../expression/tree.ts'
import { holesBetween, implies, rangesOfOneName, routesOf } from './conditions.ts'

/** `SEED=… npm test` repeats a run. */
const seed = Number(process.env.SEED ?? 20_261_122)
const scope: NameTypes = new Map([
  ['x', { unit: 'number' }],
  ['y', { unit: 'number' }],
  ['vip', { unit: 'flag' }],
])

function parse(text: string): Expression {
  const source = { position: { file: 'x.yaml', line: 1, column: 1 }, path: 'x' }
  const { expression, issues } = parseExpression(text, scope, source, 'flag')
  if (expression === undefined) throw new Error(`${text}: ${issues.map((issue) => issue.message.en).join('; ')}`)
  return expression
}

const routes = (text: string) => routesOf(parse(text)) ?? []

describe('one condition implies another', () => {
  test.each([
    ['x >= 5', 'x >= 3', true],
    ['x >= 3', 'x >= 5', false],
    ['x > 3', 'x >= 3', true],
    ['x >= 3', 'x > 3', false],
    ['3 <= x', 'x >= 3', true],
    ['x == 4', 'x > 3 && x < 5', true],
    ['x > 3 && y > 1', 'x > 3', true],
    ['x > 3', 'x > 3 && y > 1', false],
    ['x > 3 && vip', 'x > 2 && vip', true],
    ['x > 5 || y > 5', 'y > 3 || x > 3', true],
    ['x > 5', 'x > 3 || y > 3', true],
    ['x > 3 || y > 3', 'x > 3', false],
    ['!(x > 3)', 'x <= 3', false],
    ['!(vip || x > 3)', '!vip', true],
    ['vip', 'true', true],
  ])('%s ⇒ %s: %s', (condition, other, expected) => {
    expect(implies(routes(condition), routes(other))).toBe(expected)
  })
})

test('a condition that contradicts itself can hold in no way', () => {
  expect(routes('x > 5 && x < 3')).toEqual([])
  expect(routes('x > 5 && x <= 5')).toEqual([])
  expect(routes('x >= 5 && x <= 5')).toHaveLength(1)
  expect(routes('vip && false')).toEqual([])
})

test.each([
  [['x < 3', 'x >= 3'], []],
  [['x < 3', 'x > 3'], [[3, 3]]],
  [['x <= 3', 'x > 5'], [[3, 5]]],
  [
    ['x > 5', 'x < 3', 'x == 4'],
    [
      [3, 4],
      [4, 5],
    ],
  ],
  [['x < 9', 'x < 3', 'x >= 9'], []],
])('between %j lies %j', (conditions, expected) => {
  const found = rangesOfOneName(conditions.map(routes))
  expect(holesBetween(found?.ranges ?? []).map(({ low, high }) => [low, high])).toEqual(expected)
})

const comparison = fc
  .tuple(fc.constantFrom('x', 'y'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), fc.integer({ min: 0, max: 4 }))
  .map((parts) => parts.join(' '))
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    comparison,
    fc.constant('vip'),
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map((inner) => `!(${inner})`),
  ),
}))
const value = fc.option(
  fc.integer({ min: -1, max: 10 }).map((half) => half / 2),
  { nil: null },
)
const row = fc.record({ x: value, y: value, vip: fc.boolean() })

test(`what is said to imply, contradict or cover does so on every row (seed ${seed})`, () => {
  const rows = fc.sample(row, { seed, numRuns: 150 })
  let implied = 0
  fc.assert(
    fc.property(condition, condition, (one, other) => {
      const [first, second] = [parse(one), parse(other)]
      const [narrow, wide] = [routesOf(first), routesOf(second)]
      if (narrow === undefined || wide === undefined) return
      const holds = compile(first, { decimals: 0 })
      const holdsToo = compile(second, { decimals: 0 })
      const met = rows.filter((each) => holds(each, '2026-10-31') === true)
      if (narrow.length === 0) expect(met, one).toEqual([])
      if (!implies(narrow, wide)) return
      implied += 1
      expect(
        met.filter((each) => holdsToo(each, '2026-10-31') !== true),
        `${one} ⇒ ${other}`,
      ).toEqual([])
    }),
    { seed, numRuns: 4000 },
  )
  expect(implied).toBeGreaterThan(100)
})
