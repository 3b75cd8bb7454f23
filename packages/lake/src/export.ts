import type { Pack } from '@tend/pack'
import type { Duck } from './duck.ts'
import type { DateRange, Lake } from './lake.ts'

export type ExportOptions = {
  readonly pack: Pack
  readonly fact: string
  readonly format: 'csv' | 'parquet'
  /** The file to write; it appears whole or not at all. */
  readonly path: string
  readonly range?: DateRange
}

/** Writes a fact's current rows, money in major units, columns by id: what `ingest` takes back. Returns the number of rows. */
export const exportFact = async (_lake: Lake, _duck: Duck, _options: ExportOptions): Promise<number> => {
  throw new Error('unfinished')
}
