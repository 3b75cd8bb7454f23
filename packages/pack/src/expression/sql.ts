import type { Expression } from '../definitions.ts'

/** What differs between engines. `double` is the type's name; `days` renders the whole days from one date to another. */
export type SqlDialect = {
  readonly double: string
  readonly days: (from: string, to: string) => string
}

export const duckdbDialect: SqlDialect = { double: 'double', days: (from, to) => `(${to} - ${from})` }
export const postgresDialect: SqlDialect = { double: 'double precision', days: (from, to) => `(${to} - ${from})` }
export const sparkDialect: SqlDialect = { double: 'double', days: (from, to) => `datediff(${to}, ${from})` }

export type SqlOptions = {
  /** SQL text of a name: a quoted column, maybe with its table. Money columns hold minor units. */
  readonly column: (name: string) => string
  /** ISO date, becomes a DATE literal. */
  readonly asOf: string
  /** Decimals of the currency: money columns are divided by 10^decimals. */
  readonly decimals: number
  readonly dialect?: SqlDialect
}

/**
 * Renders a checked expression as portable SQL. Numbers come out as doubles (money in major units), flags are never null, other
 * values are null where unknown.
 */
export function renderSql(expression: Expression, options: SqlOptions): string {
  throw new Error(`unfinished ${expression.text} ${options.asOf}`)
}
