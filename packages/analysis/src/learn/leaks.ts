import type { Expression, Indicator, Model, Pack, Scheme } from '@tend/pack'
import { namesOfModel } from './model-names.ts'

/** A feature that knows the answer; `through` are the definitions from the feature to what gives it away, both included. */
export type Leak = {
  readonly feature: string
  readonly through: readonly string[]
  readonly because: 'after_outcome' | 'read_by_outcome'
}

type Scorecard = Extract<Model, { kind: 'scorecard' }>

/**
 * Features that a scorecard must not learn from: columns known only once the outcome is (`afterOutcome`), whatever the outcome reads, and
 * everything that rests on either.
 */
export function findLeaks(pack: Pack, model: Scorecard): readonly Leak[] {
  const reads = readsOf(pack)
  const late = new Set(
    [...pack.facts.values()].flatMap((fact) =>
      fact.columns.filter(({ afterOutcome }) => afterOutcome).map(({ id }) => columnName(fact.id, id)),
    ),
  )
  const answers = closure(model.outcome.names, reads)
  return model.features.flatMap((feature): Leak[] => {
    const known = pathTo(feature, (name) => late.has(name), reads)
    if (known) return [{ feature, through: known, because: 'after_outcome' }]
    const read = pathTo(feature, (name) => answers.has(name), reads)
    return read ? [{ feature, through: read, because: 'read_by_outcome' }] : []
  })
}

/** Attributes of the customer go by their own name, columns of other facts as `fact.column`. */
function columnName(fact: string, column: string): string {
  return fact === 'customer' ? column : `${fact}.${column}`
}

type Reads = ReadonlyMap<string, readonly string[]>

function readsOf(pack: Pack): Reads {
  const reads = new Map<string, readonly string[]>()
  for (const indicator of pack.indicators.values()) reads.set(indicator.id, readsOfIndicator(indicator, pack))
  for (const scheme of pack.schemes.values()) {
    reads.set(scheme.id, readsOfScheme(scheme))
    if (scheme.variant === 'rules')
      for (const level of scheme.levels) reads.set(`${scheme.id}_${level.id}`, [scheme.id])
  }
  return reads
}

function readsOfIndicator(indicator: Indicator, pack: Pack): readonly string[] {
  switch (indicator.kind) {
    case 'measure':
      return namesOf([indicator.argument, indicator.where]).map((name) => columnName(indicator.fact, name))
    case 'derived':
      return indicator.expression.names
    case 'group_rate':
      return namesOf([indicator.by, indicator.event, indicator.base])
    case 'population':
      return namesOf([indicator.of, indicator.among, indicator.by])
    case 'model': {
      const model = pack.models.get(indicator.model)
      return model === undefined ? [] : namesOfModel(model)
    }
  }
}

function readsOfScheme(scheme: Scheme): readonly string[] {
  const conditions = scheme.levels.flatMap(({ enter, keep }) => [enter, keep])
  const metrics =
    scheme.variant === 'rank'
      ? [scheme.metric, ...(scheme.tie === undefined ? [] : [scheme.tie])]
      : scheme.variant === 'matrix'
        ? [scheme.x.metric, scheme.y.metric]
        : scheme.variant === 'list'
          ? [columnName(scheme.fact, scheme.level)]
          : []
  return [...namesOf([scheme.among, ...conditions]), ...metrics]
}

function namesOf(expressions: readonly (Expression | undefined)[]): readonly string[] {
  return [...new Set(expressions.flatMap((expression) => expression?.names ?? []))]
}

function closure(names: readonly string[], reads: Reads): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    for (const needed of reads.get(name) ?? []) visit(needed)
  }
  for (const name of names) visit(name)
  return found
}

/** The shortest way from a name down to one that is meant. */
function pathTo(from: string, isMeant: (name: string) => boolean, reads: Reads): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[from]]
  const seen = new Set([from])
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const name = way.at(-1) as string
    if (isMeant(name)) return way
    for (const needed of reads.get(name) ?? []) {
      if (!seen.has(needed)) ways.push([...way, needed])
      seen.add(needed)
    }
  }
  return undefined
}
