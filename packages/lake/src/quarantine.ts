import { join } from 'node:path'
import type { Label } from '@tend/pack'
import type { Duck } from './duck.ts'
import { LakeError } from './errors.ts'
import { type Lake, listBatches } from './lake.ts'
import { literal } from './sql-text.ts'

/** A row that was not loaded, named by its first failing column. `row` counts within the batch's quarantine, from 1. */
export type QuarantinedRow = {
  readonly row: number
  readonly file: string
  /** Line of the file, row of the sheet or of the Parquet file, from 1. */
  readonly line: number
  readonly column: string
  readonly value: string | null
  readonly reason: string
  readonly message: Label
  /** All failing columns, the first among them. */
  readonly columns: readonly string[]
  readonly raw: string
}

export const quarantinePath = (batchId: string): string => `quarantine/${batchId}.parquet`

/** A page of a batch's quarantine in file order; `after` is the last `row` of the page before. */
export const readQuarantine = async (
  lake: Lake,
  duck: Duck,
  batchId: string,
  page: { readonly limit: number; readonly after?: number },
): Promise<readonly QuarantinedRow[]> => {
  const batch = await getBatch(lake, batchId)
  if (batch.quarantined === 0) return []
  const rows = await duck.rows<Omit<QuarantinedRow, 'message' | 'file'> & { message_zh: string; message_en: string }>(
    `select * from read_parquet(${literal(join(lake.root, quarantinePath(batchId)))}) where row > $1 order by row limit $2`,
    [page.after ?? 0, page.limit],
  )
  return rows.map(({ message_zh, message_en, ...row }) => ({
    ...row,
    file: batch.file,
    message: { zh: message_zh, en: message_en },
  }))
}

const pageSize = 10_000

/**
 * The batch's quarantine as CSV for a spreadsheet, in pieces: UTF-8 with BOM, formulas escaped; columns file, line, column, value, reason,
 * message, raw.
 */
export async function* quarantineCsv(
  lake: Lake,
  duck: Duck,
  batchId: string,
  language: keyof Label = 'zh',
): AsyncGenerator<string> {
  yield '\ufefffile,line,column,value,reason,message,raw\r\n'
  for (let after = 0; ; ) {
    const rows = await readQuarantine(lake, duck, batchId, { limit: pageSize, after })
    yield rows
      .map((row) =>
        csvLine([row.file, row.line, row.column, row.value ?? '', row.reason, row.message[language], row.raw]),
      )
      .join('')
    if (rows.length < pageSize) return
    after = rows.at(-1)?.row ?? after
  }
}

const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => csvCell(String(cell))).join(',')}\r\n`

/** A cell that starts like a formula would be run by a spreadsheet; a leading apostrophe makes it text. */
const csvCell = (cell: string): string => {
  const safe = /^[=+@\t\r-]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const getBatch = async (lake: Lake, batchId: string) => {
  const batch = (await listBatches(lake)).find(({ id }) => id === batchId)
  if (batch !== undefined) return batch
  throw new LakeError('unknown-batch', { zh: `没有批次 ${batchId}。`, en: `There is no batch ${batchId}.` })
}
