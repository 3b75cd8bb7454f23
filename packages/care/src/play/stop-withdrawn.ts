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
    `select distinct customer_id from consent as said
     where state = 'withdrawn' and recorded_at >= $1::timestamptz - interval '1 minute'
     and (
       exists (select from task as work where closed_at is null and ${isForbidden})
       or exists (select from message as work where work.state = 'waiting' and ${isForbidden})
     )
     order by customer_id`,
    [since, contract, at.now],
  )
  const customerIds = spoken.map(({ customer_id }) => customer_id)
  if (customerIds.length === 0) return 0
  const stopped = await yieldingTransaction(store, async (tx) => {
    await tx.query('select from customer where customer_id = any($1) order by customer_id for update', [customerIds])
    return stopContacts(tx, pack, customerIds, at)
  })
  return stopped.tasks + stopped.messages
}

// Whom the word leaves other work, and who agreed again since, are left in peace: what is told of a customer is told to everybody who has them before their eyes.
const isForbidden = `work.customer_id = said.customer_id and work.purpose <> all($2)
  and (said.purpose is null or said.purpose = work.purpose) and (said.channel is null or said.channel = work.channel)
  and not exists (
    select from consent as later
    where later.customer_id = said.customer_id and later.state = 'given' and later.at <= $3 and least(later.at, later.recorded_at) > said.at
    and (later.purpose is null or later.purpose = work.purpose) and (later.channel is null or later.channel = work.channel)
  )`
