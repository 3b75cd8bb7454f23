import type { NightPlan, SchemePlan, WideColumn } from '../plan/plan.ts'
import { keepsReason } from '../plan/schemes.ts'
import { schemeColumn as at, bookPlace, staged } from './names.ts'
import { renderLevelReason, renderManualReason } from './reasons.ts'
import type { Sources } from './render-night.ts'
import { quoteIdentifier } from './sql.ts'

/** The wide row, whole and in order; the attributes join here. */
export function renderCustomers(
  plan: NightPlan,
  wide: string,
  sources: Sources,
  column: (name: string) => string,
): string {
  const schemes = new Map(
    plan.layers.flatMap((layer) => layer.schemes).map((scheme) => [scheme.scheme.id, scheme] as const),
  )
  const has = (id: string) => plan.population.customer.columns.some((one) => one.id === id)
  const sqlOf = (wideColumn: WideColumn): string => {
    const { name } = wideColumn
    if (wideColumn.origin === 'attribute') {
      const isKept = name === 'customer_id' || name === 'unit_id' || name === 'owner_id' || !has(name)
      return isKept ? column(name) : `c.${quoteIdentifier(name)}`
    }
    const scheme = 'scheme' in wideColumn ? schemes.get(wideColumn.scheme) : undefined
    return scheme ? schemeSql(wideColumn.origin, scheme, plan, column, name) : column(name)
  }
  const source = sources.fact(plan.population.customer.id, { from: undefined, to: plan.asOf })
  return [
    `select ${plan.columns.map((one) => `${sqlOf(one)} as ${quoteIdentifier(one.name)}`).join(',\n  ')}`,
    `from ${wide} w`,
    `left join ${source} c on c.customer_id = w.customer_id`,
    `order by w.${quoteIdentifier(bookPlace)}`,
  ].join('\n')
}

function schemeSql(
  origin: WideColumn['origin'],
  scheme: SchemePlan,
  plan: NightPlan,
  column: (name: string) => string,
  name: string,
): string {
  const { id, variant } = scheme.scheme
  switch (origin) {
    case 'before':
      return column(at.before(id))
    case 'since':
      return column(at.since(id))
    case 'period':
      return column(at.period(id))
    case 'restart':
      return column(at.restart(id))
    case 'until':
      return variant === 'ladder' || variant === 'list' || scheme.isManual ? column(at.until(id)) : 'cast(null as date)'
    case 'reason':
      return renderReason(scheme, plan, column)
    default:
      return column(name)
  }
}

/**
 * The values that decided, where this night settled the level; null while it stays, because the night that settled it has told them (`carryReasons`). A
 * matrix and a list tell theirs every night: the lines of the one move with the other customers, and the row of the other may be replaced.
 */
function renderReason(plan: SchemePlan, night: NightPlan, column: (name: string) => string): string {
  const { id } = plan.scheme
  const isOfRule = plan.isManual ? ` and not ${column(at.wasManual(id))}` : ''
  const isKept = keepsReason(plan.scheme) && night.previous?.schemes.includes(id)
  const branches = [
    `when ${column(id)} is null then null`,
    ...(plan.isManual ? [`when ${column(at.manual(id))} = 1 then ${renderManualReason(plan.scheme, column)}`] : []),
    ...(isKept ? [`when ${column(id)} = ${column(at.before(id))}${isOfRule} then null`] : []),
  ]
  return `case ${branches.join(' ')} else ${renderLevelReason(plan, night, column)} end`
}

/** Open occurrences of the customers that there are, in book order. */
export function renderMoments(wide: string): string {
  return [
    `select md5(m.customer_id || '|' || m.moment || '|' || m.key || '|' || cast(m.fired_on as varchar)) as moment_id,`,
    '  m.customer_id, w.unit_id, w.owner_id, m.moment, m.key, m.fired_on, m.due_on, m.expires_on, m.value, m.urgency, m.priority, m.reason, m.is_new',
    `from ${quoteIdentifier(staged.moments)} m`,
    `join ${wide} w on w.customer_id = m.customer_id`,
    'order by w.unit_id, w.owner_id nulls first, m.customer_id, m.moment, m.key, m.fired_on',
  ].join('\n')
}
