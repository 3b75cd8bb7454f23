import { ParseError, parse } from '@marcbachmann/cel-js'
import type { Expression, Issue, Label, Position } from '../definitions.ts'
import { typeWords } from '../words.ts'
import { checkTree } from './check.ts'
import { syntaxHint, syntaxMessage } from './syntax-words.ts'
import { type NameTypes, namesIn, type ValueType } from './tree.ts'

/** Where an expression's text stands: its position, its YAML path, and how offsets in the text map to the file (default: one line). */
export type ExpressionSource = {
  readonly position: Position
  readonly path: string
  readonly positionAt?: (offset: number) => Position
}

/** A mistake at an offset of the text, before it has a place in a file. */
export type Mistake = {
  readonly code: string
  readonly offset: number
  readonly message: Label
  readonly suggestion?: Label | undefined
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
  const mistakes: Mistake[] = []
  const tree = parseTree(text, scope, mistakes)
  if (tree !== undefined && expected !== undefined && tree.type !== expected) {
    const message = {
      zh: `此处需要${expected === 'flag' ? '一个条件（结果为是或否）' : typeWords[expected]}，写出的结果却为${typeWords[tree.type]}`,
      en: `a ${expected} is needed here, but this is a ${tree.type}`,
    }
    mistakes.push({ code: 'cel-type', offset: 0, message })
  }
  const issues = mistakes.map((mistake) => toIssue(mistake, source))
  if (tree === undefined || issues.length > 0) return { expression: undefined, issues }
  return { expression: { text, type: tree.type, names: namesIn(tree), tree, position: source.position }, issues }
}

function parseTree(text: string, scope: NameTypes, mistakes: Mistake[]) {
  if (text.trim() === '') {
    const message = { zh: '此处需要公式或条件，但没有内容', en: 'an expression is needed, but the text is empty' }
    mistakes.push({ code: 'cel-syntax', offset: 0, message })
    return undefined
  }
  if (text.length > charactersMax) {
    mistakes.push({ code: 'cel-syntax', offset: 0, message: tooLarge, suggestion })
    return undefined
  }
  try {
    const { ast } = parse(text)
    if (isWithin(ast, depthMax)) return checkTree(ast, scope, mistakes)
    mistakes.push({ code: 'cel-syntax', offset: 0, message: tooLarge, suggestion })
    return undefined
  } catch (error: unknown) {
    if (!(error instanceof ParseError)) throw error
    const offset = error.range?.start ?? 0
    const suggestion = syntaxHint(text, offset)
    mistakes.push({ code: 'cel-syntax', offset, message: syntaxMessage(error.summary), suggestion })
    return undefined
  }
}

// What lies deeper would end the stack of whoever walks the tree, and goes beyond what DuckDB reads.
const charactersMax = 8000
const depthMax = 250
const tooLarge: Label = {
  zh: '公式或条件太长，或嵌套太深，无法读取',
  en: 'the expression is too long or too deeply nested to be read',
}
const suggestion: Label = {
  zh: '把其中几部分单独定义为指标，再用指标名引用',
  en: 'give parts of it names of their own, as indicators',
}

/** Without recursion: a chain of a thousand signs is a tree of a thousand levels. */
function isWithin(ast: unknown, levels: number): boolean {
  const open: { readonly value: unknown; readonly level: number }[] = [{ value: ast, level: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, level } = next
    if (level > levels) return false
    if (Array.isArray(value)) for (const each of value) open.push({ value: each, level })
    else if (typeof value === 'object' && value !== null && 'args' in value)
      open.push({ value: value.args, level: level + 1 })
  }
  return true
}

function toIssue(mistake: Mistake, source: ExpressionSource): Issue {
  const at = source.positionAt?.(mistake.offset) ?? {
    ...source.position,
    column: source.position.column + mistake.offset,
  }
  return {
    code: mistake.code,
    severity: 'error',
    file: at.file,
    line: at.line,
    column: at.column,
    path: source.path,
    message: mistake.message,
    ...(mistake.suggestion === undefined ? {} : { suggestion: mistake.suggestion }),
  }
}
