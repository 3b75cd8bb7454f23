import type { PlannedMessage } from '../message/message.ts'
import type { PlannedTask, Reason } from './conflict.ts'

/** What one play wants for one occurrence of a customer. */
export type PlannedWork = {
  readonly customerId: string
  readonly unitId: string
  readonly play: string
  /** `<play>|<moment_id>`: whatever comes of it is made once. */
  readonly key: string
  readonly reason: Reason
  /** The customer's task, where the play makes one, then the company's beside it (S35). */
  readonly tasks: readonly PlannedTask[]
  readonly messages: readonly PlannedMessage[]
  /** Ids of `pack.benefits` and of `pack.cases`. */
  readonly benefits: readonly string[]
  readonly cases: readonly string[]
}

/**
 * Why a play (or one of its actions) does nothing for a customer: not for these levels, its condition, a guard; `known`: the occurrence made work within
 * its window already; `limit`: the benefit's limit of the year; else what the contact policy or the outbox says. `detail`: scheme, guard, template or
 * benefit. `until`: the local day from which the obstacle is gone.
 */
export type LeftOut = {
  readonly play: string
  readonly customerId: string
  readonly unitId: string
  readonly momentId: string
  readonly code: string
  readonly detail: string | null
  readonly until: string | null
}

export const leftOutOf = (
  { play, customerId, unitId, reason }: PlannedWork,
  code: string,
  detail: string | null,
  until: string | null = null,
): LeftOut => ({ play, customerId, unitId, momentId: reason.moment_id, code, detail, until })
