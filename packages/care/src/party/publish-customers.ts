import type { Db } from '@tend/store'

/** Columns of the CSV (no header) that `publishCustomers` takes, in this order; `card` is JSON text. */
export const customerColumns = ['customer_id', 'name', 'phone', 'id_number', 'unit_id', 'owner_id', 'card'] as const

export type PublishedCustomers = { readonly rows: number; readonly changed: number; readonly removed: number }

/**
 * Replaces the snapshot: copies into a staging table, then touches only rows that differ. A customer who is no longer delivered leaves lists
 * but keeps tasks and contacts. An owner that was changed in Tend stays until the file says the same (G64); an owner that the file
 * changes goes into the ownership history, and the customer's open tasks go along.
 */
export const publishCustomers = async (
  tx: Db,
  input: {
    readonly csv: AsyncIterable<string | Buffer>
    readonly asOf: string
    readonly packHash: string
    readonly now: Date
  },
): Promise<PublishedCustomers> => {
  await tx.execute(stage)
  const rows = await tx.copyIn('customer_staging', customerColumns, input.csv)
  await tx.execute('analyze customer_staging')
  await tx.execute(recordOwners, [input.now])
  await tx.execute(moveTasks)
  const changed = await tx.execute(merge, [input.asOf, input.packHash])
  const removed = await tx.execute(remove)
  await tx.execute('drop table customer_staging')
  return { rows, changed, removed }
}

const stage = `
  create temp table customer_staging (
    customer_id text primary key, name text, phone text, id_number text, unit_id text not null, owner_id text, card jsonb not null
  ) on commit drop`

const ownerMoves = `
  customer.owner_id is distinct from customer_staging.owner_id
  and not customer.has_local_owner`

const recordOwners = `
  insert into ownership (customer_id, from_owner, to_owner, reason, changed_by, changed_at)
  select customer_id, customer.owner_id, customer_staging.owner_id, 'delivery', 'system', $1
  from customer join customer_staging using (customer_id)
  where ${ownerMoves}`

const moveTasks = `
  update task set
    owner_id = customer_staging.owner_id,
    assignee_id = case when task.assign = 'owner' and task.assignee_id = customer.owner_id then customer_staging.owner_id else task.assignee_id end
  from customer join customer_staging using (customer_id)
  where task.customer_id = customer.customer_id and task.closed_at is null and ${ownerMoves}`

const merge = `
  insert into customer (customer_id, name, phone, id_number, unit_id, owner_id, file_owner_id, as_of, pack_hash, card)
  select customer_id, new.name, new.phone, new.id_number, new.unit_id, new.owner_id, new.owner_id, $1::date, $2, new.card
  from customer_staging as new left join customer as old using (customer_id)
  where old.customer_id is null
  or not old.is_present
  or (old.name, old.phone, old.id_number, old.unit_id, old.file_owner_id, old.card)
    is distinct from (new.name, new.phone, new.id_number, new.unit_id, new.owner_id, new.card)
  or (old.has_local_owner and old.owner_id is not distinct from new.owner_id)
  on conflict (customer_id) do update set
    name = excluded.name,
    phone = excluded.phone,
    id_number = excluded.id_number,
    unit_id = excluded.unit_id,
    owner_id = case when customer.has_local_owner then customer.owner_id else excluded.owner_id end,
    has_local_owner = customer.has_local_owner and customer.owner_id is distinct from excluded.owner_id,
    file_owner_id = excluded.file_owner_id,
    is_present = true,
    as_of = excluded.as_of,
    pack_hash = excluded.pack_hash,
    card = excluded.card`

const remove = `
  update customer set is_present = false
  where is_present and not exists (select from customer_staging where customer_staging.customer_id = customer.customer_id)`
