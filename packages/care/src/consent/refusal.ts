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
  return withdrawAll(tx, command, pack, { customerId, at: command.now, proof: { contact: contactId } })
}

export type WithdrawnAll = {
  readonly customerId: string
  /** When it was said. */
  readonly at: Date
  /** What it was said in, by its kind and number. */
  readonly proof: Readonly<Record<string, string | number>>
}

/** Writes down that the customer wants to hear nothing more, stops what is open, and says so in the audit; the customer's row is held by the caller. */
export const withdrawAll = async (
  tx: Db,
  command: Omit<Command, 'key'>,
  pack: PolicyPack,
  { customerId, at, proof }: WithdrawnAll,
): Promise<Stopped> => {
  const { actor, now, recordedAt = now } = command
  const consentId = await insertConsent(tx, {
    customerId,
    purpose: null,
    channel: null,
    state: 'withdrawn',
    textVersion: null,
    at,
    recordedAt,
    how: 'contact',
    takenBy: actor.userId,
    staffId: actor.staffId,
    proof: Object.entries(proof)
      .map(([kind, id]) => `${kind} ${id}`)
      .join(', '),
    source: 'tend',
  })
  // What is stopped is stopped now, whenever it was said: whoever asks what was stopped since an hour must find it.
  const stopped = await stopContacts(tx, pack, [customerId], { ...command, now: recordedAt })
  await recordAudit(tx, {
    at: recordedAt,
    actor: actor.userId,
    action: 'consent.withdrawn',
    subjectKind: 'customer',
    subjectId: customerId,
    detail: { consent: consentId, purpose: null, channel: null, how: 'contact', ...proof, ...stopped },
  })
  return stopped
}
