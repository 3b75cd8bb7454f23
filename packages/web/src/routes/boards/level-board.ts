import type { Catalogue, RouteResponse } from '@tend/contract'

type Cell = RouteResponse<'countLevels'>['items'][number]

export type UnitRow = {
  /** Null for the whole. */
  readonly unitId: string | null
  readonly name: string | null
  readonly total: number
  readonly counts: ReadonlyMap<string | null, number>
}

/** A row a unit, the whole first, then by size; columns are the levels of one scheme. */
export const unitRows = (cells: readonly Cell[], scheme: string): readonly UnitRow[] => {
  const rows = new Map<string | null, UnitRow>()
  for (const { level, unit, customers } of cells.filter((cell) => cell.scheme === scheme)) {
    const unitId = unit?.unitId ?? null
    const before = rows.get(unitId)
    rows.set(unitId, {
      unitId,
      name: unit?.name ?? null,
      total: (before?.total ?? 0) + customers,
      counts: new Map([...(before?.counts ?? []), [level, (before?.counts.get(level) ?? 0) + customers]]),
    })
  }
  return [...rows.values()].sort(
    (a, b) =>
      Number(a.unitId !== null) - Number(b.unitId !== null) ||
      b.total - a.total ||
      (a.unitId ?? '').localeCompare(b.unitId ?? ''),
  )
}

/** The one unit that stands above all others in sight, whose units right below are the rows of the board; undefined where there are several. */
export const topUnit = (units: Catalogue['units']): string | undefined => {
  const tops = units.filter(({ parentId }) => !units.some(({ unitId }) => unitId === parentId))
  return tops.length === 1 ? tops[0]?.unitId : undefined
}
