import type { Defined, Expression, Label } from './shared.ts'

/**
 * `reason` holds `{name}` places for indicators, attributes and schemes; of a change also `level` and `level_before`; of calendar, expiry
 * and fact also `days_left` and `due_on`; of expiry and fact also the fact's columns. `when` reads the wide row only, `where` the fact's columns only. In `value`,
 * `urgency` and `reason` of an expiry or a fact, a fact's column hides the wide row's column of the same name.
 */
export type Moment = Defined & {
  /** `instant` (only of kind `fact`): judged in JavaScript when an event arrives, and again by the night for what came in files. */
  readonly cadence: 'instant' | 'daily' | 'weekly' | 'monthly'
  readonly reason: Label
  /** 0–100; the order in which a customer's moments are listed, and who leads where colliding plans are worth the same. */
  readonly priority: number
  /** Days for which an occurrence stays open. */
  readonly ttlDays: number
  /** An occurrence is not noticed again for the same customer and moment within this many days. */
  readonly dedupeDays: number
  /** Value at stake in money (major units), CEL over the wide row (and the fact row for expiry). */
  readonly value: Expression
  /** 0–1, CEL over the wide row; of calendar and expiry also `days_left` and `due_on`. */
  readonly urgency: Expression
  /** Further condition on the customer, for every kind. */
  readonly when?: Expression
  /** Moments before which this one stands back while they are open for the customer (S155). */
  readonly yieldsTo: readonly string[]
} & (
    | { readonly kind: 'threshold' }
    | { readonly kind: 'change'; readonly scheme: string; readonly direction: 'up' | 'down' | 'any' }
    | {
        /** A date that comes round: the customer's own (`on`), or everybody's (`festival`). */
        readonly kind: 'calendar'
        readonly on?: string
        readonly festival?: { readonly month: number; readonly day: number }
        /** Within so many days after as-of, or in the calendar month after as-of (S21: the birthday list of a month end). */
        readonly within: { readonly days: number } | { readonly nextMonth: true }
        readonly calendar: 'solar' | 'lunar'
      }
    | {
        /** A row of a fact, noticed once, on the row's own day: a sale, a survey's answer, a mention outside (S19, S73, S104). Looked at for `ttlDays`, so that a late delivery is seen. */
        readonly kind: 'fact'
        readonly fact: string
        readonly where?: Expression
        /** The occurrence is due so many days after the row's date (G45). */
        readonly dueDays?: number
      }
    | {
        readonly kind: 'expiry'
        readonly fact: string
        readonly date: string
        readonly withinDays: number
        readonly where?: Expression
      }
  )
