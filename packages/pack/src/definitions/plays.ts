import type { Defined, Expression, Label } from './shared.ts'

/**
 * A row of the strategy table: class × stage × moment → standard actions (S121–S128). What happens when one of its moments is noticed for a customer
 * whose levels, condition and guards permit it.
 */
export type Play = Defined & {
  /** Moments that the play answers; empty for a play that only themes start (S161). */
  readonly on: readonly string[]
  /** Class and stage: scheme → levels. Of each scheme that is named the customer must hold one of the levels. */
  readonly for: Readonly<Record<string, readonly string[]>>
  /** CEL over the wide row, judged in JavaScript when the night publishes. */
  readonly match?: Expression
  /** Why the customer is contacted (`purposes/`); decides what permission is needed. */
  readonly purpose: string
  /** What is done, in this order. */
  readonly actions: readonly Action[]
  /** Module view in which its tasks stand (`modules/`, S161). */
  readonly module: string
  /** Contact label (S161): unique for each kind of contact. */
  readonly contactLabel: string
  readonly channel: string
  /**
   * `owner`: the customer's own manager, else a helper, else by capacity and skill within the unit (or the pool, `work.unowned`, where nobody is met); `pool`: claimed from the unit's pool;
   * `leader`: who leads the unit, for what is important (S29).
   */
  readonly assign: 'owner' | 'pool' | 'leader'
  /** What a person must know to be given the work (`staff.skills`). */
  readonly skill?: string
  /** Attribute that names a company among the customers: its manager gets a task of his own beside the customer's (S35). */
  readonly jointWith?: string
  readonly dueDays: number
  readonly maxAttempts: number
  /** Working days before the next attempt, in another time band (G26). */
  readonly retryWorkingDays: number
  /** Minutes of work, preparation included. */
  readonly effortMinutes: number
  /** 0–1, CEL over the wide row: how likely the contact changes what is at stake. */
  readonly chance: Expression
  /** One of the seven methods of care (S159). */
  readonly method: 'communication' | 'personal_service' | 'gift' | 'activity' | 'after_sales' | 'training' | 'survey'
  /** What it adds for the customer (S127). */
  readonly valueAdd?: 'benefit' | 'service' | 'image'
  /** What ties it makes (S137). */
  readonly bond?: 'material' | 'emotional' | 'social'
  /** Care that comes round, or care for an occasion (S128). */
  readonly rhythm: 'regular' | 'irregular'
  readonly script: Label
  readonly checklist: readonly Label[]
  readonly outcomes: readonly string[]
  /** What is offered; a guard may forbid it for the customer's level. */
  readonly productClass?: string
}

export type Action =
  | { readonly kind: 'task' }
  | { readonly kind: 'message'; readonly template: string }
  | { readonly kind: 'benefit'; readonly benefit: string }
  | { readonly kind: 'case'; readonly case: string }

/** What may be offered to whom: allowed, only when the customer asks, or not at all (S122, S123, G28). A pair that is not named is allowed. */
export type Guard = Defined & {
  readonly scheme: string
  readonly classes: readonly { readonly id: string; readonly label: Label }[]
  /** level → product class → verdict. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, 'allowed' | 'on_request' | 'blocked'>>>>
}

/**
 * What a contact came to. `success` and `failure` close the task; `retry` moves it to the next pool; `appointment` needs a date. `refusal`: the customer
 * declined, and is left in peace for a while (`cool_off`), or wants to hear nothing more and is not contacted again (`withdraw`).
 */
export type Outcome = Defined & {
  readonly result: 'success' | 'failure' | 'retry' | 'appointment'
  readonly refusal?: 'cool_off' | 'withdraw'
}

/** A module view of the tasks (S161). */
export type Module = Defined

/** How work is measured and ordered; the first pack of the lineage that says it counts. */
export type Work = {
  /** Start of each band on the local clock (G26). */
  readonly timeBands: { readonly morning: string; readonly afternoon: string; readonly evening: string }
  /** Days after the due day on which the person, the person again, and the supervisor are told. */
  readonly overdueDays: readonly [number, number, number]
  /** Who gets the work of customers whom nobody looks after: `people` of the unit, by skill and room, or its `pool`, for agents to claim. */
  readonly unowned: 'people' | 'pool'
  /** Minutes a person can give to tasks on a working day. */
  readonly minutesPerDay: number
  /** CEL over value (major units), chance, urgency, effort (hours) and service_value. */
  readonly priority: Expression
  /** CEL over timing, efficiency, need, quality and cost_efficiency, each 0–1 (S151, G22). */
  readonly serviceValue: Expression
}
