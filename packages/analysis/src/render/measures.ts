import { type Expression, renderSql, type SqlDialect } from '@tend/pack'
import { daysOf, enclose } from '../plan/periods.ts'
import type { CounterStart, FactScan, MeasurePlan, Period } from '../plan/plan.ts'
import { divideWhole } from './divide.ts'
import { lastKey, lastValue } from './last.ts'
import { dateLiteral, quoteIdentifier } from './sql.ts'

export type RenderOptions = { readonly decimals: number; readonly dialect: SqlDialect }

/** One aggregate column of a scan. */
export type Aggregate = { readonly name: string; readonly sql: string }

/** `f` is the fact, `l` the one row of last dates that `at_end` needs, `s` the customer's own days, `g` a group that rows were added up to. */
const fact = 'f'
const lastDates = 'l'
const starts = 's'
const group = 'g'

/** What a scan reads; each stands behind FROM. `starts` is the last state's customers, undefined at the first run. */
export type ScanRelations = {
  readonly fact: string
  readonly lastDates: string
  readonly starts: string | undefined
}

/** The aggregates of one pass over a fact, customer by customer, or group by group first. */
export function renderScan(scan: FactScan, relations: ScanRelations, options: RenderOptions): string {
  if (scan.per !== undefined) return renderGroupedScan(scan, scan.per, relations, options)
  const aggregates = scan.measures.flatMap((measure) => renderAggregates(measure, scan, options))
  const customer = columnOf(scan.fact.customer ?? '')
  return [
    selectAs(`${customer} as customer_id`, aggregates),
    ...fromFact(scan, relations),
    `group by ${customer}`,
  ].join('\n')
}

/** Rows are added up by `per` for each customer; the functions then judge the totals. Rows without a value belong to no group. */
function renderGroupedScan(scan: FactScan, per: string, relations: ScanRelations, options: RenderOptions): string {
  const customer = columnOf(scan.fact.customer ?? '')
  const totals = scan.measures.map((measure) => renderTotal(measure, scan, options))
  const groups = [
    selectAs(`${customer} as customer_id`, totals),
    ...fromFact(scan, relations, [`${columnOf(per)} is not null`]),
    `group by ${customer}, ${columnOf(per)}`,
  ]
  const aggregates = scan.measures.flatMap((measure) => renderOverTotals(measure, options))
  return [
    selectAs(`${group}.customer_id`, aggregates),
    `from (\n${groups.join('\n')}\n) ${group}`,
    `group by ${group}.customer_id`,
  ].join('\n')
}

function selectAs(customer: string, aggregates: readonly Aggregate[]): string {
  const columns = aggregates.map(({ name, sql }) => `${sql} as ${quoteIdentifier(name)}`)
  return `select\n  ${[customer, ...columns].join(',\n  ')}`
}

function fromFact(scan: FactScan, relations: ScanRelations, conditions: readonly string[] = []): readonly string[] {
  const needsLastDates = scan.measures.some((measure) => measure.function === 'at_end') && scan.fact.date !== undefined
  const all = [...(scan.fact.date === undefined ? [] : [rowsThatCount(scan, scan.fact.date)]), ...conditions]
  return [
    `from ${relations.fact} ${fact}`,
    ...(needsLastDates ? [`cross join ${relations.lastDates} ${lastDates}`] : []),
    ...joinStarts(scan, relations.starts),
    ...(all.length === 0 ? [] : [`where ${all.join(' and ')}`]),
  ]
}

/** The customer's own days, for the measures that count from them. */
function joinStarts(scan: FactScan, relation: string | undefined): readonly string[] {
  const columns = new Set(scan.measures.flatMap(({ start }) => start?.column ?? []))
  if (columns.size === 0) return []
  if (relation === undefined) throw new Error(`the measures of ${scan.id} count from days of a state that is not there`)
  const read = ['customer_id', ...[...columns].map(quoteIdentifier)].map((column) => `b.${column}`).join(', ')
  const customer = columnOf(scan.fact.customer ?? '')
  return [`left join (select ${read} from ${relation} b) ${starts} on ${starts}.customer_id = ${customer}`]
}

/** Since a level that nobody has reached nothing counts; since a fall that never was everything does. */
function fromStart(date: string, { since, column }: CounterStart): readonly string[] {
  if (column === undefined) return since === 'level' ? ['false'] : []
  const start = `${starts}.${quoteIdentifier(column)}`
  const isIn = `${columnOf(date)} >= ${start}`
  return [since === 'level' ? isIn : `(${start} is null or ${isIn})`]
}

/**
 * The rows that any measure looks at. `at_end` measures need a single date each, however long their window: without this, a balance at
 * the end would send every month of history through the aggregates.
 */
function rowsThatCount({ measures, period }: FactScan, date: string): string {
  const others = measures.filter((measure) => measure.function !== 'at_end').map((measure) => measure.period)
  const ends = measures.filter((measure) => measure.function === 'at_end').map((measure) => isLastDate(date, measure))
  const whole = during(date, period)
  if (ends.length === 0 || others.some((other) => isSame(other, period))) return whole
  const routes = [...(others.length === 0 ? [] : [during(date, enclose(others))]), ...new Set(ends)]
  return `${whole} and (${routes.join(' or ')})`
}

function isLastDate(date: string, measure: MeasurePlan): string {
  return `${columnOf(date)} = ${lastDates}.${quoteIdentifier(lastDateName(measure.period))}`
}

/** One row: the last date that the fact has within each period that an `at_end` measure looks at; undefined where none does. */
export function renderLastDates(scan: FactScan, relation: string): string | undefined {
  const { date } = scan.fact
  const periods = scan.measures.filter((measure) => measure.function === 'at_end').map((measure) => measure.period)
  if (date === undefined || periods.length === 0) return undefined
  const columns = new Map(
    periods.map((period) => [
      lastDateName(period),
      `max(${columnOf(date)}) filter (where ${during(date, period)}) as ${quoteIdentifier(lastDateName(period))}`,
    ]),
  )
  return `select\n  ${[...columns.values()].join(',\n  ')}\nfrom ${relation} ${fact}\nwhere ${during(date, scan.period)}`
}

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

/** What a group of rows comes to: the sum of those that count. */
function renderTotal(measure: MeasurePlan, scan: FactScan, options: RenderOptions): Aggregate {
  const condition = conditionOf(measure, scan, options)
  const filter = condition.length === 0 ? '' : ` filter (where ${condition.join(' and ')})`
  return { name: measure.id, sql: `sum(${argumentOf(measure, options)})${filter}` }
}

function renderOverTotals(measure: MeasurePlan, { dialect }: RenderOptions): readonly Aggregate[] {
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

function conditionOf(measure: MeasurePlan, scan: FactScan, options: RenderOptions): readonly string[] {
  const { date } = scan.fact
  const conditions: string[] = []
  if (date !== undefined && measure.function === 'at_end') {
    conditions.push(isLastDate(date, measure))
  } else if (date !== undefined && !isSame(measure.period, scan.period)) {
    conditions.push(during(date, measure.period))
  }
  if (measure.start) conditions.push(...(date === undefined ? ['false'] : fromStart(date, measure.start)))
  if (measure.where) conditions.push(render(measure.where, measure, options))
  return conditions
}

function castTotal(measure: MeasurePlan, total: string, dialect: SqlDialect): string {
  return isWhole(measure) ? `cast(${total} as bigint)` : `cast(${total} as ${dialect.double})`
}

/** What `sum` and `avg` add up: integers, or decimals for fractions, because sums of doubles depend on the order of rows. */
function argumentOf(measure: MeasurePlan, options: RenderOptions): string {
  const expression = argument(measure)
  const plain = plainName(expression)
  if (measure.unit === 'money') {
    if (plain?.unit === 'money') return columnOf(plain.name)
    return `cast(floor(${render(expression, measure, options)} * ${10 ** options.decimals} + 0.5) as bigint)`
  }
  if (plain?.unit === 'count' && isWhole(measure)) return columnOf(plain.name)
  return `cast(${render(expression, measure, options)} as decimal(28, 6))`
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
  return plain && measure.function === 'count_distinct' ? columnOf(plain.name) : render(expression, measure, options)
}

function argument(measure: MeasurePlan): Expression {
  if (!measure.argument) throw new Error(`${measure.id}: ${measure.function} needs an argument`)
  return measure.argument
}

function plainName(expression: Expression) {
  return expression.tree.kind === 'name' ? expression.tree : undefined
}

function render(expression: Expression, { asOf }: MeasurePlan, options: RenderOptions): string {
  return renderSql(expression, { ...options, asOf, column: columnOf })
}

function isWhole({ unit }: MeasurePlan): boolean {
  return unit === 'money' || unit === 'count' || unit === 'days'
}

function during(date: string, period: Period): string {
  const column = columnOf(date)
  if (period.from === undefined) return `${column} <= ${dateLiteral(period.to)}`
  return `${column} between ${dateLiteral(period.from)} and ${dateLiteral(period.to)}`
}

function isSame(a: Period, b: Period): boolean {
  return a.from === b.from && a.to === b.to
}

function columnOf(name: string): string {
  return `${fact}.${quoteIdentifier(name)}`
}

function countName(measure: MeasurePlan): string {
  return `${measure.id}:count`
}

/** The column of the last dates that holds a period's. */
export function lastDateName(period: Period): string {
  return `${period.from ?? ''}:${period.to}`
}
