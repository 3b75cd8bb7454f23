import type { Db } from '@tend/store'
import { type RefusalReason, stops } from '../policy/verdict.ts'

export type StoppedWork = {
  readonly tasks: number
  /** When the latest of them was stopped, and what stopped it: the policy's reason with the channel and purpose that it was about. */
  readonly closed_at: string
  readonly reason: RefusalReason
  readonly channel: string
  readonly purpose: string
}

/** The tasks that the customer's refusal stopped, since the customer last agreed to anything; undefined where there are none. */
export const readStoppedWork = async (db: Db, customerId: string): Promise<StoppedWork | undefined> => {
  const [latest] = await db.query<StoppedWork>(
    `select count(*) over () as tasks, closed_at, closed_reason as reason, channel, purpose from task
     where customer_id = $1 and outcome = 'stopped' and closed_reason = any($2)
     and not exists (select from consent where consent.customer_id = $1 and state = 'given' and at > task.closed_at)
     order by closed_at desc, task_id desc
     limit 1`,
    [customerId, stops],
  )
  return latest
}
