import { type Store, yieldingTransaction } from '@tend/store'
import type { At } from '../command.ts'
import { stopContacts } from '../consent/stop.ts'
import type { PolicyPack } from '../policy/verdict.ts'

/**
 * Stops the work of customers who have withdrawn or refused since `at.now`, when somebody began to plan: what was planned before they spoke and written after it
 * was not there to be stopped by them. Called right after the writing transaction has committed. A word that took a moment to be written down is as old as when it was
 * said, so a minute more is looked at.
 */
export const stopWithdrawn = async (store: Store, pack: PolicyPack, at: At): Promise<number> => {
  const spoken = await store.query<{ customer_id: string }>(
    "select distinct customer_id from consent where state = 'withdrawn' and recorded_at >= $1::timestamptz - interval '1 minute' order by customer_id",
    [at.now],
  )
  const customerIds = spoken.map(({ customer_id }) => customer_id)
  if (customerIds.length === 0) return 0
  const stopped = await yieldingTransaction(store, async (tx) => {
    await tx.query('select from customer where customer_id = any($1) order by customer_id for update', [customerIds])
    return stopContacts(tx, pack, customerIds, at)
  })
  return stopped.tasks + stopped.messages
}
