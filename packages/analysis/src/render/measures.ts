import type { Expression, SqlDialect } from '@tend/pack'
import { daysOf } from '../plan/periods.ts'
import type { FactScan, MeasurePlan } from '../plan/plan.ts'
import { divideWhole } from './divide.ts'
import { lastKey, lastValue } from './last.ts'
import { columnOf, conditionOf, type RenderOptions, renderOverFact } from './rows.ts'
import { quoteIdentifier } from './sql.ts'

/** One aggregate column of a scan. */
export type Aggregate = { readonly name: string; readonly sql: string }

/** The aggregates that a measure rests on; `finishMeasure` makes its value of them. */
export function renderAggregates(measure: MeasurePlan, scan: FactScan, options: RenderOptions): readonly Aggregate[] {
  const condition = conditionOf(measure, scan, options)
  const filter = condition.length === 0 ? '' : ` filter (where ${condition.join(' and ')})`
  const total = () => castTotal(measure, `sum(${argumentOf(measure, options)})${filter}`, options.dialect)
  switch (measure.function) {
    case 'count':
      return [{ name: measure.id, sql: `count(*)${filter}` }]
    case 'count_distinct':
      return [{ name: measure.id, sql: `count(distinct ${rawOf(measure, options)})${filter}` }]
    case 'min':
    case 'max':
      return [{ name: measure.id, sql: `${measure.function}(${extremeOf(measure, options)})${filter}` }]
    case 'avg':
      return [
        { name: measure.id, sql: total() },
        { name: countName(measure), sql: `count(${argumentOf(measure, options)})${filter}` },
      ]
    case 'last':
      return [{ name: measure.id, sql: `max(${lastKey(scan.fact, extremeOf(measure, options), columnOf)})${filter}` }]
    case 'sum':
    case 'daily_average':
    case 'at_end':
      return [{ name: measure.id, sql: total() }]
  }
}

/** A measure's value from its aggregates, which stand in `table` (null where the customer has no rows). */
export function finishMeasure(measure: MeasurePlan, table: string, dialect: SqlDialect): string {
  const value = `${table}.${quoteIdentifier(measure.id)}`
  switch (measure.function) {
    case 'sum':
    case 'count':
    case 'count_distinct':
    case 'at_end':
      return `coalesce(${value}, 0)`
    case 'min':
    case 'max':
      return value
    case 'last':
      return lastValue(value, measure.unit, dialect)
    case 'avg':
      return divide(measure, value, `nullif(${table}.${quoteIdentifier(countName(measure))}, 0)`, dialect)
    case 'daily_average': {
      const days = daysOf(measure.period)
      if (days === undefined) throw new Error(`${measure.id}: daily_average needs a window with a start`)
      return divide(measure, `coalesce(${value}, 0)`, String(days), dialect)
    }
  }
}

function divide(measure: MeasurePlan, total: string, count: string, dialect: SqlDialect): string {
  return isWhole(measure) ? divideWhole(total, count, dialect) : `${total} / ${count}`
}

export function castTotal(measure: MeasurePlan, total: string, dialect: SqlDialect): string {
  return isWhole(measure) ? `cast(${total} as bigint)` : `cast(${total} as ${dialect.double})`
}

/** What `sum` and `avg` add up: integers, or decimals for fractions, because sums of doubles depend on the order of rows. */
export function argumentOf(measure: MeasurePlan, options: RenderOptions): string {
  const expression = argument(measure)
  const plain = plainName(expression)
  if (measure.unit === 'money') {
    if (plain?.unit === 'money') return columnOf(plain.name)
    return `cast(floor(${renderOverFact(expression, measure, options)} * ${10 ** options.decimals} + 0.5) as bigint)`
  }
  if (plain?.unit === 'count' && isWhole(measure)) return columnOf(plain.name)
  return `cast(${renderOverFact(expression, measure, options)} as decimal(28, 6))`
}

function extremeOf(measure: MeasurePlan, options: RenderOptions): string {
  const isNumber = measure.unit !== 'date' && measure.unit !== 'text'
  if (measure.unit === 'money') return argumentOf(measure, options)
  if (isNumber && isWhole(measure)) {
    const plain = plainName(argument(measure))
    return plain?.unit === 'count' ? columnOf(plain.name) : `cast(floor(${rawOf(measure, options)} + 0.5) as bigint)`
  }
  return rawOf(measure, options)
}

function rawOf(measure: MeasurePlan, options: RenderOptions): string {
  const expression = argument(measure)
  const plain = plainName(expression)
  return plain && measure.function === 'count_distinct'
    ? columnOf(plain.name)
    : renderOverFact(expression, measure, options)
}

function argument(measure: MeasurePlan): Expression {
  if (!measure.argument) throw new Error(`${measure.id}: ${measure.function} needs an argument`)
  return measure.argument
}

function plainName(expression: Expression) {
  return expression.tree.kind === 'name' ? expression.tree : undefined
}

function isWhole({ unit }: MeasurePlan): boolean {
  return unit === 'money' || unit === 'count' || unit === 'days'
}

export function countName(measure: MeasurePlan): string {
  return `${measure.id}:count`
}
