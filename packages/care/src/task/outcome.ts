import type { Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import type { Command, Refusal } from '../command.ts'
import { unfinished } from '../unfinished.ts'
import type { Pool } from './task.ts'

/** A dated appointment, or why there is none (G48). `at` is an ISO instant. */
export type NextContact =
  | { readonly kind: 'appointment'; readonly at: string }
  | { readonly kind: 'none'; readonly reason: string }
export type OutcomeInput = {
  readonly taskId: number
  readonly outcome: string
  readonly note?: string
  readonly channel?: string
  readonly next?: NextContact
}
export type OutcomeDone = {
  readonly kind: 'done'
  readonly contactId: number
  readonly taskId: number
  readonly pool: Pool
  readonly attempts: number
  readonly isOpen: boolean
  /** When the next attempt is, where the task stays open. */
  readonly nextAt: string | null
  /** The task that an appointment at the third attempt opened. */
  readonly followUpTaskId: number | null
}

/**
 * What an attempt came to (S162, G25, G26, golden B11). `success` and `failure` close; `retry` moves to the next pool, on the next working day in
 * another time band, and closes as failure at the last attempt; `appointment` keeps the task for the agreed time, or opens a follow-up at the last attempt.
 */
export const recordOutcome = async (
  _store: Store,
  _command: Command,
  _pack: Pick<Pack, 'outcomes' | 'plays'>,
  _input: OutcomeInput,
): Promise<OutcomeDone | Refusal> => unfinished()
