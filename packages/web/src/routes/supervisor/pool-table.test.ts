import { expect, test } from 'vitest'
import { byLabel, byUnit, totalsOf } from './pool-table.ts'

const row = (
  contactLabel: string,
  pool: 'total' | 'second' | 'success',
  tasks: number,
  unassigned: number,
  valueMinor: number,
  unitId = 'B01',
) => ({
  unit: { unitId, name: `Branch ${unitId}` },
  contactLabel,
  pool,
  tasks,
  unassigned,
  valueMinor,
})

const rows = [
  row('birthday', 'total', 4, 2, 100),
  row('maturity', 'total', 2, 0, 900),
  row('maturity', 'second', 1, 1, 50),
  row('maturity', 'success', 7, 0, 5000),
  row('maturity', 'total', 3, 1, 10, 'B02'),
]

test('a label has one row over all units, dearest open work first; closed work adds no open value', () => {
  expect(byLabel(rows)).toEqual([
    {
      id: 'maturity',
      name: 'maturity',
      counts: { total: 5, second: 1, third: 0, success: 7, failure: 0 },
      unassigned: 2,
      valueMinor: 960,
    },
    {
      id: 'birthday',
      name: 'birthday',
      counts: { total: 4, second: 0, third: 0, success: 0, failure: 0 },
      unassigned: 2,
      valueMinor: 100,
    },
  ])
})

test('a unit has one row over all labels', () => {
  expect(byUnit(rows).map(({ name, counts, unassigned }) => [name, counts.total, unassigned])).toEqual([
    ['Branch B01', 6, 3],
    ['Branch B02', 3, 1],
  ])
})

test('the five pools add up to every task', () => {
  expect(totalsOf(rows)).toEqual({ total: 9, second: 1, third: 0, success: 7, failure: 0 })
  expect(totalsOf([])).toEqual({ total: 0, second: 0, third: 0, success: 0, failure: 0 })
})
