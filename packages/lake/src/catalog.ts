import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, replaceFile } from './disk.ts'
import { LakeError } from './errors.ts'

/** A delivered file and what became of it. Dates are `YYYY-MM-DD`; `rowsIn` is always `loaded` + `quarantined`. */
export type Batch = {
  /** Running number and start of the content hash, e.g. `000012-9f3a1c20`. */
  readonly id: string
  /** The running number; every fact row carries it as `_batch`. */
  readonly number: number
  readonly fact: string
  /** Name under which the file was delivered, without folders. */
  readonly file: string
  readonly sha256: string
  /** Hash of the fact's definition and the header mapping; the same file under another definition is loaded again. */
  readonly definition: string
  /** Deliveries of one source correct one another; see README. */
  readonly source: string
  /** The date that the delivery stands for, given or read from the file's name. */
  readonly businessDate: string | null
  /** First and last business date among the loaded rows; null for undated facts and where nothing was loaded. */
  readonly businessDates: { readonly first: string; readonly last: string } | null
  readonly rowsIn: number
  readonly loaded: number
  readonly quarantined: number
  /** Quarantined rows by the reason of their first failing column. */
  readonly reasons: Readonly<Record<string, number>>
  /** Earlier batches that lost rows to this one. */
  readonly replaced: readonly string[]
  /** Columns of the file that the definition does not know. */
  readonly ignoredColumns: readonly string[]
  /** Files of the referenced facts that rows were checked against, as a hash; null where no row failed for that. */
  readonly references: string | null
  /** ISO instant, as told by the caller. */
  readonly receivedAt: string
}

/** A current Parquet file of a fact; `path` is relative to the lake's folder. */
export type FactFile = {
  readonly path: string
  /** `yyyy-mm`, or `all` for undated facts and rows. */
  readonly period: string
  readonly rows: number
  /** Column → SQL type as written; older files may lack columns that the definition has gained. */
  readonly columns: Readonly<Record<string, string>>
}

/** What is committed. `retired` names files that only the previous catalogue used: a reader may still be reading them. */
export type Catalog = {
  readonly version: 1
  readonly generation: number
  readonly batches: readonly Batch[]
  readonly files: Readonly<Record<string, readonly FactFile[]>>
  readonly retired: readonly string[]
}

const emptyCatalog: Catalog = { version: 1, generation: 0, batches: [], files: {}, retired: [] }

const catalogPath = (root: string): string => join(root, 'catalog.json')

export const loadCatalog = async (root: string): Promise<Catalog> => {
  let text: string
  try {
    text = await readFile(catalogPath(root), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyCatalog
    throw error
  }
  try {
    return JSON.parse(text) as Catalog
  } catch (cause) {
    const en = `${catalogPath(root)} is not readable JSON. Restore the file from a backup; the facts beside it are intact.`
    throw new LakeError(
      'catalog-broken',
      { zh: `${catalogPath(root)} 无法读取，请从备份恢复该文件；旁边的数据文件完好。`, en },
      { cause },
    )
  }
}

/** The commit: after it the new files count, before it they are rubbish. The files themselves must be on disk already. */
export const commitCatalog = async (root: string, catalog: Catalog): Promise<void> => {
  await makeFolder(root)
  await replaceFile(catalogPath(root), `${JSON.stringify(catalog, null, 1)}\n`)
}
