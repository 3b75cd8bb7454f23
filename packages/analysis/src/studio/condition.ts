import {
  customerScope,
  type Expression,
  factScope,
  type Issue,
  type Label,
  type Pack,
  parseExpression,
} from '@tend/pack'
import { expressionWords, namingOf } from './words.ts'

export type CheckedCondition = {
  readonly expression: Expression | undefined
  readonly issues: readonly { readonly offset: number; readonly issue: Issue }[]
  readonly words: Label | undefined
}

/** Looks at CEL as somebody writes it, over the customer's row or over a fact's columns; places are characters of the text. Pure. */
export function checkCondition(pack: Pack, text: string, fact?: string): CheckedCondition {
  const of = fact === undefined ? undefined : pack.facts.get(fact)
  const scope = of === undefined ? customerScope(pack) : factScope(of)
  const place = { file: '', line: 1, column: 1 }
  // Columns count from 1 and stand for characters of the one line that the text is taken for.
  const positionAt = (offset: number) => ({ ...place, column: offset + 1 })
  const { expression, issues } = parseExpression(text, scope, { position: place, path: '', positionAt })
  return {
    expression,
    issues: issues.map((issue) => ({ offset: issue.column - 1, issue })),
    words: expression && expressionWords(expression, namingOf(pack, fact)),
  }
}
