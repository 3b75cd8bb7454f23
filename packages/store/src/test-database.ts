import { createHash, randomBytes } from 'node:crypto'
import pg, { type PoolConfig } from 'pg'
import { startServer, superuser } from './embedded/server.ts'
import { readMigrations } from './migrate.ts'
import { connectStore, type Store } from './store.ts'

export type TestDatabase = Store

/**
 * A fresh, migrated database for a test file, cloned from a template in some 50 ms; `close()` drops it. It lives on the server of
 * TEND_TEST_DATABASE_URL or DATABASE_URL, else on the embedded one that the whole test run shares.
 */
export const testDatabase = async (): Promise<TestDatabase> => {
  const server = await testConnection()
  const template = await ensureTemplate(server)
  const name = `tend_test_${randomBytes(6).toString('hex')}`
  await administer(server, (client) => client.query(`create database ${name} template ${template}`))
  const afterClose = async (): Promise<void> => {
    await administer(server, (client) => client.query(`drop database if exists ${name} with (force)`))
  }
  return connectStore(withDatabase(server, name), { afterClose })
}

const testConnection = async (): Promise<PoolConfig> => {
  const url = process.env.TEND_TEST_DATABASE_URL || process.env.DATABASE_URL
  if (url) return { connectionString: url }
  const home = process.env.TEND_TEST_HOME
  if (!home)
    throw new Error(
      "TEND_TEST_HOME is not set: run tests through Vitest with store's globalSetup, or set TEND_TEST_DATABASE_URL.",
    )
  const { socket } = await startServer({ home, onProgress: () => {}, isDurable: false })
  return { host: socket, user: superuser, database: 'postgres' }
}

const withDatabase = (server: PoolConfig, database: string): PoolConfig => {
  if (!server.connectionString) return { ...server, database }
  const url = new URL(server.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

// Named by the migrations' content: a changed migration makes another template.
const ensureTemplate = async (server: PoolConfig): Promise<string> => {
  const hash = createHash('sha256')
  for (const migration of readMigrations()) hash.update(migration.hash)
  const name = `tend_template_${hash.digest('hex').slice(0, 12)}`
  await administer(server, async (client) => {
    await client.query('select pg_advisory_lock(20261, 2)')
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rows.length > 0) return
    const draft = `${name}_draft`
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft} template template0`)
    await (await connectStore(withDatabase(server, draft))).close()
    await client.query(`alter database ${draft} rename to ${name}`)
  })
  return name
}

const administer = async (server: PoolConfig, use: (client: pg.Client) => Promise<unknown>): Promise<void> => {
  const client = new pg.Client(server)
  await client.connect()
  try {
    await use(client)
  } finally {
    await client.end()
  }
}
