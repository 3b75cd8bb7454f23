import { type Store, yieldingTransaction } from '@tend/store'
import type { At } from '../command.ts'
import { stopContacts } from '../consent/stop.ts'
import type { PolicyPack } from '../policy/verdict.ts'

/**
 * Stops the work of customers who have withdrawn or refused since `since`: what was planned before they spoke and written after it was not there to be stopped by
 * them. Called right after the writing transaction has committed, for the time since it began to plan (`at.now`), and by the clock for what a process that
 * died in between has left. A word that took a moment to be written down is as old as when it was said, so a minute more is looked at.
 */
export const stopWithdrawn = async (store: Store, pack: PolicyPack, at: At, since: Date = at.now): Promise<number> => {
  const contract = [...pack.purposes.values()].flatMap(({ id, basis }) => (basis === 'contract' ? [id] : []))
  const spoken = await store.query<{ customer_id: string }>(
    `select distinct customer_id from consent
     where state = 'withdrawn' and recorded_at >= $1::timestamptz - interval '1 minute'
     and (
       exists (select from task where task.customer_id = consent.customer_id and closed_at is null and purpose <> all($2))
       or exists (select from message where message.customer_id = consent.customer_id and message.state = 'waiting' and message.purpose <> all($2))
     )
     order by customer_id`,
    [since, contract],
  )
  const customerIds = spoken.map(({ customer_id }) => customer_id)
  if (customerIds.length === 0) return 0
  const stopped = await yieldingTransaction(store, async (tx) => {
    await tx.query('select from customer where customer_id = any($1) order by customer_id for update', [customerIds])
    return stopContacts(tx, pack, customerIds, at)
  })
  return stopped.tasks + stopped.messages
}
