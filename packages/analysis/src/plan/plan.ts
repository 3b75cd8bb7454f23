import type { Expression, Fact, MeasureFunction, ModelOutput, Moment, Scheme, Unit } from '@tend/pack'
import type { ModelArtifact } from '../learn/artifact.ts'

/** A night as plain frozen data: what is read, counted, judged and noticed, with every date settled. */
export type NightPlan = {
  readonly packId: string
  readonly packHash: string
  readonly asOf: string
  readonly decimals: number
  readonly previous: PreviousState | undefined
  readonly population: Population
  /** The levels that people have given; undefined where the pack has no such fact or no scheme takes them. */
  readonly manual: ManualPlan | undefined
  readonly scans: readonly FactScan[]
  readonly layers: readonly Layer[]
  readonly moments: readonly MomentPlan[]
  /** The wide row, in order. */
  readonly columns: readonly WideColumn[]
}

/** What the plan must know of the last committed state with an earlier as-of. */
export type PreviousState = {
  readonly asOf: string
  readonly schemes: readonly string[]
  /** Ladders whose `<scheme>_period` and `<scheme>_restart` the state holds. */
  readonly counters?: readonly string[]
}

/** `registering` facts carry customers that the customer fact need not know. */
export type Population = { readonly customer: Fact; readonly registering: readonly Fact[] }

/** `level_override` and the schemes whose levels a person may give or hold (G27). */
export type ManualPlan = { readonly fact: Fact; readonly schemes: readonly Scheme[] }

export type WideColumn = { readonly name: string; readonly unit: Unit } & (
  | { readonly origin: 'attribute' | 'measure' | 'derived' | 'group_rate' | 'population' | 'model' }
  | {
      /** `tag` is the flag of one level of a rules scheme. */
      readonly origin: 'level' | 'before' | 'since' | 'until' | 'reason' | 'tag' | 'period' | 'restart'
      readonly scheme: string
    }
)

/** Inclusive ISO dates; `from` is undefined where the whole history counts. */
export type Period = { readonly from: string | undefined; readonly to: string }

/** One pass over one fact: all its indicators at once, or all of one `per` or of the last days. */
export type FactScan = {
  /** Names what the pass leaves behind: the fact, and what sets the pass apart where the fact has several. */
  readonly id: string
  readonly fact: Fact
  /** Rows are added up by this column before the functions judge the totals. */
  readonly per: string | undefined
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
  /** The customer's own day from which rows count, besides the period. */
  readonly start: CounterStart | undefined
}

/**
 * `scheme` is a ladder; `column` the day kept in the last state, undefined where it holds none. Without a day, a measure since the level counts
 * nothing, because no period has begun; one since the last fall counts everything, because there was none.
 */
export type CounterStart = {
  readonly scheme: string
  readonly since: 'level' | 'demotion'
  readonly column: string | undefined
}

/** Columns that depend on earlier layers only. */
export type Layer = {
  readonly derived: readonly { readonly id: string; readonly unit: Unit; readonly expression: Expression }[]
  readonly groupRates: readonly GroupRatePlan[]
  readonly populations: readonly PopulationPlan[]
  readonly models: readonly ModelPlan[]
  readonly schemes: readonly SchemePlan[]
}

/** A scheme with what is settled about it for this night. */
export type SchemePlan<S extends Scheme = Scheme> = {
  readonly scheme: S
  /** ladder: whether this night is one that judges (`recomputeMonths`, G20). */
  readonly isJudged: boolean
  /** ladder: whether the row keeps the days from which `sinceLevel` and `sinceDemotion` count. */
  readonly hasCounters: boolean
  /** Whether a person's word on the level is looked up. */
  readonly isManual: boolean
  /** list: the delivered list. */
  readonly fact: Fact | undefined
  /** matrix: the metrics of its axes, as values that are compared with the cuts. */
  readonly metrics: { readonly x: Expression; readonly y: Expression } | undefined
}

export type GroupRatePlan = {
  readonly id: string
  readonly by: Expression
  readonly event: Expression
  readonly base: Expression | undefined
}

/** One figure of all customers, or of each group of `by` (S165: medians; S171: totals). */
export type PopulationPlan = {
  readonly id: string
  readonly unit: Unit
  readonly function: 'sum' | 'mean' | 'count' | 'quantile'
  readonly of: Expression | undefined
  readonly share: number
  readonly among: Expression | undefined
  readonly by: Expression | undefined
}

export type ModelPlan = {
  readonly id: string
  readonly unit: Unit
  readonly model: string
  readonly output: ModelOutput
  /** Names that the model reads. */
  readonly reads: readonly string[]
  /** What was learned; undefined before the first training, and the column is then unknown. */
  readonly artifact: ModelArtifact | undefined
}

export type MomentPlan = {
  readonly moment: Moment
  /** 0 stands back for nothing; others are looked at after those that they yield to (S155). */
  readonly turn: number
  /** Whether the cadence lets the moment be noticed at this as-of. */
  readonly isNoticed: boolean
  /** Values kept with an occurrence: those that its sentence names and those that its conditions read. */
  readonly reason: readonly ReasonField[]
  /** calendar: the days to look for, each with the dates that recur on it; fact: the days whose rows are looked for, each with its due day. */
  readonly occurrences: readonly Occurrence[]
  /** expiry and fact: the fact that carries the date. */
  readonly fact: Fact | undefined
}

/** `moment` values are the moment's own: `days_left`, `due_on`, `level`, `level_before`. */
export type ReasonField = {
  readonly name: string
  readonly unit: Unit
  readonly origin: 'customer' | 'fact' | 'moment'
}

/** `date` (a birth date, say, or the day of a row) is due on `dueOn`. Of a festival, which is everybody's, both are the same. */
export type Occurrence = { readonly date: string; readonly dueOn: string | null; readonly daysLeft: number | null }
