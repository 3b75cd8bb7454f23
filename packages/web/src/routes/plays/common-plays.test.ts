import type { StrategyCell } from '@tend/contract'
import { expect, test } from 'vitest'
import { commonPlays } from './common-plays.ts'

const cell = (level: string, plays: Readonly<Record<string, 'allowed' | 'blocked'>>): StrategyCell => ({
  class: level,
  stage: null,
  plays: Object.entries(plays).map(([play, offer]) => ({ play, offer, guard: null, isConditional: false })),
})

test('a play that every cell holds alike is told once; one that a guard forbids somewhere stays in its cells', () => {
  const cells = [
    cell('basic', { birthday: 'allowed', upgrade: 'blocked', gift: 'allowed' }),
    cell('gold', { birthday: 'allowed', upgrade: 'allowed' }),
  ]
  expect(commonPlays({ cells }).map(({ play }) => play)).toEqual(['birthday'])
})

test('a table of one cell has nothing in common with itself', () => {
  expect(commonPlays({ cells: [cell('all', { birthday: 'allowed' })] })).toEqual([])
  expect(commonPlays({ cells: [] })).toEqual([])
})
