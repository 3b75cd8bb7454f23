import type { Expression, Issue, Position } from '../definitions.ts'
import type { NameTypes, ValueType } from './tree.ts'

/** Where an expression's text stands: its position, its YAML path, and how offsets in the text map to the file (default: one line). */
export type ExpressionSource = {
  readonly position: Position
  readonly path: string
  readonly positionAt?: (offset: number) => Position
}

/**
 * Parses CEL and checks names and types against `scope`. Every mistake is an issue at its exact column; without mistakes there is an
 * expression. `expected` is the type that the place asks for.
 */
export function parseExpression(
  text: string,
  scope: NameTypes,
  source: ExpressionSource,
  expected?: ValueType,
): { readonly expression: Expression | undefined; readonly issues: readonly Issue[] } {
  throw new Error(`unfinished ${text} ${scope.size} ${source.path} ${expected}`)
}
