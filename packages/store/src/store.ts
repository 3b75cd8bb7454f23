import pg, { type Pool, type PoolConfig } from 'pg'
import { beginPrepared, openPool, openPreparedPool } from './connection.ts'
import type { Db, How } from './db.ts'
import { type Server, startServer, stopServer, superuser } from './embedded/server.ts'
import { migrate } from './migrate.ts'
import { openPresence } from './presence.ts'
import { openSession } from './session.ts'

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
  /**
   * Runs `fn` in one transaction: committed when it resolves, rolled back when it throws. Where it is prepared, all its statements keep their first plan, whatever
   * their arguments: for short commands about a single row.
   */
  transaction<T>(fn: (tx: Db) => Promise<T>, how?: How): Promise<T>
  /** Calls `onMessage` for every `notify` on the channel until the answer is called. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>
  /** For libraries that bring their own SQL (sign-in, job queue). */
  readonly pool: Pool
  readonly connection: PoolConfig
  /** Ends all connections; the embedded server stops with the last store that uses it. */
  close(): Promise<void>
}

/** Connects (starting the embedded server where no `databaseUrl` is given) and brings the schema up to date. */
export const openStore = async ({ home, databaseUrl, onProgress = () => {} }: StoreOptions): Promise<Store> => {
  if (databaseUrl && !/^postgres(ql)?:\/\/./.test(databaseUrl))
    throw new Error('DATABASE_URL must be written as postgres://user:password@host:5432/database.')
  if (databaseUrl) return connectStore({ connectionString: databaseUrl }, { onProgress })
  // A start may meet the server in the midst of being stopped by the last process that used it; the second try finds it gone.
  return openEmbedded(home, onProgress).catch(() => openEmbedded(home, onProgress))
}

const openEmbedded = async (home: string, onProgress: Progress): Promise<Store> => {
  const server = await startServer({ home, onProgress, isDurable: true })
  return connectStore({ host: server.socket, user: superuser, database: 'postgres' }, { onProgress, server })
}

export type Connect = {
  readonly onProgress?: Progress
  /** The embedded server to stop when the last store that uses it closes. */
  readonly server?: Server
  /** Runs after the connections have ended. */
  readonly afterClose?: () => Promise<void>
}

export const connectStore = async (
  connection: PoolConfig,
  { onProgress, server, afterClose }: Connect = {},
): Promise<Store> => {
  const pool = openPool(connection)
  const preparedPool = openPreparedPool(connection)
  const presence = openPresence(connection)
  const close = async (): Promise<void> => {
    await Promise.all([presence.close(), pool.end(), preparedPool.end()])
    if (server) await stopUnused(server)
    await afterClose?.()
  }
  try {
    await presence.ready
    const applied = await migrate(pool)
    if (applied.length > 0) onProgress?.(`The database has its tables (${applied.length} steps).`)
  } catch (cause) {
    await close().catch(() => {})
    throw new Error(`The database cannot be used: ${(cause as Error).message || String(cause)}`, { cause })
  }
  const session = openSession(pool)
  const prepared = openSession(preparedPool)
  return {
    ...session,
    query: (sql, params, how) => (how ? prepared : session).query(sql, params, how),
    execute: (sql, params, how) => (how ? prepared : session).execute(sql, params, how),
    transaction: (fn, how) => transaction(pool, fn, how),
    listen: presence.listen,
    pool,
    connection,
    close,
  }
}

const transaction = async <T>(pool: Pool, fn: (tx: Db) => Promise<T>, how: How | undefined): Promise<T> => {
  const client = await pool.connect()
  let isBroken = false
  try {
    await client.query(how ? beginPrepared : 'begin')
    const result = await fn(openSession(client))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      isBroken = true
    })
    throw error
  } finally {
    client.release(isBroken)
  }
}

// The last one out turns off the light, whoever lit it: a short command must not stop the server under a long-lived one.
const stopUnused = async (server: Server): Promise<void> => {
  const client = new pg.Client({ host: server.socket, user: superuser, database: 'postgres' })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ others: string }>(
      "select count(*) as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    )
    await client.end()
    if (Number(rows[0]?.others) === 0) await stopServer(server.place)
  } catch {
    // It is gone already.
  }
}
