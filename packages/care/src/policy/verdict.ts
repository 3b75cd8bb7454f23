import type { Pack } from '@tend/pack'

/** May this customer be contacted, through this channel, for this purpose, at this instant? */
export type ContactAsk = {
  readonly customerId: string
  readonly channel: string
  readonly purpose: string
  readonly at: Date
  /** Who calls or writes to us is always answered; `outbound` where absent. */
  readonly direction?: 'inbound' | 'outbound'
  /** The customer asked for this contact at this time: no cap, cool-off or quiet hour stands against a promise. */
  readonly isAgreed?: boolean
  /** The message of the outbox that is asked about: it does not count against itself, and neither do those that leave after it. */
  readonly messageId?: number
}

/** Why not, in the order in which it is asked (ARCHITECTURE, "May we?"). */
export const refusalReasons = [
  'absent',
  'withdrawn',
  'no-consent',
  'objected',
  'no-address',
  'no-trust',
  'cool-off',
  'cap',
  'quiet-hours',
  'holiday',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** What the sentence of a refusal needs besides its code. */
export type RefusalDetail = {
  /** Instant of the withdrawal, the objection or the refusal that it rests on. */
  readonly since?: string
  /** Of a cap. */
  readonly cap?: { readonly policy: string; readonly per: 'day' | 'week' | 'month'; readonly max: number }
}

/**
 * `consentId` is the row of `consent` that an allowed contact rests on; null where its purpose needs none. `until` is the first instant at which the
 * reason has passed, as an ISO instant; null where it does not pass by itself.
 */
export type Verdict =
  | { readonly kind: 'allowed'; readonly consentId: number | null }
  | {
      readonly kind: 'refused'
      readonly code: RefusalReason
      readonly until: string | null
      readonly detail: RefusalDetail
    }

/** What of a pack decides whether a customer may be contacted. */
export type PolicyPack = Pick<Pack, 'purposes' | 'channels' | 'policies'>

/** Reasons that waiting does not cure: work and messages that meet one are stopped, not put off. */
export const stops: readonly RefusalReason[] = ['withdrawn', 'no-consent', 'objected']
