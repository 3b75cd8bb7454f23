import { type Unit, valueTypeOf } from '@tend/pack'
import { quoteIdentifier, sqlTypeOf } from '../render/sql.ts'
import { byLevel } from '../run/by-level.ts'
import { type CustomerQuery, conditionsOf } from './conditions.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { withReasons } from './reasons.ts'
import {
  Conditions,
  plainRow,
  QueryRefused,
  type RowFilter,
  relationOf,
  requireColumn,
  type State,
  type StateRow,
} from './state.ts'

export type CustomerListQuery = CustomerQuery & {
  readonly sort: Sort
  /** The `next` of the page before. */
  readonly after?: string
  /** 1–1000. */
  readonly limit: number
  /** Columns of the wide row to return; all without it. `customer_id` always comes. */
  readonly columns?: readonly string[]
}

export type Sort = { readonly by: string; readonly direction: 'asc' | 'desc' }

export type CustomerPage = { readonly rows: readonly StateRow[]; readonly next: string | undefined }

const limitMax = 1000

/**
 * A page of customers in a total order: `sort`, unknown values last, ties by customer id. A cursor stays good when a newer state
 * is read: it names a place in the order, not a row. Throws `QueryRefused`.
 */
export async function listCustomers(state: State, query: CustomerListQuery): Promise<CustomerPage> {
  const { sort, limit } = query
  const unit = requireColumn(state, sort.by)
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) {
    throw new QueryRefused('bad_value', `a page holds 1 to ${limitMax} customers, not ${limit}`)
  }
  const conditions = conditionsOf(state, query)
  if (query.after !== undefined) addAfter(conditions, sort, unit, query.after)
  const by = quoteIdentifier(sort.by)
  const rows = await state.duck.rows<Record<string, unknown>>(
    [
      `select ${selectedColumns(state, query.columns)}, cast(${by} as varchar) as ":place"`,
      `from ${relationOf(state, 'customer')}`,
      `where ${conditions.sql}`,
      `order by ${by} ${sort.direction === 'desc' ? 'desc' : 'asc'} nulls last, customer_id`,
      `limit ${limit + 1}`,
    ].join('\n'),
    conditions.params,
  )
  const page = rows.slice(0, limit).map((row) => {
    const { ':place': place, ...rest } = row
    return { place: place as string | null, row: plainRow(rest) }
  })
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ row }) => row),
    next: last && encodeCursor(sort, { value: last.place, customerId: String(last.row.customer_id) }),
  }
}

/** How many customers a query finds, all within scope. Throws `QueryRefused`. */
export async function countCustomers(state: State, query: CustomerQuery): Promise<number> {
  const conditions = conditionsOf(state, query)
  const [row] = await state.duck.rows<{ count: number }>(
    `select count(*) as count from ${relationOf(state, 'customer')} where ${conditions.sql}`,
    conditions.params,
  )
  return row?.count ?? 0
}

/**
 * Customers within scope by level; every level of the scheme is named, `''` holds those without one. Who has several tags counts for each. Throws
 * `QueryRefused`.
 */
export async function countByLevel(
  state: State,
  scheme: string,
  scope: RowFilter,
): Promise<Readonly<Record<string, number>>> {
  const definition = state.pack.schemes.get(scheme)
  if (!definition) throw new QueryRefused('unknown_column', `"${scheme}" is no scheme`)
  requireColumn(state, scheme)
  const conditions = new Conditions(scope)
  const counted = await state.duck.rows<{ level: string; count: number }>(
    `select coalesce(${quoteIdentifier(scheme)}, '') as level, count(*) as count from ${relationOf(state, 'customer')} where ${conditions.sql} group by 1`,
    conditions.params,
  )
  const counts = byLevel(definition, counted)
  return Object.fromEntries(
    [...definition.levels.map(({ id }) => id), ''].map((level) => [level, counts.get(level) ?? 0]),
  )
}

/** The wide row of one customer with the reasons of the levels; undefined where there is none within scope, whoever else may see them. */
export async function getCustomer(state: State, customerId: string, scope: RowFilter): Promise<StateRow | undefined> {
  const conditions = new Conditions(scope)
  conditions.add(`customer_id = ${conditions.bind(customerId)}`)
  const found = await state.duck.rows<Record<string, unknown>>(
    `select * from ${relationOf(state, 'customer')} where ${conditions.sql}`,
    conditions.params,
  )
  const schemes = [...state.pack.schemes.keys()]
  const [row] = await withReasons(state.duck, state.folder, schemes, found.map(plainRow))
  if (row === undefined) return undefined
  const reasons = schemes.map((id) => `${id}_reason`).filter((name) => name in row)
  return Object.fromEntries([...state.columns.keys(), ...reasons].map((name) => [name, row[name] ?? null]))
}

/** Wide rows of customers by id, whoever may see them: for judging events, which no person's scope bounds. */
export async function getCustomers(
  state: State,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, StateRow>> {
  const conditions = new Conditions({ sql: 'true', params: [] })
  if (customerIds.length === 0) return new Map()
  conditions.add(`customer_id in (${customerIds.map((id) => conditions.bind(id)).join(', ')})`)
  const rows = await state.duck.rows<Record<string, unknown>>(
    `select ${selectedColumns(state, undefined)} from ${relationOf(state, 'customer')} where ${conditions.sql}`,
    conditions.params,
  )
  return new Map(rows.map((row) => [String(row.customer_id), plainRow(row)]))
}

/** Everything after a place: further in the order, or equal with a later customer id; unknown values stand at the end. */
function addAfter(conditions: Conditions, sort: Sort, unit: Unit, after: string): void {
  const { value, customerId } = decodeCursor(sort, after)
  const by = quoteIdentifier(sort.by)
  const later = `customer_id > ${conditions.bind(customerId)}`
  if (value === null) {
    conditions.add(`${by} is null and ${later}`)
    return
  }
  checkPlace(value, unit)
  const place = `cast(${conditions.bind(value)} as ${sqlTypeOf(unit)})`
  const further = `${by} ${sort.direction === 'desc' ? '<' : '>'} ${place}`
  conditions.add(`${further} or (${by} = ${place} and ${later}) or ${by} is null`)
}

/** A made-up cursor must not reach the engine's casts. */
function checkPlace(value: string, unit: Unit): void {
  const type = valueTypeOf(unit)
  const isFine =
    type === 'text' ||
    (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) ||
    (type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) ||
    (type === 'flag' && (value === 'true' || value === 'false'))
  if (!isFine) throw new QueryRefused('bad_cursor', 'this page is unknown; begin with the first one')
}

function selectedColumns(state: State, columns: readonly string[] | undefined): string {
  for (const name of columns ?? []) requireColumn(state, name)
  const names = columns ? new Set(['customer_id', ...columns]) : state.columns.keys()
  return [...names].map(quoteIdentifier).join(', ')
}
