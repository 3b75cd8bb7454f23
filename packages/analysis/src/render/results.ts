import type { NightPlan, WideColumn } from '../plan/plan.ts'
import { schemeColumn as at, bookPlace, staged } from './names.ts'
import { renderLevelReason } from './reasons.ts'
import type { Sources } from './render-night.ts'
import { quoteIdentifier } from './sql.ts'

/** The wide row, whole and in order: the attributes join here, and reasons are written or carried. */
export function renderCustomers(
  plan: NightPlan,
  wide: string,
  sources: Sources,
  column: (name: string) => string,
): string {
  const schemes = new Map(plan.layers.flatMap((layer) => layer.schemes).map((scheme) => [scheme.id, scheme]))
  const has = (id: string) => plan.population.customer.columns.some((one) => one.id === id)
  const sqlOf = ({ name, origin }: WideColumn): string => {
    const id = name.replace(/_(before|since|until|reason)$/, '')
    const scheme = schemes.get(id)
    if (origin === 'attribute') {
      const isKept = name === 'customer_id' || name === 'unit_id' || name === 'owner_id' || !has(name)
      return isKept ? column(name) : `c.${quoteIdentifier(name)}`
    }
    if (origin === 'before') return column(at.before(id))
    if (origin === 'since') return column(at.since(id))
    if (origin === 'until') return scheme?.variant === 'ladder' ? column(at.until(id)) : 'cast(null as date)'
    if (origin !== 'reason' || !scheme) return column(name)
    const reason = renderLevelReason(scheme, plan, column)
    if (!plan.previous?.schemes.includes(id)) return reason
    const carried = `b.${quoteIdentifier(name)}`
    return `case when ${column(id)} = ${column(at.before(id))} and ${carried} is not null then ${carried} else ${reason} end`
  }
  const source = sources.fact(plan.population.customer.id, { from: undefined, to: plan.asOf })
  return [
    `select ${plan.columns.map((one) => `${sqlOf(one)} as ${quoteIdentifier(one.name)}`).join(',\n  ')}`,
    `from ${wide} w`,
    `left join ${source} c on c.customer_id = w.customer_id`,
    ...(sources.previous ? [`left join ${sources.previous.customer} b on b.customer_id = w.customer_id`] : []),
    `order by w.${quoteIdentifier(bookPlace)}`,
  ].join('\n')
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
