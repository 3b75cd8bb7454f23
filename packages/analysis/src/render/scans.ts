import { enclose } from '../plan/periods.ts'
import type { FactScan } from '../plan/plan.ts'
import { group, renderOverTotals, renderTotal } from './group-totals.ts'
import { type Aggregate, renderAggregates } from './measures.ts'
import { alias, columnOf, during, isSamePeriod, type RenderOptions } from './rows.ts'
import { quoteIdentifier } from './sql.ts'

/** What a scan reads; each stands behind FROM. `starts` is the last state's customers, undefined at the first run. */
export type ScanRelations = { readonly fact: string; readonly starts: string | undefined }

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
  const all = [...(scan.fact.date === undefined ? [] : [rowsThatCount(scan, scan.fact.date)]), ...conditions]
  return [
    `from ${relations.fact} ${alias.fact}`,
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
 * The rows that any measure looks at. What stands at an end needs a single day: without this, a balance of long ago would send every day since through
 * the aggregates.
 */
function rowsThatCount({ measures, period }: FactScan, date: string): string {
  const others = measures.filter((measure) => measure.function !== 'at_end').map((measure) => measure.period)
  const ends = measures
    .filter((measure) => measure.function === 'at_end')
    .map((measure) => during(date, measure.period))
  if (ends.length === 0 || others.some((other) => isSamePeriod(other, period))) return during(date, period)
  return `(${[...(others.length === 0 ? [] : [during(date, enclose(others))]), ...new Set(ends)].join(' or ')})`
}
