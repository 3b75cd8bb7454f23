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
  /** Quarantined rows by reason code. */
  readonly reasons: Readonly<Record<string, number>>
  /** Earlier batches that lost rows to this one. */
  readonly replaced: readonly string[]
  /** Columns of the file that the definition does not know. */
  readonly ignoredColumns: readonly string[]
  /** ISO instant, as told by the caller. */
  readonly receivedAt: string
}

/** A current Parquet file of a fact; `path` is relative to the lake's folder. */
export type FactFile = {
  readonly path: string
  /** `yyyy-mm`, or `all` for undated facts. */
  readonly period: string
  readonly rows: number
}

/** What is committed. `retired` names files that only the previous catalogue used: a reader may still be reading them. */
export type Catalog = {
  readonly version: 1
  readonly generation: number
  readonly batches: readonly Batch[]
  readonly files: Readonly<Record<string, readonly FactFile[]>>
  readonly retired: readonly string[]
}
