import type { Catalogue } from '@tend/contract'
import type { OutcomeChoice } from './outcome-draft.ts'
import type { QuickTime } from './quick-times.ts'

export type ReasonKey = 'done' | 'selfService' | 'declined' | 'noNeed' | 'otherBank' | 'unreachable'

/** What may be chosen once the outcome is: a reason for no next contact, or a time. Each has its digit. */
export type Step =
  | { readonly kind: 'reason'; readonly key: ReasonKey }
  | { readonly kind: 'time'; readonly time: QuickTime }

const reasonsOf = {
  success: ['done', 'selfService'],
  failure: ['declined', 'noNeed', 'otherBank', 'unreachable'],
} as const satisfies Record<string, readonly ReasonKey[]>

/** Who wants to hear nothing more is offered no further contact. */
export const mayMeetAgain = ({ id }: Pick<OutcomeChoice, 'id'>, outcomes: Catalogue['outcomes']): boolean =>
  outcomes.find((outcome) => outcome.id === id)?.refusal !== 'withdraw'

/** A digit is one key: nine choices at most. */
const stepsAtMost = 9

export const stepsAfter = ({ result }: Pick<OutcomeChoice, 'result'>, times: readonly QuickTime[]): readonly Step[] => {
  if (result === 'retry') return []
  const reasons = result === 'appointment' ? [] : reasonsOf[result]
  return [
    ...reasons.map((key): Step => ({ kind: 'reason', key })),
    ...times.map((time): Step => ({ kind: 'time', time })),
  ].slice(0, stepsAtMost)
}

/** The reason that mostly holds, so that the usual call takes two keys; whoever knows better chooses another. */
export const usualReason = (
  { id, result }: Pick<OutcomeChoice, 'id' | 'result'>,
  outcomes: Catalogue['outcomes'],
): ReasonKey | undefined => {
  if (result === 'success') return 'done'
  if (result !== 'failure') return undefined
  return outcomes.find((outcome) => outcome.id === id)?.refusal ? 'declined' : 'unreachable'
}
