import type { Language, Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { judgeContacts } from '../policy/judge.ts'
import { type Delay, delay, type Refused, settleRefused } from './refused.ts'

/** Who takes messages, of which channels, how many, and for how long before he is taken for dead. */
export type ClaimOrder = {
  readonly channels: readonly string[]
  /** Id of the adapter. */
  readonly provider: string
  /** Names this sender among others, e.g. host and process. */
  readonly sender: string
  readonly limit: number
  readonly leaseMs: number
  readonly now: Date
  readonly timeZone: string
}

/** A message whose attempt has begun; raw. */
export type ClaimedMessage = {
  readonly message_id: number
  readonly customer_id: string
  readonly channel: string
  readonly purpose: string
  readonly language: Language
  readonly address: string | null
  readonly subject: string | null
  readonly body: string
  readonly sender_name: string
  readonly idempotency_key: string
  /** Number of this attempt, from 1. */
  readonly attempt: number
}

export type Claimed = {
  readonly messages: readonly ClaimedMessage[]
  /** Rows that were looked at: none means that nothing is due. */
  readonly seen: number
  readonly cancelled: number
  readonly delayed: number
}

/**
 * Begins the next attempts: takes messages that are due and whose turn it is among their customer's on the channel, asks the policy with the hour, and writes an
 * attempt down before anybody sends. What the policy refuses waits or is cancelled (`settleRefused`). One transaction: whoever
 * withdraws a consent at the same instant comes before it (and the message is cancelled) or after it (and it is on its way). Other senders skip what is held.
 */
export const claimMessages = (store: Store, pack: Pack, order: ClaimOrder): Promise<Claimed> =>
  store.transaction(async (tx) => {
    const due = await takeDue(tx, order)
    if (due.length === 0) return { messages: [], seen: 0, cancelled: 0, delayed: 0 }
    const held = await findHeldCustomers(tx, due)
    const free = due.filter((message) => !held.has(message.customer_id))
    const verdicts = await judgeContacts(
      tx,
      pack,
      free.map((message) => ({
        customerId: message.customer_id,
        channel: message.channel,
        purpose: message.purpose,
        at: order.now,
        messageId: message.message_id,
      })),
      { hour: true, timeZone: order.timeZone },
    )
    const judged = free.flatMap((message, index) => {
      const verdict = verdicts[index]
      return verdict === undefined ? [] : [{ ...message, verdict }]
    })
    const refused = judged.filter((one): one is Due & Refused => one.verdict.kind === 'refused')
    const settled = await settleRefused(tx, refused, order.now)
    const brief = due
      .filter((message) => held.has(message.customer_id))
      .map((message) => waitBriefly(message, order.now))
    await delay(tx, brief)
    const messages = await begin(
      tx,
      judged.flatMap(({ message_id, verdict }) =>
        verdict.kind === 'allowed' ? [{ message_id, consent_id: verdict.consentId }] : [],
      ),
      order,
    )
    return { messages, seen: due.length, cancelled: settled.cancelled, delayed: settled.delayed + brief.length }
  })

type Due = Pick<ClaimedMessage, 'message_id' | 'customer_id' | 'channel' | 'purpose'> & {
  readonly expires_at: string | null
}

/** Channel by channel: with one of them given, the index has the rows in their order and the statement ends with the last one that is wanted. */
const takeDue = async (tx: Db, { channels, now, limit }: ClaimOrder): Promise<readonly Due[]> => {
  const due: Due[] = []
  for (const channel of channels) {
    if (due.length >= limit) break
    due.push(...(await tx.query<Due>(dueOfChannel, [channel, now, limit - due.length])))
  }
  return due
}

// An earlier message of the customer on the channel, be it waiting or under way, goes first; so a sender that sees old rows errs on the safe side.
const dueOfChannel = `
  select message_id, customer_id, channel, purpose, expires_at
  from message
  where state = 'waiting' and channel = $1 and next_attempt_at <= $2 and (expires_at is null or expires_at > $2)
  and not exists (
    select from message as earlier
    where earlier.customer_id = message.customer_id and earlier.channel = message.channel
    and earlier.state in ('waiting', 'sending')
    and (earlier.not_before, earlier.message_id) < (message.not_before, message.message_id)
  )
  order by next_attempt_at, message_id
  limit $3
  for update of message skip locked`

/** Takes the customers, so that nobody works on one meanwhile, and names those that somebody is at work on, be it a night that writes them. */
const findHeldCustomers = async (tx: Db, due: readonly Due[]): Promise<ReadonlySet<string>> => {
  const customerIds = [...new Set(due.map((message) => message.customer_id))]
  const locked = await tx.query<{ customer_id: string }>(
    'select customer_id from customer where customer_id = any($1) order by customer_id for update skip locked',
    [customerIds],
  )
  if (locked.length === customerIds.length) return new Set()
  const known = await tx.query<{ customer_id: string }>(
    'select customer_id from customer where customer_id = any($1)',
    [customerIds],
  )
  const free = new Set(locked.map((row) => row.customer_id))
  return new Set(known.flatMap(({ customer_id }) => (free.has(customer_id) ? [] : [customer_id])))
}

const heldMs = 1_000

const waitBriefly = ({ message_id }: Due, now: Date): Delay => ({
  message_id,
  until: new Date(now.getTime() + heldMs),
  reason: null,
})

const begin = async (
  tx: Db,
  allowed: readonly { readonly message_id: number; readonly consent_id: number | null }[],
  { provider, sender, now, leaseMs }: ClaimOrder,
): Promise<readonly ClaimedMessage[]> => {
  if (allowed.length === 0) return []
  const begun = await tx.query<ClaimedMessage>(
    `update message set state = 'sending', reason = null, attempts = attempts + 1, consent_id = may.consent_id, provider = $2, leased_by = $3,
       lease_until = $4
     from jsonb_to_recordset($1) as may (message_id bigint, consent_id bigint)
     where message.message_id = may.message_id
     returning message.message_id, customer_id, channel, purpose, language, address, subject, body, sender_name, idempotency_key,
       attempts as attempt`,
    [JSON.stringify(allowed), provider, sender, new Date(now.getTime() + leaseMs)],
  )
  await tx.execute(
    `insert into message_attempt (message_id, attempt, sender, provider, started_at)
     select message_id, attempt, $2, $3, $4 from jsonb_to_recordset($1) as begun (message_id bigint, attempt smallint)`,
    [JSON.stringify(begun.map(({ message_id, attempt }) => ({ message_id, attempt }))), sender, provider, now],
  )
  return [...begun].sort((one, other) => one.message_id - other.message_id)
}
