import { renderSql } from '@tend/pack'
import type { GroupRatePlan } from '../plan/plan.ts'
import type { RenderContext } from './values.ts'

/** Share of `event` among the customers of `base`, one row for each value of `by`; unknown where a group has no such customer (S152, G23). */
export function renderRates(rate: GroupRatePlan, wide: string, context: RenderContext): string {
  const by = renderSql(rate.by, context)
  const isCounted = rate.base ? renderSql(rate.base, context) : 'true'
  const hasEvent = `${isCounted} and ${renderSql(rate.event, context)}`
  return [
    `select g.value, cast(g.events as ${context.dialect.double}) / nullif(g.customers, 0) as rate`,
    'from (',
    `  select ${by} as value, sum(case when ${hasEvent} then 1 else 0 end) as events, sum(case when ${isCounted} then 1 else 0 end) as customers`,
    `  from ${wide} w`,
    `  where ${by} is not null`,
    `  group by ${by}`,
    ') g',
  ].join('\n')
}
