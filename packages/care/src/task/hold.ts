import type { Db } from '@tend/store'
import type { TimeBand } from './task.ts'

export type HeldCustomer = {
  readonly customer_id: string
  /** The customer's own quiet period of the day (S114), where it is known. */
  readonly preferred_band: TimeBand | null
}

/**
 * Holds the customer of a task for one attempt; undefined where there is no such task. Of two who hold a customer so, the second waits on the customer's
 * open tasks; whoever takes the row whole (`for update`) and they exclude each other as well. A night that writes the row changes no key of it: neither
 * waits for the other.
 */
export const holdForAttempt = async (tx: Db, taskId: number): Promise<HeldCustomer | undefined> =>
  (await tx.query<HeldCustomer>(holdOfTask, [taskId], { isPrepared: true }))[0]

/** Holds a customer in the same way, for a command that changes nothing of the customer's row. */
export const holdCustomer = async (tx: Db, customerId: string): Promise<void> => {
  await tx.query(holdByItself, [customerId], { isPrepared: true })
}

// The customer before the tasks, and these in the order of their ids, as every command does: each part names the one before it, so that no plan can turn them round.
const hold = (asked: string, alsoTask: string): string => `
  select asked.customer_id, held.preferred_band
  from (${asked}) as asked
  left join lateral (
    select customer_id, substring(contact_points ->> 'preferred_band' from '^(morning|afternoon|evening)$') as preferred_band
    from customer where customer.customer_id = asked.customer_id
    for key share
  ) as held on true
  cross join lateral (
    select task_id from task
    where task.customer_id = coalesce(held.customer_id, asked.customer_id) and (closed_at is null ${alsoTask})
    order by task_id
    for update
  ) as work`

const holdOfTask = hold('select customer_id from task where task_id = $1', 'or task_id = $1')
const holdByItself = hold('select $1::text as customer_id', '')
