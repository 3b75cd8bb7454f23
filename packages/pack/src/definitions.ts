import type { Node } from './expression/tree.ts'

/**
 * What a pack holds once it has been parsed and checked: plain frozen data, the same for analysis, care, API and screens.
 * Every text a person reads is a Label; every figure may carry its source (spec item) and whether it is assumed.
 */
export type Label = { readonly zh: string; readonly en: string }

/** Where a definition stands in its YAML file; lines and columns count from 1. */
export type Position = { readonly file: string; readonly line: number; readonly column: number }

type Defined = {
  readonly id: string
  readonly label: Label
  readonly description?: Label
  /** Spec items that the definition comes from, e.g. `S169` or `G08`. */
  readonly source?: string
  /** True where the figures are the makers' assumption and not the spec's. */
  readonly assumed?: boolean
  readonly position: Position
}

/** Column types of facts. `money` is a decimal in major units in files and a BIGINT of minor units (fen, cents) in the lake. */
export type ColumnType = 'text' | 'integer' | 'number' | 'money' | 'date' | 'boolean'

/** Class of personal data; decides masking by role. */
export type Sensitivity = 'name' | 'phone' | 'id_number' | 'email' | 'address' | 'sensitive'

export type Column = {
  readonly id: string
  readonly label: Label
  readonly type: ColumnType
  readonly required: boolean
  /** Inclusive bounds, in major units for money. */
  readonly min?: number
  readonly max?: number
  /** The closed list of permitted values. */
  readonly values?: readonly string[]
  /** How permitted values are written for people; YAML gives them by writing `values` as a map from value to label. */
  readonly valueLabels?: Readonly<Record<string, Label>>
  /** A regular expression that a text must match as a whole. */
  readonly pattern?: string
  /** How dates are written when not ISO, as a strptime format, e.g. `%d/%m/%Y %H:%M`. Several are tried in order. */
  readonly formats?: readonly string[]
  /** Header names that name this column in delivered files, Chinese or English; the id and both labels always count. */
  readonly headers: readonly string[]
  /** Written values and what they stand for, e.g. `{ Yes: true, No: false }`, `{ 转入: in }` or `{ NA: null }` for unknown. */
  readonly map?: Readonly<Record<string, string | number | boolean | null>>
  /** CEL over the other columns, for a column that no file delivers but that follows from them. */
  readonly derive?: Expression
  /** Used when the file delivers no value. */
  readonly default?: string | number | boolean
  /** Fact whose key this column must name; a row that names nobody is quarantined. */
  readonly references?: string
  readonly sensitivity?: Sensitivity
  /** Known only once a customer has left or stayed (a reason for leaving, a closing date): no model may learn from it. */
  readonly afterOutcome?: boolean
}

/**
 * How a later delivery meets an earlier one. `rows`: rows with the same key are replaced, others stay. `dates`: a file holds
 * everything of the business dates it carries, which replaces what was there for those dates. `all`: a file holds the whole fact.
 */
export type Delivery = 'rows' | 'dates' | 'all'

export type Fact = Defined & {
  readonly key: readonly string[]
  /** Column that names the customer; absent for facts that are not about a customer (org_unit, staff). */
  readonly customer?: string
  /** Column with the business date; absent for undated facts such as customer. */
  readonly date?: string
  readonly delivery: Delivery
  readonly columns: readonly Column[]
}

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

/** segments: `segment` (text) and `distance`; scorecard: `points` and `probability`; purchases: the other three. */
export type ModelOutput =
  | 'segment'
  | 'distance'
  | 'points'
  | 'probability'
  | 'p_alive'
  | 'expected_purchases'
  | 'expected_value'

/** What is to be learned from the customers' own rows. A pack says what; the trained figures are data of the house, not of the pack. */
export type Model = Defined & {
  /** Customers to learn from; everybody without it. */
  readonly among?: Expression
} & (
    | {
        /** k-means on standardised features (S171). */
        readonly kind: 'segments'
        readonly features: readonly string[]
        readonly clusters: number
        readonly seed: number
        /** Customers drawn for training; all where there are fewer. */
        readonly sample: number
        /** Indicator whose mean and share describe a segment, e.g. revenue of a month (ARPU). */
        readonly revenue?: string
      }
    | {
        /** Weight-of-evidence bins and a logistic regression (S144, S152): who will have met `outcome` after `horizonDays`. */
        readonly kind: 'scorecard'
        readonly features: readonly string[]
        /** Flag over the wide row on the later day. */
        readonly outcome: Expression
        /** 0: features and outcome are of one day, as in a snapshot that is all there is. */
        readonly horizonDays: number
        readonly bins: number
        /** `base` points at odds of `odds` to 1 for staying; `double` more points double the odds. */
        readonly points: { readonly base: number; readonly odds: number; readonly double: number }
      }
    | {
        /** BG/NBD for purchases and Gamma-Gamma for their value; names of indicators: repeat purchases, days from first to last, days since first. */
        readonly kind: 'purchases'
        readonly frequency: string
        readonly recency: string
        readonly age: string
        /** Mean value of a purchase, in money. */
        readonly value?: string
        readonly horizonDays: number
      }
  )

/** A parsed, type-checked CEL expression. `tree` is the checked tree; `names` the free names it reads, sorted, without `as_of`. */
export type Expression = {
  readonly text: string
  readonly type: 'number' | 'text' | 'flag' | 'date'
  readonly names: readonly string[]
  readonly tree: Node
  readonly position: Position
}

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

/**
 * Why a customer is contacted. `consent`: only where consent was given, unknown counts as no. `objection`: unless the customer has refused.
 * `contract`: always; it carries no marketing.
 */
export type Purpose = Defined & {
  readonly basis: 'consent' | 'objection' | 'contract'
  /** True: customers who have left may be contacted too, to win them back (S126). */
  readonly afterLeaving: boolean
  /** What the customer is asked to agree to (X02), and the version of that text, which each proof names. */
  readonly consentText?: Label
  readonly consentVersion?: string
}

/** A way to reach a customer (X35). */
export type Channel = Defined & {
  /** Used by a person, or written to by Tend. */
  readonly by: 'person' | 'message'
  /** Column of the customer fact that holds the address; absent where none is needed (a visit, the app). */
  readonly address?: string
  /** Only for customers whom somebody has reached before (S114). */
  readonly needsTrust: boolean
  /** May be used in quiet hours: it lies there until it is read (a letter, the app). */
  readonly isQuiet: boolean
  /** The customer is met face to face: work for whoever looks after customers, never for the pool's callers (S58). */
  readonly isInPerson: boolean
  /** Reaches no customer, another system takes it or it is work at one's own desk (S22): nobody is asked to agree to it, nobody is met there. */
  readonly isInternal?: boolean
}

/** How often, when and after what a customer may be contacted (S100, S138, G30). All policies of a pack hold together. */
export type Policy = Defined & {
  /** Local hours in which nobody is called or written to; `from` may lie after `to`. */
  readonly quietHours?: { readonly from: string; readonly to: string }
  /** Whether days off are quiet too, for purposes that need consent. */
  readonly quietOnHolidays: boolean
  /** Days without contacts that need consent after a customer has declined. */
  readonly coolOffDays: number
  /** At most so many outbound contacts and messages; without `for`, for everybody; without `channels`, over all; without `purposes`, over all that are not `contract`. */
  readonly caps: readonly {
    readonly for: Readonly<Record<string, readonly string[]>>
    readonly channels?: readonly string[]
    readonly purposes?: readonly string[]
    readonly per: 'day' | 'week' | 'month'
    readonly max: number
  }[]
  /** At least so many reached contacts: what a level may expect. It goes before a cap for purposes of basis `objection` (G30). */
  readonly minimums: readonly {
    readonly for: Readonly<Record<string, readonly string[]>>
    readonly channels?: readonly string[]
    readonly per: 'month' | 'quarter' | 'half_year' | 'year'
    readonly min: number
  }[]
}

/** A kind of message and what its texts may and must hold (S50, golden B19). */
export type MessageKind = Defined & {
  readonly purpose: string
  /** Terms that may not occur, compared without case, and why. */
  readonly forbidden: readonly { readonly terms: readonly string[]; readonly why: Label }[]
  /** Places that every text must hold: `unit_name`, `sender_name`, `refuse`. */
  readonly requires: readonly string[]
  /** `closest`: the person who knows the customer best signs (S50); `institution`: the bank or shop. */
  readonly sender: 'closest' | 'institution'
}

/** What is written. `{name}` places: customer_name, sender_name, unit_name, institution, refuse, the moment's values and the wide row. */
export type Template = Defined & {
  readonly kind: string
  readonly channel: string
  readonly subject?: Label
  readonly body: Label
}

/** A module view of the tasks (S161). */
export type Module = Defined

/** What may be given to a customer. `cost` in major units; `perYear`: so many for one customer and year (G72); it may be taken up for `validityDays` (S114). */
export type Benefit = Defined & {
  readonly valueAdd: 'benefit' | 'service' | 'image'
  readonly cost: number
  readonly validityDays: number
  readonly perYear: number
  readonly needsApproval: boolean
}

/** Something to be followed up until it is closed: a suggestion, a commitment, a lead, a quarrel (S10–S12, S33, S57). */
export type CaseKind = Defined & {
  readonly dueWorkingDays: number
  /** Who has to see to it first. */
  readonly route: 'owner' | 'supervisor' | 'leader' | 'head_office'
  /** Closed only when the customer has been told. */
  readonly needsAnswer: boolean
}

/** What to say when a customer objects (S67). */
export type Objection = Defined & { readonly answers: readonly Label[]; readonly plays: readonly string[] }

/** A text to be learned (S14, S77, S106): who has to, and for how many months it counts. */
export type Training = Defined & {
  readonly topic: 'conduct' | 'service' | 'product' | 'communication'
  readonly roles: readonly string[]
  readonly body: Label
  readonly validMonths: number
}

/** A category of bulletins that customers subscribe to (S09). */
export type Bulletin = Defined

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

export type FormField = {
  readonly id: string
  readonly label: Label
  readonly type: 'text' | 'number' | 'date' | 'choice' | 'choices'
  readonly options?: readonly { readonly id: string; readonly label: Label }[]
  /** 1 first contact, 2 optional second step, 3 later (S39). */
  readonly stage: 1 | 2 | 3
  readonly group: string
  readonly required: boolean
  readonly sensitivity?: Sensitivity
}

export type Form = Defined & {
  /** Weight of each group in the completeness score; total 1 (S16). */
  readonly groups: readonly { readonly id: string; readonly label: Label; readonly weight: number }[]
  readonly fields: readonly FormField[]
  /** Shown before anything is saved (X02). */
  readonly purpose: Label
}

export type Pack = {
  readonly id: string
  readonly label: Label
  readonly version: string
  /** Folders from the outermost base to this pack. */
  readonly folders: readonly string[]
  readonly timeZone: string
  /** ISO 4217 and its number of decimals. */
  readonly currency: { readonly code: string; readonly decimals: number }
  /** Attributes that no scheme may grade by, directly or through an indicator (G73). */
  readonly protectedAttributes: readonly string[]
  /** Name of the date on which a customer left, unknown while they stay: what models and backtests call leaving. */
  readonly departure?: string
  /** The short name by which the institution signs its messages, e.g. 常青银行; that of the unit at the top where absent. */
  readonly institution?: string
  /** Tasks that one person can do in a day, against which a simulation holds the work that follows. */
  readonly tasksPerDay?: number
  /** SHA-256 over the checked definitions, independent of file order and layout. */
  readonly hash: string
  readonly facts: ReadonlyMap<string, Fact>
  readonly indicators: ReadonlyMap<string, Indicator>
  readonly schemes: ReadonlyMap<string, Scheme>
  readonly moments: ReadonlyMap<string, Moment>
  readonly plays: ReadonlyMap<string, Play>
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly forms: ReadonlyMap<string, Form>
  readonly models: ReadonlyMap<string, Model>
  readonly guards: ReadonlyMap<string, Guard>
  readonly purposes: ReadonlyMap<string, Purpose>
  readonly channels: ReadonlyMap<string, Channel>
  readonly policies: ReadonlyMap<string, Policy>
  readonly messages: ReadonlyMap<string, MessageKind>
  readonly templates: ReadonlyMap<string, Template>
  readonly modules: ReadonlyMap<string, Module>
  readonly benefits: ReadonlyMap<string, Benefit>
  readonly cases: ReadonlyMap<string, CaseKind>
  readonly objections: ReadonlyMap<string, Objection>
  readonly trainings: ReadonlyMap<string, Training>
  readonly bulletins: ReadonlyMap<string, Bulletin>
  readonly work: Work
}

/**
 * One mistake of an author: what is wrong, and what to do. Lines and columns count from 1; `path` is the YAML path, e.g.
 * `value_tier.levels[2].enter`. Names, ids, CEL and figures read alike in both languages.
 */
export type Issue = {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly line: number
  readonly column: number
  readonly path: string
  readonly message: Label
  readonly suggestion?: Label
}
