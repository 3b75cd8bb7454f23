import { compile, type Expression, explain, type Level, type Pack, type Scheme, type Term } from '@tend/pack'
import { QueryRefused, type StateRow } from './state.ts'

/** Why a customer stands where they stand. */
export type WhyLevel = {
  readonly level: string | null
  readonly before: string | null
  readonly since: string | null
  readonly until: string | null
  /** The values that decided when the level was reached. */
  readonly reason: Readonly<Record<string, unknown>>
  /** The level's rule as written, and its comparisons with this row's values; null for ranks and for a level that takes everybody. */
  readonly rule: string | null
  readonly terms: readonly Term[]
  /** The next level up; undefined at the top, for stages, and for a customer without a level. */
  readonly next: NextLevel | undefined
}

export type NextLevel = {
  readonly level: string
  readonly rule: string | null
  readonly terms: readonly Term[]
  /** What is missing, as the level's `gap` reckons it (money in major units); null where it is not defined or unknown. */
  readonly gap: number | null
}

/** Explains `scheme` for one wide row as of `asOf`. Pure. Throws `QueryRefused` for an unknown scheme. */
export function whyLevel(pack: Pack, schemeId: string, row: StateRow, asOf: string): WhyLevel {
  const scheme = pack.schemes.get(schemeId)
  if (!scheme) throw new QueryRefused('unknown_column', `"${schemeId}" is no scheme`)
  const about = { row, asOf, decimals: pack.currency.decimals }
  const level = scheme.levels.find(({ id }) => id === row[schemeId])
  const rule = level && ruleThatHolds(level, about)
  return {
    level: textOf(row[schemeId]),
    before: textOf(row[`${schemeId}_before`]),
    since: textOf(row[`${schemeId}_since`]),
    until: textOf(row[`${schemeId}_until`]),
    reason: JSON.parse(textOf(row[`${schemeId}_reason`]) ?? '{}') as Readonly<Record<string, unknown>>,
    rule: rule?.text ?? null,
    terms: rule ? explain(rule, row, asOf, about) : [],
    next: level && nextLevel(scheme, level, about),
  }
}

type About = { readonly row: StateRow; readonly asOf: string; readonly decimals: number }

/** Entry where it holds, else what keeps the level; entry again while only the validity holds it. */
function ruleThatHolds({ enter, keep }: Level, about: About): Expression | undefined {
  if (!keep || !enter) return enter ?? keep
  return holds(keep, about) && !holds(enter, about) ? keep : enter
}

function holds(rule: Expression, { row, asOf, decimals }: About): boolean {
  return compile(rule, { decimals })(row, asOf) === true
}

function nextLevel(scheme: Scheme, level: Level, { row, asOf, decimals }: About): NextLevel | undefined {
  if (scheme.variant === 'stage') return undefined
  const next = scheme.levels.find(({ rank }) => rank === level.rank + 1)
  if (!next) return undefined
  const gap = next.gap && compile(next.gap, { decimals })(row, asOf)
  return {
    level: next.id,
    rule: next.enter?.text ?? null,
    terms: next.enter ? explain(next.enter, row, asOf, { decimals }) : [],
    gap: typeof gap === 'number' ? gap : null,
  }
}

function textOf(value: StateRow[string] | undefined): string | null {
  return typeof value === 'string' ? value : null
}
