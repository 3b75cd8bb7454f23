import type { Actor } from './access/roles.ts'

/** A moment of judging: the instant and the institution's time zone, which fixes what `today` is. */
export type At = { readonly now: Date; readonly timeZone: string }

/**
 * Who does something, when, and under which idempotency key. The same person's same key gives the first result again and changes nothing;
 * keys are fresh random texts of the caller (a button pressed once is one key).
 */
export type Command = At & { readonly actor: Actor; readonly key: string }

/** Why a command was not carried out. Nothing was changed; the same key may be used again. */
export type RefusalCode =
  | 'forbidden'
  | 'not_found'
  | 'task_closed'
  | 'task_taken'
  | 'attempts_used'
  | 'too_early'
  | 'reason_required'
  | 'next_contact_required'
  | 'appointment_in_past'
  | 'unknown_outcome'
  | 'unknown_staff'
  | 'unknown_field'
  | 'invalid_value'
  | 'unchanged'
export type Refusal = { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail?: string }

/** One page of a list; `next` is the cursor of the following page, absent at the end. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next?: string }
export type PageRequest = { readonly cursor?: string; readonly limit?: number }
