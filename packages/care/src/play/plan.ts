import type { Pack } from '@tend/pack'
import type { MomentRow } from '../moment/moment.ts'
import { unfinished } from '../unfinished.ts'

/** A new occurrence with the wide-row values that plays read (`columnsOfPlays`). */
export type Candidate = { readonly moment: MomentRow; readonly row: Readonly<Record<string, unknown>> }

/** Why a task exists: the occurrence and the values that its sentence needs. `windowDays`: how long it may not make work again. */
export type Reason = {
  readonly play: string
  readonly moment: string
  readonly moment_id: string
  readonly key: string
  readonly fired_on: string
  readonly due_on: string | null
  readonly window_days: number
  readonly values: Readonly<Record<string, unknown>>
}

/** A task that the night wants to exist; `createTasks` writes it unless the same window already has one. */
export type PlannedTask = {
  readonly customerId: string
  readonly unitId: string
  readonly ownerId: string | null
  readonly play: string
  readonly contactLabel: string
  readonly channel: string
  /** Keeps one customer, play, moment and window to one task. */
  readonly dedupeKey: string
  readonly dueOn: string
  /** Working on it earlier is pointless: deferred by the conflict rule, or the as-of day. */
  readonly notBeforeOn: string
  readonly valueMinor: number
  readonly urgency: number
  readonly priority: number
  readonly assign: 'owner' | 'pool'
  readonly maxAttempts: number
  readonly reasons: readonly Reason[]
  /** What the conflict rule decided (S155): which plays were merged into this one or moved behind which. */
  readonly conflict: { readonly merged: readonly string[]; readonly deferredBehind: string | null }
}

/** Wide-row columns that the plays' conditions read. */
export const columnsOfPlays = (_pack: Pack): string[] => unfinished()

/** Which tasks follow from new moments. Pure: the same candidates give the same plan. */
export const planTasks = (
  _pack: Pack,
  _candidates: readonly Candidate[],
  _context: { readonly asOf: string; readonly today: string; readonly holidays: ReadonlySet<string> },
): PlannedTask[] => unfinished()
