import type { Store } from '@tend/store'
import { localDay } from '../days.ts'
import type { MessageState } from './message.ts'

/** A row of the `message` fact (packs/common/facts/message.yaml). */
export type MessageFact = {
  readonly message_id: string
  readonly customer_id: string
  /** The local day on which it was sent, or came to its end unsent. */
  readonly date: string
  readonly channel: string
  readonly purpose: string
  readonly kind: string
  readonly template: string
  readonly play: string | null
  readonly moment: string | null
  readonly staff_id: string | null
  readonly state: MessageState
  readonly reason: string | null
}

/**
 * Messages that came to an end or changed it after the given revision, in its order, for the next night; `lastId` is where the following export begins. Waits a
 * moment for messages that are being changed, so that none with a smaller revision can turn up later.
 */
export const exportMessages = (
  store: Store,
  from: { readonly afterId: number; readonly limit: number; readonly timeZone: string },
): Promise<{ readonly rows: readonly MessageFact[]; readonly lastId: number }> =>
  store.transaction(async (tx) => {
    await tx.execute('lock table message in share mode')
    const found = await tx.query<Omit<MessageFact, 'date'> & { revision: number; at: string }>(
      `select revision, coalesce(sent_at, settled_at, next_attempt_at) as at, message_id::text as message_id, customer_id, channel, purpose, kind, template,
         play, moment, sender_staff_id as staff_id, state, reason
       from message
       where revision > $1 and state not in ('waiting', 'sending')
       order by revision limit $2`,
      [from.afterId, from.limit],
    )
    const rows = found.map(({ revision: _, at, ...message }) => ({
      ...message,
      date: localDay(new Date(at), from.timeZone),
    }))
    return { rows, lastId: found.at(-1)?.revision ?? from.afterId }
  })
