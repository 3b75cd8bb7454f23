import type { Db } from '@tend/store'
import type { Scope } from '../access/scope.ts'
import type { Page, PageRequest } from '../command.ts'
import { unfinished } from '../unfinished.ts'

/** The narrow snapshot of one customer; raw values, to be masked by the caller with `maskRow` (`customerSensitivity`). */
export type Customer = {
  readonly customer_id: string
  readonly name: string | null
  readonly phone: string | null
  readonly id_number: string | null
  readonly unit_id: string
  readonly unit_name: string
  readonly owner_id: string | null
  readonly owner_name: string | null
  readonly as_of: string
  readonly card: Record<string, unknown>
}

/** Columns of the CSV that `publishCustomers` takes, in this order; `card` is JSON text. */
export const customerColumns = ['customer_id', 'name', 'phone', 'id_number', 'unit_id', 'owner_id', 'card'] as const

/**
 * Replaces the snapshot: copies into a staging table, then touches only rows that differ. A customer who is no longer delivered is removed
 * from lists but keeps tasks and contacts. An owner that was changed in Tend stays until the file says the same.
 */
export const publishCustomers = async (
  _tx: Db,
  _input: {
    readonly csv: AsyncIterable<string | Buffer>
    readonly asOf: string
    readonly packHash: string
    readonly now: Date
  },
): Promise<{ readonly rows: number; readonly changed: number; readonly removed: number }> => unfinished()

/** Undefined for unknown and for foreign customers alike. */
export const findCustomer = async (_db: Db, _scope: Scope, _customerId: string): Promise<Customer | undefined> =>
  unfinished()
/** By part of the name, start of the customer id, or whole phone number. */
export const searchCustomers = async (
  _db: Db,
  _scope: Scope,
  _query: PageRequest & { readonly text: string },
): Promise<Page<Customer>> => unfinished()
