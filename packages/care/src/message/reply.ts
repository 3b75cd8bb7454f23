import type { Outcome, Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import { recordAudit } from '../audit/audit.ts'
import type { At } from '../command.ts'
import { refuseByLink } from '../consent/link.ts'
import type { Stopped } from '../consent/stop.ts'
import type { PolicyPack } from '../policy/verdict.ts'

/** What customers answer to be left in peace: the words of our own texts, and those that people are used to. */
const refusals = /^(r|t|td|tuiding|退订|拒收|stop|refuse|unsubscribe)$/i

/** Phones write letters full-width, and people put what they were told to answer between quotation marks. */
const wordOf = (text: string): string =>
  text
    .slice(0, longestReply)
    .normalize('NFKC')
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
const longestReply = 100

/** The pack's outcome of an answer that refuses nothing. */
const repliedOutcome = 'replied'
const ofUnnamed: Outcome['result'] = 'success'

/** What an answer caused: everything but service is refused for so many customers, the answer is kept, or nothing (it came before, or from nobody who is known). */
export type TakenReply =
  | { readonly kind: 'refused'; readonly customers: number; readonly stopped: Stopped }
  | { readonly kind: 'kept' }
  | { readonly kind: 'nothing' }

type Reply = { readonly channel: string; readonly from: string; readonly text: string }

/**
 * A customer answered to a message. An answer that refuses offers no choice, so nothing more is sent or said to any customer who has this address but what the contract makes
 * necessary, for every purpose and on every channel, whatever the message was for. Any other answer is kept as a contact of whom the latest message went to. A message counts
 * from its first attempt on: an answer may come before the provider's word is written down, or though it was said that nobody got it. Who was never written to is known by
 * today's phone number.
 */
export const takeReply = async (
  store: Store,
  pack: PolicyPack & Pick<Pack, 'outcomes'>,
  at: At,
  reply: Reply,
): Promise<TakenReply> => {
  const isRefusal = refusals.test(wordOf(reply.text))
  const customerIds = await findReceivers(store, reply, isRefusal)
  if (!isRefusal) {
    const [latest] = customerIds
    const isKept = latest !== undefined && (await keepReply(store, pack, at, reply, latest))
    return { kind: isKept ? 'kept' : 'nothing' }
  }
  const stopped = { tasks: 0, messages: 0 }
  for (const customerId of customerIds) {
    const refused = { customerId, channel: reply.channel, from: 'all', how: 'message' } as const
    const done = await refuseByLink(store, pack, at, refused)
    stopped.tasks += done.stopped.tasks
    stopped.messages += done.stopped.messages
  }
  return customerIds.length === 0 ? { kind: 'nothing' } : { kind: 'refused', customers: customerIds.length, stopped }
}

/** Who was written to at this address, the latest first; where it is important enough to look everywhere, else who has it. */
const findReceivers = async (
  store: Store,
  { channel, from }: Reply,
  isThorough: boolean,
): Promise<readonly string[]> => {
  const writings = writingsOf(from)
  const find = async (sql: string, params: readonly unknown[]): Promise<string[]> =>
    (await store.query<{ customer_id: string }>(sql, params)).map((row) => row.customer_id)
  const written = (address: string): Promise<string[]> =>
    find(
      `select customer_id from message where ${address} = any($1) and channel = $2 and attempts > 0
       group by customer_id order by max(message_id) desc`,
      [writings, channel],
    )
  const exact = await written('address')
  if (exact.length > 0 || !isThorough) return exact
  // Files write numbers with spaces and dashes, too. Slow, since whole tables are read, and asked only where nobody has the number as it came.
  const loose = await written(plain('address'))
  return loose.length > 0
    ? loose
    : find(`select customer_id from customer where ${plain('phone')} = any($1) order by customer_id`, [writings])
}

const plain = (column: string): string => `regexp_replace(${column}, '[ -]', '', 'g')`

/** A provider that has not heard our answer sends the same text again. */
const repeatMinutes = 10
const keptCharacters = 1000

const keepReply = (
  store: Store,
  pack: Pick<Pack, 'outcomes'>,
  { now }: At,
  { channel, text }: Reply,
  customerId: string,
): Promise<boolean> =>
  store.transaction(async (tx) => {
    const note = text.replaceAll('\0', '').trim().slice(0, keptCharacters)
    await tx.query('select customer_id from customer where customer_id = $1 for no key update', [customerId])
    const [contact] = await tx.query<{ contact_id: number }>(
      `insert into contact (customer_id, at, user_id, channel, direction, outcome, result, note)
       select $1, $2::timestamptz, 'customer', $3, 'inbound', $4, $5, $6
       where $6 <> '' and not exists (
         select from contact
         where customer_id = $1 and at > $2::timestamptz - make_interval(mins => $7) and user_id = 'customer' and channel = $3 and note = $6
       )
       returning contact_id`,
      [
        customerId,
        now,
        channel,
        repliedOutcome,
        pack.outcomes.get(repliedOutcome)?.result ?? ofUnnamed,
        note,
        repeatMinutes,
      ],
    )
    if (contact === undefined) return false
    await recordAudit(tx, {
      at: now,
      actor: 'customer',
      action: 'contact.reply',
      subjectKind: 'customer',
      subjectId: customerId,
      detail: { contact: contact.contact_id, channel },
    })
    return true
  })

/** How a number may stand in the files: with or without the country's code, which operators always write. */
const writingsOf = (from: string): readonly string[] => {
  const number = from.replace(/^\+/, '')
  const national = number.replace(/^86(?=1\d{10}$)/, '')
  return [...new Set([from, number, `+${number}`, national])]
}
