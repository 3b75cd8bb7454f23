import type { Db } from '@tend/store'
import type { At } from '../command.ts'
import { judgeContacts } from '../policy/judge.ts'
import { type ContactAsk, type PolicyPack, type RefusalReason, stops } from '../policy/verdict.ts'

/** How many open tasks were closed and waiting messages cancelled. */
export type Stopped = { readonly tasks: number; readonly messages: number }

/** Everybody who shows a customer listens here; the payload is the customer's id. */
export const stopChannel = 'tend_stop'

/**
 * Closes the open tasks and cancels the waiting messages of customers that may not be contacted any more, and says so to everybody who listens when the
 * caller's transaction commits. The caller holds the customers; tasks and then messages are taken in the order of their ids. A task that is
 * stopped is a failure that nobody closed: outcome `stopped`, with the policy's reason.
 */
export const stopContacts = async (
  tx: Db,
  pack: PolicyPack,
  customerIds: readonly string[],
  at: At,
): Promise<Stopped> => {
  const tasks = await stopTasks(tx, pack, customerIds, at)
  const messages = await cancelMessages(tx, pack, customerIds, at)
  await tx.query('select pg_notify($1, customer_id) from unnest($2::text[]) as customer_id', [stopChannel, customerIds])
  return { tasks, messages }
}

type Open = {
  readonly id: number
  readonly customer_id: string
  readonly channel: string
  readonly purpose: string
}

const stopTasks = async (tx: Db, pack: PolicyPack, customerIds: readonly string[], at: At): Promise<number> => {
  const open = await tx.query<Open>(
    `select task_id as id, customer_id, channel, purpose from task
     where customer_id = any($1) and closed_at is null
     order by task_id
     for update`,
    [customerIds],
  )
  const stopped = await stoppedOf(tx, pack, open, at, () => ({}))
  // A company's task stands beside the customer's and never alone (S35).
  return tx.execute(
    `with stopped as (
       select id, reason from unnest($1::bigint[], $2::text[]) as alone (id, reason)
       union all
       select task_id, reason from unnest($1::bigint[], $2::text[]) as beside (id, reason) join task on joint_of = id where closed_at is null
     )
     update task set pool = 'failure', outcome = 'stopped', closed_at = $3, closed_by = null, closed_reason = reason
     from stopped
     where task_id = id`,
    [stopped.map(({ id }) => id), stopped.map(({ reason }) => reason), at.now],
  )
}

const cancelMessages = async (tx: Db, pack: PolicyPack, customerIds: readonly string[], at: At): Promise<number> => {
  const waiting = await tx.query<Open>(
    `select message_id as id, customer_id, channel, purpose from message
     where customer_id = any($1) and state = 'waiting'
     order by message_id
     for update`,
    [customerIds],
  )
  const stopped = await stoppedOf(tx, pack, waiting, at, ({ id }) => ({ messageId: id }))
  return tx.execute(
    `update message set state = 'cancelled', reason = stopped.reason, settled_at = $3, settled_by = 'system'
     from unnest($1::bigint[], $2::text[]) as stopped (id, reason)
     where message_id = id`,
    [stopped.map(({ id }) => id), stopped.map(({ reason }) => reason), at.now],
  )
}

const stoppedOf = async (
  tx: Db,
  pack: PolicyPack,
  open: readonly Open[],
  { now, timeZone }: At,
  more: (one: Open) => Pick<ContactAsk, 'messageId'>,
): Promise<{ readonly id: number; readonly reason: RefusalReason }[]> => {
  const asks = open.map((one) => ({
    customerId: one.customer_id,
    channel: one.channel,
    purpose: one.purpose,
    at: now,
    ...more(one),
  }))
  const verdicts = await judgeContacts(tx, pack, asks, { hour: false, timeZone })
  return open.flatMap(({ id }, index) => {
    const verdict = verdicts[index]
    return verdict?.kind === 'refused' && stops.includes(verdict.code) ? [{ id, reason: verdict.code }] : []
  })
}
