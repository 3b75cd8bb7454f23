import { dependencyOrder, type Expression, type Indicator, type Pack, type Scheme } from '@tend/pack'
import type { Layer } from './plan.ts'

/** Puts derived indicators, group rates and schemes into layers; a column reads only columns of earlier layers (and measures and attributes). */
export function planLayers(pack: Pack): readonly Layer[] {
  const depths = new Map<string, number>()
  const idsByDepth: string[][] = []
  for (const id of dependencyOrder(pack)) {
    const depth = Math.max(0, ...namesReadBy(pack, id).map((name) => (depths.get(name) ?? -1) + 1))
    depths.set(id, depth)
    idsByDepth[depth] = [...(idsByDepth[depth] ?? []), id]
  }
  return idsByDepth.map((ids) => layerOf(pack, ids))
}

function layerOf(pack: Pack, ids: readonly string[]): Layer {
  const indicators = ids.flatMap((id) => pack.indicators.get(id) ?? [])
  return {
    derived: indicators.flatMap((indicator) =>
      indicator.kind === 'derived'
        ? [{ id: indicator.id, unit: indicator.unit, expression: indicator.expression }]
        : [],
    ),
    groupRates: indicators.flatMap((indicator) =>
      indicator.kind === 'group_rate'
        ? [{ id: indicator.id, by: indicator.by, event: indicator.event, base: indicator.base }]
        : [],
    ),
    schemes: ids.flatMap((id) => pack.schemes.get(id) ?? []),
  }
}

function namesReadBy(pack: Pack, id: string): readonly string[] {
  const indicator = pack.indicators.get(id)
  if (indicator) return namesOf(expressionsOfIndicator(indicator))
  const scheme = pack.schemes.get(id)
  if (!scheme) throw new Error(`${id} is neither indicator nor scheme of pack ${pack.id}`)
  if (scheme.variant === 'rank') return scheme.tie === undefined ? [scheme.metric] : [scheme.metric, scheme.tie]
  return namesOf(expressionsOfScheme(scheme))
}

/** Expressions over the wide row that an indicator's column rests on; none for a measure, which reads a fact. */
export function expressionsOfIndicator(indicator: Indicator): readonly Expression[] {
  if (indicator.kind === 'derived') return [indicator.expression]
  if (indicator.kind === 'group_rate')
    return [indicator.by, indicator.event, ...(indicator.base ? [indicator.base] : [])]
  return []
}

/** Expressions over the wide row that decide a scheme's level. */
export function expressionsOfScheme(scheme: Scheme): readonly Expression[] {
  return scheme.levels.flatMap(({ enter, keep }) => [...(enter ? [enter] : []), ...(keep ? [keep] : [])])
}

export function namesOf(expressions: readonly Expression[]): readonly string[] {
  return [...new Set(expressions.flatMap(({ names }) => names))].sort()
}
