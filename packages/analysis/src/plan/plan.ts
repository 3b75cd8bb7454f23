import type { Expression, Fact, MeasureFunction, Moment, Scheme, Unit } from '@tend/pack'

/** A night as plain frozen data: what is read, counted, judged and noticed, with every date settled. */
export type NightPlan = {
  readonly packId: string
  readonly packHash: string
  readonly asOf: string
  readonly decimals: number
  readonly previous: PreviousState | undefined
  readonly population: Population
  readonly scans: readonly FactScan[]
  readonly layers: readonly Layer[]
  readonly moments: readonly MomentPlan[]
  /** The wide row, in order. */
  readonly columns: readonly WideColumn[]
}

/** What the plan must know of the last committed state with an earlier as-of. */
export type PreviousState = { readonly asOf: string; readonly schemes: readonly string[] }

/** `registering` facts carry customers that the customer fact need not know. */
export type Population = { readonly customer: Fact; readonly registering: readonly Fact[] }

export type WideColumn = {
  readonly name: string
  readonly unit: Unit
  readonly origin:
    | 'attribute'
    | 'measure'
    | 'derived'
    | 'group_rate'
    | 'level'
    | 'before'
    | 'since'
    | 'until'
    | 'reason'
}

/** Inclusive ISO dates; `from` is undefined where the whole history counts. */
export type Period = { readonly from: string | undefined; readonly to: string }

/** One pass over one fact: all its indicators at once. */
export type FactScan = {
  readonly fact: Fact
  /** Smallest period that holds every measure's period. */
  readonly period: Period
  readonly measures: readonly MeasurePlan[]
}

export type MeasurePlan = {
  readonly id: string
  readonly unit: Unit
  readonly function: MeasureFunction
  readonly argument: Expression | undefined
  readonly where: Expression | undefined
  /** The day that its expressions call `as_of`. */
  readonly asOf: string
  readonly period: Period
}

/** Columns that depend on earlier layers only. */
export type Layer = {
  readonly derived: readonly { readonly id: string; readonly unit: Unit; readonly expression: Expression }[]
  readonly groupRates: readonly GroupRatePlan[]
  readonly schemes: readonly Scheme[]
}

export type GroupRatePlan = {
  readonly id: string
  readonly by: Expression
  readonly event: Expression
  readonly base: Expression | undefined
}

export type MomentPlan = {
  readonly moment: Moment
  /** Whether the cadence lets the moment be noticed at this as-of. */
  readonly isNoticed: boolean
  /** Values kept with an occurrence: those that its sentence names and those that its conditions read. */
  readonly reason: readonly ReasonField[]
  /** calendar: the days to look for, each with the dates that recur on it. */
  readonly occurrences: readonly Occurrence[]
  /** expiry: the fact that carries the due date. */
  readonly fact: Fact | undefined
}

/** `moment` values are the moment's own: `days_left`, `due_on`, `level`, `level_before`. */
export type ReasonField = {
  readonly name: string
  readonly unit: Unit
  readonly origin: 'customer' | 'fact' | 'moment'
}

/** `date` (a birth date, say) comes round on `dueOn`. */
export type Occurrence = { readonly date: string; readonly dueOn: string; readonly daysLeft: number }
