import { Readable } from 'node:stream'
import { setImmediate as breathe } from 'node:timers/promises'
import { parse } from 'csv-parse'

/** What became of a call, under the names of VICIDIAL; texts as delivered. */
export type CallResult = {
  readonly call_id: string
  readonly vendor_lead_code: string
  readonly status: string
  /** Staff number or user name of the agent. */
  readonly user: string
  readonly call_date: string
  readonly comments?: string | undefined
  readonly callback_at?: string | undefined
  readonly no_next_reason?: string | undefined
}

const names = [
  'call_id',
  'vendor_lead_code',
  'status',
  'user',
  'call_date',
  'comments',
  'callback_at',
  'no_next_reason',
] as const
const required = names.slice(0, 5)

/** Other names of the same columns, as diallers export them. */
const aliases: Readonly<Record<string, (typeof names)[number]>> = {
  uniqueid: 'call_id',
  unique_id: 'call_id',
  lead_vendor_code: 'vendor_lead_code',
  vendor_id: 'vendor_lead_code',
  agent: 'user',
  agent_user: 'user',
  call_time: 'call_date',
  event_time: 'call_date',
  callback_time: 'callback_at',
}

export type ResultFile =
  | { readonly kind: 'read'; readonly rows: readonly CallResult[] }
  | { readonly kind: 'unreadable'; readonly problem: string }

/**
 * Reads a CSV file of results, in UTF-8, UTF-16 or GB 18030: a header, comma, semicolon or tab between, other columns passed over. A file without one of the needed columns, or one that is
 * no CSV, is unreadable as a whole; a row that lacks a value is not, and is refused by itself. Reads slice by slice: whoever waits for this process is answered in between.
 */
export const readResultFile = async (bytes: Uint8Array): Promise<ResultFile> => {
  const rows: CallResult[] = []
  try {
    const encoding = await encodingOf(bytes)
    const parser = parse({
      bom: true,
      columns: (header: string[]) => header.map(columnOf),
      delimiter: [',', ';', '\t'],
      skip_empty_lines: true,
      relax_column_count: true,
      // A comment may hold a quotation mark that the dialler did not double.
      relax_quotes: true,
      trim: true,
    })
    for await (const record of Readable.from(decoded(bytes, encoding)).pipe(parser) as AsyncIterable<Row>) {
      const missing = rows.length > 0 ? [] : required.filter((name) => !(name in record))
      if (missing.length > 0) return { kind: 'unreadable', problem: missing.join(', ') }
      rows.push(resultOf(record))
    }
  } catch (error) {
    return { kind: 'unreadable', problem: error instanceof Error ? error.message : String(error) }
  }
  return rows.length === 0 ? { kind: 'unreadable', problem: 'no rows' } : { kind: 'read', rows }
}

type Row = Readonly<Record<string, string>>

const sliceBytes = 2 ** 16

async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += sliceBytes) {
    yield bytes.subarray(from, from + sliceBytes)
    await breathe()
  }
}

// Chinese diallers still write GB 18030, and spreadsheets UTF-16 with its mark; what is neither that nor UTF-8 is taken for GB 18030.
const encodingOf = async (bytes: Uint8Array): Promise<string> => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const slice of slicesOf(bytes)) decoder.decode(slice, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

async function* decoded(bytes: Uint8Array, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const slice of slicesOf(bytes)) yield decoder.decode(slice, { stream: true })
  yield decoder.decode()
}

const columnOf = (header: string): string => {
  const name = header
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  return aliases[name] ?? name
}

const resultOf = (record: Row): CallResult => ({
  call_id: record.call_id ?? '',
  vendor_lead_code: record.vendor_lead_code ?? '',
  status: record.status ?? '',
  user: record.user ?? '',
  call_date: record.call_date ?? '',
  ...Object.fromEntries(
    (['comments', 'callback_at', 'no_next_reason'] as const).flatMap((name) =>
      record[name] ? [[name, record[name]]] : [],
    ),
  ),
})

/** `NA=no_answer,B=busy` as a mapping; undefined where a part is not of that form. */
export const readMapping = (text: string): Readonly<Record<string, string>> | undefined => {
  const pairs = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.split('='))
  if (pairs.some((pair) => pair.length !== 2 || pair.some((side) => side.trim() === ''))) return undefined
  return Object.fromEntries(pairs.map(([status = '', outcome = '']) => [status.trim(), outcome.trim()]))
}
