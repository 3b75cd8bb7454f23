import type { Label, Language } from '@tend/pack'
import type { RefusalReason } from '../policy/verdict.ts'
import type { Sender } from './receiver.ts'

export const messageStates = [
  'waiting',
  'sending',
  'sent',
  'delivered',
  'dead',
  'unknown',
  'cancelled',
  'expired',
] as const
/** The states of the outbox; what each means is told in the migration `0105_message.sql`. */
export type MessageState = (typeof messageStates)[number]

/** A row of the outbox. Instants are ISO texts; text, address and names are raw and masked by whoever shows them. */
export type Message = {
  readonly message_id: number
  readonly customer_id: string
  readonly customer_name: string | null
  readonly customer_phone: string | null
  readonly customer_id_number: string | null
  readonly unit_id: string
  readonly channel: string
  readonly purpose: string
  readonly kind: string
  readonly template: string
  readonly language: Language
  readonly play: string | null
  readonly moment: string | null
  readonly moment_id: string | null
  readonly moment_values: Readonly<Record<string, unknown>>
  readonly task_id: number | null
  readonly theme_id: number | null
  readonly address: string | null
  readonly subject: string | null
  readonly body: string
  readonly sender_name: string
  readonly sender_staff_id: string | null
  readonly state: MessageState
  /** A verdict of the policy, the provider's code, or one of ours. */
  readonly reason: string | null
  readonly reason_detail: string | null
  readonly attempts: number
  readonly not_before: string
  readonly next_attempt_at: string
  readonly expires_at: string | null
  readonly provider: string | null
  readonly provider_id: string | null
  readonly print_batch: string | null
  readonly consent_id: number | null
  readonly pack_hash: string
  readonly run_id: string | null
  readonly resend_of: number | null
  readonly resent_as: number | null
  readonly created_at: string
  readonly created_by: string
  readonly sent_at: string | null
  readonly delivered_at: string | null
  readonly settled_at: string | null
  readonly settled_by: string | null
  readonly settled_reason: string | null
}

/** What is to be written to whom, before it is rendered. */
export type PlannedMessage = {
  readonly customerId: string
  /** Of the pack's `templates/`; it fixes kind, purpose and channel. */
  readonly template: string
  /** For the places of the text: the wide row, and the moment's own values over it. */
  readonly values: Readonly<Record<string, unknown>>
  /** The same key is queued once, whoever plans it again: play, template and what it answers, e.g. `welcome|m-17`. */
  readonly dedupeKey: string
  readonly play?: string
  readonly moment?: string
  readonly momentId?: string
  readonly taskId?: number
  readonly themeId?: number
  /** Not before this instant; at once where absent. It also fixes the order among the customer's messages of the channel. */
  readonly notBefore?: Date
  /** The occasion is over then: what has not been sent by this instant expires. */
  readonly expiresAt?: Date
  /** Text of a person's own hand in place of the template's; it is held to the same rules. */
  readonly text?: { readonly subject?: string; readonly body: string }
  readonly language?: Language
}

export type QueueContext = {
  readonly now: Date
  readonly timeZone: string
  /** A user id, or `system`. */
  readonly createdBy: string
  readonly runId?: string
  /** The person who writes by hand: signs for a customer without an owner. */
  readonly writer?: Sender
}

/** Not queued. `reason`: a verdict of the policy, `lint` (the text breaks a rule of its kind, or a place has no value) or `unknown-template`. */
export type LeftOut = {
  readonly planned: PlannedMessage
  readonly reason: RefusalReason | 'lint' | 'unknown-template'
  readonly sentence: Label
  /** Of `lint`: the terms and places that it is about. */
  readonly terms: readonly string[]
  /** Instant at which the reason has passed; null where it does not by itself. */
  readonly until: string | null
}

export type QueuedMessages = {
  readonly queued: readonly { readonly messageId: number; readonly planned: PlannedMessage }[]
  readonly leftOut: readonly LeftOut[]
  /** Of `planned`, those that had been queued before under the same key. */
  readonly repeated: number
}
