import type { Expression } from '../definitions.ts'

/** A row as it comes from Parquet or JSON: money as number or bigint in minor units, dates as `YYYY-MM-DD`, null or undefined where unknown. */
export type Row = Readonly<Record<string, unknown>>
export type Value = number | string | boolean | null

/** Compiles a checked expression to a closure that answers as the rendered SQL does for the same row; `asOf` is an ISO date. */
export function compile(
  expression: Expression,
  options: { readonly decimals: number },
): (row: Row, asOf: string) => Value {
  throw new Error(`unfinished ${expression.text} ${options.decimals}`)
}
