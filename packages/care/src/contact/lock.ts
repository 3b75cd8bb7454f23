import type { Db } from '@tend/store'
import { scopeOf, scopePredicate } from '../access/scope.ts'
import type { Command } from '../command.ts'

/** What commands about a customer need to know of them. */
export type LockedCustomer = {
  readonly customer_id: string
  readonly unit_id: string
  readonly owner_id: string | null
}

/** The customer, locked before anything of theirs is; undefined outside the person's scope. */
export const lockCustomer = async (
  tx: Db,
  command: Command,
  customerId: string,
): Promise<LockedCustomer | undefined> => {
  const scope = await scopeOf(tx, command.actor, command)
  const { sql, params } = scopePredicate(scope, { customer: 'customer_id', unit: 'unit_id', owner: 'owner_id' }, 2)
  const [found] = await tx.query<LockedCustomer>(
    `select customer_id, unit_id, owner_id from customer where customer_id = $1 and is_present and ${sql} for update`,
    [customerId, ...params],
  )
  return found
}
