import type { Pool, PoolConfig } from 'pg'
import type { Db } from './db.ts'

/** A step of a start that may take longer than a second, as a sentence. */
export type Progress = (message: string) => void

export type StoreOptions = {
  /** The one folder where everything lives; the embedded server keeps its data under `<home>/postgres`. */
  readonly home: string
  /** A PostgreSQL server to use in place of the embedded one. */
  readonly databaseUrl?: string
  readonly onProgress?: Progress
}

export interface Store extends Db {
  /** Runs `fn` in one transaction: committed when it resolves, rolled back when it throws. */
  transaction<T>(fn: (tx: Db) => Promise<T>): Promise<T>
  /** Calls `onMessage` for every `notify` on the channel until the answer is called. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>
  /** For libraries that bring their own SQL (sign-in, job queue). */
  readonly pool: Pool
  readonly connection: PoolConfig
  /** Ends all connections; the embedded server stops with the last store that uses it. */
  close(): Promise<void>
}

/** Connects (starting the embedded server where no `databaseUrl` is given) and brings the schema up to date. */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  throw new Error(`unfinished: ${options.home}`)
}
