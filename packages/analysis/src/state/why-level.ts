import type { Pack, Term } from '@tend/pack'
import type { StateRow } from './state.ts'

/** Why a customer stands where they stand. */
export type WhyLevel = {
  readonly level: string | null
  readonly before: string | null
  readonly since: string | null
  readonly until: string | null
  /** The values that decided when the level was reached. */
  readonly reason: Readonly<Record<string, unknown>>
  /** The level's rule as written, and its comparisons with this row's values. */
  readonly rule: string | null
  readonly terms: readonly Term[]
  /** The next level up: its rule, comparisons, and what is missing in the unit of the ladder's `gap` (null where it is not defined). */
  readonly next: NextLevel | undefined
}

export type NextLevel = {
  readonly level: string
  readonly rule: string | null
  readonly terms: readonly Term[]
  readonly gap: number | null
}

/** Explains `scheme` for one wide row as of `asOf`; pure. */
export function whyLevel(pack: Pack, scheme: string, row: StateRow, asOf: string): WhyLevel {
  throw new Error(`unfinished ${pack.id} ${scheme} ${String(row)} ${asOf}`)
}
