import type { Db } from '@tend/store'
import type { WorkingDays } from './calendar.ts'
import { renderSelectTask, type Task, type TimeBand } from './task.ts'

/** A task as it is once nobody else works on its customer, with what an attempt goes by. */
export type HeldTask = {
  readonly task: Task
  /** The customer's own quiet period of the day (S114), where it is known. */
  readonly preferredBand: TimeBand | null
  readonly workingDays: WorkingDays
}

/**
 * Holds the customer of a task for one attempt; undefined where there is no such task. Of two who hold a customer so, the second waits on the customer's
 * open tasks; whoever takes the row whole (`for update`) and they exclude each other as well. A night that writes the row changes no key of it: neither
 * waits for the other.
 */
export const holdForAttempt = async (tx: Db, taskId: number): Promise<HeldTask | undefined> => {
  const held = await tx.query<Task & Beside>(holdTask, [taskId], { isPrepared: true })
  const found = held.find(({ task_id }) => task_id === taskId)
  if (found === undefined) return undefined
  const { preferred_band: preferredBand, working_days: days, ...task } = found
  return { task, preferredBand, workingDays: new Map(Object.entries(days ?? {})) }
}

type Beside = {
  readonly preferred_band: TimeBand | null
  readonly working_days: Readonly<Record<string, boolean>> | null
}

/** Holds a customer in the same way, for a command that changes nothing of the customer's row. */
export const holdCustomer = async (tx: Db, customerId: string): Promise<void> => {
  await tx.query(`select from (${renderHold('select $1::text as customer_id', '')}) as held`, [customerId], {
    isPrepared: true,
  })
}

// The customer before the tasks, and these in the order of their ids, as every command does: each part names the one before it, so that no plan can turn them round.
const renderHold = (asked: string, alsoTask: string): string => `
  select work.*, held.preferred_band
  from (${asked}) as asked
  left join lateral (
    select customer_id, substring(contact_points ->> 'preferred_band' from '^(morning|afternoon|evening)$') as preferred_band
    from customer where customer.customer_id = asked.customer_id
    for key share
  ) as held on true
  cross join lateral (
    select * from task
    where task.customer_id = coalesce(held.customer_id, asked.customer_id) and (closed_at is null ${alsoTask})
    order by task_id
    for update
  ) as work`

// A row that had to be waited for is read as it is then.
const holdTask = renderSelectTask(
  `(${renderHold('select customer_id from task where task_id = $1', 'or task_id = $1')})`,
  'task.preferred_band, (select jsonb_object_agg(day::text, is_working) from holiday) as working_days',
)
