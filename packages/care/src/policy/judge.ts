import type { Db } from '@tend/store'
import type { ContactAsk, PolicyPack, Verdict } from './verdict.ts'

export type Judging = {
  /** False for whoever plans: `quiet-hours` and `holiday` only delay. */
  readonly hour: boolean
  readonly timeZone: string
}

/**
 * The one answer to "may we?": a verdict for each ask, in their order, the first of `refusalReasons` that speaks against it. Each ask is judged for
 * itself, by what has happened and what waits in the outbox, and not by the others: whoever plans several contacts of a customer at once settles
 * them first. Two hundred thousand asks are one question. A purpose that the pack does not know needs consent, a channel that it does not know has no address.
 */
export declare const judgeContacts: (
  db: Db,
  pack: PolicyPack,
  asks: readonly ContactAsk[],
  judging: Judging,
) => Promise<readonly Verdict[]>
