import type { RouteResponse } from '@tend/contract'
import type { Pool } from '../../ui/pool-tag.tsx'

type PoolRow = RouteResponse<'listPools'>['items'][number]

/** What stands behind one line of the table: a contact label or a unit. */
export type PoolLine = {
  readonly id: string
  readonly name: string
  readonly counts: Readonly<Record<Pool, number>>
  readonly unassigned: number
  readonly valueMinor: number
}

const none: Readonly<Record<Pool, number>> = { total: 0, second: 0, third: 0, success: 0, failure: 0 }

const isOpenPool = (pool: Pool): boolean => pool === 'total' || pool === 'second' || pool === 'third'

/** A line a contact label with its five pools side by side; the value is what is still open. */
export const byLabel = (rows: readonly PoolRow[]): readonly PoolLine[] =>
  linesOf(rows, ({ contactLabel }) => ({ id: contactLabel, name: contactLabel }))

/** The same, a line a unit. */
export const byUnit = (rows: readonly PoolRow[]): readonly PoolLine[] =>
  linesOf(rows, ({ unit }) => ({ id: unit.unitId, name: unit.name }))

const linesOf = (
  rows: readonly PoolRow[],
  lineOf: (row: PoolRow) => Pick<PoolLine, 'id' | 'name'>,
): readonly PoolLine[] => {
  const found = new Map<string, PoolLine>()
  for (const row of rows) {
    const { pool, tasks, unassigned, valueMinor } = row
    const line = lineOf(row)
    const before = found.get(line.id) ?? { ...line, counts: none, unassigned: 0, valueMinor: 0 }
    found.set(line.id, {
      ...before,
      counts: { ...before.counts, [pool]: before.counts[pool] + tasks },
      unassigned: before.unassigned + (isOpenPool(pool) ? unassigned : 0),
      valueMinor: before.valueMinor + (isOpenPool(pool) ? valueMinor : 0),
    })
  }
  return [...found.values()].sort((a, b) => b.valueMinor - a.valueMinor || a.id.localeCompare(b.id))
}

/** The five pools over all labels. */
export const totalsOf = (rows: readonly PoolRow[]): Readonly<Record<Pool, number>> => {
  const sums = { ...none }
  for (const { pool, tasks } of rows) sums[pool] += tasks
  return sums
}
