import type { FactScan, MeasurePlan } from '../plan/plan.ts'
import { type Aggregate, argumentOf, castTotal, countName } from './measures.ts'
import { conditionOf, type RenderOptions } from './rows.ts'
import { quoteIdentifier } from './sql.ts'

/** `g` is a group that rows were added up to. */
export const group = 'g'

/** What a group of rows comes to: the sum of those that count. */
export function renderTotal(measure: MeasurePlan, scan: FactScan, options: RenderOptions): Aggregate {
  const condition = conditionOf(measure, scan, options)
  const filter = condition.length === 0 ? '' : ` filter (where ${condition.join(' and ')})`
  return { name: measure.id, sql: `sum(${argumentOf(measure, options)})${filter}` }
}

/** The function over the totals of groups; the columns are named as those of plain rows, so that the same value is made of them. */
export function renderOverTotals(measure: MeasurePlan, { dialect }: RenderOptions): readonly Aggregate[] {
  const total = `${group}.${quoteIdentifier(measure.id)}`
  switch (measure.function) {
    case 'min':
    case 'max':
      return [{ name: measure.id, sql: castTotal(measure, `${measure.function}(${total})`, dialect) }]
    case 'avg':
      return [
        { name: measure.id, sql: castTotal(measure, `sum(${total})`, dialect) },
        { name: countName(measure), sql: `count(${total})` },
      ]
    case 'sum':
    case 'daily_average':
      return [{ name: measure.id, sql: castTotal(measure, `sum(${total})`, dialect) }]
    case 'count':
    case 'count_distinct':
    case 'at_end':
    case 'last':
      throw new Error(`${measure.id}: ${measure.function} cannot judge the totals of groups`)
  }
}
