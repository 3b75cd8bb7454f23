import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBStructValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  SQLNULL,
} from '@duckdb/node-api'

/** What may be bound to `$1`, `$2`, …: a list goes with `= any($1)`. A whole number binds as BIGINT, others as DOUBLE. */
export type DuckParam = string | number | bigint | boolean | null | readonly (string | number | bigint | boolean)[]

/** Columns of a result in bulk: `values[i]` belongs to `names[i]`. Values are converted as in `rows`. */
export type DuckColumns = {
  readonly names: readonly string[]
  readonly values: readonly (readonly unknown[])[]
  readonly count: number
}

export type DuckOptions = {
  readonly memoryLimitMb?: number
  readonly threads?: number
  /** Where DuckDB may spill what does not fit into memory; without it nothing is spilled. */
  readonly tempFolder?: string
}

/**
 * A connection to an in-memory DuckDB. The time zone is UTC, no extension is installed or loaded by itself, rows keep their order.
 * Statements on one connection run one after the other; `session` gives a further connection to the same instance.
 *
 * Values come back plain: BIGINT and HUGEINT as number while that is exact (±2^53), else as bigint; DECIMAL as number; DATE as
 * `YYYY-MM-DD`; TIMESTAMP and the rest as DuckDB's text; lists as arrays; structs as objects; unknown as null.
 */
export interface Duck {
  run(sql: string, params?: readonly DuckParam[]): Promise<void>
  rows<T = Record<string, unknown>>(sql: string, params?: readonly DuckParam[]): Promise<T[]>
  columns(sql: string, params?: readonly DuckParam[]): Promise<DuckColumns>
  /** A further connection; closing it leaves this one open. */
  session(): Promise<Duck>
  /** Breaks off the running statement, which then fails. */
  interrupt(): void
  /** Part done of the running statement, 0–100, or undefined while DuckDB cannot tell. */
  progress(): number | undefined
  close(): void
}

/** Opens an in-memory DuckDB; the only place of the program that does. */
export const openDuck = async (options: DuckOptions = {}): Promise<Duck> => {
  const { memoryLimitMb, threads, tempFolder } = options
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
    // It trusts a file's time and size: a file written anew within the same second is read as a mix of old and new.
    enable_external_file_cache: 'false',
    temp_directory: tempFolder ?? '',
    ...(memoryLimitMb === undefined ? {} : { memory_limit: `${memoryLimitMb}MB` }),
    ...(threads === undefined ? {} : { threads: String(threads) }),
  })
  return new Connection(instance, await connect(instance), true)
}

const connect = async (instance: DuckDBInstance): Promise<DuckDBConnection> => {
  const connection = await instance.connect()
  await connection.run(`set TimeZone = 'UTC'`)
  return connection
}

class Connection implements Duck {
  private readonly instance: DuckDBInstance
  private readonly connection: DuckDBConnection
  private readonly ownsInstance: boolean

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, ownsInstance: boolean) {
    this.instance = instance
    this.connection = connection
    this.ownsInstance = ownsInstance
  }

  async run(sql: string, params?: readonly DuckParam[]): Promise<void> {
    await this.connection.run(sql, bind(params), types(params))
  }

  async rows<T>(sql: string, params?: readonly DuckParam[]): Promise<T[]> {
    const { names, values, count } = await this.columns(sql, params)
    const rows: Record<string, unknown>[] = []
    for (let row = 0; row < count; row++) {
      const object: Record<string, unknown> = {}
      for (let column = 0; column < names.length; column++) object[names[column] as string] = values[column]?.[row]
      rows.push(object)
    }
    return rows as T[]
  }

  async columns(sql: string, params?: readonly DuckParam[]): Promise<DuckColumns> {
    const result = await this.connection.run(sql, bind(params), types(params))
    const names = result.columnNames()
    const values: unknown[][] = names.map(() => [])
    let count = 0
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (let column = 0; column < names.length; column++) {
        const target = values[column] as unknown[]
        for (const value of chunk.getColumnValues(column)) target.push(plain(value))
      }
      count += chunk.rowCount
    }
    return { names, values, count }
  }

  async session(): Promise<Duck> {
    return new Connection(this.instance, await connect(this.instance), false)
  }

  interrupt(): void {
    this.connection.interrupt()
  }

  progress(): number | undefined {
    const { percentage } = this.connection.progress
    return percentage < 0 ? undefined : percentage
  }

  close(): void {
    this.connection.closeSync()
    if (this.ownsInstance) this.instance.closeSync()
  }
}

const bind = (params: readonly DuckParam[] | undefined): DuckDBValue[] | undefined =>
  params?.map((param) => (Array.isArray(param) ? listValue(param.map(bindOne)) : bindOne(param as string)))

/** The type of an empty list cannot be told from its items. */
const types = (params: readonly DuckParam[] | undefined): DuckDBType[] | undefined =>
  params?.map((param) => (Array.isArray(param) && param.length === 0 ? LIST(SQLNULL) : undefined) as DuckDBType)

const bindOne = (value: string | number | bigint | boolean | null): DuckDBValue =>
  typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value

const plain = (value: DuckDBValue): unknown => {
  if (typeof value === 'bigint') return isSafe(value) ? Number(value) : value
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof DuckDBDateValue) return value.toString()
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (value instanceof DuckDBListValue) return value.items.map(plain)
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([key, item]) => [key, plain(item)]))
  if (value instanceof DuckDBBlobValue) return value.bytes
  return value.toString()
}

const isSafe = (value: bigint): boolean =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
