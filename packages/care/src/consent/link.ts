import type { Store } from '@tend/store'
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
  input: RefusalLink & { readonly from: 'purpose' | 'all'; readonly how?: 'link' | 'message' },
): Promise<{ readonly kind: 'done'; readonly stopped: Stopped }> =>
  store.transaction(async (tx) => {
    const { customerId, channel, how = 'link' } = input
    const purpose = input.from === 'all' ? null : input.purpose
    await tx.query('select customer_id from customer where customer_id = $1 for update', [customerId])
    const [latest] = await tx.query<{ state: string }>(
      `select state from consent
       where customer_id = $1 and channel is null and (purpose is null or purpose = $2)
       order by at desc, state desc, consent_id desc limit 1`,
      [customerId, purpose],
    )
    if (latest?.state === 'withdrawn') return { kind: 'done', stopped: nothingStopped }
    const consentId = await insertConsent(tx, {
      customerId,
      purpose,
      channel: null,
      state: 'withdrawn',
      textVersion: null,
      at: at.now,
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
