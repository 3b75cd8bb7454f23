import type { Db, Store } from '@tend/store'
import { recordAudit } from '../audit/audit.ts'
import type { At } from '../command.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import { nothingStopped } from './consent.ts'
import { insertConsent } from './insert.ts'
import type { RefusalLink } from './refuse-token.ts'
import { type Stopped, stopContacts } from './stop.ts'

/**
 * A customer followed the link in a message, or answered to it (`how`), and refuses: messages of its purpose on every channel, or (`all`) anything more. Clicking again, or a mail
 * program that clicks by itself, adds nothing. A customer who is no longer delivered may refuse too.
 */
export const refuseByLink = (
  store: Store,
  pack: PolicyPack,
  at: At,
  input: (
    | (RefusalLink & { readonly from: 'purpose' | 'all' })
    | (Omit<RefusalLink, 'purpose'> & { readonly from: 'all' })
  ) & {
    readonly how?: 'link' | 'message'
  },
): Promise<{ readonly kind: 'done'; readonly stopped: Stopped }> =>
  store.transaction(async (tx) => {
    const { customerId, channel, how = 'link' } = input
    const purpose = input.from === 'all' ? null : input.purpose
    await tx.query('select customer_id from customer where customer_id = $1 for update', [customerId])
    if (await isRefused(tx, customerId, purpose, at.now)) return { kind: 'done', stopped: nothingStopped }
    const consentId = await insertConsent(tx, {
      customerId,
      purpose,
      channel: null,
      state: 'withdrawn',
      textVersion: null,
      at: at.now,
      recordedAt: at.now,
      how,
      takenBy: 'customer',
      staffId: null,
      proof: channel,
      source: 'link',
    })
    const stopped = await stopContacts(tx, pack, [customerId], at)
    await recordAudit(tx, {
      at: at.now,
      actor: 'customer',
      action: 'consent.withdrawn',
      subjectKind: 'customer',
      subjectId: customerId,
      detail: { consent: consentId, purpose, channel: null, how, ...stopped },
    })
    return { kind: 'done', stopped }
  })

/**
 * Whether the customer has refused as much already: no purpose and no channel of it may have been agreed to since. A consent to one channel, or to one purpose
 * after everything was refused, is overruled by a refusal that comes later.
 */
const isRefused = async (tx: Db, customerId: string, purpose: string | null, now: Date): Promise<boolean> => {
  const found = await tx.query(
    `select from consent as refusal
     where customer_id = $1 and state = 'withdrawn' and channel is null and (purpose is null or purpose = $2)
     and not exists (
       select from consent as later
       where later.customer_id = $1 and later.state = 'given' and ($2::text is null or later.purpose = $2)
       and least(later.at, later.recorded_at) > refusal.at and later.at <= $3
     )
     limit 1`,
    [customerId, purpose, now],
  )
  return found.length > 0
}
