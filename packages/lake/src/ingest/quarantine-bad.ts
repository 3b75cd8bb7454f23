import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Fact } from '@tend/pack'
import { makeFolder, syncPath } from '../disk.ts'
import type { Duck } from '../duck.ts'
import type { Lake } from '../lake.ts'
import { quarantinePath } from '../quarantine.ts'
import { literal } from '../sql-text.ts'
import { type LocatedRecord, locateRecords, RecordMismatch } from './locate.ts'
import type { ReadRows } from './read.ts'
import { messageOf, reasonMessages } from './reasons.ts'
import { type Source, unreadable } from './source.ts'

export type BadRows = {
  readonly lake: Lake
  readonly duck: Duck
  readonly fact: Fact
  readonly rows: ReadRows
  readonly workFolder: string
  readonly batchId: string
  /** Name under which the file was delivered. */
  readonly file: string
}

/** An open quote takes everything up to the next quote into its field. Beyond this many lines it is the file that is broken and not a row. */
const quotedLinesMax = 100

/** Writes the batch's quarantine, a record for each bad row in file order, and returns the rows by the reason of their first failing column. */
export const quarantineBadRows = async (bad: BadRows): Promise<Readonly<Record<string, number>>> => {
  const { duck, lake, batchId } = bad
  await duck.run(
    `create or replace temp table tend_messages ("column" varchar, reason varchar, message_zh varchar, message_en varchar)`,
  )
  for (const { column, reason, zh, en } of messagesFor(bad.fact)) {
    await duck.run('insert into tend_messages values ($1, $2, $3, $4)', [column, reason, zh, en])
  }
  const { source } = bad.rows
  const located = source.kind === 'csv' ? await locateInCsv(bad, source) : locatedInParquet(bad.rows, source.path)
  await makeFolder(join(lake.root, 'quarantine'))
  const path = join(lake.root, quarantinePath(batchId))
  await duck.run(`copy (
    select row_number() over (order by line, position) as row, line, bad."column", value, bad.reason, message_zh, message_en, columns, raw
    from (${located}) bad left join tend_messages using ("column", reason)
    order by row) to ${literal(path)} (format parquet, compression zstd)`)
  await syncPath(path)
  const reasons = await duck.rows<{ reason: string; rows: number }>(
    `select reason, count(*) as rows from read_parquet(${literal(path)}) group by reason order by reason`,
  )
  return Object.fromEntries(reasons.map(({ reason, rows }) => [reason, rows]))
}

const messagesFor = (fact: Fact) =>
  ['', ...fact.columns.map(({ id }) => id)].flatMap((column) =>
    Object.keys(reasonMessages).map((reason) => ({ column, reason, ...messageOf(fact, column, reason) })),
  )

const issueShape = `[{"column": "VARCHAR", "reason": "VARCHAR", "value": "VARCHAR"}]`

const issueColumns = `coalesce(issues[1]."column", '') as "column", issues[1]."value" as value, issues[1].reason as reason,
  list_transform(issues, lambda issue: issue."column") as columns`

const locatedInParquet = ({ refused }: ReadRows, path: string): string =>
  `select refused.position, refused.position + 1 as line, ${issueColumns}, cast(to_json(original) as varchar) as raw
   from (select position, from_json(issues, '${issueShape}') as issues from ${refused}) refused
   join (select file_row_number as position, columns(* exclude (file_row_number)) from read_parquet(${literal(path)}, file_row_number = true)) original using (position)`

/** Lines and raw text are found by walking the file once more; only a file with bad rows pays for that. */
const locateInCsv = async (
  { duck, fact, rows, workFolder, file }: BadRows,
  source: Source & { kind: 'csv' },
): Promise<string> => {
  const { refused, rejects } = rows
  const positions = (await duck.columns(`select position from ${refused} order by 1`)).values[0] as number[]
  const path = join(workFolder, 'located.json')
  const out = openSync(path, 'w')
  let lines: string[] = []
  const flush = () => {
    writeSync(out, lines.join(''))
    lines = []
  }
  const found = await locateRecords(
    source,
    positions,
    rejects.map(({ start }) => start),
    (kind, ordinal, record) => {
      const reject = kind === 'rejected' ? rejects[ordinal] : undefined
      const line = source.firstSheetRow === undefined ? record.line : record.record + source.firstSheetRow - 1
      if (reject?.reason === 'broken-quote') checkQuote(file, record)
      const at = reject ? { reason: reject.reason, column: columnAt(rows, fact, reject.field) } : { position: ordinal }
      lines.push(`${JSON.stringify({ ...at, line, raw: record.raw })}\n`)
      if (lines.length >= 1000) flush()
    },
  )
  flush()
  closeSync(out)
  if (found.accepted !== rows.stagedCount || found.rejected !== rejects.length) {
    const read = `${rows.stagedCount} + ${rejects.length}`
    throw new RecordMismatch(`${found.accepted} + ${found.rejected} records found, ${read} read`)
  }
  const located = `read_json(${literal(path)}, format = 'newline_delimited', maximum_object_size = 100000000,
    columns = {position: 'BIGINT', line: 'BIGINT', reason: 'VARCHAR', "column": 'VARCHAR', raw: 'VARCHAR'})`
  return `select refused.position, line, ${issueColumns}, raw
    from (select position, from_json(issues, '${issueShape}') as issues from ${refused}) refused
    join (select position, line, raw from ${located}) located using (position)
    union all
    select null, line, "column", null, reason, ["column"], raw from ${located} where position is null`
}

const checkQuote = (file: string, { line, raw }: LocatedRecord): void => {
  if (raw.split('\n').length <= quotedLinesMax) return
  throw unreadable(
    file,
    `第 ${line} 行的引号没有闭合，其后的行被并入同一字段`,
    `the quote in line ${line} is not closed and takes in the lines that follow; mend the line`,
  )
}

/** The fact's column that a field of the file brings, else the header above it; nothing beyond the last header. */
const columnAt = ({ source, mapping }: ReadRows, fact: Fact, field: number): string =>
  fact.columns.find(({ id }) => mapping.fields.get(id) === field)?.id ?? source.headers[field] ?? ''
