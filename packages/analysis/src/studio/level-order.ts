import type { Label, Scheme } from '@tend/pack'

export type LevelName = { readonly id: string; readonly label: Label }
export type Direction = 'up' | 'down' | 'other'

/**
 * Levels of a scheme under two packs in one order from the lowest: those of the later pack, with each level that only the earlier one has behind the
 * level it followed. Tags stand for themselves and in the combinations that were `seen`.
 */
export function levelNames(
  before: Scheme | undefined,
  after: Scheme | undefined,
  seen: readonly (string | null)[],
): readonly LevelName[] {
  const byRank = (scheme: Scheme | undefined) => [...(scheme?.levels ?? [])].sort((a, b) => a.rank - b.rank)
  const order: LevelName[] = byRank(after).map(({ id, label }) => ({ id, label }))
  let place = 0
  for (const { id, label } of byRank(before)) {
    const at = order.findIndex((level) => level.id === id)
    if (at >= 0) place = at + 1
    else {
      order.splice(place, 0, { id, label })
      place += 1
    }
  }
  if ((after ?? before)?.variant !== 'rules') return order
  const combinations = [...new Set(seen)].filter((id): id is string => id?.includes(',') === true).sort()
  return [...order, ...combinations.map((id) => ({ id, label: joined(order, id.split(',')) }))]
}

function joined(levels: readonly LevelName[], ids: readonly string[]): Label {
  const labels = ids.map((id) => levels.find((level) => level.id === id)?.label ?? { zh: id, en: id })
  return { zh: labels.map(({ zh }) => zh).join('、'), en: labels.map(({ en }) => en).join(', ') }
}

/** Ladders, ranks and stages have an order; a cell, a tag or a delivered level is neither above nor below another. */
export function directionOf(
  scheme: Scheme | undefined,
  levels: readonly LevelName[],
  from: string | null,
  to: string | null,
): Direction | 'none' {
  if (from === to) return 'none'
  if (from === null || to === null || !isOrdered(scheme)) return 'other'
  const place = (id: string) => levels.findIndex((level) => level.id === id)
  return place(to) > place(from) ? 'up' : 'down'
}

export function isOrdered(scheme: Scheme | undefined): boolean {
  return scheme?.variant === 'ladder' || scheme?.variant === 'rank' || scheme?.variant === 'stage'
}
