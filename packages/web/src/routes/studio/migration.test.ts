import { expect, test } from 'vitest'
import { migrationRows } from './migration.ts'

const level = (id: string) => ({ id, label: { zh: id, en: id } })

test('the top level comes first, and each cell says whether the customers rise or fall', () => {
  const rows = migrationRows(
    {
      levels: [level('basic'), level('gold')],
      matrix: [
        { from: 'gold', to: 'gold', customers: 7 },
        { from: 'gold', to: 'basic', customers: 3 },
        { from: 'basic', to: 'gold', customers: 1 },
      ],
    },
    true,
  )
  expect(rows.map(({ from, total }) => [from, total])).toEqual([
    ['gold', 10],
    ['basic', 1],
  ])
  expect(rows[0]?.cells.map(({ to, customers, direction }) => [to, customers, direction])).toEqual([
    ['gold', 7, 'same'],
    ['basic', 3, 'down'],
  ])
  expect(rows[1]?.cells[0]).toEqual({ to: 'gold', customers: 1, direction: 'up' })
})

test('who comes into a scheme or leaves it neither rises nor falls, and levels without order never do', () => {
  const pairs = {
    levels: [level('a'), level('b')],
    matrix: [
      { from: null, to: 'a', customers: 2 },
      { from: 'a', to: 'b', customers: 1 },
    ],
  }
  const directions = (isOrdered: boolean) =>
    migrationRows(pairs, isOrdered).flatMap(({ cells }) =>
      cells.filter(({ customers }) => customers > 0).map(({ direction }) => direction),
    )
  expect(directions(true)).toEqual(['up', 'other'])
  expect(directions(false)).toEqual(['other', 'other'])
})
