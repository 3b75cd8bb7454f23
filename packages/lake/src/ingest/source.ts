import { access, constants, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Duck } from '../duck.ts'
import { LakeError } from '../errors.ts'
import { literal } from '../sql-text.ts'
import { type CsvForm, parseRecords, sniffCsv } from './csv-head.ts'
import { detectEncoding, headBytes, readHead, readMagic, transcode } from './encoding.ts'
import { writeSheet } from './sheet.ts'

/** A delivered file in the form in which DuckDB can read it. */
export type Source = {
  readonly path: string
  readonly headers: readonly string[]
} & (
  | {
      readonly kind: 'csv'
      readonly form: CsvForm
      readonly isGzip: boolean
      /** Where the CSV was written out from a worksheet: the sheet row of its first record. A text file counts its rows by line. */
      readonly firstSheetRow?: number
    }
  | { readonly kind: 'parquet'; readonly types: readonly string[] }
)

/** Recognises the format by content, not by name, and brings other encodings and workbooks into `workFolder` as UTF-8 CSV. */
export const openSource = async (
  duck: Duck,
  file: string,
  name: string,
  sheet: string | undefined,
  workFolder: string,
): Promise<Source> => {
  await checkReadable(file, name)
  const magic = await readMagic(file)
  if (magic.toString('latin1') === 'PAR1') return openParquet(duck, file, name)
  if (magic.toString('latin1') === 'PK\u0003\u0004') return openSheet(file, name, sheet, join(workFolder, 'sheet.csv'))
  if (magic.toString('hex') === 'd0cf11e0')
    throw unreadable(
      name,
      '是旧版 Excel（.xls）或加密的工作簿，请另存为不加密的 .xlsx 或 CSV',
      'it is a workbook of the old Excel form (.xls) or one with a password; save it as .xlsx without a password, or as CSV',
    )
  const isGzip = magic[0] === 0x1f && magic[1] === 0x8b
  const head = await readHead(file, isGzip).catch((cause: unknown) => {
    throw unreadable(name, '压缩文件已损坏', 'the compressed file is damaged', cause)
  })
  if (head.length === 0) throw emptyFile(name)
  const encoding = detectEncoding(head)
  if (encoding === 'utf-8') return openCsv(file, name, head.toString('utf8'), isGzip, head.length < headBytes)
  const text = join(workFolder, 'source.csv')
  await transcode(file, text, encoding, isGzip)
  const utf8Head = await readHead(text, false)
  return openCsv(text, name, utf8Head.toString('utf8'), false, utf8Head.length < headBytes)
}

const openCsv = (path: string, name: string, head: string, isGzip: boolean, isWhole: boolean): Source => {
  const text = head.startsWith('\ufeff') ? head.slice(1) : head
  if (text.trim() === '') throw emptyFile(name)
  const form = sniffCsv(isWhole && !text.endsWith('\n') ? `${text}\n` : text)
  const headers = (parseRecords(text, form, 1)[0] ?? []).map((header) => header.trim())
  return { kind: 'csv', path, headers, form, isGzip }
}

const openSheet = async (file: string, name: string, sheet: string | undefined, path: string): Promise<Source> => {
  const { headers, firstRecord } = await writeSheet(file, name, sheet, path).catch((cause: unknown) => {
    if (cause instanceof LakeError) throw cause
    throw unreadable(name, '不是有效的 XLSX 工作簿', 'it is not a valid XLSX workbook', cause)
  })
  const trimmed = headers.map((header) => header.trim())
  return {
    kind: 'csv',
    path,
    headers: trimmed,
    form: { delimiter: ',', quote: '"' },
    isGzip: false,
    firstSheetRow: firstRecord,
  }
}

const openParquet = async (duck: Duck, path: string, name: string): Promise<Source> => {
  const described = await duck
    .rows<{ column_name: string; column_type: string }>(`describe select * from read_parquet(${literal(path)})`)
    .catch((cause: unknown) => {
      throw unreadable(name, 'Parquet 文件已损坏', 'the Parquet file is damaged', cause)
    })
  return {
    kind: 'parquet',
    path,
    headers: described.map((row) => row.column_name),
    types: described.map((row) => row.column_type),
  }
}

const checkReadable = async (file: string, name: string): Promise<void> => {
  const found = await stat(file).catch(() => undefined)
  if (found?.isDirectory())
    throw unreadable(name, '它是文件夹，请逐个导入其中的文件', 'it is a folder; load its files one by one')
  if (!found?.isFile()) {
    throw new LakeError('file-missing', {
      zh: `找不到文件 ${file}，请检查路径。`,
      en: `There is no file ${file}. Check the path.`,
    })
  }
  if (found.size === 0) throw emptyFile(name)
  await access(file, constants.R_OK).catch((cause: unknown) => {
    throw unreadable(name, '没有读取该文件的权限', 'there is no permission to read it', cause)
  })
}

const emptyFile = (name: string): LakeError =>
  new LakeError('file-empty', {
    zh: `文件 ${basename(name)} 是空的，未导入任何数据。`,
    en: `The file ${basename(name)} is empty; nothing was loaded.`,
  })

export const unreadable = (name: string, zh: string, en: string, cause?: unknown): LakeError =>
  new LakeError(
    'file-unreadable',
    { zh: `无法读取 ${name}：${zh}。未导入任何数据。`, en: `${name} cannot be read: ${en}. Nothing was loaded.` },
    { cause },
  )
