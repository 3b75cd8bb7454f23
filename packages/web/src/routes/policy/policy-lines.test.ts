import type { PolicyCount } from '@tend/contract'
import { expect, test } from 'vitest'
import { linesByLevel, linesByUnit, reasonsIn, wholeOf } from './policy-lines.ts'

const count = (
  level: string | null,
  unit: string | null,
  customers: number,
  refused: PolicyCount['refused'],
): PolicyCount => ({
  level,
  unit: unit === null ? null : { unitId: unit, name: `Branch ${unit}` },
  customers,
  reachable: customers - Object.values(refused).reduce((sum, each) => sum + each, 0),
  refused,
  belowMinimum: 1,
})

const items = [
  count(null, null, 3, { withdrawn: 1 }),
  count('gold', null, 5, { cap: 2 }),
  count('basic', null, 8, {}),
  count('gold', 'B1', 4, { cap: 2 }),
  count('basic', 'B1', 6, {}),
  count('gold', 'B2', 1, {}),
]

test('levels stand in the order of the scheme, customers without a level last', () => {
  expect(linesByLevel(items, ['gold', 'basic']).map(({ id, customers }) => [id, customers])).toEqual([
    ['gold', 5],
    ['basic', 8],
    ['', 3],
  ])
})

test('a unit adds its levels up, reason by reason', () => {
  expect(linesByUnit(items)).toMatchObject([
    { name: 'Branch B1', customers: 10, reachable: 8, refused: { cap: 2 }, belowMinimum: 2 },
    { name: 'Branch B2', customers: 1, reachable: 1, refused: {}, belowMinimum: 1 },
  ])
})

test('the whole is the sum of the levels, and only reasons that hold for somebody are shown', () => {
  expect(wholeOf(items)).toMatchObject({ customers: 16, reachable: 13, refused: { withdrawn: 1, cap: 2 } })
  expect(reasonsIn(items)).toEqual(['withdrawn', 'cap'])
})
