import { enclose } from '../plan/periods.ts'
import type { FactScan } from '../plan/plan.ts'
import { group, renderOverTotals, renderTotal } from './group-totals.ts'
import { type Aggregate, renderAggregates } from './measures.ts'
import { alias, columnOf, during, isLastDate, isSamePeriod, lastDateName, type RenderOptions } from './rows.ts'
import { quoteIdentifier } from './sql.ts'

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
    `from ${relations.fact} ${alias.fact}`,
    ...(needsLastDates ? [`cross join ${relations.lastDates} ${alias.lastDates}`] : []),
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
  return [`left join (select ${read} from ${relation} b) ${alias.starts} on ${alias.starts}.customer_id = ${customer}`]
}

/**
 * The rows that any measure looks at. `at_end` measures need a single date each, however long their window: without this, a balance at
 * the end would send every month of history through the aggregates.
 */
function rowsThatCount({ measures, period }: FactScan, date: string): string {
  const others = measures.filter((measure) => measure.function !== 'at_end').map((measure) => measure.period)
  const ends = measures.filter((measure) => measure.function === 'at_end').map((measure) => isLastDate(date, measure))
  const whole = during(date, period)
  if (ends.length === 0 || others.some((other) => isSamePeriod(other, period))) return whole
  const routes = [...(others.length === 0 ? [] : [during(date, enclose(others))]), ...new Set(ends)]
  return `${whole} and (${routes.join(' or ')})`
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
  return `select\n  ${[...columns.values()].join(',\n  ')}\nfrom ${relation} ${alias.fact}\nwhere ${during(date, scan.period)}`
}
