import { completedDay, dayNumber, partsOf } from '../dates.ts'
import type { Expression } from '../definitions.ts'
import type { Node } from './tree.ts'

/** What differs between engines. `double` is the type's name; `days` renders the whole days from one date to another; `text` a literal. */
export type SqlDialect = {
  readonly double: string
  readonly days: (from: string, to: string) => string
  readonly text: (value: string) => string
}

const standardText = (value: string): string => `'${value.replaceAll("'", "''")}'`

export const duckdbDialect: SqlDialect = {
  double: 'double',
  days: (from, to) => `(${to} - ${from})`,
  text: standardText,
}

export const postgresDialect: SqlDialect = { ...duckdbDialect, double: 'double precision' }

/** Spark reads backslashes in texts as escapes. */
export const sparkDialect: SqlDialect = {
  double: 'double',
  days: (from, to) => `datediff(${to}, ${from})`,
  text: (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
}

export type SqlOptions = {
  /** SQL text of a name: a quoted column, maybe with its table. Money columns hold minor units. */
  readonly column: (name: string) => string
  /** ISO date, becomes a DATE literal. */
  readonly asOf: string
  /** Decimals of the currency: money columns are divided by 10^decimals. */
  readonly decimals: number
  /** The engine; DuckDB where it is not given. */
  readonly dialect?: SqlDialect
}

/**
 * Renders a checked expression as portable SQL. Numbers come out as doubles (money in major units), flags are never null, other
 * values are null where unknown. Throws when `asOf` is no date: it becomes part of the text.
 */
export function renderSql(expression: Expression, options: SqlOptions): string {
  if (dayNumber(options.asOf) === undefined)
    throw new Error(`as-of must be a date as 2026-10-31, not "${options.asOf}"`)
  return render(expression.tree, { ...options, dialect: options.dialect ?? duckdbDialect })
}

type Context = Required<SqlOptions>

function render(node: Node, context: Context): string {
  switch (node.kind) {
    case 'literal':
      return renderLiteral(node, context)
    case 'as_of':
      return dateLiteral(context.asOf)
    case 'name':
      return renderName(node, context)
    case 'negate':
      return `(- ${render(node.of, context)})`
    case 'not':
      return `(not ${render(node.of, context)})`
    case 'arithmetic':
      return renderArithmetic(node, context)
    case 'compare':
      return renderComparison(node, context)
    case 'logic':
      return `(${render(node.left, context)} ${node.op === '&&' ? 'and' : 'or'} ${render(node.right, context)})`
    case 'choose':
      return `case when ${render(node.condition, context)} then ${render(node.then, context)} else ${render(node.otherwise, context)} end`
    case 'in':
      return `coalesce(${render(node.of, context)} in (${node.values.map((value) => render(value, context)).join(', ')}), false)`
    case 'call':
      return renderCall(node, context)
  }
}

function renderLiteral(node: Node & { kind: 'literal' }, { dialect }: Context): string {
  if (node.type === 'number') return toDouble(String(node.value), dialect)
  if (node.type === 'date') return dateLiteral(String(node.value))
  return node.type === 'flag' ? String(node.value) : dialect.text(String(node.value))
}

/** Money leaves its minor units here and nowhere else. An unknown flag counts as false. */
function renderName(node: Node & { kind: 'name' }, context: Context): string {
  const column = context.column(node.name)
  switch (node.unit) {
    case 'money':
      return `(${toDouble(column, context.dialect)} / ${10 ** context.decimals})`
    case 'count':
    case 'days':
      return toDouble(column, context.dialect)
    case 'flag':
      return `coalesce(${column}, false)`
    default:
      return column
  }
}

function renderArithmetic(node: Node & { kind: 'arithmetic' }, context: Context): string {
  const left = operand(node.left, node.right, context)
  const right = operand(node.right, node.left, context)
  if (node.op === '/') return `(${left} / nullif(${right}, 0))`
  if (node.op !== '%') return `(${left} ${node.op} ${right})`
  // PostgreSQL has no % for doubles, and Spark no trunc: the remainder is written out.
  const quotient = `(${render(node.left, context)} / nullif(${right}, 0))`
  return `(${left} - ${right} * (sign(${quotient}) * floor(abs(${quotient}))))`
}

function renderComparison(node: Node & { kind: 'compare' }, context: Context): string {
  const op = node.op === '==' ? '=' : node.op === '!=' ? '<>' : node.op
  const text = `(${operand(node.left, node.right, context)} ${op} ${operand(node.right, node.left, context)})`
  return node.left.type === 'flag' ? text : `coalesce${text.slice(0, -1)}, false)`
}

/** A number beside a double needs no cast; two bare numbers would be calculated as decimals, which round otherwise. */
function operand(node: Node, other: Node, context: Context): string {
  const isBare = node.kind === 'literal' && node.type === 'number' && other.kind !== 'literal'
  return isBare ? String(node.value) : render(node, context)
}

function renderCall(node: Node & { kind: 'call' }, context: Context): string {
  const { dialect } = context
  const asOf = dateLiteral(context.asOf)
  const [first, second] = node.args
  const x = first === undefined ? '' : render(first, context)
  switch (node.name) {
    case 'min':
    case 'max':
      return renderExtreme(node, context)
    case 'abs':
      return `abs(${x})`
    case 'floor':
    case 'ceil':
      return toDouble(`${node.name}(${x})`, dialect)
    case 'round':
      // Half up. The engines' own round() disagree on halves.
      return toDouble(`floor(${x} + 0.5)`, dialect)
    case 'sqrt':
      // What an engine refuses to take a root or a logarithm of becomes unknown first.
      return `sqrt(case when ${x} >= 0 then ${x} end)`
    case 'ln':
      return renderLogarithm(x, dialect)
    case 'mean':
      return meanOf(node.args.map((arg) => render(arg, context)))
    case 'stddev':
      return renderDeviation(node, context)
    case 'known':
      return `(${renderRaw(first, context)} is not null)`
    case 'or_else':
      return `coalesce(${renderRaw(first, context)}, ${second === undefined ? 'null' : render(second, context)})`
    case 'days_since':
      return toDouble(dialect.days(x, asOf), dialect)
    case 'days_until':
      return toDouble(dialect.days(asOf, x), dialect)
    case 'days_between':
      return toDouble(dialect.days(x, second === undefined ? 'null' : render(second, context)), dialect)
    case 'months_since':
      return renderMonthsSince(x, context)
    case 'startsWith':
    case 'contains':
    case 'endsWith':
      return renderTextTest(node, x, dialect)
  }
}

/** The engines' least() and greatest() skip nulls; here one unknown makes the whole unknown. */
function renderExtreme(node: Node & { kind: 'call' }, context: Context): string {
  const texts = node.args.map((arg) => render(arg, context))
  const call = `${node.name === 'min' ? 'least' : 'greatest'}(${texts.join(', ')})`
  const mayBeNull = texts.filter((_, index) => node.args[index]?.kind !== 'literal')
  if (mayBeNull.length === 0) return call
  return `case when ${mayBeNull.map((text) => `${text} is null`).join(' or ')} then null else ${call} end`
}

/** The engines' logarithms differ in their last bits: nine decimals are what all of them agree on. */
function renderLogarithm(x: string, dialect: SqlDialect): string {
  const logarithm = `ln(case when ${x} > 0 then ${x} end)`
  return `(${toDouble(`floor(${logarithm} * 1000000000 + 0.5)`, dialect)} / 1000000000)`
}

function meanOf(numbers: readonly string[]): string {
  return `((${numbers.join(' + ')}) / ${numbers.length})`
}

/** Written out, since aggregates work down a column and not along a row. */
function renderDeviation(node: Node & { kind: 'call' }, context: Context): string {
  const numbers = node.args.map((arg) => render(arg, context))
  const mean = meanOf(numbers)
  return `sqrt(${meanOf(numbers.map((x) => `(${x} - ${mean}) * (${x} - ${mean})`))})`
}

/** known() and or_else() are the places that see an unknown flag as unknown. */
function renderRaw(node: Node | undefined, context: Context): string {
  if (node === undefined) return 'null'
  return node.kind === 'name' && node.unit === 'flag' ? context.column(node.name) : render(node, context)
}

function renderMonthsSince(date: string, { asOf, dialect }: Context): string {
  const { year, month } = partsOf(asOf)
  const months = `(${year * 12 + month} - extract(year from ${date}) * 12 - extract(month from ${date}))`
  const unfinished = `case when extract(day from ${date}) > ${completedDay(asOf)} then 1 else 0 end`
  return toDouble(`${months} - ${unfinished}`, dialect)
}

function renderTextTest(node: Node & { kind: 'call' }, subject: string, dialect: SqlDialect): string {
  const literal = node.args[1]
  const text = literal?.kind === 'literal' ? String(literal.value) : ''
  const pattern = text.replace(/[!%_]/g, '!$&')
  const before = node.name === 'startsWith' ? '' : '%'
  const after = node.name === 'endsWith' ? '' : '%'
  return `coalesce(${subject} like ${dialect.text(before + pattern + after)} escape '!', false)`
}

function toDouble(text: string, dialect: SqlDialect): string {
  return `cast(${text} as ${dialect.double})`
}

function dateLiteral(date: string): string {
  return `DATE '${date}'`
}
