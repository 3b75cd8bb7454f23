import type { FunctionName, ValueType } from './tree.ts'

export type Signature = {
  readonly name: FunctionName
  /** Written `x.name(y)` instead of `name(x, y)`. */
  readonly isMethod: boolean
  readonly minArgs: number
  readonly maxArgs: number
  /** Types that the arguments may have; all arguments share one type. */
  readonly accepts: readonly ValueType[]
  readonly result: ValueType | 'argument'
  /** For the message when it is called wrongly. */
  readonly usage: string
}

const any: readonly ValueType[] = ['number', 'text', 'flag', 'date']

function fn(
  name: FunctionName,
  args: readonly [number, number],
  accepts: readonly ValueType[],
  result: Signature['result'],
  usage: string,
) {
  return { name, isMethod: false, minArgs: args[0], maxArgs: args[1], accepts, result, usage }
}

function textTest(name: FunctionName): Signature {
  return { name, isMethod: true, minArgs: 2, maxArgs: 2, accepts: ['text'], result: 'flag', usage: `text.${name}('…')` }
}

const signatures: readonly Signature[] = [
  fn('min', [2, 32], ['number', 'date'], 'argument', 'min(a, b, …)'),
  fn('max', [2, 32], ['number', 'date'], 'argument', 'max(a, b, …)'),
  fn('abs', [1, 1], ['number'], 'number', 'abs(number)'),
  fn('floor', [1, 1], ['number'], 'number', 'floor(number)'),
  fn('ceil', [1, 1], ['number'], 'number', 'ceil(number)'),
  fn('round', [1, 1], ['number'], 'number', 'round(number)'),
  fn('sqrt', [1, 1], ['number'], 'number', 'sqrt(number)'),
  fn('ln', [1, 1], ['number'], 'number', 'ln(number)'),
  fn('mean', [2, 32], ['number'], 'number', 'mean(a, b, …)'),
  fn('stddev', [2, 32], ['number'], 'number', 'stddev(a, b, …)'),
  fn('known', [1, 1], any, 'flag', 'known(value)'),
  fn('or_else', [2, 2], any, 'argument', 'or_else(value, instead)'),
  fn('days_since', [1, 1], ['date'], 'number', 'days_since(date)'),
  fn('days_until', [1, 1], ['date'], 'number', 'days_until(date)'),
  fn('months_since', [1, 1], ['date'], 'number', 'months_since(date)'),
  fn('days_between', [2, 2], ['date'], 'number', 'days_between(from, to)'),
  textTest('startsWith'),
  textTest('contains'),
  textTest('endsWith'),
]

const byName: ReadonlyMap<string, Signature> = new Map(signatures.map((signature) => [signature.name, signature]))

export function findSignature(name: string): Signature | undefined {
  return byName.get(name)
}

export const functionNames: readonly string[] = [...byName.keys(), 'date']
