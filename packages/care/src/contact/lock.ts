import type { Db } from '@tend/store'
import { type Scope, scopeOf, scopePredicate } from '../access/scope.ts'
import type { Command } from '../command.ts'

/** What commands about a customer need to know of them. */
export type LockedCustomer = {
  readonly customer_id: string
  readonly unit_id: string
  readonly owner_id: string | null
}

/** The customer, taken whole before anything of theirs is; undefined outside the person's scope. */
export const lockCustomer = async (tx: Db, command: Command, customerId: string): Promise<LockedCustomer | undefined> =>
  findLocked(tx, await scopeOf(tx, command.actor, command), customerId, 'for update')

/** The same for what changes nothing of the customer's row and counts nothing: of a night it waits only where that moves or closes the customer. */
export const holdInScope = (tx: Db, scope: Scope, customerId: string): Promise<LockedCustomer | undefined> =>
  findLocked(tx, scope, customerId, 'for key share')

const findLocked = async (
  tx: Db,
  scope: Scope,
  customerId: string,
  hold: 'for update' | 'for key share',
): Promise<LockedCustomer | undefined> => {
  const { sql, params } = scopePredicate(scope, { customer: 'customer_id', unit: 'unit_id', owner: 'owner_id' }, 2)
  const [found] = await tx.query<LockedCustomer>(
    `select customer_id, unit_id, owner_id from customer where customer_id = $1 and is_present and ${sql} ${hold}`,
    [customerId, ...params],
  )
  return found
}
