import type { Expression, Level, Unit } from '../definitions.ts'
import { parseExpression } from '../expression/parse.ts'
import { type NameTypes, type Node, valueTypeOf } from '../expression/tree.ts'
import { compact } from './build.ts'

/**
 * The levels of a ladder with the distances that their conditions show: what is missing to enter, and what may be lost before the level is. Both
 * follow where a condition is made of comparisons of names in one unit with figures; elsewhere an author writes them, or there are none. A level that is never
 * lost has no margin.
 */
export function withDistances(
  levels: readonly Level[],
  demote: 'qualifying' | 'one_step' | 'never',
  scope: NameTypes,
): readonly Level[] {
  const isKept = demote === 'never'
  return levels.map((level) => {
    const gap = level.gap ?? derive(level.enter, 'gap', scope)
    const margin = level.margin ?? (isKept ? undefined : derive(level.keep ?? level.enter, 'margin', scope))
    return { ...level, ...compact({ gap, margin }) }
  })
}

type Distance = 'gap' | 'margin'

function derive(condition: Expression | undefined, distance: Distance, scope: NameTypes): Expression | undefined {
  const found = condition && distanceIn(condition.tree, distance, condition.text)
  if (condition === undefined || found === undefined) return undefined
  return parseExpression(found.text, scope, { position: condition.position, path: '' }, 'number').expression
}

type Found = { readonly text: string; readonly unit: Unit }

/** Of two routes the nearer one counts, of two conditions the farther one; for what may be lost it is the other way round. */
function distanceIn(node: Node, distance: Distance, text: string): Found | undefined {
  if (node.kind === 'compare') return distanceOf(node, distance, text)
  if (node.kind !== 'logic') return undefined
  const left = distanceIn(node.left, distance, text)
  const right = distanceIn(node.right, distance, text)
  if (left === undefined || right === undefined || left.unit !== right.unit) return undefined
  const isLesser = (node.op === '||') === (distance === 'gap')
  return { text: `${isLesser ? 'min' : 'max'}(${left.text}, ${right.text})`, unit: left.unit }
}

function distanceOf(node: Node & { kind: 'compare' }, distance: Distance, text: string): Found | undefined {
  const unit = unitOfSides(node.left, node.right)
  if (unit === undefined || node.op === '==' || node.op === '!=') return undefined
  const isUpward = node.op.startsWith('>')
  const [reached, bound] = isUpward ? [node.left, node.right] : [node.right, node.left]
  const [more, less] = distance === 'gap' ? [bound, reached] : [reached, bound]
  return { text: `${written(more, text)} - ${written(less, text)}`, unit }
}

/** The unit of a comparison of a name with a figure, or with a name in the same unit. */
function unitOfSides(left: Node, right: Node): Unit | undefined {
  const units = [left, right].flatMap((side) => (side.kind === 'name' ? [side.unit] : []))
  const isPlain = [left, right].every((side) => side.kind === 'name' || side.kind === 'literal')
  const [unit, other = unit] = units
  return isPlain && unit !== undefined && unit === other && valueTypeOf(unit) === 'number' ? unit : undefined
}

function written(node: Node, text: string): string {
  const part = text.slice(node.start, node.end)
  return part.startsWith('-') ? `(${part})` : part
}
