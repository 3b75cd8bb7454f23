import { join } from 'node:path'
import type { Duck } from '../duck.ts'
import { identifier, list, literal } from '../sql-text.ts'
import type { HeaderMapping } from './headers.ts'
import { unifyLineEnds } from './line-ends.ts'
import { RecordMismatch } from './locate.ts'
import { type Reject, readRejects } from './rejects.ts'
import { type Source, unreadable } from './source.ts'
import { renderStage, type StagePlan } from './stage.ts'

/** A file read into typed rows, the refused ones told apart. */
export type ReadRows = {
  readonly source: Source
  readonly mapping: HeaderMapping
  /** SQL of the staged rows in file order, with `file_row_number` and `_issues`. */
  readonly staged: string
  /** SQL of the rows to load, with the fact's columns alone. */
  readonly good: string
  /** Name of a table (position, issues) of the staged rows that are refused. */
  readonly refused: string
  readonly stagedCount: number
  readonly refusedCount: number
  /** Records that could not be split into fields. */
  readonly rejects: readonly Reject[]
}

/**
 * Reads the file and hands the rows to `use`. A file that mixes line ends, which shows as an error or as records that cannot be
 * found again, is read once more with one kind of line end.
 */
export const withRows = async <T>(
  duck: Duck,
  plan: Omit<StagePlan, 'rejects'>,
  name: string,
  workFolder: string,
  use: (rows: ReadRows) => Promise<T>,
): Promise<T> => {
  const { source } = plan
  try {
    return await use(await readRows(duck, { ...plan, rejects: 'tend_reject' }, name, workFolder))
  } catch (error) {
    if (!(error instanceof RecordMismatch) || source.kind !== 'csv') throw error
  }
  const path = join(workFolder, 'unified.csv')
  await unifyLineEnds(source.path, path, source.isGzip, source.form)
  const unified = { ...plan, source: { ...source, path, isGzip: false }, rejects: 'tend_reject_again' }
  try {
    return await use(await readRows(duck, unified, name, workFolder))
  } catch (error) {
    if (!(error instanceof RecordMismatch)) throw error
    throw unreadable(
      name,
      '行的划分不明确，请检查引号与换行',
      'its records cannot be told apart; check quotes and line ends',
      error,
    )
  }
}

const readRows = async (duck: Duck, plan: StagePlan, name: string, workFolder: string): Promise<ReadRows> => {
  const staging = join(workFolder, 'staging.parquet')
  await duck
    .run(`copy (${renderStage(plan)}) to ${literal(staging)} (format parquet, compression snappy)`)
    .catch((error: unknown) => {
      throw explainFailure(error, name)
    })
  const staged = `read_parquet(${literal(staging)}, file_row_number = true)`
  const refused = 'tend_refused'
  await duck.run(
    `create or replace temp table ${refused} as select file_row_number as position, _issues as issues from ${staged} where _issues is not null`,
  )
  await refuseDuplicates(duck, plan.fact.key, staged, refused)
  const [counts] = await duck.rows<{ staged: number; refused: number }>(
    `select (select count(*) from ${staged}) as staged, (select count(*) from ${refused}) as refused`,
  )
  const { staged: stagedCount = 0, refused: refusedCount = 0 } = counts ?? {}
  const columns = list(plan.fact.columns.map((column) => identifier(column.id)))
  const isGood = refusedCount === 0 ? '' : ` where file_row_number not in (select position from ${refused})`
  return {
    source: plan.source,
    mapping: plan.mapping,
    staged,
    good: `(select ${columns} from ${staged}${isGood})`,
    refused,
    stagedCount,
    refusedCount,
    rejects: plan.source.kind === 'csv' ? await readRejects(duck, `${plan.rejects}_errors`) : [],
  }
}

const explainFailure = (error: unknown, name: string): unknown => {
  const message = error instanceof Error ? error.message : ''
  if (/INTERRUPT/i.test(message)) return error
  if (/invalid state/.test(message)) return new RecordMismatch(message, { cause: error })
  if (/line size/i.test(message))
    return unreadable(
      name,
      '有一行超过 2 MB，可能缺少右引号',
      'a line is longer than 2 MB; a closing quote may be missing',
      error,
    )
  if (/^(Invalid Input|IO) Error/.test(message))
    return unreadable(name, '内容已损坏', message.split('\n')[0] ?? '', error)
  return error
}

/**
 * The last row of a key wins; the earlier ones of the same file are refused. A file in ascending order of its key has none and pays
 * next to nothing; otherwise keys are compared by hash first, which needs little memory.
 */
const refuseDuplicates = async (duck: Duck, key: readonly string[], staged: string, refused: string): Promise<void> => {
  if (key.length === 0) return
  const columns = list(key.map(identifier))
  const good = `${staged} where _issues is null`
  const [order] = await duck.rows<{ is_ascending: boolean | null }>(
    `select bool_and(key > before) as is_ascending from (select key, lag(key) over () as before from (select row(${columns}) as key from ${good}))`,
  )
  if (order?.is_ascending !== false) return
  await duck.run(
    `create or replace temp table tend_repeated as select hash(${columns}) as h from ${good} group by 1 having count(*) > 1`,
  )
  const [repeated] = await duck.rows<{ count: number }>('select count(*) as count from tend_repeated')
  if (repeated?.count === 0) return
  const issue = `[{'column': ${literal(key[0] ?? '')}, 'reason': 'duplicate', 'value': concat_ws(' · ', ${columns})}]`
  await duck.run(`insert into ${refused}
    select file_row_number, cast(to_json(${issue}) as varchar) from (
      select *, row_number() over (partition by ${columns} order by file_row_number desc) as rank
      from ${good} and hash(${columns}) in (select h from tend_repeated)) where rank > 1`)
}
