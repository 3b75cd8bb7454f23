import { type PolicyCount, type RefusalReason, refusalReasons } from '@tend/contract'

/** A level or a unit with how many of its customers may be contacted, and why the others may not. */
export type PolicyLine = {
  readonly id: string
  readonly name: string | null
  readonly customers: number
  readonly reachable: number
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>
  readonly belowMinimum: number
}

/** Levels over all units, in the given order; whoever has no level comes last. */
export const linesByLevel = (items: readonly PolicyCount[], levels: readonly string[]): readonly PolicyLine[] => {
  const whole = items.filter(({ unit }) => unit === null)
  const place = ({ level }: PolicyCount): number => (level === null ? levels.length : levels.indexOf(level))
  return whole.toSorted((a, b) => place(a) - place(b)).map((item) => ({ ...item, id: item.level ?? '', name: null }))
}

/** Units over all levels. */
export const linesByUnit = (items: readonly PolicyCount[]): readonly PolicyLine[] => {
  const found = new Map<string, PolicyLine>()
  for (const item of items) {
    if (item.unit === null) continue
    const { unitId, name } = item.unit
    const before = found.get(unitId) ?? nothing(unitId, name)
    found.set(unitId, add(before, item))
  }
  return [...found.values()].sort((a, b) => b.customers - a.customers || a.id.localeCompare(b.id))
}

/** Everybody: what the board's lines add up to. */
export const wholeOf = (items: readonly PolicyCount[]): PolicyLine =>
  items.filter(({ unit }) => unit === null).reduce(add, nothing('', null))

const nothing = (id: string, name: string | null): PolicyLine => ({
  id,
  name,
  customers: 0,
  reachable: 0,
  refused: {},
  belowMinimum: 0,
})

const add = (line: PolicyLine, item: PolicyCount): PolicyLine => ({
  ...line,
  customers: line.customers + item.customers,
  reachable: line.reachable + item.reachable,
  belowMinimum: line.belowMinimum + item.belowMinimum,
  refused: Object.fromEntries(
    refusalReasons
      .map((reason) => [reason, (line.refused[reason] ?? 0) + (item.refused[reason] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  ),
})

/** Reasons that somebody is refused for, in the order in which they are asked. */
export const reasonsIn = (items: readonly PolicyCount[]): readonly RefusalReason[] =>
  refusalReasons.filter((reason) => items.some(({ refused }) => (refused[reason] ?? 0) > 0))
