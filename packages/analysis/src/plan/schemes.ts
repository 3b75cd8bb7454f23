import { customerScope, type Expression, type Fact, type Pack, type Scheme } from '@tend/pack'
import { addDays, isMonthEnd, split } from './dates.ts'
import type { ManualPlan, PreviousState, SchemePlan, WideColumn } from './plan.ts'

/** What a person's word on a level is called; any other shape of the fact is not understood and counts for nothing. */
const overrideFact = 'level_override'
const overrideColumns = ['override_id', 'customer_id', 'scheme', 'level', 'until', 'reason', 'decided_by']

/** Lists and tags are facts of their own. */
const takesWord: readonly Scheme['variant'][] = ['ladder', 'stage', 'matrix', 'rank']

/** The schemes whose levels people may give, where the pack knows the fact that carries them. */
export function planManual(pack: Pack, schemes: readonly Scheme[]): ManualPlan | undefined {
  const fact = pack.facts.get(overrideFact)
  const manual = schemes.filter((scheme) => scheme.manual && takesWord.includes(scheme.variant))
  if (fact?.date === undefined || fact.customer === undefined || manual.length === 0) return undefined
  const has = (id: string) => fact.columns.some((column) => column.id === id)
  return overrideColumns.every(has) ? { fact, schemes: manual } : undefined
}

/** Settles for a night what a scheme's own definition leaves open. */
export function schemePlanner(
  pack: Pack,
  asOf: string,
  previous: PreviousState | undefined,
  manual: ManualPlan | undefined,
): (scheme: Scheme) => SchemePlan {
  const counted = laddersThatCount(pack)
  return (scheme) => ({
    scheme,
    isJudged: scheme.variant !== 'ladder' || isJudged(scheme.recomputeMonths, asOf, previous?.asOf),
    hasCounters: counted.has(scheme.id),
    isManual: manual?.schemes.includes(scheme) ?? false,
    fact: scheme.variant === 'list' ? factOf(pack, scheme.fact) : undefined,
    metrics:
      scheme.variant === 'matrix'
        ? { x: metricOf(pack, scheme, scheme.x.metric), y: metricOf(pack, scheme, scheme.y.metric) }
        : undefined,
  })
}

/** Whether a level's reason is that of the day on which it was reached, for as long as it stays. */
export function keepsReason({ variant }: Scheme): boolean {
  return variant !== 'matrix' && variant !== 'list'
}

/** Ladders that the window of some measure names. */
export function laddersThatCount(pack: Pack): ReadonlySet<string> {
  const windows = [...pack.indicators.values()].flatMap((indicator) =>
    indicator.kind === 'measure' ? [indicator.window] : [],
  )
  return new Set(
    windows.flatMap((window) =>
      'sinceLevel' in window ? [window.sinceLevel] : 'sinceDemotion' in window ? [window.sinceDemotion] : [],
    ),
  )
}

/**
 * Whether the last day of one of the months lies after the previous run and not after this one (G20), so that an institution that misses
 * 30 June judges on 1 July.
 */
function isJudged(months: readonly number[] | undefined, asOf: string, previousAsOf: string | undefined): boolean {
  if (months === undefined || previousAsOf === undefined) return true
  for (let day = asOf; day > previousAsOf; day = addDays(day, -1)) {
    if (isMonthEnd(day) && months.includes(split(day).month)) return true
  }
  return false
}

function factOf(pack: Pack, id: string): Fact {
  const fact = pack.facts.get(id)
  if (fact?.customer === undefined || fact.date === undefined) {
    throw new Error(`a list needs a fact with a customer and a date; ${id} has not both`)
  }
  return fact
}

/** A metric as an expression, so that money reads in major units as in the cut beside it. */
export function metricOf(pack: Pack, { id, position }: Scheme, metric: string): Expression {
  const type = customerScope(pack).get(metric)
  if (!type) throw new Error(`scheme ${id}: there is no column ${metric}`)
  const tree = { kind: 'name', name: metric, unit: type.unit, type: 'number', start: 0, end: metric.length } as const
  return { text: metric, type: 'number', names: [metric], tree, position }
}

/** The columns of a scheme in the wide row, in order. */
export function schemeColumns({ scheme, hasCounters }: SchemePlan): readonly WideColumn[] {
  const { id } = scheme
  const tags = scheme.variant === 'rules' ? scheme.levels : []
  return [
    { name: id, unit: 'text', origin: 'level', scheme: id },
    { name: `${id}_before`, unit: 'text', origin: 'before', scheme: id },
    { name: `${id}_since`, unit: 'date', origin: 'since', scheme: id },
    { name: `${id}_until`, unit: 'date', origin: 'until', scheme: id },
    { name: `${id}_reason`, unit: 'text', origin: 'reason', scheme: id },
    ...tags.map((tag): WideColumn => ({ name: `${id}_${tag.id}`, unit: 'flag', origin: 'tag', scheme: id })),
    ...(hasCounters ? counterColumns(id) : []),
  ]
}

function counterColumns(id: string): readonly WideColumn[] {
  return [
    { name: `${id}_period`, unit: 'date', origin: 'period', scheme: id },
    { name: `${id}_restart`, unit: 'date', origin: 'restart', scheme: id },
  ]
}
