import type { SimulatedScheme } from '@tend/contract'

type Level = SimulatedScheme['levels'][number]

export type MigrationCell = {
  readonly to: string | null
  readonly customers: number
  /** `other` where the levels stand in no order, or a customer comes into the scheme or leaves it. */
  readonly direction: 'same' | 'up' | 'down' | 'other'
}

export type MigrationRow = {
  readonly from: string | null
  readonly total: number
  readonly cells: readonly MigrationCell[]
}

/** From × to with every pair, top level first; a level of null stands for customers who are in none. `levels` come from the lowest up. */
export const migrationRows = (
  { levels, matrix }: Pick<SimulatedScheme, 'levels' | 'matrix'>,
  isOrdered: boolean,
): readonly MigrationRow[] => {
  const places = placesOf(levels, matrix)
  const rankOf = new Map(levels.map(({ id }, rank) => [id, rank]))
  const directionOf = (from: string | null, to: string | null): MigrationCell['direction'] => {
    if (from === to) return 'same'
    const before = from === null ? undefined : rankOf.get(from)
    const after = to === null ? undefined : rankOf.get(to)
    if (!isOrdered || before === undefined || after === undefined) return 'other'
    return after > before ? 'up' : 'down'
  }
  const customersOf = (from: string | null, to: string | null): number =>
    matrix.find((cell) => cell.from === from && cell.to === to)?.customers ?? 0
  return places.map((from) => {
    const cells = places.map((to) => ({ to, customers: customersOf(from, to), direction: directionOf(from, to) }))
    return { from, cells, total: cells.reduce((sum, { customers }) => sum + customers, 0) }
  })
}

const placesOf = (levels: readonly Level[], matrix: SimulatedScheme['matrix']): readonly (string | null)[] => {
  const top = levels.map(({ id }) => id).toReversed()
  return matrix.some(({ from, to }) => from === null || to === null) ? [...top, null] : top
}
