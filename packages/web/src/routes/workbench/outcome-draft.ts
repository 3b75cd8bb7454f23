import type { Task } from '@tend/contract'

export type OutcomeChoice = Task['outcomes'][number]

/** What has been typed at a task and not yet recorded. */
export type Draft = {
  readonly outcomeId?: string
  readonly note: string
  readonly nextAt?: string
  readonly noNextReason: string
}

/** A field that is named with `undefined` is cleared. */
export type DraftChange = { readonly [Key in keyof Draft]?: Draft[Key] | undefined }

export const applyChange = (draft: Draft, change: DraftChange): Draft => {
  const { outcomeId, note, nextAt, noNextReason } = { ...draft, ...change }
  return {
    note: note ?? '',
    noNextReason: noNextReason ?? '',
    ...(outcomeId === undefined ? {} : { outcomeId }),
    ...(nextAt === undefined ? {} : { nextAt }),
  }
}

export const emptyDraft: Draft = { note: '', noNextReason: '' }

export const isEmpty = ({ outcomeId, note, nextAt, noNextReason }: Draft): boolean =>
  outcomeId === undefined && note.trim() === '' && nextAt === undefined && noNextReason.trim() === ''

export type Lack = 'outcome' | 'time' | 'future' | 'next'

/** Whether the conversation ends here: then there is a dated next contact or a reason for none (G48). A retry dates itself. */
export const asksForNext = (outcome: OutcomeChoice | undefined): boolean =>
  outcome?.result === 'success' || outcome?.result === 'failure'

/** What is still missing before the outcome may be recorded; an appointment is definite, a day with an hour that lies ahead. */
export const lackOf = (
  outcome: OutcomeChoice | undefined,
  { nextAt, noNextReason }: Pick<Draft, 'nextAt' | 'noNextReason'>,
  now: Date,
): Lack | undefined => {
  if (!outcome) return 'outcome'
  if (outcome.result === 'retry') return undefined
  if (nextAt) return Date.parse(nextAt) <= now.getTime() ? 'future' : undefined
  if (outcome.result === 'appointment') return 'time'
  return noNextReason.trim() === '' ? 'next' : undefined
}

/** What is sent: only what the outcome asks for. */
export const bodyOf = (outcome: OutcomeChoice, { note, nextAt, noNextReason }: Draft) => ({
  outcome: outcome.id,
  ...(note.trim() === '' ? {} : { note: note.trim() }),
  ...(outcome.result === 'retry'
    ? {}
    : nextAt
      ? { nextAt }
      : noNextReason.trim() === ''
        ? {}
        : { noNextReason: noNextReason.trim() }),
})
