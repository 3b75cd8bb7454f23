import type { Fact } from '@tend/pack'
import type { FactFile } from '../catalog.ts'
import type { Duck } from '../duck.ts'
import { factColumns, type Lake, type LakeColumn, relationOf } from '../lake.ts'
import { identifier, list, literal } from '../sql-text.ts'

/** The good rows of a delivery and what they displace. */
export type Arrival = {
  readonly fact: Fact
  readonly batchId: string
  readonly batchNumber: number
  /** SQL of a relation with the fact's columns: the rows to load. */
  readonly rows: string
  /** Numbers of the earlier batches of which nothing stays. */
  readonly corrected: readonly number[]
  /** A business date beyond those of the rows that the delivery stands for. */
  readonly businessDate: string | null
  /** The file has rows and all were refused: then it displaces nothing. */
  readonly isRefused: boolean
}

/** The fact's columns and the number of the batch that brought the row. */
export const storedColumns = (fact: Fact): readonly LakeColumn[] => [
  ...factColumns(fact),
  { name: '_batch', type: 'UINTEGER' },
]

/** The month of a row, `all` where it has no date. */
export const periodSql = (fact: Fact): string =>
  fact.date === undefined ? `'all'` : `coalesce(left(cast(${identifier(fact.date)} as varchar), 7), 'all')`

/** Columns in which an earlier row must equal an arriving one to be displaced by it; none where rows do not meet that way. */
const meetingColumns = (fact: Fact): readonly string[] => {
  if (fact.delivery === 'dates') return fact.date === undefined ? [] : [fact.date]
  return fact.delivery === 'rows' ? fact.key : []
}

/** Conditions on an earlier row alone under which it goes. */
const goesBy = ({ fact, corrected, businessDate, isRefused }: Arrival): readonly string[] => {
  if (isRefused) return []
  const conditions: string[] = []
  if (fact.delivery === 'all') conditions.push('true')
  if (corrected.length > 0) conditions.push(`_batch in (${list(corrected.map(String))})`)
  if (fact.delivery === 'dates' && fact.date !== undefined && businessDate !== null) {
    conditions.push(`${identifier(fact.date)} = date ${literal(businessDate)}`)
  }
  return conditions
}

/** SQL of the earlier rows that stay, out of the given files. */
export const stayingRows = (lake: Lake, files: readonly FactFile[], arrival: Arrival): string => {
  const meeting = meetingColumns(arrival.fact)
  const goes = goesBy(arrival)
  const kept = goes.length === 0 ? '' : ` where (${goes.join(' or ')}) is not true`
  const earlier = `(select * from ${relationOf(lake, files, storedColumns(arrival.fact))}${kept})`
  return meeting.length === 0
    ? earlier
    : `(from ${earlier} anti join ${arrival.rows} using (${list(meeting.map(identifier))}))`
}

/** The periods and batches that lose rows. Each way of going is asked for alone, so that a join can skip what the statistics of files rule out. */
export const findDisplaced = async (
  lake: Lake,
  duck: Duck,
  files: readonly FactFile[],
  arrival: Arrival,
): Promise<{ readonly periods: ReadonlySet<string>; readonly batches: readonly number[] }> => {
  const periods = new Set<string>()
  const batches = new Set<number>()
  if (files.length === 0) return { periods, batches: [] }
  const earlier = relationOf(lake, files, storedColumns(arrival.fact))
  const meeting = meetingColumns(arrival.fact)
  const asked = [
    ...goesBy(arrival).map((condition) => `${earlier} where ${condition}`),
    ...(meeting.length === 0 ? [] : [`${earlier} semi join ${arrival.rows} using (${list(meeting.map(identifier))})`]),
  ]
  for (const from of asked) {
    const found = await duck.rows<{ period: string; batch: number }>(
      `select distinct ${periodSql(arrival.fact)} as period, _batch as batch from ${from}`,
    )
    for (const { period, batch } of found) {
      periods.add(period)
      batches.add(batch)
    }
  }
  return { periods, batches: [...batches].sort((a, b) => a - b) }
}
