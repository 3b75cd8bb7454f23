import type { ModelOutput } from './models.ts'
import type { Defined, Expression, Label } from './shared.ts'

/** Unit of a value; fixes its SQL type: money BIGINT minor units, count and days BIGINT, ratio, score and number DOUBLE, date DATE, text VARCHAR, flag BOOLEAN. */
export type Unit = 'money' | 'count' | 'days' | 'ratio' | 'score' | 'number' | 'date' | 'text' | 'flag'

/**
 * The days that a measure looks at, ending at as-of (inclusive). `offset` shifts by whole windows into the past:
 * `{ calendar: 'month', offset: 1 }` is the last full month, `{ days: 30, offset: 1 }` the thirty days before the latest thirty.
 * `{ months: 3 }` reaches from the day after the same day three months ago to as-of. `{ calendar: 'month', count: 3 }` holds three calendar
 * months, the current one up to as-of and the two before: what facts with a row a month need. No window means the whole history.
 */
export type Window =
  /** The customer's own period of a ladder: from the day the present validity began, or, without validity, the level was reached. */
  | { readonly sinceLevel: string }
  /** From the day after the ladder last brought the customer down (G11: the counter restarts); the whole history for who never fell. */
  | { readonly sinceDemotion: string }
  | { readonly days: number; readonly offset: number }
  | { readonly months: number; readonly offset: number }
  | { readonly calendar: 'month' | 'quarter' | 'year'; readonly offset: number; readonly count?: number }
  | { readonly lifetime: true }

/**
 * `daily_average` is sum ÷ calendar days of the window (G05); `at_end` sums the rows of the fact's last date within the window; `last` is the
 * value of the customer's latest row by date, then key.
 */
export type MeasureFunction =
  | 'sum'
  | 'count'
  | 'count_distinct'
  | 'min'
  | 'max'
  | 'avg'
  | 'daily_average'
  | 'at_end'
  | 'last'

export type Indicator = Defined & {
  readonly unit: Unit
  /** Shown as a monthly chart on the customer page. */
  readonly chart: boolean
  /** Of a text: the values it may have, each with its label. */
  readonly valueLabels?: Readonly<Record<string, Label>>
} & (
    | {
        readonly kind: 'measure'
        readonly fact: string
        readonly function: MeasureFunction
        /** CEL over the fact's columns; undefined for count(). */
        readonly argument?: Expression
        readonly where?: Expression
        readonly window: Window
        /** A column of the fact: rows are added up by it first, e.g. receipt lines by receipt, and the function judges the totals. */
        readonly per?: string
      }
    | { readonly kind: 'derived'; readonly expression: Expression }
    | {
        /** Observed rate of `event` among the customers of `base` that share the value of `by` (S152, G23). */
        readonly kind: 'group_rate'
        readonly by: Expression
        readonly event: Expression
        readonly base?: Expression
      }
    | {
        /**
         * One figure of all customers `among` whom the condition holds, by group where `by` is given; every customer of the group carries it:
         * a total, a mean, a head count, or the value that `share` of them stay below (0.5 is the median, continuous percentile).
         */
        readonly kind: 'population'
        readonly function: 'sum' | 'mean' | 'count' | 'quantile'
        readonly of?: Expression
        readonly share?: number
        readonly among?: Expression
        readonly by?: Expression
      }
    | {
        /** What a trained model says of the customer; unknown until one has been trained. */
        readonly kind: 'model'
        readonly model: string
        readonly output: ModelOutput
      }
  )
