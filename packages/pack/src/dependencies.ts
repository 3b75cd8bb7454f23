import type { Expression, Indicator, Model, Pack, Scheme } from './definitions.ts'

type Definitions = Pick<Pack, 'indicators' | 'schemes' | 'models'>

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

/**
 * What each calculated column reads, sorted: ids of attributes, indicators and schemes. What a model says rests on what it learns from, but not on
 * the outcome, which is read when it is trained.
 */
export function calculationReads(pack: Definitions): ReadonlyMap<string, readonly string[]> {
  const reads = new Map<string, readonly string[]>()
  for (const indicator of pack.indicators.values()) {
    if (indicator.kind !== 'measure') reads.set(indicator.id, readsOfIndicator(indicator, pack))
  }
  for (const scheme of pack.schemes.values()) {
    const { names, expressions } = readsOfScheme(scheme)
    reads.set(scheme.id, [...new Set([...namesOf(expressions), ...names])].sort())
  }
  const owners = ownersOfTags(pack)
  return new Map(
    [...reads].map(([id, names]) => [id, [...new Set(names.map((name) => owners.get(name) ?? name))].sort()]),
  )
}

/** The scheme behind the flag of each tag. */
function ownersOfTags(pack: Pick<Pack, 'schemes'>): ReadonlyMap<string, string> {
  const rules = [...pack.schemes.values()].filter(({ variant }) => variant === 'rules')
  return new Map(rules.flatMap(({ id, levels }) => levels.map((level) => [`${id}_${level.id}`, id])))
}

/** The attributes, indicators and schemes that a model learns from, `among` included, sorted. */
export function readsOfModel(model: Model): readonly string[] {
  const names =
    model.kind === 'purchases'
      ? [model.frequency, model.recency, model.age, ...(model.value === undefined ? [] : [model.value])]
      : model.features
  return [...new Set([...names, ...namesOf([model.among])])].sort()
}

function readsOfIndicator(indicator: Indicator, pack: Definitions): readonly string[] {
  switch (indicator.kind) {
    case 'measure':
      return []
    case 'derived':
      return namesOf([indicator.expression])
    case 'group_rate':
      return namesOf([indicator.by, indicator.event, indicator.base])
    case 'population':
      return namesOf([indicator.of, indicator.among, indicator.by])
    case 'model': {
      const model = pack.models.get(indicator.model)
      return model === undefined ? [] : readsOfModel(model)
    }
  }
}

type Reads = { readonly names: readonly string[]; readonly expressions: readonly (Expression | undefined)[] }

function readsOfScheme(scheme: Scheme): Reads {
  const { among, levels } = scheme
  const ofLevels = levels.flatMap((level) => [level.enter, level.keep, level.gap, level.margin])
  const expressions = [among, ...ofLevels]
  if (scheme.variant === 'rank')
    return { names: [scheme.metric, ...(scheme.tie === undefined ? [] : [scheme.tie])], expressions }
  if (scheme.variant !== 'matrix') return { names: [], expressions }
  const axes = [scheme.x, scheme.y]
  const cuts = axes.map(({ cut }) => ('value' in cut ? cut.value : undefined))
  return { names: axes.map(({ metric }) => metric), expressions: [...expressions, ...cuts] }
}

function namesOf(expressions: readonly (Expression | undefined)[]): readonly string[] {
  return [...new Set(expressions.flatMap((expression) => expression?.names ?? []))].sort()
}
