import { rename } from 'node:fs/promises'
import type { Column, Fact, Pack } from '@tend/pack'
import { removePath, syncPath } from './disk.ts'
import type { Duck } from './duck.ts'
import { LakeError } from './errors.ts'
import { type DateRange, factRelation, type Lake, readCatalog } from './lake.ts'
import { identifier, list, literal } from './sql-text.ts'

export type ExportOptions = {
  readonly pack: Pack
  readonly fact: string
  readonly format: 'csv' | 'parquet'
  /** The file to write; it appears whole or not at all. */
  readonly path: string
  readonly range?: DateRange
}

/** Writes a fact's current rows, money in major units, columns by id: what `ingest` takes back. Returns the number of rows. */
export const exportFact = async (lake: Lake, duck: Duck, options: ExportOptions): Promise<number> => {
  const fact = options.pack.facts.get(options.fact)
  if (fact === undefined) {
    throw new LakeError('unknown-fact', {
      zh: `方案 ${options.pack.id} 没有 ${options.fact} 这类数据。`,
      en: `The pack ${options.pack.id} has no fact ${options.fact}.`,
    })
  }
  const columns = list(fact.columns.map((column) => exported(column, options.pack.currency.decimals)))
  const from = factRelation(lake, await readCatalog(lake), fact, options.range)
  const form = options.format === 'csv' ? 'format csv, header true' : 'format parquet'
  const beside = `${options.path}.new`
  try {
    const select = `select ${columns} from ${from}${withinRange(fact, options.range)} order by ${orderOf(fact)}`
    const [copied] = await duck.rows<{ Count: number }>(`copy (${select}) to ${literal(beside)} (${form})`)
    await syncPath(beside)
    await rename(beside, options.path)
    return copied?.Count ?? 0
  } finally {
    await removePath(beside)
  }
}

const exported = (column: Column, decimals: number): string => {
  const name = identifier(column.id)
  if (column.type !== 'money') return name
  // Decimals are multiplied exactly; divided they would become doubles.
  const minor = `cast('${10 ** -decimals}' as decimal(${decimals + 1}, ${decimals}))`
  return `cast(cast(${name} as decimal(20, 0)) * ${minor} as decimal(38, ${decimals})) as ${name}`
}

const withinRange = (fact: Fact, range: DateRange = {}): string => {
  if (fact.date === undefined) return ''
  const date = identifier(fact.date)
  const conditions: string[] = []
  if (range.from !== undefined) conditions.push(`${date} >= date ${literal(range.from)}`)
  if (range.to !== undefined) conditions.push(`${date} <= date ${literal(range.to)}`)
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
}

const orderOf = (fact: Fact): string => {
  const leading = [fact.customer, fact.date].filter((column) => column !== undefined)
  const rest = fact.key.length > 0 ? fact.key : fact.columns.map((column) => column.id)
  return list([...new Set([...leading, ...rest])].map((column) => `${identifier(column)} nulls first`))
}
