import type { Defined, Label } from './shared.ts'

/** A kind of message and what its texts may and must hold (S50, golden B19). */
export type MessageKind = Defined & {
  readonly purpose: string
  /** Terms that may not occur, compared without case, and why. */
  readonly forbidden: readonly { readonly terms: readonly string[]; readonly why: Label }[]
  /** Places that every text must hold: `unit_name`, `sender_name`, `refuse`. */
  readonly requires: readonly string[]
  /** `closest`: the person who knows the customer best signs (S50); `institution`: the bank or shop. */
  readonly sender: 'closest' | 'institution'
}

/** What is written. `{name}` places: customer_name, sender_name, unit_name, institution, refuse, the moment's values and the wide row. */
export type Template = Defined & {
  readonly kind: string
  readonly channel: string
  readonly subject?: Label
  readonly body: Label
}

/** A category of bulletins that customers subscribe to (S09). */
export type Bulletin = Defined
