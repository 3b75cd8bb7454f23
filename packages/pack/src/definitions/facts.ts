import type { Defined, Expression, Label } from './shared.ts'

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
