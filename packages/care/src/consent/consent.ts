import type { Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import { can } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { holdInScope } from '../contact/lock.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import { holdCustomer } from '../task/hold.ts'
import { insertConsent } from './insert.ts'
import { type Stopped, stopContacts } from './stop.ts'

export type ConsentInput = {
  readonly customerId: string
  /** Null, only of a withdrawal: nothing more for any purpose. */
  readonly purpose: string | null
  /** Null covers all channels. */
  readonly channel: string | null
  readonly state: 'given' | 'withdrawn'
  /** Of a consent given: the version of the text that was shown or read out. */
  readonly textVersion?: string
  readonly how: string
  /** Where the proof lies: the number of a form or recording. */
  readonly proof?: string
}

export type ConsentDone = { readonly kind: 'done'; readonly consentId: number; readonly stopped: Stopped }

/**
 * The one way in for what a customer says to a person. A consent names the text that is in force; a withdrawal needs nothing but the word, and in the
 * same transaction closes the open tasks and cancels the waiting messages that it forbids. Everybody who listens to `tend_stop` is told.
 */
export const recordConsent = (
  store: Store,
  command: Command,
  scope: Scope,
  pack: PolicyPack,
  input: ConsentInput,
): Promise<ConsentDone | Refusal> =>
  runOnce(store, command, { name: 'recordConsent', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'consents.record')) return refuse('forbidden')
    const problem = checkConsent(pack, input)
    if (problem) return problem
    if ((await holdInScope(tx, scope, input.customerId)) === undefined) return refuse('not_found')
    await holdCustomer(tx, input.customerId)
    const consentId = await insertConsent(tx, {
      customerId: input.customerId,
      purpose: input.purpose,
      channel: input.channel,
      state: input.state,
      textVersion: input.state === 'given' ? (versionOf(pack, input.purpose) ?? null) : null,
      at: now,
      recordedAt: now,
      how: input.how,
      takenBy: actor.userId,
      staffId: actor.staffId,
      proof: input.proof?.trim() || null,
      source: 'tend',
    })
    const stopped =
      input.state === 'withdrawn' ? await stopContacts(tx, pack, [input.customerId], command) : nothingStopped
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: input.state === 'given' ? 'consent.given' : 'consent.withdrawn',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { consent: consentId, purpose: input.purpose, channel: input.channel, how: input.how, ...stopped },
    })
    return { kind: 'done', consentId, stopped }
  })

export const nothingStopped: Stopped = { tasks: 0, messages: 0 }

const versionOf = (pack: Pick<Pack, 'purposes'>, purpose: string | null): string | undefined =>
  purpose === null ? undefined : pack.purposes.get(purpose)?.consentVersion

const checkConsent = (pack: PolicyPack, input: ConsentInput): Refusal | undefined => {
  if (input.how.trim() === '') return refuse('invalid_value', 'how')
  if (input.channel !== null && !pack.channels.has(input.channel)) return refuse('unknown_channel', input.channel)
  if (input.purpose === null) return input.state === 'given' ? refuse('unknown_purpose', '') : undefined
  const purpose = pack.purposes.get(input.purpose)
  // What a contract needs is neither asked for nor refused.
  if (purpose === undefined || purpose.basis === 'contract') return refuse('unknown_purpose', input.purpose)
  if (input.state === 'withdrawn') return undefined
  const version = purpose.consentVersion
  if (purpose.basis === 'consent' && (version === undefined || input.textVersion === undefined))
    return refuse('invalid_value', 'textVersion')
  return input.textVersion !== undefined && input.textVersion !== version
    ? refuse('content_differs', input.textVersion)
    : undefined
}
