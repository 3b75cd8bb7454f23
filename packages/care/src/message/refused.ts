import type { Db } from '@tend/store'
import type { RefusalReason, Verdict } from '../policy/verdict.ts'

/** A message that may not leave now. */
export type Refused = {
  readonly message_id: number
  readonly expires_at: string | null
  readonly verdict: Verdict & { readonly kind: 'refused' }
}

/**
 * What becomes of messages that the policy refuses when they are to leave: what passes by itself they wait for; of a cap and a cool-off only where that lies before their
 * occasion is over. Everything else cancels them with its reason. Who waits for longer than the hour takes a new place behind the customer's other
 * messages of the channel, so that a notice does not wait for an advertisement.
 */
export const settleRefused = async (
  tx: Db,
  refused: readonly Refused[],
  now: Date,
): Promise<{ readonly cancelled: number; readonly delayed: number }> => {
  const waits = refused.filter(waitsFor)
  const stops = refused.filter((one) => !waitsFor(one))
  await delay(
    tx,
    waits.map(({ message_id, verdict: { code, until } }) => ({
      message_id,
      until: until === null ? new Date(now.getTime() + openEndMs) : new Date(until),
      reason: code,
      takesNewPlace: longer.includes(code),
    })),
  )
  await cancel(
    tx,
    stops.map(({ message_id, verdict: { code } }) => ({ message_id, reason: code })),
    now,
  )
  return { cancelled: stops.length, delayed: waits.length }
}

/** Reasons of the hour, which hold up whatever the channel has for the customer. */
const hourly: readonly RefusalReason[] = ['quiet-hours', 'holiday']
/** Reasons that pass after days. */
const longer: readonly RefusalReason[] = ['cap', 'cool-off']
/** Where the rules say no end: the question is asked again. */
const openEndMs = 3_600_000

const waitsFor = ({ expires_at, verdict: { code, until } }: Refused): boolean =>
  hourly.includes(code) ||
  (longer.includes(code) && (expires_at === null || (until !== null && Date.parse(until) < Date.parse(expires_at))))

export type Delay = {
  readonly message_id: number
  readonly until: Date
  readonly reason: RefusalReason | null
  readonly takesNewPlace?: boolean
}

export const delay = async (tx: Db, delays: readonly Delay[]): Promise<void> => {
  if (delays.length === 0) return
  await tx.execute(
    `update message set next_attempt_at = late.until, reason = late.reason,
       not_before = case when late."takesNewPlace" then late.until else not_before end
     from jsonb_to_recordset($1) as late (message_id bigint, until timestamptz, reason text, "takesNewPlace" boolean)
     where message.message_id = late.message_id`,
    [JSON.stringify(delays)],
  )
}

const cancel = async (
  tx: Db,
  stops: readonly { readonly message_id: number; readonly reason: string }[],
  now: Date,
): Promise<void> => {
  if (stops.length === 0) return
  await tx.execute(
    `update message set state = 'cancelled', reason = stop.reason, settled_at = $2, settled_by = 'system'
     from jsonb_to_recordset($1) as stop (message_id bigint, reason text)
     where message.message_id = stop.message_id`,
    [JSON.stringify(stops), now],
  )
}
