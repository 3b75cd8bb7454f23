import type { Db } from '@tend/store'
import { followOwners } from '../case/follow.ts'

/**
 * Columns of the CSV (no header) that `publishCustomers` takes, in this order; `card` (levels by scheme) and `contact_points` are JSON texts. Contact
 * points are the addresses by column of the customer fact (the phone has its own column), `preferred_channel`, `preferred_band`, `company_id` and `left_on`.
 */
export const customerColumns = [
  'customer_id',
  'name',
  'phone',
  'id_number',
  'unit_id',
  'owner_id',
  'card',
  'contact_points',
] as const

export type PublishedCustomers = { readonly rows: number; readonly changed: number; readonly removed: number }

/**
 * Replaces the snapshot: copies into a staging table, then touches only rows that differ. A customer who is no longer delivered leaves lists
 * but keeps tasks and contacts. An owner that was changed in Tend stays until the file says the same (G64); an owner that the file
 * changes goes into the ownership history, and the customer's open tasks and cases go along.
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
  // The joins are of whole tables; in memory they take half the time.
  await tx.execute("set local work_mem = '128MB'")
  await tx.execute(stage)
  const rows = await tx.copyIn('customer_staging', customerColumns, input.csv)
  await tx.execute('analyze customer_staging')
  await tx.execute(lockChanges)
  await tx.execute('analyze customer_change')
  await tx.query(holdMoved)
  const refreshed = await tx.execute(update, [input.asOf, input.packHash])
  const added = await tx.execute(insert, [input.asOf, input.packHash])
  const removed = await tx.execute(remove)
  await tx.execute(recordOwners, [input.now])
  await tx.execute(moveTasks)
  await followOwners(tx, input.now)
  await tx.execute('drop table customer_staging, customer_change')
  return { rows, changed: refreshed + added, removed }
}

const stage = `
  create temp table customer_staging (
    customer_id text not null, name text, phone text, id_number text, unit_id text not null, owner_id text, card jsonb not null,
    contact_points jsonb not null
  ) on commit drop`

// Customers before their tasks, as every command does, and all of them at once in the order of their ids: whoever works on several meanwhile takes them in
// that order too, so that one of the two waits and neither ends in a deadlock. An owner who is changed in Tend until then is not moved. No key changes: who
// only works with a customer (`for key share`) goes on meanwhile.
const lockChanges = `
  create temp table customer_change on commit drop as
  select old.customer_id, new.customer_id is null as is_gone,
    not old.has_local_owner and new.customer_id is not null and old.owner_id is distinct from new.owner_id as is_moved,
    old.owner_id as from_owner, new.owner_id as to_owner, old.unit_id is distinct from new.unit_id as is_elsewhere
  from customer as old left join customer_staging as new on new.customer_id = old.customer_id
  where case
    when new.customer_id is null then old.is_present
    else not old.is_present
      or (old.has_local_owner and old.owner_id is not distinct from new.owner_id)
      or (old.name, old.phone, old.id_number, old.unit_id, old.file_owner_id, old.card, old.contact_points)
        is distinct from (new.name, new.phone, new.id_number, new.unit_id, new.owner_id, new.card, new.contact_points)
    end
  order by old.customer_id
  for no key update of old`

// Whoever makes work of a customer meanwhile is waited for, so that it goes along too, or waits, and finds the customer where they are by then.
const holdMoved = `
  select count(*) from (
    select from customer
    where customer_id in (select customer_id from customer_change where is_gone or is_moved or is_elsewhere)
    order by customer_id
    for update
  ) as held`

const recordOwners = `
  insert into ownership (customer_id, from_owner, to_owner, reason, changed_by, changed_at)
  select customer_id, from_owner, to_owner, 'delivery', 'system', $1 from customer_change where is_moved order by customer_id`

// Open work lies where its customer is, and with whom. A theme that was built beside the last night may have read its customers before that
// moved them; it may have begun long before that night.
const moveTasks = `
  with moved as materialized (
    select task_id, customer.unit_id, customer.owner_id
    from task join customer using (customer_id)
    where task_id in (
      select task_id from task join customer_change using (customer_id) where is_moved or is_elsewhere
      union all
      select task_id from task join theme using (theme_id)
      where built_at >= (select max(started_at) - interval '1 day' from run where status = 'committed')
    )
    and task.closed_at is null and (task.unit_id, task.owner_id) is distinct from (customer.unit_id, customer.owner_id)
    order by task_id
    for update of task
  )
  update task set
    unit_id = moved.unit_id,
    owner_id = moved.owner_id,
    assignee_id = case when task.assign = 'owner' and task.assignee_id = task.owner_id then moved.owner_id else task.assignee_id end
  from moved
  where task.task_id = moved.task_id`

// Two statements: an insert that never meets a conflict is a third cheaper than one that must look out for it.
const update = `
  update customer as old set
    name = new.name,
    phone = new.phone,
    id_number = new.id_number,
    unit_id = new.unit_id,
    owner_id = case when old.has_local_owner then old.owner_id else new.owner_id end,
    has_local_owner = old.has_local_owner and old.owner_id is distinct from new.owner_id,
    file_owner_id = new.owner_id,
    is_present = true,
    as_of = $1::date,
    pack_hash = $2,
    card = new.card,
    contact_points = new.contact_points
  from customer_change as change join customer_staging as new using (customer_id)
  where old.customer_id = change.customer_id`

const insert = `
  insert into customer (customer_id, name, phone, id_number, unit_id, owner_id, file_owner_id, as_of, pack_hash, card, contact_points)
  select customer_id, name, phone, id_number, unit_id, owner_id, owner_id, $1::date, $2, card, contact_points
  from customer_staging
  where not exists (select from customer where customer.customer_id = customer_staging.customer_id)`

const remove = `
  update customer set is_present = false
  from customer_change
  where customer.customer_id = customer_change.customer_id and is_gone`
