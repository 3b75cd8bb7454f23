import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase, Pool, QueryConfig } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Db, How } from './db.ts'
import { quoteIdentifier } from './sql-identifiers.ts'

/** What one client, or each time a free one of a pool, does for `Db`. */
export const openSession = (source: ClientBase | Pool): Db => ({
  query: async <Row>(sql: string, params: readonly unknown[] = [], how?: How) =>
    (await source.query(statementOf(sql, params, how))).rows as Row[],
  execute: async (sql, params = [], how) => (await source.query(statementOf(sql, params, how))).rowCount ?? 0,
  copyIn: (table, columns, rows, format = 'csv') =>
    withClient(source, (client) => copyIn(client, rows, copyStatement(table, columns, format))),
  copyOut: (query) => copyOut(source, query),
})

const names = new Map<string, string>()

// The name is the text's own, so that every connection knows the statement by it.
const nameOf = (sql: string): string => {
  const known = names.get(sql)
  if (known !== undefined) return known
  const name = `p${createHash('md5').update(sql).digest('hex')}`
  names.set(sql, name)
  return name
}

const statementOf = (text: string, params: readonly unknown[], how: How | undefined): QueryConfig => {
  const values = [...params]
  return how === undefined ? { text, values } : { name: nameOf(text), text, values }
}

const isPool = (source: ClientBase | Pool): source is Pool => 'totalCount' in source

const withClient = async <T>(source: ClientBase | Pool, use: (client: ClientBase) => Promise<T>): Promise<T> => {
  if (!isPool(source)) return use(source)
  const client = await source.connect()
  try {
    const result = await use(client)
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}

const copyStatement = (table: string, columns: readonly string[], format: string): string =>
  `copy ${quoteIdentifier(table)} (${columns.map(quoteIdentifier).join(', ')}) from stdin with (format ${format})`

const copyIn = async (client: ClientBase, rows: AsyncIterable<string | Buffer>, sql: string): Promise<number> => {
  const sink = client.query(copyFrom(sql))
  await pipeline(Readable.from(rows, { objectMode: false }), sink)
  return sink.rowCount
}

async function* copyOut(source: ClientBase | Pool, query: string): AsyncIterable<Buffer> {
  const client = isPool(source) ? await source.connect() : undefined
  let isWhole = false
  try {
    const stream = ((client ?? source) as ClientBase).query(
      copyTo(`copy (${query}) to stdout with (format csv, header)`),
    )
    for await (const chunk of stream) yield chunk as Buffer
    isWhole = true
  } finally {
    // A connection in the midst of a copy cannot be used again.
    client?.release(!isWhole)
  }
}
