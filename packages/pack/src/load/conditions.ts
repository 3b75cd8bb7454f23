import type { Expression } from '../definitions.ts'
import type { Comparison, Node } from '../expression/tree.ts'

export type Interval = {
  readonly low: number
  readonly hasLow: boolean
  readonly high: number
  readonly hasHigh: boolean
}

/** One way in which a condition can hold: ranges of names, and everything else word for word. */
export type Route = { readonly ranges: ReadonlyMap<string, Interval>; readonly others: ReadonlySet<string> }

const whole: Interval = { low: Number.NEGATIVE_INFINITY, hasLow: false, high: Number.POSITIVE_INFINITY, hasHigh: false }
const maxRoutes = 64

/** All ways in which a condition can hold, those that contradict themselves left out; undefined where they are too many to look at. */
export function routesOf({ tree, text }: Expression): readonly Route[] | undefined {
  return routesIn(tree, false, text)?.filter(({ ranges }) => ![...ranges.values()].some(isEmpty))
}

function routesIn(node: Node, isNegated: boolean, text: string): readonly Route[] | undefined {
  if (node.kind === 'not') return routesIn(node.of, !isNegated, text)
  if (node.kind === 'literal')
    return (node.value === true) === isNegated ? [] : [{ ranges: new Map(), others: new Set() }]
  if (node.kind === 'logic') {
    const left = routesIn(node.left, isNegated, text)
    const right = routesIn(node.right, isNegated, text)
    if (left === undefined || right === undefined) return undefined
    const isEither = (node.op === '||') !== isNegated
    const routes = isEither ? [...left, ...right] : left.flatMap((one) => right.map((other) => both(one, other)))
    return routes.length > maxRoutes ? undefined : routes
  }
  const range = node.kind === 'compare' && !isNegated ? rangeOf(node) : undefined
  if (range !== undefined) return [{ ranges: new Map([range]), others: new Set() }]
  // What is unknown makes a comparison false and its opposite true: `!(x > 3)` is more than `x <= 3`.
  const words = text.slice(node.start, node.end).replace(/\s+/g, ' ')
  return [{ ranges: new Map(), others: new Set([isNegated ? `!(${words})` : words]) }]
}

function both(one: Route, other: Route): Route {
  const ranges = new Map(one.ranges)
  for (const [name, range] of other.ranges) ranges.set(name, overlap(ranges.get(name) ?? whole, range))
  return { ranges, others: new Set([...one.others, ...other.others]) }
}

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
}

function rangeOf({ left, right, op }: Node & { kind: 'compare' }): [string, Interval] | undefined {
  if (left.kind === 'literal' && right.kind === 'name') return rangeFrom(right.name, mirrored[op], left.value)
  return left.kind === 'name' && right.kind === 'literal' ? rangeFrom(left.name, op, right.value) : undefined
}

function rangeFrom(name: string, op: Comparison, value: unknown): [string, Interval] | undefined {
  if (typeof value !== 'number') return undefined
  switch (op) {
    case '<':
    case '<=':
      return [name, { ...whole, high: value, hasHigh: op === '<=' }]
    case '>':
    case '>=':
      return [name, { ...whole, low: value, hasLow: op === '>=' }]
    case '==':
      return [name, { low: value, hasLow: true, high: value, hasHigh: true }]
    case '!=':
      return undefined
  }
}

function overlap(a: Interval, b: Interval): Interval {
  const [low, hasLow] =
    a.low === b.low ? [a.low, a.hasLow && b.hasLow] : a.low > b.low ? [a.low, a.hasLow] : [b.low, b.hasLow]
  const [high, hasHigh] =
    a.high === b.high ? [a.high, a.hasHigh && b.hasHigh] : a.high < b.high ? [a.high, a.hasHigh] : [b.high, b.hasHigh]
  return { low, hasLow, high, hasHigh }
}

function isEmpty({ low, hasLow, high, hasHigh }: Interval): boolean {
  return low > high || (low === high && !(hasLow && hasHigh))
}

/** True where it is certain that whoever meets `condition` meets `other` too. */
export function implies(condition: readonly Route[], other: readonly Route[]): boolean {
  return condition.every((route) => other.some((wider) => isWithin(route, wider)))
}

function isWithin(route: Route, wider: Route): boolean {
  const isNarrower = [...wider.ranges].every(([name, range]) => covers(range, route.ranges.get(name) ?? whole))
  return isNarrower && [...wider.others].every((words) => route.others.has(words))
}

function covers(wide: Interval, narrow: Interval): boolean {
  const { low, hasLow, high, hasHigh } = overlap(wide, narrow)
  return low === narrow.low && hasLow === narrow.hasLow && high === narrow.high && hasHigh === narrow.hasHigh
}

/** The ranges of one name, where the conditions speak of no other and of nothing else. */
export function rangesOfOneName(
  conditions: readonly (readonly Route[])[],
): { readonly name: string; readonly ranges: readonly Interval[] } | undefined {
  const routes = conditions.flat()
  const names = new Set(routes.flatMap(({ ranges }) => [...ranges.keys()]))
  const [name] = names
  if (name === undefined || names.size > 1) return undefined
  const ranges = routes.flatMap((route) => (route.others.size === 0 ? [route.ranges.get(name)] : []))
  const known = ranges.filter((range) => range !== undefined)
  return known.length === routes.length ? { name, ranges: known } : undefined
}

/** What lies between ranges and belongs to none of them, from low to high. */
export function holesBetween(ranges: readonly Interval[]): readonly Interval[] {
  const holes: Interval[] = []
  const [first, ...rest] = [...ranges].sort((a, b) => a.low - b.low || Number(b.hasLow) - Number(a.hasLow))
  let end = first
  for (const range of rest) {
    if (end === undefined) break
    const hole = { low: end.high, hasLow: !end.hasHigh, high: range.low, hasHigh: !range.hasLow }
    if (!isEmpty(hole)) holes.push(hole)
    const isFarther = range.high > end.high || (range.high === end.high && range.hasHigh)
    if (isFarther) end = range
  }
  return holes
}
