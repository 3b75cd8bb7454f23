import type { LevelOverride, RouteInput, Why } from '@tend/contract'

/** Stands in the list of levels for keeping the one that the customer has; no level's id has a space. */
export const holdPresent = 'hold present'

export type LevelAnswers = { readonly level: string; readonly until: string; readonly reason: string }

export const levelOrder = (
  scheme: string,
  { level, until, reason }: LevelAnswers,
  idempotencyKey: string,
): RouteInput<'overrideLevel'>['body'] => ({
  scheme,
  level: level === holdPresent ? null : level,
  until,
  reason: reason.trim(),
  idempotencyKey,
})

/** Whether the night has read a decision already: then the level itself says so. */
export const isInForce = ({ reason, until }: LevelOverride, manual: Why['manual']): boolean =>
  manual !== null && manual.reason === reason && manual.until === until
