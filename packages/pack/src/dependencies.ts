import type { Expression, Indicator, Pack, Scheme } from './definitions.ts'

type Definitions = Pick<Pack, 'indicators' | 'schemes'>

/**
 * Ids of derived indicators, group rates and schemes, each after everything it reads; ties by id. Measures need nothing and are left out.
 * `<scheme>_before` comes from the previous state and is no dependency.
 */
export function dependencyOrder(pack: Definitions): readonly string[] {
  const reads = calculationReads(pack)
  const order: string[] = []
  const visit = (id: string): void => {
    if (order.includes(id)) return
    for (const needed of reads.get(id) ?? []) if (reads.has(needed)) visit(needed)
    order.push(id)
  }
  for (const id of [...reads.keys()].sort()) visit(id)
  return order
}

/** One circle of definitions that wait for each other, e.g. `[a, b, a]`, for each definition that closes one. */
export function findCycles(pack: Definitions): readonly (readonly string[])[] {
  const reads = calculationReads(pack)
  const done = new Set<string>()
  const cycles: string[][] = []
  const visit = (id: string, open: readonly string[]): void => {
    if (open.includes(id)) {
      cycles.push([...open.slice(open.indexOf(id)), id])
      return
    }
    if (done.has(id)) return
    for (const needed of reads.get(id) ?? []) if (reads.has(needed)) visit(needed, [...open, id])
    done.add(id)
  }
  for (const id of [...reads.keys()].sort()) visit(id, [])
  return cycles
}

/** What each calculated column reads, sorted: ids of attributes, indicators and schemes. */
export function calculationReads(pack: Definitions): ReadonlyMap<string, readonly string[]> {
  const reads = new Map<string, readonly string[]>()
  for (const indicator of pack.indicators.values()) {
    if (indicator.kind !== 'measure') reads.set(indicator.id, namesOf(expressionsOfIndicator(indicator)))
  }
  for (const scheme of pack.schemes.values()) {
    const ranked = scheme.variant === 'rank' ? [scheme.metric, ...(scheme.tie === undefined ? [] : [scheme.tie])] : []
    reads.set(scheme.id, [...new Set([...namesOf(expressionsOfScheme(scheme)), ...ranked])].sort())
  }
  return reads
}

function expressionsOfIndicator(indicator: Indicator): readonly (Expression | undefined)[] {
  if (indicator.kind === 'derived') return [indicator.expression]
  return indicator.kind === 'group_rate' ? [indicator.by, indicator.event, indicator.base] : []
}

function expressionsOfScheme(scheme: Scheme): readonly (Expression | undefined)[] {
  return scheme.levels.flatMap((level) => [level.enter, level.keep, level.gap])
}

function namesOf(expressions: readonly (Expression | undefined)[]): readonly string[] {
  return [...new Set(expressions.flatMap((expression) => expression?.names ?? []))].sort()
}
