import type { Label } from '@tend/pack'
import type { Duck } from './duck.ts'
import type { Lake } from './lake.ts'

/** A row that was not loaded, named by its first failing column. `row` counts within the batch's quarantine, from 1. */
export type QuarantinedRow = {
  readonly row: number
  readonly file: string
  /** Line of the file or row of the sheet, from 1. */
  readonly line: number
  readonly column: string
  readonly value: string | null
  readonly reason: string
  readonly message: Label
  /** All failing columns, the first among them. */
  readonly columns: readonly string[]
  readonly raw: string
}

/** A page of a batch's quarantine in file order; `after` is the last `row` of the page before. */
export const readQuarantine = async (
  _lake: Lake,
  _duck: Duck,
  _batchId: string,
  _page: { readonly limit: number; readonly after?: number },
): Promise<readonly QuarantinedRow[]> => {
  throw new Error('unfinished')
}

/** Writes the batch's quarantine as CSV for a spreadsheet (UTF-8 with BOM, formulas escaped): file, line, column, value, reason, message, raw. */
export const writeQuarantineCsv = async (_lake: Lake, _duck: Duck, _batchId: string, _path: string): Promise<void> => {
  throw new Error('unfinished')
}
