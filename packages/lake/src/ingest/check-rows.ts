import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Label, Pack } from '@tend/pack'
import { loadCatalog } from '../catalog.ts'
import { removePath } from '../disk.ts'
import type { Duck } from '../duck.ts'
import type { Lake } from '../lake.ts'
import { identifier, list, literal } from '../sql-text.ts'
import { mapHeaders } from './headers.ts'
import { withRows } from './read.ts'
import { messageOf } from './reasons.ts'
import { referencesOf } from './references.ts'
import { openSource } from './source.ts'

export type RowValue = string | number | boolean | null

export type CheckedRows = {
  /** Rows that the lake would load, by their place in what was given; money in minor units, dates as `YYYY-MM-DD`. */
  readonly good: ReadonlyMap<number, Readonly<Record<string, RowValue>>>
  /** First failing column of each of the others. */
  readonly refused: ReadonlyMap<number, { readonly column: string; readonly reason: string; readonly message: Label }>
  /** Names that are no column of the fact. */
  readonly ignored: readonly string[]
}

/**
 * Checks rows of a fact by the very rules of a delivery and loads nothing: for events, which are judged when they arrive and delivered by the
 * night. `folder` takes a working file with the rows, gone afterwards. Throws `LakeError` where a required column is absent from all rows, or where
 * two names stand for one column.
 */
export const checkRows = async (
  lake: Lake,
  duck: Duck,
  options: {
    readonly pack: Pack
    readonly fact: string
    readonly rows: readonly Readonly<Record<string, RowValue>>[]
    readonly folder: string
  },
): Promise<CheckedRows> => {
  const { pack, rows } = options
  const fact = pack.facts.get(options.fact)
  if (fact === undefined) throw new Error(`the pack has no fact ${options.fact}`)
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  // Names go no further than this: what is written and read below has the columns' own ids.
  const { fields, ignored } = mapHeaders(fact, names)
  const columns = [...fields].map(([id, field]) => ({ id, name: names[field] ?? '' }))
  const work = await mkdtemp(join(options.folder, 'rows-'))
  const session = await duck.session()
  try {
    const path = await writeRows(session, work, { rows, columns })
    const source = await openSource(session, path, fact.id, undefined, work)
    const mapping = mapHeaders(fact, source.headers)
    const references = referencesOf(lake, await loadCatalog(lake.root), pack, fact, (column) =>
      mapping.fields.has(column),
    )
    const plan = { fact, source, mapping, decimals: pack.currency.decimals, references }
    return await withRows(session, plan, fact.id, work, async ({ staged, refused }) => {
      const bad = await session.rows<{ position: number | bigint; issues: string }>(
        `select position, issues from ${refused} order by position`,
      )
      const firstIssues = bad.map(({ position, issues }) => {
        const [issue] = JSON.parse(issues) as { column: string; reason: string }[]
        const { column = '', reason = '' } = issue ?? {}
        return [Number(position), { column, reason, message: messageOf(fact, column, reason) }] as const
      })
      const refusals = new Map(firstIssues)
      const all = list(fact.columns.map(({ id }) => identifier(id)))
      const typed = await session.rows<Record<string, RowValue | bigint>>(
        `select file_row_number as ":place", ${all} from ${staged} order by file_row_number`,
      )
      const good = typed.flatMap(({ ':place': place, ...values }) =>
        refusals.has(Number(place)) ? [] : [[Number(place), plainValues(values)] as const],
      )
      return { good: new Map(good), refused: refusals, ignored }
    })
  } finally {
    session.close()
    await removePath(work)
  }
}

/** All columns as text, so that values written as numbers and as texts are read alike. */
const writeRows = async (
  duck: Duck,
  folder: string,
  {
    rows,
    columns,
  }: {
    readonly rows: readonly Readonly<Record<string, RowValue>>[]
    readonly columns: readonly { readonly id: string; readonly name: string }[]
  },
): Promise<string> => {
  const json = join(folder, 'rows.json')
  const path = join(folder, 'rows.parquet')
  const texts = rows.map((row) => columns.map(({ name }) => (row[name] == null ? null : String(row[name]))))
  await writeFile(json, texts.map((values) => JSON.stringify({ v: values })).join('\n'), { mode: 0o600 })
  const read = columns.map(({ id }, index) => `v[${index + 1}] as ${identifier(id)}`)
  await duck.run(
    `copy (select ${list(read)} from read_json(${literal(json)}, format = 'newline_delimited', columns = {v: 'VARCHAR[]'}))
     to ${literal(path)} (format parquet)`,
  )
  return path
}

const plainValues = (values: Readonly<Record<string, RowValue | bigint>>): Readonly<Record<string, RowValue>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  )
