import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

/** Any two numbers that no other program locks by. */
const lockKey = [20_261, 1] as const

export type Migration = { readonly name: string; readonly sql: string; readonly hash: string }

/** The numbered files of `migrations/`, in order. */
export const readMigrations = (from: string = folder): Migration[] =>
  readdirSync(from)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, `file://${from.endsWith('/') ? from : `${from}/`}`), 'utf8')
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    })

/**
 * Applies what is missing, each file in a transaction of its own, and records its hash. A lock makes a second start wait. A file that
 * was applied and then changed is refused, since the databases that have it would never see the change.
 */
export const migrate = async (
  pool: Pool,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly string[]> => {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1, $2)', [...lockKey])
    await client.query(
      'create table if not exists migration (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migration')
    const applied = new Map(rows.map((row) => [row.name, row.hash]))
    const missing = migrations.filter((migration) => isMissing(migration, applied))
    for (const { name, sql, hash } of missing) {
      try {
        await client.query('begin')
        await client.query(sql)
        await client.query('insert into migration (name, hash) values ($1, $2)', [name, hash])
        await client.query('commit')
      } catch (cause) {
        await client.query('rollback')
        throw new Error(`migration ${name}: ${(cause as Error).message}`, { cause })
      }
    }
    return missing.map((migration) => migration.name)
  } finally {
    await client.query('select pg_advisory_unlock($1, $2)', [...lockKey]).catch(() => {})
    client.release()
  }
}

const isMissing = ({ name, hash }: Migration, applied: ReadonlyMap<string, string>): boolean => {
  const before = applied.get(name)
  if (before !== undefined && before !== hash) {
    throw new Error(
      `The migration ${name} was applied in another form. Leave applied files as they were and put the change into a file with the next number.`,
    )
  }
  return before === undefined
}
