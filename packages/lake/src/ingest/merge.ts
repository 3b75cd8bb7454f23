import { join } from 'node:path'
import type { Fact } from '@tend/pack'
import type { Batch, Catalog, FactFile } from '../catalog.ts'
import { makeFolder, syncPath } from '../disk.ts'
import type { Duck } from '../duck.ts'
import { factColumns, type Lake } from '../lake.ts'
import { identifier, list, literal } from '../sql-text.ts'
import { type Arrival, findDisplaced, stayingRows, storedColumns } from './displace.ts'

export type Merged = {
  readonly files: readonly FactFile[]
  readonly loaded: number
  readonly dates: Batch['businessDates']
  /** Numbers of the batches that lost rows. */
  readonly losers: readonly number[]
}

/**
 * Writes the periods that the delivery touches into new files and returns the fact's files from then on. Untouched periods keep theirs.
 * Rows have a total order (customer, date, key, else everything), so that the same content gives the same bytes.
 */
export const mergeArrival = async (
  lake: Lake,
  duck: Duck,
  catalog: Catalog,
  arrival: Arrival,
  onPart: (part: number) => void,
): Promise<Merged> => {
  const current = catalog.files[arrival.fact.id] ?? []
  const arriving = await findPeriods(duck, arrival)
  const displaced = await findDisplaced(lake, duck, current, arrival)
  const touched = [...new Set([...arriving.map(({ period }) => period), ...displaced.periods])].sort()
  const written: FactFile[] = []
  for (const [index, period] of touched.entries()) {
    onPart(index / touched.length)
    const before = current.filter((file) => file.period === period)
    const file = await writePeriod(lake, duck, arrival, period, before)
    if (file !== undefined) written.push(file)
  }
  const kept = current.filter((file) => !touched.includes(file.period))
  const days = arriving.flatMap(({ first, last }) => (first === null || last === null ? [] : [first, last])).sort()
  return {
    files: [...kept, ...written].sort((a, b) => (a.period < b.period ? -1 : 1)),
    loaded: arriving.reduce((sum, { rows }) => sum + rows, 0),
    dates: days.length === 0 ? null : { first: days[0] ?? '', last: days.at(-1) ?? '' },
    losers: displaced.batches,
  }
}

type Period = {
  readonly period: string
  readonly rows: number
  readonly first: string | null
  readonly last: string | null
}

const findPeriods = async (duck: Duck, { fact, rows }: Arrival): Promise<readonly Period[]> => {
  if (fact.date === undefined) {
    const [counted] = await duck.rows<{ rows: number }>(`select count(*) as rows from ${rows}`)
    return [{ period: 'all', rows: counted?.rows ?? 0, first: null, last: null }]
  }
  const date = identifier(fact.date)
  // Grouping by an alias would mean the fact's own column of that name, where it has one.
  const month = `date_trunc('month', ${date})`
  const found = await duck.rows<Omit<Period, 'period'> & { starts_on: string | null }>(
    `select cast(${month} as date) as starts_on, count(*) as rows, min(${date}) as first, max(${date}) as last
     from ${rows} group by ${month} order by ${month}`,
  )
  return found.map(({ starts_on, ...period }) => ({ ...period, period: starts_on?.slice(0, 7) ?? 'all' }))
}

const writePeriod = async (
  lake: Lake,
  duck: Duck,
  arrival: Arrival,
  period: string,
  before: readonly FactFile[],
): Promise<FactFile | undefined> => {
  const { fact } = arrival
  const names = list(factColumns(fact).map(({ name }) => identifier(name)))
  const arriving = `select ${names}, cast(${arrival.batchNumber} as uinteger) as _batch from ${arrival.rows}${withinPeriod(fact, period)}`
  const staying =
    before.length === 0 ? '' : ` union all select ${names}, _batch from ${stayingRows(lake, before, arrival)}`
  const folder = join(lake.root, 'facts', fact.id, period)
  const file = `${arrival.batchId}.parquet`
  await makeFolder(folder)
  const [copied] = await duck.rows<{ Count: number }>(
    `copy (select * from (${arriving}${staying}) order by ${orderOf(fact)}) to ${literal(join(folder, file))} (format parquet, compression snappy)`,
  )
  if (!copied || copied.Count === 0) return undefined
  await syncPath(join(folder, file))
  await syncPath(folder)
  const columns = Object.fromEntries(storedColumns(fact).map(({ name, type }) => [name, type]))
  return { path: `facts/${fact.id}/${period}/${file}`, period, rows: copied.Count, columns }
}

const withinPeriod = (fact: Fact, period: string): string => {
  if (fact.date === undefined) return ''
  const date = identifier(fact.date)
  if (period === 'all') return ` where ${date} is null`
  const [year = 0, month = 0] = period.split('-').map(Number)
  const next = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
  return ` where ${date} >= date '${period}-01' and ${date} <= ${year === 9999 && month === 12 ? `date '9999-12-31'` : `date '${next}' - 1`}`
}

const orderOf = (fact: Fact): string => {
  const leading = [fact.customer, fact.date].filter((column) => column !== undefined)
  const rest = fact.key.length > 0 ? fact.key : [...fact.columns.map((column) => column.id), '_batch']
  return list([...new Set([...leading, ...rest])].map((column) => `${identifier(column)} nulls first`))
}
