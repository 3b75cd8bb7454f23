import { expect, test } from 'vitest'
import { topUnit, unitRows } from './level-board.ts'

const branch = (unitId: string) => ({ unitId, name: unitId })

test('the whole comes first, then units by size, each with its counts by level', () => {
  const rows = unitRows(
    [
      { scheme: 'tier', level: 'gold', unit: branch('B01'), customers: 1 },
      { scheme: 'tier', level: 'gold', unit: branch('B02'), customers: 3 },
      { scheme: 'tier', level: null, unit: branch('B02'), customers: 2 },
      { scheme: 'tier', level: 'gold', unit: null, customers: 4 },
      { scheme: 'other', level: 'x', unit: null, customers: 99 },
    ],
    'tier',
  )
  expect(rows.map(({ unitId, total }) => [unitId, total])).toEqual([
    [null, 4],
    ['B02', 5],
    ['B01', 1],
  ])
  expect(rows[1]?.counts).toEqual(
    new Map([
      ['gold', 3],
      [null, 2],
    ]),
  )
})

const unit = (unitId: string, parentId: string | null) => ({ unitId, parentId, name: unitId, kind: 'branch' })

test('a region’s top is the unit whose parent is out of sight', () => {
  expect(topUnit([unit('B01', 'HQ'), unit('B0101', 'B01')])).toBe('B01')
  expect(topUnit([unit('HQ', null), unit('B01', 'HQ')])).toBe('HQ')
  expect(topUnit([unit('B01', 'HQ'), unit('B02', 'HQ')])).toBeUndefined()
  expect(topUnit([])).toBeUndefined()
})
