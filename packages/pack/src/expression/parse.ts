import { ParseError, parse } from '@marcbachmann/cel-js'
import type { Expression, Issue, Position } from '../definitions.ts'
import { checkTree } from './check.ts'
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
  readonly message: string
  readonly suggestion?: string | undefined
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
    mistakes.push({ code: 'cel-type', offset: 0, message: `a ${expected} is needed here, but this is a ${tree.type}` })
  }
  const issues = mistakes.map((mistake) => toIssue(mistake, source))
  if (tree === undefined || issues.length > 0) return { expression: undefined, issues }
  return { expression: { text, type: tree.type, names: namesIn(tree), tree, position: source.position }, issues }
}

function parseTree(text: string, scope: NameTypes, mistakes: Mistake[]) {
  if (text.trim() === '') {
    mistakes.push({ code: 'cel-syntax', offset: 0, message: 'an expression is needed, but the text is empty' })
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
const tooLarge = 'the expression is too long or too deeply nested to be read'
const suggestion = 'give parts of it names of their own, as indicators'

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

/** cel-js names its tokens; people know the signs. */
const signs: Readonly<Record<string, string>> = {
  RPAREN: '")"',
  LPAREN: '"("',
  RBRACKET: '"]"',
  LBRACKET: '"["',
  COLON: '":"',
  COMMA: '","',
  STRING: 'a text',
  NUMBER: 'a number',
  IDENTIFIER: 'a name',
  EOF: 'the end',
}

function syntaxMessage(summary: string): string {
  if (summary === 'Unexpected token: EOF') return 'the expression ends too early'
  const plain = summary.replace(/\b[A-Z]{2,}\b/g, (token) => signs[token] ?? token)
  return `the expression cannot be read here: ${plain.charAt(0).toLowerCase()}${plain.slice(1)}`
}

/** What people write who come from spreadsheets, SQL or a Chinese keyboard. */
function syntaxHint(text: string, offset: number): string | undefined {
  const near = text.slice(Math.max(0, offset - 4), offset + 4)
  if (/[‘’“”]/.test(near)) return "write straight quotes: '…'"
  if (/[（），；：！＝＞＜＋－＊／]/.test(near)) return 'write half-width signs: ( ) , ! = > < + - * /'
  if (/\d,\d/.test(near)) return 'write the figure without separators: 100,000 is 100000'
  if (/[≥≤≠]/.test(near)) return 'write >= for ≥, <= for ≤ and != for ≠'
  if (/\d\s*[万亿]/.test(near)) return 'write the figure out: 10万 is 100000, 1亿 is 100000000'
  if (/\d\s*[元天月年户次笔]/.test(near)) return 'write the number alone: its unit is that of the indicator'
  if (/\d\s*%/.test(near)) return 'write per cent as a fraction: 10% is 0.1'
  if (/=[<>]/.test(near)) return 'write >= or <='
  if (/\b(and|or|not)\b/i.test(near)) return 'write && for and, || for or, ! for not'
  if (/(?<![=!<>])=(?!=)/.test(near)) return 'write == to compare'
  if (/<>/.test(near)) return 'write != for unequal'
  return chineseHint(text.slice(offset, offset + 4))
}

/** Chinese stands in labels and in quotes only; what it says here has a sign, or an id. */
function chineseHint(from: string): string | undefined {
  if (/^(大于|小于|等于|超过|高于|低于|不少|不低|不超|至少)/.test(from))
    return 'write > for 大于, < for 小于, >= for 不低于, <= for 不超过, == for 等于'
  if (/^[且或非并和]/.test(from)) return 'write && for 且, || for 或, ! for 非'
  return /^\p{Script=Han}/u.test(from)
    ? 'write the id, as in quarter_avg_assets, and not its Chinese name; put a text in quotes'
    : undefined
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
