import type { Unit } from '../definitions.ts'
import type { Node } from './tree.ts'

/**
 * The unit of a number where it is certain: of names, and of what keeps their unit. A figure as written has none, and whatever is multiplied or
 * divided by one may be meant as points: those are undefined.
 */
export function unitOf(node: Node): Unit | undefined {
  switch (node.kind) {
    case 'name':
      return node.unit
    case 'negate':
      return unitOf(node.of)
    case 'choose':
      return common([node.then, node.otherwise])
    case 'arithmetic':
      return node.op === '+' || node.op === '-' ? common([node.left, node.right]) : unitOfProduct(node)
    case 'call':
      return unitOfCall(node)
    default:
      return undefined
  }
}

function unitOfProduct({ op, left, right }: Node & { kind: 'arithmetic' }): Unit | undefined {
  const units = [unitOf(left), unitOf(right)]
  return op === '*' && units.includes('money') && units.includes('ratio') ? 'money' : undefined
}

function unitOfCall(node: Node & { kind: 'call' }): Unit | undefined {
  switch (node.name) {
    case 'days_since':
    case 'days_until':
    case 'days_between':
      return 'days'
    case 'months_since':
      return 'count'
    case 'min':
    case 'max':
    case 'mean':
    case 'stddev':
    case 'or_else':
    case 'abs':
    case 'floor':
    case 'ceil':
    case 'round':
      return common(node.args)
    default:
      return undefined
  }
}

function common(nodes: readonly Node[]): Unit | undefined {
  const units = new Set(nodes.map(unitOf).filter((unit) => unit !== undefined))
  return units.size === 1 ? [...units][0] : undefined
}

/**
 * Money, also where it was multiplied or divided by a figure alone. Whole parts of it (`floor(spend / 1000)`) are no money: they may be meant as points,
 * one for so many yuan.
 */
export function isMoney(node: Node): boolean {
  if (unitOf(node) === 'money') return true
  if (node.kind === 'negate') return isMoney(node.of)
  if (node.kind !== 'arithmetic') return false
  const { op, left, right } = node
  if (op === '*' && left.kind === 'literal') return isMoney(right)
  return (op === '*' || op === '/') && right.kind === 'literal' && isMoney(left)
}

/** Units of different things: money, days and heads are never compared or added up; a plain number goes with all of them. */
export function isClash(a: Unit | undefined, b: Unit | undefined): boolean {
  const kinds = [a, b].map((unit) => (unit === undefined ? undefined : kindOf[unit]))
  return kinds[0] !== undefined && kinds[1] !== undefined && kinds[0] !== kinds[1]
}

const kindOf: Readonly<Partial<Record<Unit, string>>> = { money: 'money', count: 'count', days: 'days', ratio: 'ratio' }
