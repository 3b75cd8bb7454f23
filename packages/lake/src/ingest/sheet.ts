import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { type CellValue, WorkbookReader, type WorksheetReader } from '@cj-tech-master/excelts'
import { LakeError } from '../errors.ts'

/** What a worksheet came to as CSV. `firstRecord` is the sheet row of the header, so that record n is sheet row n + firstRecord − 1. */
export type WrittenSheet = { readonly headers: readonly string[]; readonly firstRecord: number }

/**
 * Writes one worksheet as UTF-8 CSV, a record for each sheet row from the first row that holds anything, which is the header. Rows are padded to
 * the header's width; what stands beyond it stays and makes the row too long. Rows are streamed: a large workbook does not fill the memory.
 */
export const writeSheet = async (
  workbook: string,
  name: string,
  sheet: string | undefined,
  path: string,
): Promise<WrittenSheet> => {
  const reader = new WorkbookReader(workbook, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  })
  const seen: string[] = []
  for await (const worksheet of reader) {
    const wanted = sheet ?? reader.model?.sheets?.[0]?.name
    if (wanted === undefined || worksheet.name === wanted) return await writeRows(worksheet, name, path)
    seen.push(worksheet.name)
    for await (const _row of worksheet) {
      // A worksheet must be read to its end before the next one comes.
    }
  }
  throw new LakeError('sheet-missing', {
    zh: `工作簿 ${name} 没有名为“${sheet ?? ''}”的工作表。现有：${seen.join('、')}。`,
    en: `The workbook ${name} has no sheet "${sheet ?? ''}". It has: ${seen.join(', ')}.`,
  })
}

const writeRows = async (worksheet: WorksheetReader, name: string, path: string): Promise<WrittenSheet> => {
  const out = createWriteStream(path)
  let headers: string[] | undefined
  let firstRecord = 1
  let next = 1
  for await (const row of worksheet) {
    const cells = cellsOf(row.values)
    if (cells.every((cell) => cell === '')) continue
    if (headers === undefined) {
      headers = cells.length > 1 ? cells : [...cells, '']
      firstRecord = row.number
      next = row.number
    }
    const blanks = '\n'.repeat(row.number - next)
    while (cells.length < headers.length) cells.push('')
    next = row.number + 1
    if (!out.write(`${blanks}${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`))
      await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  if (headers !== undefined) return { headers, firstRecord }
  throw new LakeError('file-empty', {
    zh: `工作簿 ${name} 的工作表是空的，未导入任何数据。`,
    en: `The worksheet of ${name} is empty; nothing was loaded.`,
  })
}

/** Texts of a row from the first column on; empty cells at its end are left out. */
const cellsOf = (values: unknown): string[] => {
  const cells = Array.isArray(values) ? Array.from(values.slice(1) as CellValue[], cellText) : []
  while (cells.at(-1) === '') cells.pop()
  return cells
}

const cellText = (value: CellValue): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return numberText(value)
  if (value instanceof Date) return dateText(value)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  if ('result' in value || 'formula' in value || 'sharedFormula' in value)
    return cellText(('result' in value ? value.result : null) as CellValue)
  if ('text' in value) return cellText(value.text as CellValue)
  if ('error' in value) return value.error
  return 'checkbox' in value ? String(value.checkbox) : ''
}

/** Excel keeps and shows 15 significant digits; the sixteenth is binary noise (0.30000000000000004). */
const numberText = (value: number): string => {
  const shown = Number(value.toPrecision(15))
  return Number.isInteger(shown) && Math.abs(shown) >= 1e21 ? BigInt(shown).toString() : String(shown)
}

/** Sheets have no time zone: the reader gives the wall time as UTC, a fraction of a second off where the day's fraction is binary. */
const dateText = (value: Date): string => {
  const text = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}
