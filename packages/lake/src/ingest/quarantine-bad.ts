import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Fact } from '@tend/pack'
import { makeFolder, syncPath } from '../disk.ts'
import type { Duck } from '../duck.ts'
import type { Lake } from '../lake.ts'
import { quarantinePath } from '../quarantine.ts'
import { list, literal } from '../sql-text.ts'
import { locateRecords } from './locate.ts'
import { messageOf, reasonMessages, structuralReasons } from './reasons.ts'
import { type Source, unreadable } from './source.ts'

export type BadRows = {
  readonly lake: Lake
  readonly duck: Duck
  readonly fact: Fact
  readonly source: Source
  readonly workFolder: string
  readonly batchId: string
  /** SQL of (position, issues): the refused rows among those that could be split into fields; positions count from 0. */
  readonly refused: string
  /** Rows in the staging file. */
  readonly staged: number
  readonly rejects: readonly Reject[]
}

/** A record that DuckDB could not split into fields; `start` is its byte position in the text. */
export type Reject = { readonly start: number; readonly reason: string; readonly column: number }

/** Records that could not be split, in file order. DuckDB's positions may stand on line ends that precede the record. */
export const readRejects = async (duck: Duck, table: string): Promise<readonly Reject[]> => {
  const rows = await duck.rows<{ start: number; type: string; column: number }>(
    `select line_byte_position - 1 + length(csv_line) - length(ltrim(csv_line, chr(10) || chr(13))) as start, min_by(cast(error_type as varchar), column_idx) as type, min(column_idx) as "column"
     from ${table} group by 1 order by 1`,
  )
  return rows.map(({ start, type, column }) => ({
    start,
    reason: structuralReasons[type] ?? 'broken-quote',
    column: type === 'MISSING COLUMNS' ? column : column - 1,
  }))
}

/** Writes the batch's quarantine, a record for each bad row in file order, and returns the rows by the reason of their first failing column. */
export const quarantineBadRows = async (bad: BadRows): Promise<Readonly<Record<string, number>>> => {
  const { duck, lake, batchId } = bad
  await duck.run(
    `create or replace temp table tend_messages ("column" varchar, reason varchar, message_zh varchar, message_en varchar)`,
  )
  for (const { column, reason, zh, en } of messagesFor(bad.fact)) {
    await duck.run('insert into tend_messages values ($1, $2, $3, $4)', [column, reason, zh, en])
  }
  const located =
    bad.source.kind === 'csv' ? await locateInCsv(bad, bad.source) : locatedInParquet(bad, bad.source.path)
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

const locatedInParquet = ({ refused }: BadRows, path: string): string =>
  `select refused.position, refused.position + 1 as line, ${issueColumns}, cast(to_json(original) as varchar) as raw
   from (select position, from_json(issues, '${issueShape}') as issues from ${refused}) refused
   join (select file_row_number as position, columns(* exclude (file_row_number)) from read_parquet(${literal(path)}, file_row_number = true)) original using (position)`

/** Lines and raw text are found by walking the file once more; only a file with bad rows pays for that. */
const locateInCsv = async (bad: BadRows, source: Source & { kind: 'csv' }): Promise<string> => {
  const positions = (await bad.duck.columns(`select position from ${bad.refused} order by 1`)).values[0] as number[]
  const path = join(bad.workFolder, 'located.csv')
  const out = createWriteStream(path)
  const found = await locateRecords(
    source.path,
    source.isGzip,
    source.form,
    source.headers.length,
    positions,
    bad.rejects.map(({ start }) => start),
    (kind, ordinal, { line, record, raw }) => {
      const reject = kind === 'rejected' ? bad.rejects[ordinal] : undefined
      const place = source.countsBy === 'record' ? record : line
      out.write(
        `${list([reject ? '' : String(ordinal), String(place), quoted(reject?.reason ?? ''), quoted(source.headers[reject?.column ?? -1] ?? ''), quoted(raw)])}\n`,
      )
    },
  )
  out.end()
  await once(out, 'finish')
  if (found.accepted !== bad.staged || found.rejected !== bad.rejects.length) {
    const counts = `${found.accepted} + ${found.rejected} records found, ${bad.staged} + ${bad.rejects.length} read`
    throw unreadable(
      source.path,
      `行的划分不一致（${counts}）`,
      `its records cannot be told apart (${counts}); check quotes and line ends`,
    )
  }
  return `select refused.position, line, ${issueColumns}, raw
    from (select position, from_json(issues, '${issueShape}') as issues from ${bad.refused}) refused join ${locatedCsv(path)} located using (position)
    union all
    select null, line, coalesce("header", ''), null, reason, [coalesce("header", '')], raw from ${locatedCsv(path)} where position is null`
}

const locatedCsv = (path: string): string =>
  `read_csv(${literal(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', max_line_size = 100000000,
    columns = {position: 'BIGINT', line: 'BIGINT', reason: 'VARCHAR', "header": 'VARCHAR', raw: 'VARCHAR'})`

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
