import type { Outcome } from '@tend/pack'
import type { Pool } from './task.ts'

/**
 * The life of a task (S162, G25, golden B11), as plain data:
 *
 *   total ──retry──▸ second ──retry──▸ third ──retry──▸ failure
 *     any open pool ──success──▸ success
 *     any open pool ──failure──▸ failure
 *     open pool, attempts left ──appointment──▸ the pool of the next attempt, at the agreed time
 *     open pool, last attempt ──appointment──▸ failure, and a task of its own at the agreed time
 *
 * Every outcome is an attempt. Closed without the purpose reached is failure, even where an appointment follows (G25b).
 */
export type Attempted = { readonly attempts: number; readonly maxAttempts: number; readonly isOpen: boolean }
export type Transition =
  | { readonly kind: 'open'; readonly pool: Pool; readonly attempts: number; readonly next: 'retry' | 'appointment' }
  | {
      readonly kind: 'closed'
      readonly pool: 'success' | 'failure'
      readonly attempts: number
      readonly needsFollowUp: boolean
    }
  | { readonly kind: 'refused'; readonly code: 'task_closed' | 'attempts_used' }

export const openPools: readonly Pool[] = ['total', 'second', 'third']

export const transitionTask = (task: Attempted, result: Outcome['result']): Transition => {
  if (task.attempts >= task.maxAttempts) return { kind: 'refused', code: 'attempts_used' }
  if (!task.isOpen) return { kind: 'refused', code: 'task_closed' }
  const attempts = task.attempts + 1
  if (result === 'success' || result === 'failure')
    return { kind: 'closed', pool: result, attempts, needsFollowUp: false }
  const pool = openPools[attempts]
  if (attempts < task.maxAttempts && pool !== undefined) return { kind: 'open', pool, attempts, next: result }
  return { kind: 'closed', pool: 'failure', attempts, needsFollowUp: result === 'appointment' }
}
