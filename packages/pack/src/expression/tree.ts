import type { Unit } from '../definitions.ts'

/** The four types of the pack language. All numbers are doubles; money reads in major units. */
export type ValueType = 'number' | 'text' | 'flag' | 'date'

/** What an expression may read: names, their units, and the permitted values where they are a closed list. */
export type NameTypes = ReadonlyMap<string, NameType>
export type NameType = { readonly unit: Unit; readonly values?: readonly string[] }

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='
export type Arithmetic = '+' | '-' | '*' | '/' | '%'
export type FunctionName =
  | 'min'
  | 'max'
  | 'abs'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'sqrt'
  | 'ln'
  | 'mean'
  | 'stddev'
  | 'known'
  | 'or_else'
  | 'days_since'
  | 'days_until'
  | 'months_since'
  | 'days_between'
  | 'startsWith'
  | 'contains'
  | 'endsWith'

/** A checked expression as plain data: every type is settled, so that renderers only translate. `start` and `end` are offsets in the text. */
export type Node = { readonly type: ValueType; readonly start: number; readonly end: number } & (
  | { readonly kind: 'literal'; readonly value: number | string | boolean }
  | { readonly kind: 'as_of' }
  | { readonly kind: 'name'; readonly name: string; readonly unit: Unit }
  | { readonly kind: 'negate'; readonly of: Node }
  | { readonly kind: 'not'; readonly of: Node }
  | { readonly kind: 'arithmetic'; readonly op: Arithmetic; readonly left: Node; readonly right: Node }
  | { readonly kind: 'compare'; readonly op: Comparison; readonly left: Node; readonly right: Node }
  | { readonly kind: 'logic'; readonly op: '&&' | '||'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'choose'; readonly condition: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly kind: 'in'; readonly of: Node; readonly values: readonly Node[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Node[] }
)

const typeOfUnit: Readonly<Record<Unit, ValueType>> = {
  money: 'number',
  count: 'number',
  days: 'number',
  ratio: 'number',
  score: 'number',
  number: 'number',
  date: 'date',
  text: 'text',
  flag: 'flag',
}

export function valueTypeOf(unit: Unit): ValueType {
  return typeOfUnit[unit]
}

/** The nodes directly below a node, left to right. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'as_of':
    case 'name':
      return []
    case 'negate':
    case 'not':
      return [node.of]
    case 'arithmetic':
    case 'compare':
    case 'logic':
      return [node.left, node.right]
    case 'choose':
      return [node.condition, node.then, node.otherwise]
    case 'in':
      return [node.of, ...node.values]
    case 'call':
      return node.args
  }
}

/** The free names that a tree reads, each once, sorted. */
export function namesIn(node: Node): readonly string[] {
  const names = new Set<string>()
  const visit = (current: Node): void => {
    if (current.kind === 'name') names.add(current.name)
    for (const child of childrenOf(current)) visit(child)
  }
  visit(node)
  return [...names].sort()
}
