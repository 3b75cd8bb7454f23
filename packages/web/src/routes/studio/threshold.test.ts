import { expect, test } from 'vitest'
import { gapFollowing } from './threshold.ts'

test.each([
  ['the threshold that it is made of', 'assets >= 200000', 'assets >= 250000', '200000 - assets', '250000 - assets'],
  ['no other figure', 'assets >= 200000', 'assets >= 250000', '210000 - assets', undefined],
  ['no other name', 'assets >= 200000', 'assets >= 250000', '200000 - deposits', undefined],
  ['no condition of several parts', 'assets >= 200000', 'assets >= 1 && x', '200000 - assets', undefined],
  ['nothing where none is written', 'assets >= 200000', 'assets >= 250000', undefined, undefined],
])('what is missing to a level follows %s', (_what, before, after, gap, expected) => {
  expect(gapFollowing(before, after, gap)).toBe(expected)
})
