import type { Store } from '@tend/store'
import type { At } from '../command.ts'
import { refuseByLink } from '../consent/link.ts'
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

/**
 * A customer answered to a message. An answer that refuses offers no choice, so nothing more is sent or said to any customer who has this address but what the contract makes
 * necessary, for every purpose and on every channel, whatever the message was for; other answers change nothing. A message counts from its first attempt on: an answer may come
 * before the provider's word is written down, or though it was said that nobody got it. Who was never written to is known by today's phone number. Answers how many customers refused.
 */
export const takeReply = async (
  store: Store,
  pack: PolicyPack,
  at: At,
  reply: { readonly channel: string; readonly from: string; readonly text: string },
): Promise<number> => {
  if (!refusals.test(wordOf(reply.text))) return 0
  const customerIds = await findReceivers(store, reply)
  for (const customerId of customerIds)
    await refuseByLink(store, pack, at, { customerId, channel: reply.channel, from: 'all', how: 'message' })
  return customerIds.length
}

/** Who was written to at this address, else who has it. */
const findReceivers = async (
  store: Store,
  { channel, from }: { readonly channel: string; readonly from: string },
): Promise<readonly string[]> => {
  const writings = writingsOf(from)
  const find = async (sql: string, params: readonly unknown[]): Promise<string[]> =>
    (await store.query<{ customer_id: string }>(`${sql} order by customer_id`, params)).map((row) => row.customer_id)
  const written = (address: string): Promise<string[]> =>
    find(`select distinct customer_id from message where ${address} = any($1) and channel = $2 and attempts > 0`, [
      writings,
      channel,
    ])
  const exact = await written('address')
  if (exact.length > 0) return exact
  // Files write numbers with spaces and dashes, too. Slow, and asked only where nobody has the number as it came.
  const loose = await written(plain('address'))
  return loose.length > 0
    ? loose
    : find(`select customer_id from customer where ${plain('phone')} = any($1)`, [writings])
}

const plain = (column: string): string => `regexp_replace(${column}, '[ -]', '', 'g')`

/** How a number may stand in the files: with or without the country's code, which operators always write. */
const writingsOf = (from: string): readonly string[] => {
  const number = from.replace(/^\+/, '')
  const national = number.replace(/^86(?=1\d{10}$)/, '')
  return [...new Set([from, number, `+${number}`, national])]
}
