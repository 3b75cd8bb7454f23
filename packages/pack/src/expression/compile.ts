import { completedDay, dayNumber, partsOf } from '../dates.ts'
import type { Expression, Unit } from '../definitions.ts'
import type { Arithmetic, Comparison, Node } from './tree.ts'

/** A row as it comes from Parquet or JSON: money as number or bigint in minor units, dates as `YYYY-MM-DD`, null or undefined where unknown. */
export type Row = Readonly<Record<string, unknown>>
export type Value = number | string | boolean | null

type Evaluate = (row: Row, asOf: string) => Value

/** Compiles a checked expression to a closure that answers as the rendered SQL does for the same row; `asOf` is an ISO date. */
export function compile(
  expression: Expression,
  options: { readonly decimals: number },
): (row: Row, asOf: string) => Value {
  return compileNode(expression.tree, 10 ** options.decimals)
}

export function compileNode(node: Node, minorPerMajor: number): Evaluate {
  const build = (child: Node): Evaluate => compileNode(child, minorPerMajor)
  switch (node.kind) {
    case 'literal':
      return () => node.value
    case 'as_of':
      return (_, asOf) => asOf
    case 'name':
      return readName(node.name, node.unit, minorPerMajor)
    case 'negate':
      return numeric([build(node.of)], ([x = 0]) => -x)
    case 'not': {
      const of = build(node.of)
      return (row, asOf) => of(row, asOf) !== true
    }
    case 'arithmetic':
      return numeric([build(node.left), build(node.right)], ([a = 0, b = 0]) => calculate(node.op, a, b))
    case 'compare':
      return compileComparison(node.op, build(node.left), build(node.right))
    case 'logic':
      return compileLogic(node.op, build(node.left), build(node.right))
    case 'choose':
      return compileChoice(build(node.condition), build(node.then), build(node.otherwise))
    case 'in':
      return compileIn(build(node.of), node.values)
    case 'call':
      return compileCall(node, minorPerMajor)
  }
}

/** A value as the pack language sees it: money in major units, an unknown flag false. */
function readName(name: string, unit: Unit, minorPerMajor: number): Evaluate {
  switch (unit) {
    case 'money':
      return (row) => (isUnknown(row[name]) ? null : Number(row[name]) / minorPerMajor)
    case 'text':
    case 'date':
      return (row) => (isUnknown(row[name]) ? null : String(row[name]))
    case 'flag':
      return (row) => row[name] === true
    default:
      return (row) => (isUnknown(row[name]) ? null : Number(row[name]))
  }
}

function isUnknown(value: unknown): boolean {
  return value === null || value === undefined
}

/** Unknown in, unknown out. */
function numeric(args: readonly Evaluate[], apply: (numbers: readonly number[]) => number | null): Evaluate {
  return (row, asOf) => {
    const numbers: number[] = []
    for (const arg of args) {
      const value = arg(row, asOf)
      if (typeof value !== 'number') return null
      numbers.push(value)
    }
    return apply(numbers)
  }
}

function calculate(op: Arithmetic, a: number, b: number): number | null {
  switch (op) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return b === 0 ? null : a / b
    case '%':
      // The same steps as the SQL, so that rounding is the same.
      return b === 0 ? null : a - b * (Math.sign(a / b) * Math.floor(Math.abs(a / b)))
  }
}

function compileComparison(op: Comparison, left: Evaluate, right: Evaluate): Evaluate {
  return (row, asOf) => {
    const a = left(row, asOf)
    const b = right(row, asOf)
    if (a === null || b === null) return false
    switch (op) {
      case '==':
        return a === b
      case '!=':
        return a !== b
      case '<':
        return a < b
      case '<=':
        return a <= b
      case '>':
        return a > b
      case '>=':
        return a >= b
    }
  }
}

function compileLogic(op: '&&' | '||', left: Evaluate, right: Evaluate): Evaluate {
  if (op === '&&') return (row, asOf) => left(row, asOf) === true && right(row, asOf) === true
  return (row, asOf) => left(row, asOf) === true || right(row, asOf) === true
}

function compileChoice(condition: Evaluate, then: Evaluate, otherwise: Evaluate): Evaluate {
  return (row, asOf) => (condition(row, asOf) === true ? then(row, asOf) : otherwise(row, asOf))
}

function compileIn(of: Evaluate, literals: readonly Node[]): Evaluate {
  const values = new Set<Value>()
  for (const literal of literals) if (literal.kind === 'literal') values.add(literal.value)
  return (row, asOf) => {
    const value = of(row, asOf)
    return value !== null && values.has(value)
  }
}

function compileCall(node: Node & { kind: 'call' }, minorPerMajor: number): Evaluate {
  const args = node.args.map((arg) => compileNode(arg, minorPerMajor))
  const first = args[0] ?? (() => null)
  const second = args[1] ?? (() => null)
  switch (node.name) {
    case 'min':
      return extreme(args, (a, b) => a < b)
    case 'max':
      return extreme(args, (a, b) => a > b)
    case 'abs':
      return numeric(args, ([x = 0]) => Math.abs(x))
    case 'floor':
      return numeric(args, ([x = 0]) => Math.floor(x))
    case 'ceil':
      return numeric(args, ([x = 0]) => Math.ceil(x))
    case 'round':
      return numeric(args, ([x = 0]) => Math.floor(x + 0.5))
    case 'sqrt':
      return numeric(args, ([x = 0]) => (x < 0 ? null : Math.sqrt(x)))
    case 'ln':
      return numeric(args, ([x = 0]) => (x <= 0 ? null : Math.floor(Math.log(x) * lnScale + 0.5) / lnScale))
    case 'mean':
      return numeric(args, meanOf)
    case 'stddev':
      return numeric(args, deviationOf)
    case 'known':
      return compileKnown(node.args[0], first)
    case 'or_else':
      return compileOrElse(node.args[0], first, second)
    case 'days_since':
      return (row, asOf) => daysBetween(first(row, asOf), asOf)
    case 'days_until':
      return (row, asOf) => daysBetween(asOf, first(row, asOf))
    case 'days_between':
      return (row, asOf) => daysBetween(first(row, asOf), second(row, asOf))
    case 'months_since':
      return (row, asOf) => monthsSince(first(row, asOf), asOf)
    case 'startsWith':
      return textTest(first, second, (text, part) => text.startsWith(part))
    case 'contains':
      return textTest(first, second, (text, part) => text.includes(part))
    case 'endsWith':
      return textTest(first, second, (text, part) => text.endsWith(part))
  }
}

/** The engines' logarithms differ in their last bits: nine decimals are what all of them agree on. */
const lnScale = 1e9

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x) / numbers.length
}

/** Of the whole, not of a sample; the steps are those of the SQL. */
function deviationOf(numbers: readonly number[]): number {
  const mean = meanOf(numbers)
  return Math.sqrt(meanOf(numbers.map((x) => (x - mean) * (x - mean))))
}

function extreme(args: readonly Evaluate[], isBetter: (a: Value & {}, b: Value & {}) => boolean): Evaluate {
  return (row, asOf) => {
    let best: Value = null
    for (const arg of args) {
      const value = arg(row, asOf)
      if (value === null) return null
      if (best === null || isBetter(value, best)) best = value
    }
    return best
  }
}

function compileKnown(node: Node | undefined, evaluate: Evaluate): Evaluate {
  if (node?.kind === 'name') return (row) => !isUnknown(row[node.name])
  return (row, asOf) => evaluate(row, asOf) !== null
}

function compileOrElse(node: Node | undefined, evaluate: Evaluate, instead: Evaluate): Evaluate {
  const isKnown = compileKnown(node, evaluate)
  return (row, asOf) => (isKnown(row, asOf) === true ? evaluate(row, asOf) : instead(row, asOf))
}

function daysBetween(from: Value, to: Value): number | null {
  const start = typeof from === 'string' ? dayNumber(from) : undefined
  const end = typeof to === 'string' ? dayNumber(to) : undefined
  return start === undefined || end === undefined ? null : end - start
}

function monthsSince(date: Value, asOf: string): number | null {
  if (typeof date !== 'string') return null
  const from = partsOf(date)
  const to = partsOf(asOf)
  return (to.year - from.year) * 12 + to.month - from.month - (from.day > completedDay(asOf) ? 1 : 0)
}

function textTest(subject: Evaluate, part: Evaluate, holds: (text: string, part: string) => boolean): Evaluate {
  return (row, asOf) => {
    const text = subject(row, asOf)
    return typeof text === 'string' && holds(text, String(part(row, asOf)))
  }
}
