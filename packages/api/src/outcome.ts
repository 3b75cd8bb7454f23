import type { Refusal, RefusalCode } from '@tend/care'
import type { ErrorCode } from '@tend/contract'
import { ApiFailure } from './failure.ts'

/** Total: a refusal that care adds does not compile until it has an answer. */
const codes: Readonly<Record<RefusalCode, ErrorCode>> = {
  forbidden: 'forbidden',
  not_found: 'not-found',
  task_closed: 'task-closed',
  task_taken: 'task-taken',
  attempts_used: 'attempts-used',
  too_early: 'too-early',
  reason_required: 'reason-required',
  next_contact_required: 'next-contact-required',
  appointment_in_past: 'appointment-in-past',
  unknown_outcome: 'unknown-outcome',
  unknown_staff: 'unknown-staff',
  unknown_field: 'unknown-field',
  invalid_value: 'invalid-value',
  key_reused: 'idempotency-conflict',
  unchanged: 'unchanged',
  busy: 'run-in-progress',
  maker_is_checker: 'maker-is-checker',
  not_permitted: 'not-permitted',
  unknown_purpose: 'unknown-purpose',
  unknown_channel: 'unknown-channel',
  unknown_template: 'unknown-template',
  lint_failed: 'lint-failed',
  wrong_state: 'wrong-state',
  unknown_case: 'unknown-case',
  unknown_play: 'unknown-play',
  unknown_benefit: 'unknown-benefit',
  limit_reached: 'limit-reached',
  too_large: 'too-large',
  overlap: 'overlap',
  not_classed: 'not-classed',
  not_the_maker: 'not-the-maker',
  content_differs: 'content-differs',
  edited_meanwhile: 'content-differs',
  version_has_mistakes: 'version-has-mistakes',
  version_behind: 'version-behind',
  version_state: 'version-state',
  unknown_segment: 'unknown-segment',
  name_taken: 'name-taken',
}

/** The outcome of a command that was carried out; throws the catalogue's answer for one that was refused. */
export function required<Outcome extends { readonly kind: string }>(
  outcome: Outcome | Refusal,
): Exclude<Outcome, Refusal> {
  if (outcome.kind === 'refused') {
    const { code, detail } = outcome as Refusal
    // What was not found is not repeated: unknown and foreign ids answer alike, to the letter.
    const isTold = detail !== undefined && code !== 'not_found'
    throw new ApiFailure(codes[code], isTold ? { detail } : undefined)
  }
  return outcome as Exclude<Outcome, Refusal>
}
