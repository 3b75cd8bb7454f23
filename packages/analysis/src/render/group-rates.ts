import { renderSql } from '@tend/pack'
import type { GroupRatePlan } from '../plan/plan.ts'
import { rateColumn as at } from './names.ts'
import { quoteIdentifier } from './sql.ts'
import type { RenderContext } from './values.ts'

/** What a rate reads of each customer: the group, and one or zero for whether the customer counts and whether the event happened. */
export function rateInputs(rate: GroupRatePlan, context: RenderContext): readonly string[] {
  const isCounted = rate.base ? renderSql(rate.base, context) : 'true'
  const hasEvent = `${isCounted} and ${renderSql(rate.event, context)}`
  return [
    `${renderSql(rate.by, context)} as ${quoteIdentifier(at.value(rate.id))}`,
    `case when ${isCounted} then 1 else 0 end as ${quoteIdentifier(at.isCounted(rate.id))}`,
    `case when ${hasEvent} then 1 else 0 end as ${quoteIdentifier(at.hasEvent(rate.id))}`,
  ]
}

/** Share of `event` among the customers of `base`, one row for each value of `by`; unknown where a group has no such customer (S152, G23). */
export function renderRates(rate: GroupRatePlan, inputs: string, { dialect }: RenderContext): string {
  const value = `i.${quoteIdentifier(at.value(rate.id))}`
  const events = `sum(i.${quoteIdentifier(at.hasEvent(rate.id))})`
  const customers = `sum(i.${quoteIdentifier(at.isCounted(rate.id))})`
  return [
    `select ${value} as value, cast(${events} as ${dialect.double}) / nullif(${customers}, 0) as rate`,
    `from ${inputs} i`,
    `where ${value} is not null`,
    `group by ${value}`,
  ].join('\n')
}
