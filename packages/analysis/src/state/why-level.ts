import {
  compile,
  type Expression,
  explain,
  type Label,
  type Level,
  type Pack,
  type Scheme,
  type Term,
  type Unit,
} from '@tend/pack'
import { metricOf } from '../plan/schemes.ts'
import { QueryRefused, type StateRow } from './state.ts'

/** Why a customer stands where they stand. */
export type WhyLevel = {
  /** Of a rules scheme the tags, joined by commas. */
  readonly level: string | null
  readonly before: string | null
  readonly since: string | null
  readonly until: string | null
  /** The values that decided when the level was reached. */
  readonly reason: Readonly<Record<string, unknown>>
  /**
   * The level's rule as written, and its comparisons with this row's values; null where no rule of its own decided: ranks, cells of a matrix, lists, a
   * person's word, a level that takes everybody. Tags have one each.
   */
  readonly rule: string | null
  readonly terms: readonly Term[]
  /** What the customer may lose before the level is lost, as the level's `margin` reckons it (money in major units); null where it is unknown. */
  readonly margin: number | null
  /** The next level up; undefined at the top, for what has no up (stages, tables, tags, lists), and for a customer without a level. */
  readonly next: NextLevel | undefined
  /** The person's word that gives or holds the level; undefined where the rule judges. */
  readonly manual: ManualWord | undefined
  /** matrix: where the customer lies on both axes. */
  readonly axes: readonly AxisPlace[]
  /** rules: every tag, held or not. */
  readonly tags: readonly WhyTag[]
}

export type NextLevel = {
  readonly level: string
  readonly rule: string | null
  readonly terms: readonly Term[]
  /** What is missing, as the level's `gap` reckons it (money in major units); null where it is not defined or unknown. */
  readonly gap: number | null
}

/** Dates are ISO texts. */
export type ManualWord = { readonly reason: string; readonly decidedBy: string | null; readonly until: string | null }

/**
 * Value and cut are in the unit of the row (money in minor units). The cut of a share is the one of the row's own night; null, with the side, where the table
 * did not judge the customer.
 */
export type AxisPlace = {
  readonly axis: 'x' | 'y'
  readonly label: Label
  readonly metric: string
  readonly unit: Unit
  readonly value: number | null
  readonly cut: number | null
  readonly side: 'low' | 'high' | null
}

export type WhyTag = {
  readonly level: string
  readonly isHeld: boolean
  readonly rule: string | null
  readonly terms: readonly Term[]
}

/** Explains `scheme` for one wide row as of `asOf`. Pure. Throws `QueryRefused` for an unknown scheme. */
export function whyLevel(pack: Pack, schemeId: string, row: StateRow, asOf: string): WhyLevel {
  const scheme = pack.schemes.get(schemeId)
  if (!scheme) throw new QueryRefused('unknown_column', `"${schemeId}" is no scheme`)
  const about = { row, asOf, decimals: pack.currency.decimals }
  const level = scheme.levels.find(({ id }) => id === row[schemeId])
  const reason = JSON.parse(textOf(row[`${schemeId}_reason`]) ?? '{}') as Readonly<Record<string, unknown>>
  const manual = manualWord(reason)
  const rule = manual ? undefined : level && ruleThatHolds(level, about)
  return {
    level: textOf(row[schemeId]),
    before: textOf(row[`${schemeId}_before`]),
    since: textOf(row[`${schemeId}_since`]),
    until: textOf(row[`${schemeId}_until`]),
    reason,
    ...ruleAndTerms(rule, about),
    margin: level?.margin ? numberOf(level.margin, about) : null,
    next: level && nextLevel(scheme, level, about),
    manual,
    axes: scheme.variant === 'matrix' ? axesOf(pack, scheme, reason, about) : [],
    tags: scheme.variant === 'rules' ? tagsOf(scheme, about) : [],
  }
}

type About = { readonly row: StateRow; readonly asOf: string; readonly decimals: number }

function ruleAndTerms(rule: Expression | undefined, about: About): Pick<WhyTag, 'rule' | 'terms'> {
  return { rule: rule?.text ?? null, terms: rule ? explain(rule, about.row, about.asOf, about) : [] }
}

/** Entry where it holds, else what keeps the level; entry again while only the validity holds it. */
function ruleThatHolds({ enter, keep }: Level, about: About): Expression | undefined {
  if (!keep || !enter) return enter ?? keep
  return holds(keep, about) && !holds(enter, about) ? keep : enter
}

function holds(rule: Expression, { row, asOf, decimals }: About): boolean {
  return compile(rule, { decimals })(row, asOf) === true
}

function numberOf(expression: Expression, { row, asOf, decimals }: About): number | null {
  const value = compile(expression, { decimals })(row, asOf)
  return typeof value === 'number' ? value : null
}

function nextLevel(scheme: Scheme, level: Level, about: About): NextLevel | undefined {
  if (scheme.variant !== 'ladder' && scheme.variant !== 'rank') return undefined
  const next = scheme.levels.find(({ rank }) => rank === level.rank + 1)
  if (!next) return undefined
  return { level: next.id, ...ruleAndTerms(next.enter, about), gap: next.gap ? numberOf(next.gap, about) : null }
}

/** The reason of a level that a person gave or holds names that word and nothing else. */
function manualWord({ manual, decided_by, until }: Readonly<Record<string, unknown>>): ManualWord | undefined {
  if (typeof manual !== 'string') return undefined
  return {
    reason: manual,
    decidedBy: typeof decided_by === 'string' ? decided_by : null,
    until: typeof until === 'string' ? until : null,
  }
}

function axesOf(
  pack: Pack,
  scheme: Extract<Scheme, { variant: 'matrix' }>,
  reason: Readonly<Record<string, unknown>>,
  about: About,
): readonly AxisPlace[] {
  return (['x', 'y'] as const).map((axis) => {
    const { label, metric, cut } = scheme[axis]
    const { tree } = metricOf(pack, scheme, metric)
    const unit = tree.kind === 'name' ? tree.unit : 'number'
    const perMajor = unit === 'money' ? 10 ** about.decimals : 1
    const written = reason[`${axis}_cut`]
    const value = about.row[metric]
    const major = 'value' in cut ? numberOf(cut.value, about) : null
    const line = 'value' in cut ? major && major * perMajor : typeof written === 'number' ? written : null
    const place = typeof value === 'number' ? value : null
    const side = line === null ? null : place !== null && place >= line ? ('high' as const) : ('low' as const)
    return { axis, label, metric, unit, value: place, cut: line, side }
  })
}

function tagsOf(scheme: Scheme, about: About): readonly WhyTag[] {
  return scheme.levels.map(({ id, enter }) => ({
    level: id,
    isHeld: about.row[`${scheme.id}_${id}`] === true,
    ...ruleAndTerms(enter, about),
  }))
}

function textOf(value: StateRow[string] | undefined): string | null {
  return typeof value === 'string' ? value : null
}
