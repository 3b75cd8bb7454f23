import type { RowFilter, State, StateRow } from './state.ts'

export type CustomerQuery = {
  readonly scope: RowFilter
  /** Scheme → permitted levels. */
  readonly levels?: Readonly<Record<string, readonly string[]>>
  /** Indicator or attribute → inclusive bounds, in the row's own units (money in minor units, dates as ISO text). */
  readonly ranges?: Readonly<Record<string, { readonly min?: number | string; readonly max?: number | string }>>
  /** Part of a name, or a customer id's beginning. */
  readonly text?: string
  /** CEL over the wide row; checked before it runs. */
  readonly condition?: string
}

export type CustomerListQuery = CustomerQuery & {
  readonly sort: { readonly by: string; readonly direction: 'asc' | 'desc' }
  /** The `next` of the page before. */
  readonly after?: string
  readonly limit: number
  /** Columns of the wide row to return; all without it. `customer_id` always comes. */
  readonly columns?: readonly string[]
}

export type CustomerPage = { readonly rows: readonly StateRow[]; readonly next: string | undefined }

/** A page of customers in a total order: `sort`, unknown values last, ties by customer id. Throws `QueryRefused`. */
export async function listCustomers(state: State, query: CustomerListQuery): Promise<CustomerPage> {
  throw new Error(`unfinished ${state.folder} ${query.limit}`)
}

/** How many customers a query finds, at most all within scope. Throws `QueryRefused`. */
export async function countCustomers(state: State, query: CustomerQuery): Promise<number> {
  throw new Error(`unfinished ${state.folder} ${String(query)}`)
}

/** Customers within scope by level; every level of the scheme is named, `''` holds those without one. */
export async function countByLevel(
  state: State,
  scheme: string,
  scope: RowFilter,
): Promise<Readonly<Record<string, number>>> {
  throw new Error(`unfinished ${state.folder} ${scheme} ${scope.sql}`)
}

/** The wide row of one customer; undefined where there is none within scope. */
export async function getCustomer(state: State, customerId: string, scope: RowFilter): Promise<StateRow | undefined> {
  throw new Error(`unfinished ${state.folder} ${customerId} ${scope.sql}`)
}
