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
 * before the provider's word is written down, or though it was said that nobody got it. Answers how many customers refused.
 */
export const takeReply = async (
  store: Store,
  pack: PolicyPack,
  at: At,
  reply: { readonly channel: string; readonly from: string; readonly text: string },
): Promise<number> => {
  if (!refusals.test(wordOf(reply.text))) return 0
  const latest = await findReceivers(store, reply)
  for (const { customer_id, purpose } of latest)
    await refuseByLink(store, pack, at, {
      customerId: customer_id,
      purpose,
      channel: reply.channel,
      from: 'all',
      how: 'message',
    })
  return latest.length
}

/** Who was written to at this address, with the purpose of the latest message. */
const findReceivers = async (
  store: Store,
  { channel, from }: { readonly channel: string; readonly from: string },
): Promise<readonly { readonly customer_id: string; readonly purpose: string }[]> => {
  const writings = writingsOf(from)
  const find = (address: string): Promise<{ customer_id: string; purpose: string }[]> =>
    store.query(
      `select distinct on (customer_id) customer_id, purpose
       from message
       where ${address} = any($1) and channel = $2 and attempts > 0
       order by customer_id, message_id desc`,
      [writings, channel],
    )
  const exact = await find('address')
  // Files write numbers with spaces and dashes, too. Slow, and asked only where nobody has the number as it came.
  return exact.length > 0 ? exact : find("regexp_replace(address, '[ -]', '', 'g')")
}

/** How a number may stand in the files: with or without the country's code, which operators always write. */
const writingsOf = (from: string): readonly string[] => {
  const number = from.replace(/^\+/, '')
  const national = number.replace(/^86(?=1\d{10}$)/, '')
  return [...new Set([from, number, `+${number}`, national])]
}
