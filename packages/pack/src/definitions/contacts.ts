import type { Defined, Label } from './shared.ts'

/**
 * Why a customer is contacted. `consent`: only where consent was given, unknown counts as no. `objection`: unless the customer has refused.
 * `contract`: always; it carries no marketing.
 */
export type Purpose = Defined & {
  readonly basis: 'consent' | 'objection' | 'contract'
  /** True: customers who have left may be contacted too, to win them back (S126). */
  readonly afterLeaving: boolean
  /** What the customer is asked to agree to (X02), and the version of that text, which each proof names. */
  readonly consentText?: Label
  readonly consentVersion?: string
}

/** A way to reach a customer (X35). */
export type Channel = Defined & {
  /** Used by a person, or written to by Tend. */
  readonly by: 'person' | 'message'
  /** Column of the customer fact that holds the address; absent where none is needed (a visit, the app). */
  readonly address?: string
  /** Only for customers whom somebody has reached before (S114). */
  readonly needsTrust: boolean
  /** May be used in quiet hours: it lies there until it is read (a letter, the app). */
  readonly isQuiet: boolean
  /** The customer is met face to face: work for whoever looks after customers, never for the pool's callers (S58). */
  readonly isInPerson: boolean
  /** Reaches no customer, another system takes it or it is work at one's own desk (S22): nobody is asked to agree to it, nobody is met there. */
  readonly isInternal?: boolean
}

/** How often, when and after what a customer may be contacted (S100, S138, G30). All policies of a pack hold together. */
export type Policy = Defined & {
  /** Local hours in which nobody is called or written to; `from` may lie after `to`. */
  readonly quietHours?: { readonly from: string; readonly to: string }
  /** Whether days off are quiet too, for purposes that need consent. */
  readonly quietOnHolidays: boolean
  /** Days without contacts that need consent after a customer has declined. */
  readonly coolOffDays: number
  /** At most so many outbound contacts and messages; without `for`, for everybody; without `channels`, over all; without `purposes`, over all that are not `contract`. */
  readonly caps: readonly {
    readonly for: Readonly<Record<string, readonly string[]>>
    readonly channels?: readonly string[]
    readonly purposes?: readonly string[]
    readonly per: 'day' | 'week' | 'month'
    readonly max: number
  }[]
  /** At least so many reached contacts, counted back from the day: what a level may expect. It goes before a cap for purposes of basis `objection` (G30). */
  readonly minimums: readonly {
    readonly for: Readonly<Record<string, readonly string[]>>
    readonly channels?: readonly string[]
    readonly per: 'month' | 'quarter' | 'half_year' | 'year'
    readonly min: number
  }[]
}
