import type { Task } from '@tend/contract'

export type OutcomeChoice = Task['outcomes'][number]

export type Draft = {
  readonly outcome: OutcomeChoice | undefined
  readonly nextAt: string | undefined
  readonly noNextReason: string
}

export type Lack = 'outcome' | 'time' | 'future' | 'next'

/** Whether the conversation ends here: then there is a dated next contact or a reason for none (G48). A retry dates itself. */
export const asksForNext = (outcome: OutcomeChoice | undefined): boolean =>
  outcome?.result === 'success' || outcome?.result === 'failure'

/** What is still missing before the outcome may be recorded; an appointment is definite, a day with an hour that lies ahead. */
export const lackOf = ({ outcome, nextAt, noNextReason }: Draft, now: Date): Lack | undefined => {
  if (!outcome) return 'outcome'
  if (outcome.result === 'retry') return undefined
  if (nextAt) return Date.parse(nextAt) <= now.getTime() ? 'future' : undefined
  if (outcome.result === 'appointment') return 'time'
  return noNextReason.trim() === '' ? 'next' : undefined
}
