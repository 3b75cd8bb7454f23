import type { Outcome } from '@tend/pack'
import type { Db } from '@tend/store'
import { recordAudit } from '../audit/audit.ts'
import type { Command } from '../command.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import { nothingStopped } from './consent.ts'
import { insertConsent } from './insert.ts'
import { type Stopped, stopContacts } from './stop.ts'

export type Refused = {
  readonly customerId: string
  /** The contact in which the customer said so: the proof. */
  readonly contactId: number
  readonly refusal: Outcome['refusal']
}

/**
 * What a contact's outcome means for further contacts, in the caller's transaction, after the contact and the worked task were written; the caller
 * holds the customer. `withdraw`: nothing more, for any purpose, on any channel. A `cool_off` is counted from the contact's own row and needs nothing here.
 */
export const applyRefusal = async (
  tx: Db,
  command: Command,
  pack: PolicyPack,
  { customerId, contactId, refusal }: Refused,
): Promise<Stopped> => {
  if (refusal !== 'withdraw') return nothingStopped
  const { actor, now } = command
  const consentId = await insertConsent(tx, {
    customerId,
    purpose: null,
    channel: null,
    state: 'withdrawn',
    textVersion: null,
    at: now,
    how: 'contact',
    takenBy: actor.userId,
    staffId: actor.staffId,
    proof: `contact ${contactId}`,
    source: 'tend',
  })
  const stopped = await stopContacts(tx, pack, [customerId], command)
  await recordAudit(tx, {
    at: now,
    actor: actor.userId,
    action: 'consent.withdrawn',
    subjectKind: 'customer',
    subjectId: customerId,
    detail: { consent: consentId, purpose: null, channel: null, how: 'contact', contact: contactId, ...stopped },
  })
  return stopped
}
