import type { Db } from '@tend/store'

/** Owners of customers who were handed over since the state was made, by customer id. */
export async function findNewOwners(
  db: Db,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await db.query<{ customer_id: string; owner_id: string | null }>(
    'select customer_id, owner_id from customer where customer_id = any($1) and has_local_owner',
    [customerIds],
  )
  return new Map(rows.map(({ customer_id, owner_id }) => [customer_id, owner_id]))
}
