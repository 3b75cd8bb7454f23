import { expect, test } from 'vitest'
import { depthOf } from './level-tag.tsx'

test.each([
  [2, ['lowest', 'highest']],
  [3, ['lowest', 'middle', 'highest']],
  [4, ['lowest', 'low', 'middle', 'highest']],
  [5, ['lowest', 'low', 'middle', 'high', 'highest']],
] as const)(
  'of %d levels the ends are the palest and the deepest, and none is paler than the one below',
  (levels, depths) => {
    expect(Array.from({ length: levels }, (_, rank) => depthOf({ rank, levels }))).toEqual(depths)
  },
)
