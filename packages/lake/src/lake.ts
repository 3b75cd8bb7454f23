import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ColumnType, Fact } from '@tend/pack'
import { type Batch, type Catalog, type FactFile, loadCatalog } from './catalog.ts'
import { identifier, list, literal } from './sql-text.ts'

/** The folder `<home>/lake`. */
export type Lake = { readonly root: string }

/** Business dates, both inclusive, `YYYY-MM-DD`. */
export type DateRange = { readonly from?: string; readonly to?: string }

/** A column as it lies in the lake. */
export type LakeColumn = { readonly name: string; readonly type: string }

/** Names the lake; the folder is made by the first ingest, an absent one reads as empty. */
export const openLake = (root: string): Lake => ({ root })

export const readCatalog = (lake: Lake): Promise<Catalog> => loadCatalog(lake.root)

/** All batches, oldest first. */
export const listBatches = async (lake: Lake): Promise<readonly Batch[]> => (await readCatalog(lake)).batches

/** A hash that changes when the current files of any fact change, and only then. */
export const lakeVersion = (catalog: Catalog): string => {
  const paths = Object.values(catalog.files).flatMap((files) => files.map((file) => file.path))
  return createHash('sha256').update(paths.sort().join('\n')).digest('hex')
}

/** Absolute paths of the fact's current Parquet files, narrowed to the months that overlap the dates; sorted by period. */
export const factFiles = (lake: Lake, catalog: Catalog, fact: string, range: DateRange = {}): readonly string[] =>
  filesWithin(catalog, fact, range).map((file) => join(lake.root, file.path))

const filesWithin = (catalog: Catalog, fact: string, range: DateRange): readonly FactFile[] => {
  const first = range.from?.slice(0, 7) ?? ''
  const last = range.to?.slice(0, 7) ?? '~'
  return (catalog.files[fact] ?? []).filter(({ period }) => period === 'all' || (period >= first && period <= last))
}

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  money: 'BIGINT',
  date: 'DATE',
  boolean: 'BOOLEAN',
}

/** Columns of the fact as they lie in the lake with their SQL types, in the definition's order. Money is BIGINT minor units. */
export const factColumns = (fact: Fact): readonly LakeColumn[] =>
  fact.columns.map((column) => ({ name: column.id, type: sqlTypes[column.type] }))

/**
 * SQL of a parenthesised relation with exactly the fact's columns and types, to be written after FROM: the current files, or an empty
 * relation where the fact has none. `range` narrows the files to months, not the rows to dates: the caller still compares dates.
 */
export const factRelation = (
  lake: Lake,
  catalog: Catalog,
  fact: Fact,
  range: DateRange = {},
  read: ReadFiles = readInDuck,
): string => relationOf(lake, filesWithin(catalog, fact.id, range), factColumns(fact), read)

/** SQL of a relation over Parquet files of one shape; absolute paths. Another engine than DuckDB brings its own. */
export type ReadFiles = (paths: readonly string[]) => string

const readInDuck: ReadFiles = (paths) => `read_parquet([${list(paths.map(literal))}])`

/** Files written under different definitions are read group by group: a column that a file lacks is null, a changed type is cast. */
export const relationOf = (
  lake: Lake,
  files: readonly FactFile[],
  columns: readonly LakeColumn[],
  read: ReadFiles = readInDuck,
): string => {
  if (files.length === 0) {
    return `(select ${list(columns.map(({ name, type }) => `cast(null as ${type}) as ${identifier(name)}`))} where false)`
  }
  const groups = Map.groupBy(files, (file) => JSON.stringify(file.columns))
  const selects = [...groups.values()].map((group) => {
    const written = group[0]?.columns ?? {}
    const relation = read(group.map((file) => join(lake.root, file.path)))
    return `select ${list(columns.map((column) => readColumn(column, written[column.name])))} from ${relation}`
  })
  return `(${selects.join(' union all ')})`
}

const readColumn = ({ name, type }: LakeColumn, written: string | undefined): string => {
  if (written === type) return identifier(name)
  return `${written === undefined ? `cast(null as ${type})` : `try_cast(${identifier(name)} as ${type})`} as ${identifier(name)}`
}
