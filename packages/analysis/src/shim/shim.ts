import type { SqlDialect } from '@tend/pack'

/** What differs between engines; everything else of a night's SQL is the same text. */
export type Shim = SqlDialect & {
  readonly engine: 'duckdb' | 'postgres' | 'spark'
  /** Statements that keep a query's rows under a name until the night ends. */
  readonly stage: (name: string, query: string) => readonly string[]
  /** Statement that forgets a staged name. */
  readonly unstage: (name: string) => string
  /** How a Parquet file (or what stands for it) is read as a relation. */
  readonly source: (path: string) => string
  /** Statement that writes an ordered query's rows where they last. */
  readonly sink: (path: string, query: string) => string
}
