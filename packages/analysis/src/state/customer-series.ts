import { type Duck, factRelation, type Lake, readCatalog } from '@tend/lake'
import { compile, type Fact, type Indicator, type Pack, type Unit } from '@tend/pack'
import { addDays, startOf } from '../plan/dates.ts'
import { expressionsOfIndicator, namesOf } from '../plan/layers.ts'
import { planMeasure, planScan, scanId } from '../plan/scans.ts'
import { finishMeasure } from '../render/measures.ts'
import type { RenderOptions } from '../render/rows.ts'
import { renderScan } from '../render/scans.ts'
import { quoteIdentifier } from '../render/sql.ts'
import { factDays } from '../run/fact-days.ts'
import { duckdbShim } from '../shim/duckdb.ts'
import { plainRow, QueryRefused, type StateRow } from './state.ts'

export type SeriesQuery = {
  readonly customerId: string
  readonly indicators: readonly string[]
  readonly asOf: string
  /** Points, one a month end, the last at `asOf`; 24 without it. */
  readonly months?: number
}

export type Series = {
  readonly indicator: string
  /** Oldest first. Values as in the wide row: money in minor units. */
  readonly points: readonly { readonly date: string; readonly value: number | null }[]
}

type Measure = Extract<Indicator, { kind: 'measure' }>
/** Values by indicator and date. */
type Values = Map<string, Map<string, StateRow[string]>>

/**
 * An indicator's value at each month end, by the same definition as the night's, with one query a fact for this customer. Answers for
 * measures and for derived indicators that rest on measures and attributes; others (rates of groups, levels, figures of all, models, and
 * windows that begin with a level) need everybody's past or the levels of earlier days, and are left out. The caller checks scope. Throws `QueryRefused` for an unknown indicator.
 */
export async function customerSeries(
  duck: Duck,
  lake: Lake,
  pack: Pack,
  query: SeriesQuery,
): Promise<readonly Series[]> {
  const unknown = query.indicators.find((id) => !pack.indicators.has(id))
  if (unknown !== undefined) throw new QueryRefused('unknown_column', `there is no indicator "${unknown}"`)
  const shown = query.indicators.filter((id) => hasSeries(pack, id))
  const dates = monthEnds(query.asOf, query.months ?? 24)
  const catalog = await readCatalog(lake)
  const relation = (fact: Fact, from: string | undefined) =>
    factRelation(lake, catalog, fact, from === undefined ? { to: query.asOf } : { from, to: query.asOf })
  const values: Values = new Map()
  const measures = neededMeasures(pack, shown)
  for (const ofScan of Map.groupBy(measures, scanId).values()) {
    await readMeasures(duck, pack, ofScan, { ...query, dates }, relation, values)
  }
  const customer = pack.facts.get('customer')
  const [attributes] = customer
    ? await duck.rows<Record<string, unknown>>(
        `select * from ${relation(customer, undefined)} c where c.customer_id = $1`,
        [query.customerId],
      )
    : []
  const valueAt = evaluator(pack, values, plainRow(attributes ?? {}))
  return shown.map((indicator) => ({
    indicator,
    points: dates.map((date) => ({ date, value: numberOf(valueAt(indicator, date)) })),
  }))
}

/** Whether an indicator's past can be told from one customer's facts. */
function hasSeries(pack: Pack, id: string): boolean {
  const indicator = pack.indicators.get(id)
  if (!indicator) return pack.facts.get('customer')?.columns.some((column) => column.id === id) ?? false
  if (indicator.kind === 'measure') return !('sinceLevel' in indicator.window || 'sinceDemotion' in indicator.window)
  return indicator.kind === 'derived' && indicator.expression.names.every((name) => hasSeries(pack, name))
}

function neededMeasures(pack: Pack, ids: readonly string[]): readonly Measure[] {
  const needed = new Map<string, Measure>()
  const visit = (id: string): void => {
    const indicator = pack.indicators.get(id)
    if (indicator?.kind === 'measure') needed.set(id, indicator)
    else if (indicator) for (const name of namesOf(expressionsOfIndicator(indicator))) visit(name)
  }
  for (const id of ids) visit(id)
  return [...needed.values()]
}

/** The last days of `count` months, the last of them cut off at as-of. */
function monthEnds(asOf: string, count: number): readonly string[] {
  const dates = [asOf]
  while (dates.length < count) dates.unshift(addDays(startOf('month', dates[0] ?? asOf), -1))
  return dates
}

async function readMeasures(
  duck: Duck,
  pack: Pack,
  indicators: readonly Measure[],
  { customerId, dates }: SeriesQuery & { readonly dates: readonly string[] },
  relation: (fact: Fact, from: string | undefined) => string,
  values: Values,
): Promise<void> {
  const days = await factDays(duck, pack, indicators, (fact) => relation(fact, undefined))
  const wanted = indicators.flatMap((indicator) =>
    dates.map((date) => ({
      id: indicator.id,
      date,
      measure: { ...planMeasure(indicator, { asOf: date, previous: undefined, days }), id: `${indicator.id}@${date}` },
    })),
  )
  const [first] = indicators
  if (!first) return
  const scan = planScan(
    pack,
    first,
    wanted.map(({ measure }) => measure),
  )
  const { fact } = scan
  const source = relation(fact, scan.period.from)
  const options: RenderOptions = { decimals: pack.currency.decimals, dialect: duckdbShim }
  const ofCustomer = `(select * from ${source} s where s.${quoteIdentifier(fact.customer ?? '')} = $1)`
  const relations = { fact: ofCustomer, starts: undefined }
  const columns = wanted.map(
    ({ measure }) => `${finishMeasure(measure, 'm', duckdbShim)} as ${quoteIdentifier(measure.id)}`,
  )
  const [row] = await duck.rows<Record<string, unknown>>(
    [
      `select ${columns.join(', ')}`,
      `from (select 1) one left join (${renderScan(scan, relations, options)}) m on true`,
    ].join('\n'),
    [customerId],
  )
  const plain = plainRow(row ?? {})
  for (const { id, date, measure } of wanted) {
    const ofIndicator = values.get(id) ?? new Map<string, StateRow[string]>()
    values.set(id, ofIndicator.set(date, plain[measure.id] ?? null))
  }
}

/** A value at a date: measured, or derived from what was measured, rounded as the night rounds it. */
function evaluator(pack: Pack, values: Values, attributes: StateRow): (id: string, date: string) => StateRow[string] {
  const { decimals } = pack.currency
  const valueAt = (id: string, date: string): StateRow[string] => {
    const indicator = pack.indicators.get(id)
    if (!indicator) return attributes[id] ?? null
    if (indicator.kind !== 'derived') return values.get(id)?.get(date) ?? null
    const { expression } = indicator
    const row = Object.fromEntries(expression.names.map((name) => [name, valueAt(name, date)]))
    return stored(compile(expression, { decimals })(row, date), indicator.unit, decimals)
  }
  return valueAt
}

function stored(value: StateRow[string], unit: Unit, decimals: number): StateRow[string] {
  if (typeof value !== 'number') return value
  if (unit === 'money') return Math.floor(value * 10 ** decimals + 0.5)
  return unit === 'count' || unit === 'days' ? Math.floor(value + 0.5) : value
}

function numberOf(value: StateRow[string]): number | null {
  return typeof value === 'number' ? value : null
}
