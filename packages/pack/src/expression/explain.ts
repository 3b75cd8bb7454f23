import type { Expression, Unit } from '../definitions.ts'
import type { Row, Value } from './compile.ts'

/** One comparison of a condition with the values it read; values are as in the row (money in minor units). */
export type Term = {
  readonly text: string
  readonly isTrue: boolean
  readonly values: readonly { readonly name: string; readonly unit: Unit; readonly value: Value }[]
}

/** The comparisons of a condition, left to right, each with the values it read and whether it held: what a "why" screen shows. */
export function explain(
  expression: Expression,
  row: Row,
  asOf: string,
  options: { readonly decimals: number },
): readonly Term[] {
  throw new Error(`unfinished ${expression.text} ${String(row)} ${asOf} ${options.decimals}`)
}
