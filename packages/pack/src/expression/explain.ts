import type { Expression, Unit } from '../definitions.ts'
import { compileNode, type Row, type Value } from './compile.ts'
import { childrenOf, type Node } from './tree.ts'

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
  return termsOf(expression.tree).map((node) => ({
    text: expression.text.slice(node.start, node.end),
    isTrue: compileNode(node, 10 ** options.decimals)(row, asOf) === true,
    values: valuesRead(node, row),
  }))
}

/** The flags below `&&`, `||` and `!`: what a person would call the single conditions. A `? :` is one term. */
function termsOf(node: Node): readonly Node[] {
  if (node.kind === 'logic' || node.kind === 'not') return childrenOf(node).flatMap(termsOf)
  return [node]
}

function valuesRead(node: Node, row: Row): Term['values'] {
  const units = new Map<string, Unit>()
  const visit = (current: Node): void => {
    if (current.kind === 'name') units.set(current.name, current.unit)
    for (const child of childrenOf(current)) visit(child)
  }
  visit(node)
  return [...units].map(([name, unit]) => ({ name, unit, value: toValue(row[name]) }))
}

function toValue(value: unknown): Value {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value
  return null
}
