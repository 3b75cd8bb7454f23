import pg, { type CustomTypesConfig, type Pool, type PoolConfig } from 'pg'

const { builtins } = pg.types

/** A server that can compile statements would take longer for it than what is asked here takes to answer. */
const session = '-c TimeZone=UTC -c jit=off'

/** A pool whose connections speak UTC and read values as `Db` promises. */
export const openPool = (connection: PoolConfig): Pool =>
  // Commands that wait for a customer whom a night is writing hold their connections: the others must not run short.
  open({ max: 40, idleTimeoutMillis: 60_000, ...connection }, session)

/** PostgreSQL by itself plans a statement anew at every execution while it takes the plan for these very values to be better. */
const keepsPlans = 'plan_cache_mode = force_generic_plan'

/** Few connections for statements that are transactions of their own and prepared: each keeps its plan, and is kept for it while people pause. */
export const openPreparedPool = (connection: PoolConfig): Pool =>
  open({ max: 10, idleTimeoutMillis: 900_000, ...connection }, `${session} -c ${keepsPlans.replaceAll(' ', '')}`)

export const beginPrepared = `begin; set local ${keepsPlans}`

const open = (config: PoolConfig, options: string): Pool => {
  const pool = new pg.Pool({ ...config, types, options })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}

const wholeNumber = (text: string): number => {
  const value = Number(text)
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(value)) {
    throw new RangeError(`${text} is beyond the whole numbers that can be kept exactly (2^53).`)
  }
  return value
}

// PostgreSQL writes `2026-10-31 09:30:00.123456+00`; the sessions speak UTC.
const instant = (text: string): string =>
  text.includes('infinity') ? text : new Date(`${text.replace(' ', 'T').replace(/\+00$/, '')}Z`).toISOString()

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, wholeNumber],
  [builtins.NUMERIC, wholeNumber],
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMPTZ, instant],
])

const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
}
