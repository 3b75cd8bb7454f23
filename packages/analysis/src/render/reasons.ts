import { childrenOf, type Expression, type Level, type Node, type Scheme, type Unit } from '@tend/pack'
import type { NightPlan, SchemePlan } from '../plan/plan.ts'
import { type JsonField, renderJson } from './json.ts'
import { schemeColumn as at } from './names.ts'
import { quoteText } from './sql.ts'

/** How the reason of a level begins that a person gave. */
export const manualMark = '{"manual":'

type ColumnOf = (name: string) => string

/**
 * JSON text of the values that decide a customer's level: for a ladder and a stage those that the level's rule reads (without a rule,
 * those that kept the customer from the levels beside it), for a rank its metrics with `position` and `of`, for a matrix the metrics with their cuts
 * `x_cut` and `y_cut`, for rules those that any tag reads, for a list the `reason` that came with the row.
 */
export function renderLevelReason({ scheme }: SchemePlan, plan: NightPlan, column: ColumnOf): string {
  switch (scheme.variant) {
    case 'rank':
      return renderJson(rankFields(scheme, plan, column))
    case 'list':
      return renderJson(
        scheme.reason === undefined ? [] : [{ name: 'reason', sql: column(at.listReason(scheme.id)), unit: 'text' }],
      )
    case 'rules':
      return renderJson(fieldsRead(scheme.levels.flatMap(rulesOf), column))
    case 'matrix':
    case 'ladder':
    case 'stage':
      return renderByLevel(scheme, plan, column)
  }
}

/** What a person said of the level, who decided and until when (G27). */
export function renderManualReason({ id }: Scheme, column: ColumnOf): string {
  return renderJson([
    { name: 'manual', sql: column(at.manualReason(id)), unit: 'text' },
    { name: 'decided_by', sql: column(at.manualBy(id)), unit: 'text' },
    { name: 'until', sql: column(at.manualUntil(id)), unit: 'date' },
  ])
}

function renderByLevel(scheme: Scheme, plan: NightPlan, column: ColumnOf): string {
  const reasons = scheme.levels.map((level) => ({ level, json: renderJson(fieldsOf(scheme, level, plan, column)) }))
  const [first] = reasons
  if (first && reasons.every(({ json }) => json === first.json)) return first.json
  const branches = reasons.map(({ level, json }) => `when ${column(scheme.id)} = ${quoteText(level.id)} then ${json}`)
  return `case ${branches.join(' ')} else '{}' end`
}

function fieldsOf(scheme: Scheme, level: Level, plan: NightPlan, column: ColumnOf): readonly JsonField[] {
  if (scheme.variant === 'matrix' && level.cell) return matrixFields(scheme, plan, column)
  return fieldsRead(expressionsFor(scheme, level), column)
}

function fieldsRead(expressions: readonly Expression[], column: ColumnOf): readonly JsonField[] {
  return [...unitsRead(expressions)].map(([name, unit]) => ({ name, unit, sql: column(name) }))
}

function matrixFields(
  scheme: Extract<Scheme, { variant: 'matrix' }>,
  plan: NightPlan,
  column: ColumnOf,
): readonly JsonField[] {
  return (['x', 'y'] as const).flatMap((axis): readonly JsonField[] => {
    const { metric } = scheme[axis]
    const unit = unitOf(plan, metric)
    const cut = column(at.cut(scheme.id, axis))
    // Cuts are calculated in major units and between two customers' values.
    const written: Pick<JsonField, 'sql' | 'unit'> =
      unit === 'money'
        ? { sql: `cast(floor(${cut} * ${10 ** plan.decimals} + 0.5) as bigint)`, unit }
        : { sql: cut, unit: 'number' }
    return [
      { name: metric, sql: column(metric), unit },
      { name: `${axis}_cut`, ...written },
    ]
  })
}

function rankFields(
  scheme: Extract<Scheme, { variant: 'rank' }>,
  plan: NightPlan,
  column: ColumnOf,
): readonly JsonField[] {
  const metrics = scheme.tie === undefined ? [scheme.metric] : [scheme.metric, scheme.tie]
  return [
    ...metrics.map((name) => ({ name, sql: column(name), unit: unitOf(plan, name) })),
    { name: 'position', sql: column(at.position(scheme.id)), unit: 'count' },
    { name: 'of', sql: column(at.of(scheme.id)), unit: 'count' },
  ]
}

function unitOf(plan: NightPlan, name: string): Unit {
  return plan.columns.find((one) => one.name === name)?.unit ?? 'number'
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
