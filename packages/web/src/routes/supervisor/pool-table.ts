import type { RouteResponse } from '@tend/contract'
import type { Pool } from '../../ui/pool-tag.tsx'

type PoolRow = RouteResponse<'listPools'>['items'][number]

export type LabelRow = {
  readonly contactLabel: string
  readonly counts: Readonly<Record<Pool, number>>
  readonly unassigned: number
  readonly valueMinor: number
}

const none: Readonly<Record<Pool, number>> = { total: 0, second: 0, third: 0, success: 0, failure: 0 }

const isOpenPool = (pool: Pool): boolean => pool === 'total' || pool === 'second' || pool === 'third'

/** A row a contact label with its five pools side by side; the value is what is still open. */
export const byLabel = (rows: readonly PoolRow[]): readonly LabelRow[] => {
  const found = new Map<string, LabelRow>()
  for (const { contactLabel, pool, tasks, unassigned, valueMinor } of rows) {
    const before = found.get(contactLabel) ?? { contactLabel, counts: none, unassigned: 0, valueMinor: 0 }
    found.set(contactLabel, {
      contactLabel,
      counts: { ...before.counts, [pool]: before.counts[pool] + tasks },
      unassigned: before.unassigned + (isOpenPool(pool) ? unassigned : 0),
      valueMinor: before.valueMinor + (isOpenPool(pool) ? valueMinor : 0),
    })
  }
  return [...found.values()].sort((a, b) => b.valueMinor - a.valueMinor || a.contactLabel.localeCompare(b.contactLabel))
}

/** The five pools over all labels. */
export const totalsOf = (rows: readonly PoolRow[]): Readonly<Record<Pool, number>> => {
  const sums = { ...none }
  for (const { pool, tasks } of rows) sums[pool] += tasks
  return sums
}
