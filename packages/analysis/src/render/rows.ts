import { type Expression, renderSql, type SqlDialect } from '@tend/pack'
import type { CounterStart, FactScan, MeasurePlan, Period } from '../plan/plan.ts'
import { dateLiteral, quoteIdentifier } from './sql.ts'

export type RenderOptions = { readonly decimals: number; readonly dialect: SqlDialect }

/** `f` is the fact, `s` the customer's own days. */
export const alias = { fact: 'f', starts: 's' } as const

/** What a row must meet to count for a measure, besides what its whole pass asks. */
export function conditionOf(measure: MeasurePlan, scan: FactScan, options: RenderOptions): readonly string[] {
  const { date } = scan.fact
  const conditions: string[] = []
  if (date !== undefined && !isSamePeriod(measure.period, scan.period)) conditions.push(during(date, measure.period))
  if (measure.start) conditions.push(...(date === undefined ? ['false'] : fromStart(date, measure.start)))
  if (measure.where) conditions.push(renderOverFact(measure.where, measure, options))
  return conditions
}

/** Since a level that nobody has reached nothing counts; since a fall that never was everything does. */
function fromStart(date: string, { since, column }: CounterStart): readonly string[] {
  if (column === undefined) return since === 'level' ? ['false'] : []
  const start = `${alias.starts}.${quoteIdentifier(column)}`
  const isIn = `${columnOf(date)} >= ${start}`
  return [since === 'level' ? isIn : `(${start} is null or ${isIn})`]
}

export function during(date: string, period: Period): string {
  const column = columnOf(date)
  if (period.from === undefined) return `${column} <= ${dateLiteral(period.to)}`
  if (period.from === period.to) return `${column} = ${dateLiteral(period.to)}`
  return `${column} between ${dateLiteral(period.from)} and ${dateLiteral(period.to)}`
}

export function isSamePeriod(a: Period, b: Period): boolean {
  return a.from === b.from && a.to === b.to
}

export function columnOf(name: string): string {
  return `${alias.fact}.${quoteIdentifier(name)}`
}

/** An expression over the fact's columns. */
export function renderOverFact(expression: Expression, { asOf }: MeasurePlan, options: RenderOptions): string {
  return renderSql(expression, { ...options, asOf, column: columnOf })
}
