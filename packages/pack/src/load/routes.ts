import type { Expression, Indicator } from '../definitions.ts'
import { childrenOf, type Node } from '../expression/tree.ts'

/** The first way from a name through what it reads to a barred one, both included. */
export function findRoute(
  from: string,
  reads: ReadonlyMap<string, readonly string[]>,
  isBarred: (id: string) => boolean,
): readonly string[] | undefined {
  const visited = new Set<string>()
  const visit = (id: string): readonly string[] | undefined => {
    if (isBarred(id)) return [id]
    if (visited.has(id)) return undefined
    visited.add(id)
    for (const needed of reads.get(id) ?? []) {
      const route = visit(needed)
      if (route !== undefined) return [id, ...route]
    }
    return undefined
  }
  return visit(from)
}

/** The columns of its fact that a measure reads. */
export function columnsRead({ argument, where, per }: Indicator & { kind: 'measure' }): readonly string[] {
  return [...(argument?.names ?? []), ...(where?.names ?? []), ...(per === undefined ? [] : [per])]
}

/** All expressions of a definition, wherever they stand in it. */
export function expressionsOf(definition: unknown): readonly Expression[] {
  if (typeof definition !== 'object' || definition === null) return []
  if ('tree' in definition && 'text' in definition) return [definition as Expression]
  return Object.values(definition).flatMap(expressionsOf)
}

/** Names of which an expression reads more than whether their day has come: `closed_on <= as_of` says on each day what was known on it. */
export function namesReadOpenly(expressions: readonly Expression[]): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: Node): void => {
    if (node.kind === 'name') names.add(node.name)
    if (!hasCome(node)) for (const child of childrenOf(node)) visit(child)
  }
  for (const { tree } of expressions) visit(tree)
  return names
}

function hasCome(node: Node): boolean {
  if (node.kind !== 'compare') return false
  const [earlier, later] = node.op.startsWith('<') ? [node.left, node.right] : [node.right, node.left]
  return (node.op.startsWith('<') || node.op.startsWith('>')) && earlier.kind === 'name' && later.kind === 'as_of'
}
