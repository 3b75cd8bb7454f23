import { childrenOf, type Expression, type Level, type Node, type Scheme, type Unit } from '@tend/pack'
import type { NightPlan } from '../plan/plan.ts'
import { type JsonField, renderJson } from './json.ts'
import { schemeColumn as at } from './names.ts'
import { quoteText } from './sql.ts'

/**
 * JSON text of the values that decide a customer's level: for a ladder and a stage those that the level's rule reads (without a rule,
 * those that kept the customer from the levels beside it), for a rank its metrics with `position` and `of`.
 */
export function renderLevelReason(scheme: Scheme, plan: NightPlan, column: (name: string) => string): string {
  if (scheme.variant === 'rank') return renderJson(rankFields(scheme, plan, column))
  const reasons = scheme.levels.map((level) => {
    const fields = [...unitsRead(expressionsFor(scheme, level))].map(([name, unit]) => ({
      name,
      unit,
      sql: column(name),
    }))
    return { level, json: renderJson(fields) }
  })
  const [first] = reasons
  if (first && reasons.every(({ json }) => json === first.json)) return first.json
  const branches = reasons.map(({ level, json }) => `when ${column(scheme.id)} = ${quoteText(level.id)} then ${json}`)
  return `case ${branches.join(' ')} else '{}' end`
}

function rankFields(
  scheme: Extract<Scheme, { variant: 'rank' }>,
  plan: NightPlan,
  column: (name: string) => string,
): readonly JsonField[] {
  const metrics = scheme.tie === undefined ? [scheme.metric] : [scheme.metric, scheme.tie]
  const unitOf = (name: string) => plan.columns.find((one) => one.name === name)?.unit ?? 'number'
  return [
    ...metrics.map((name) => ({ name, sql: column(name), unit: unitOf(name) })),
    { name: 'position', sql: column(at.position(scheme.id)), unit: 'count' },
    { name: 'of', sql: column(at.of(scheme.id)), unit: 'count' },
  ]
}

function expressionsFor(scheme: Scheme, level: Level): readonly Expression[] {
  const own = rulesOf(level)
  if (own.length > 0) return own
  const above =
    scheme.variant === 'ladder' ? scheme.levels.filter(({ rank }) => rank === level.rank + 1) : scheme.levels
  return above.flatMap(rulesOf)
}

function rulesOf({ enter, keep }: Level): readonly Expression[] {
  return [enter, keep].filter((rule) => rule !== undefined)
}

function unitsRead(expressions: readonly Expression[]): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>()
  const visit = (node: Node): void => {
    if (node.kind === 'name') units.set(node.name, node.unit)
    for (const child of childrenOf(node)) visit(child)
  }
  for (const { tree } of expressions) visit(tree)
  return new Map([...units].sort(([a], [b]) => (a < b ? -1 : 1)))
}
