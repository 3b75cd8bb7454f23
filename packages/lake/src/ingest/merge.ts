import { join } from 'node:path'
import type { Fact } from '@tend/pack'
import type { Catalog, FactFile } from '../catalog.ts'
import { makeFolder, syncPath } from '../disk.ts'
import type { Duck } from '../duck.ts'
import { factColumns, type Lake, type LakeColumn, relationOf } from '../lake.ts'
import { identifier, list, literal } from '../sql-text.ts'

/** The good rows of a delivery and what they displace. */
export type Delivery = {
  readonly fact: Fact
  readonly batchId: string
  readonly batchNumber: number
  /** SQL of a relation with the fact's columns: the rows to load. */
  readonly rows: string
  /** Numbers of the earlier batches of which nothing stays. */
  readonly superseded: readonly number[]
  /** Business dates beyond those of the rows that the delivery stands for. */
  readonly businessDate: string | undefined
}

export type Merged = {
  readonly files: readonly FactFile[]
  /** Numbers of the batches that lost rows. */
  readonly losers: readonly number[]
}

/** Which batch brought a row; not part of the fact's columns. */
const batchColumn: LakeColumn = { name: '_batch', type: 'UINTEGER' }

/**
 * Writes the periods that the delivery touches into new files and returns the fact's files from then on. Untouched periods keep theirs.
 * Rows have a total order (customer, date, key, then everything), so that the same content gives the same bytes.
 */
export const mergeDelivery = async (
  lake: Lake,
  duck: Duck,
  catalog: Catalog,
  delivery: Delivery,
  onPart: (part: number) => void,
): Promise<Merged> => {
  const current = catalog.files[delivery.fact.id] ?? []
  const columns = [...factColumns(delivery.fact), batchColumn]
  const arriving = await periodsOf(duck, delivery)
  const displaced = await displacedBy(lake, duck, current, columns, delivery)
  const touched = [...new Set([...arriving, ...displaced.periods])].sort()
  const written: FactFile[] = []
  for (const [index, period] of touched.entries()) {
    onPart(index / touched.length)
    const before = current.filter((file) => file.period === period)
    const file = await writePeriod(lake, duck, delivery, columns, period, before, displaced.periods.has(period))
    if (file !== undefined) written.push(file)
  }
  const kept = current.filter((file) => !touched.includes(file.period))
  const files = [...kept, ...written].sort((a, b) => (a.period < b.period ? -1 : 1))
  return { files, losers: displaced.batches }
}

const periodSql = (fact: Fact): string =>
  fact.date === undefined ? `'all'` : `coalesce(left(cast(${identifier(fact.date)} as varchar), 7), 'all')`

const periodsOf = async (duck: Duck, { fact, rows }: Delivery): Promise<readonly string[]> => {
  if (fact.date === undefined) return ['all']
  const month = `cast(date_trunc('month', ${identifier(fact.date)}) as date)`
  const found = await duck.rows<{ month: string | null }>(`select distinct ${month} as month from ${rows} order by 1`)
  return found.map((row) => row.month?.slice(0, 7) ?? 'all')
}

/** True for the rows of earlier deliveries that this one replaces. */
const displacedSql = ({ fact, rows, superseded, businessDate }: Delivery): string => {
  const conditions: string[] = []
  if (superseded.length > 0) conditions.push(`_batch in (${list(superseded.map(String))})`)
  if (fact.delivery === 'all') conditions.push('true')
  else if (fact.delivery === 'dates' && fact.date !== undefined) {
    const date = identifier(fact.date)
    conditions.push(`coalesce(${date} in (select ${date} from ${rows}), false)`)
    if (businessDate !== undefined) conditions.push(`coalesce(${date} = date ${literal(businessDate)}, false)`)
  } else if (fact.key.length > 0) {
    const key = list(fact.key.map(identifier))
    conditions.push(
      fact.key.length === 1 ? `${key} in (select ${key} from ${rows})` : `(${key}) in (select (${key}) from ${rows})`,
    )
  }
  return conditions.length === 0 ? 'false' : conditions.map((condition) => `(${condition})`).join(' or ')
}

const displacedBy = async (
  lake: Lake,
  duck: Duck,
  current: readonly FactFile[],
  columns: readonly LakeColumn[],
  delivery: Delivery,
): Promise<{ readonly periods: ReadonlySet<string>; readonly batches: readonly number[] }> => {
  const condition = displacedSql(delivery)
  if (current.length === 0 || condition === 'false') return { periods: new Set(), batches: [] }
  const found = await duck.rows<{ period: string; batch: number }>(
    `select distinct ${periodSql(delivery.fact)} as period, _batch as batch from ${relationOf(lake, current, columns)} where ${condition} order by 1, 2`,
  )
  return {
    periods: new Set(found.map((row) => row.period)),
    batches: [...new Set(found.map((row) => row.batch))].sort((a, b) => a - b),
  }
}

const writePeriod = async (
  lake: Lake,
  duck: Duck,
  delivery: Delivery,
  columns: readonly LakeColumn[],
  period: string,
  before: readonly FactFile[],
  losesRows: boolean,
): Promise<FactFile | undefined> => {
  const { fact } = delivery
  const names = list(factColumns(fact).map(({ name }) => identifier(name)))
  const arriving = `select ${names}, cast(${delivery.batchNumber} as uinteger) as _batch from ${delivery.rows}${withinPeriod(fact, period)}`
  const stays = losesRows ? ` where not (${displacedSql(delivery)})` : ''
  const staying =
    before.length === 0 ? '' : ` union all select ${names}, _batch from ${relationOf(lake, before, columns)}${stays}`
  const folder = `facts/${fact.id}/${period}`
  const path = `${folder}/${delivery.batchId}.parquet`
  await makeFolder(join(lake.root, folder))
  const rows = await copyParquet(
    duck,
    `select * from (${arriving}${staying}) order by ${orderOf(fact)}`,
    join(lake.root, path),
  )
  if (rows === 0) return undefined
  await syncPath(join(lake.root, path))
  await syncPath(join(lake.root, folder))
  return { path, period, rows, columns: Object.fromEntries(columns.map(({ name, type }) => [name, type])) }
}

const withinPeriod = (fact: Fact, period: string): string => {
  if (fact.date === undefined) return ''
  const date = identifier(fact.date)
  if (period === 'all') return ` where ${date} is null`
  const [year = 0, month = 0] = period.split('-').map(Number)
  const next =
    month === 12
      ? `${String(year + 1).padStart(4, '0')}-01`
      : `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}`
  const until = next.length > 7 ? '' : ` and ${date} < date '${next}-01'`
  return ` where ${date} >= date '${period}-01'${until}`
}

const orderOf = (fact: Fact): string => {
  const leading = [fact.customer, fact.date].filter((column) => column !== undefined)
  const rest = fact.key.length > 0 ? fact.key : [...fact.columns.map((column) => column.id), '_batch']
  return list([...new Set([...leading, ...rest])].map((column) => `${identifier(column)} nulls first`))
}

const copyParquet = async (duck: Duck, select: string, path: string): Promise<number> => {
  const [copied] = await duck.rows<{ Count: number }>(
    `copy (${select}) to ${literal(path)} (format parquet, compression snappy)`,
  )
  return copied?.Count ?? 0
}
