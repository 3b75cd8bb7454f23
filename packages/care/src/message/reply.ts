import type { Store } from '@tend/store'
import type { At } from '../command.ts'
import { refuseByLink } from '../consent/link.ts'
import type { PolicyPack } from '../policy/verdict.ts'

/** What customers answer to be left in peace: the words of our own texts, and those that people are used to. */
const refusals = /^(r|t|td|tuiding|退订|拒收|stop|refuse|unsubscribe)[.。!！]?$/i

/**
 * A customer answered to a message. An answer that refuses withdraws the purpose of the latest message that went to this address and can be refused, for every customer who has
 * it, as the link in an e-mail does; other answers change nothing. Answers how many customers refused.
 */
export const takeReply = async (
  store: Store,
  pack: PolicyPack,
  at: At,
  reply: { readonly channel: string; readonly from: string; readonly text: string },
): Promise<number> => {
  if (!refusals.test(reply.text.trim())) return 0
  const refusable = [...pack.purposes.values()].flatMap(({ id, basis }) => (basis === 'contract' ? [] : [id]))
  const latest = await store.query<{ customer_id: string; purpose: string }>(
    `select distinct on (customer_id) customer_id, purpose
     from message
     where address = any($1) and channel = $2 and state in ('sent', 'delivered', 'unknown') and purpose = any($3)
     order by customer_id, message_id desc`,
    [writingsOf(reply.from), reply.channel, refusable],
  )
  for (const { customer_id, purpose } of latest)
    await refuseByLink(store, pack, at, {
      customerId: customer_id,
      purpose,
      channel: reply.channel,
      from: 'purpose',
      how: 'message',
    })
  return latest.length
}

/** How a number may stand in the files: with or without the country's code, which operators always write. */
const writingsOf = (from: string): readonly string[] => {
  const number = from.replace(/^\+/, '')
  const national = number.replace(/^86(?=1\d{10}$)/, '')
  return [...new Set([from, number, `+${number}`, national])]
}
