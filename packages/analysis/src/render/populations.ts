import { renderSql } from '@tend/pack'
import type { PopulationPlan } from '../plan/plan.ts'
import { divideWhole } from './divide.ts'
import { populationColumn as at } from './names.ts'
import { quoteIdentifier } from './sql.ts'
import { type RenderContext, renderValue } from './values.ts'

/** What a figure of all reads of each customer: the group, the value, and one or zero for whether the customer counts. */
export function populationInputs(plan: PopulationPlan, context: RenderContext): readonly string[] {
  const isCounted = plan.among ? `case when ${renderSql(plan.among, context)} then 1 else 0 end` : '1'
  return [
    ...(plan.by ? [`${renderSql(plan.by, context)} as ${quoteIdentifier(at.by(plan.id))}`] : []),
    ...(plan.of ? [`${renderValue(plan.of, plan.unit, context)} as ${quoteIdentifier(at.value(plan.id))}`] : []),
    `${isCounted} as ${quoteIdentifier(at.isCounted(plan.id))}`,
  ]
}

/** The figure, one row, or one for each value of `by`. Sums are of integers or decimals, so that the order of rows cannot change them. */
export function renderPopulationFigure(plan: PopulationPlan, inputs: string, context: RenderContext): string {
  const by = `i.${quoteIdentifier(at.by(plan.id))}`
  const counts = `i.${quoteIdentifier(at.isCounted(plan.id))} = 1`
  return [
    `select ${plan.by ? `${by} as value, ` : ''}${renderFigure(plan, context)} as figure`,
    `from ${inputs} i`,
    `where ${counts}${plan.by ? ` and ${by} is not null` : ''}`,
    ...(plan.by ? [`group by ${by}`] : []),
  ].join('\n')
}

function renderFigure(plan: PopulationPlan, { dialect }: RenderContext): string {
  const value = `i.${quoteIdentifier(at.value(plan.id))}`
  const isWhole = plan.unit === 'money' || plan.unit === 'count' || plan.unit === 'days'
  const total = isWhole
    ? `cast(sum(${value}) as bigint)`
    : `cast(sum(cast(${value} as decimal(28, 6))) as ${dialect.double})`
  const known = `nullif(count(${value}), 0)`
  switch (plan.function) {
    case 'count':
      return 'count(*)'
    case 'sum':
      return total
    case 'mean':
      return isWhole ? divideWhole(total, known, dialect) : `${total} / ${known}`
    case 'quantile': {
      const quantile = `percentile_cont(${plan.share}) within group (order by cast(${value} as ${dialect.double}))`
      return isWhole ? `cast(floor(${quantile} + 0.5) as bigint)` : quantile
    }
  }
}

/** The figure as a column; a total and a head count of nobody are 0, a mean and a quantile of nobody unknown. */
export function populationValue(plan: PopulationPlan, table: string, context: RenderContext): string {
  const isTotal = plan.function === 'sum' || plan.function === 'count'
  if (!isTotal) return `${table}.figure`
  const none = `coalesce(${table}.figure, 0)`
  return plan.by ? `case when ${renderSql(plan.by, context)} is not null then ${none} end` : none
}

/** Joins the figure to the customers of `w`. */
export function joinPopulation(plan: PopulationPlan, relation: string, table: string, context: RenderContext): string {
  if (!plan.by) return `cross join ${relation} ${table}`
  return `left join ${relation} ${table} on ${table}.value = ${renderSql(plan.by, context)}`
}
