import type { Defined, Expression, Label } from './shared.ts'

export type Level = {
  readonly id: string
  readonly label: Label
  /** 0 is the lowest. Ladders and stages list their levels upward, rank schemes from the top of the pyramid downward. */
  readonly rank: number
  readonly source?: string
  readonly assumed?: boolean
  /** ladder: met by any route into the level; stage: first level in list order whose condition holds. */
  readonly enter?: Expression
  /** ladder: what must hold to stay; absent means `enter`. */
  readonly keep?: Expression
  /** ladder: what is missing to enter, in the unit of the ladder's money or count; shown as the distance to the next level (S173). */
  readonly gap?: Expression
  /** ladder: what the customer may lose before the level is lost, in the unit of `gap`; written, or derived from a simple `keep`. */
  readonly margin?: Expression
  /** ladder: reached on any day, not only on the days of `recompute` (S183: diamond). */
  readonly immediate?: boolean
  /** rank: share of customers down to and including this level, from the top, e.g. 0.01, 0.05, 0.20, 1. */
  readonly cut?: number
  /** rank: the level of customers whose metric is zero or unknown; the cuts of the others are then shares of the remaining (S166). */
  readonly zero?: boolean
  /** matrix: the quarter of the table; absent for a level whose `enter` comes before the table (S165 E and F). */
  readonly cell?: { readonly x: 'low' | 'high'; readonly y: 'low' | 'high' }
  /** Published share of customers in per cent; the shares of a scheme total 100 ± 0.2 (G14). */
  readonly share?: number
  /** Published figures of the level, by name, e.g. `{ arpu: 38 }`. */
  readonly figures?: Readonly<Record<string, number>>
  /** What the benefits of the level cost for one customer and year, in major units. */
  readonly yearlyCost?: number
}

/** The level is high where the metric is at least `value`, or at least the value that `share` of those judged by the table stay below. */
export type Axis = {
  readonly label: Label
  readonly metric: string
  readonly cut: { readonly value: Expression } | { readonly share: number }
}

export type Scheme = Defined & {
  readonly levels: readonly Level[]
  /** Who is classed at all; others have no level and count in no share. */
  readonly among?: Expression
  /** True: a person may give a level, or hold the present one, until a day, with a reason (the fact `level_override`, G27). */
  readonly manual: boolean
} & (
    | {
        readonly variant: 'ladder'
        /** Months for which a level is valid once reached; absent: always re-judged. */
        readonly validityMonths?: number
        /** True: within validity a level only rises (S183). */
        readonly ratchet: boolean
        /** False: a rise keeps the end of the card's validity instead of starting a new one (golden B10). */
        readonly riseRenewsValidity: boolean
        /** Levels are judged on the last day of these months (1–12) only, or on the first run after it (G20). Three things do not wait: a first level, an `immediate` one, the end of a validity. */
        readonly recomputeMonths?: readonly number[]
        /** To the highest level whose `keep` (or `enter`) holds, one level down, or not at all. */
        readonly demote: 'qualifying' | 'one_step' | 'never'
      }
    | {
        /** Two axes make four cells; levels with `enter` come first, in list order (S165, S172). */
        readonly variant: 'matrix'
        readonly x: Axis
        readonly y: Axis
      }
    /** Tags: every level whose `enter` holds. The wide row has a flag `<scheme>_<level>` each and their ids, joined by commas, as `<scheme>` (S20). */
    | { readonly variant: 'rules' }
    | {
        /** Delivered from outside: the customer's row of `fact` that began last and has not ended. */
        readonly variant: 'list'
        readonly fact: string
        /** Columns of the fact; its date column is the day from which the row holds. */
        readonly level: string
        readonly reason?: string
        readonly until?: string
      }
    | {
        readonly variant: 'rank'
        readonly metric: string
        /** Second metric, for ties; customer id comes last. */
        readonly tie?: string
        /** Customers whose metric is zero or unknown always stand in the bottom level (G18). */
        readonly zeroLast: boolean
      }
    | {
        readonly variant: 'stage'
        /** The levels as a life goes through them; of `levels` the first whose condition holds counts. */
        readonly order: readonly string[]
      }
  )
