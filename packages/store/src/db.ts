/**
 * What SQL is sent through: a store, or one transaction of it. Values are always parameters (`$1`). Results read as plain data:
 * BIGINT and whole NUMERIC as number (an error beyond 2^53, never a rounded figure), DATE as `YYYY-MM-DD`, TIMESTAMPTZ as an ISO string
 * in UTC with milliseconds, JSONB parsed. JSONB parameters are passed as JSON text.
 */
export interface Db {
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[], how?: How): Promise<Row[]>
  /** Runs a statement and answers how many rows it touched. */
  execute(sql: string, params?: readonly unknown[], how?: How): Promise<number>
  /**
   * `COPY table (columns) FROM STDIN`, the fastest way in: in CSV (an empty unquoted field is null), or as PostgreSQL's `text`, in which JSON needs no
   * quotes doubled. Answers the number of rows.
   */
  copyIn(
    table: string,
    columns: readonly string[],
    rows: AsyncIterable<string | Buffer>,
    format?: 'csv' | 'text',
  ): Promise<number>
  /** `COPY (query) TO STDOUT` in CSV with a header. The query takes no parameters; it is not for text from outside. */
  copyOut(query: string): AsyncIterable<Buffer>
}

/**
 * `isPrepared`: each connection parses and plans the statement once and keeps it, in a transaction where the transaction is prepared too. For statements with one text that
 * are asked thousands of times an hour with arguments of like size; planning a judgement of the contact policy takes five times as long as answering it.
 */
export type How = { readonly isPrepared: true }
