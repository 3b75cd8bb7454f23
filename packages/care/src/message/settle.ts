import type { Db, Store } from '@tend/store'
import { matchReceipts } from './receipt.ts'

/** What came of one attempt; `accepted` carries the provider's name for the message. */
export type AttemptResult = {
  readonly message_id: number
  readonly attempt: number
  readonly outcome: 'accepted' | 'refused' | 'failed' | 'unknown'
  readonly reason?: string
  readonly provider_id?: string
}

/** How a provider is tried again. `pausesMs`: before the second attempt, the third …; when they are used up the message is given up. */
export type Retry = { readonly pausesMs: readonly number[]; readonly isIdempotent: boolean }

/**
 * Writes down what came of attempts. Accepted: `sent`. Refused: `dead`. Failed: `waiting` after a pause, `dead` after the last. Unknown: `waiting` again
 * only where the receiver honours our key; else `unknown`, for a person. An answer that comes after the sender was taken for dead still counts for a
 * message that nobody has touched since.
 */
export const settleAttempts = (
  store: Store,
  results: readonly AttemptResult[],
  { provider, retry, now }: { readonly provider: string; readonly retry: Retry; readonly now: Date },
): Promise<void> =>
  store.transaction(async (tx) => {
    const rows = results.map((result) => ({ ...result, ...nextState(result, retry, now) }))
    await tx.execute(
      `update message_attempt as old set ended_at = $2, outcome = new.outcome, reason = new.reason, provider_id = new.provider_id
       from jsonb_to_recordset($1) as new (message_id bigint, attempt smallint, outcome text, reason text, provider_id text)
       where old.message_id = new.message_id and old.attempt = new.attempt`,
      [JSON.stringify(rows), now],
    )
    await tx.execute(
      `update message as old set state = new.state, reason = new.why, reason_detail = new.reason,
         next_attempt_at = coalesce(new.again_at, old.next_attempt_at),
         sent_at = case when new.state = 'sent' then $2 else old.sent_at end,
         provider_id = coalesce(new.provider_id, old.provider_id), leased_by = null, lease_until = null
       from jsonb_to_recordset($1) as new (message_id bigint, attempt smallint, state text, why text, reason text, again_at timestamptz, provider_id text)
       where old.message_id = new.message_id and old.attempts = new.attempt and old.state in ('sending', 'unknown')`,
      [JSON.stringify(rows), now],
    )
    const accepted = results.flatMap(({ provider_id }) => (provider_id === undefined ? [] : [provider_id]))
    await matchReceipts(tx, provider, accepted, now)
  })

type Next = { readonly state: string; readonly why: string | null; readonly again_at?: Date }

const nextState = ({ outcome, attempt, reason }: AttemptResult, retry: Retry, now: Date): Next => {
  if (outcome === 'accepted') return { state: 'sent', why: null }
  if (outcome === 'refused') return { state: 'dead', why: reason ?? 'refused' }
  if (outcome === 'unknown' && !retry.isIdempotent) return { state: 'unknown', why: reason ?? 'timeout' }
  const pause = retry.pausesMs[attempt - 1]
  if (pause !== undefined) return { state: 'waiting', why: reason ?? null, again_at: new Date(now.getTime() + pause) }
  // What may have been received must not be given up as if it had not.
  return outcome === 'unknown'
    ? { state: 'unknown', why: reason ?? 'timeout' }
    : { state: 'dead', why: reason ?? 'attempts-used' }
}

/**
 * Finds attempts whose sender died: repeated where the provider's receiver honours our key (`idempotentProviders`), else of unknown fate. Also lets
 * what has outlived its occasion expire. Answers how many of each.
 */
export const sweepMessages = (
  store: Store,
  { now, idempotentProviders }: { readonly now: Date; readonly idempotentProviders: readonly string[] },
): Promise<{ readonly repeated: number; readonly unknown: number; readonly expired: number }> =>
  store.transaction(async (tx) => {
    const expired = await tx.execute(
      `update message set state = 'expired', reason = 'expired', settled_at = $1, settled_by = 'system'
       where message_id in (
         select message_id from message where state = 'waiting' and expires_at <= $1 order by message_id for update skip locked
       )`,
      [now],
    )
    const lost = await tx.query<{ message_id: number; attempts: number; provider: string }>(
      `select message_id, attempts, provider from message where state = 'sending' and lease_until < $1
       order by message_id for update skip locked`,
      [now],
    )
    const [repeated, unknown] = [
      lost.filter(({ provider }) => idempotentProviders.includes(provider)),
      lost.filter(({ provider }) => !idempotentProviders.includes(provider)),
    ]
    await release(tx, repeated, { state: 'waiting', now })
    await release(tx, unknown, { state: 'unknown', now })
    return { repeated: repeated.length, unknown: unknown.length, expired }
  })

const release = async (
  tx: Db,
  lost: readonly { readonly message_id: number; readonly attempts: number }[],
  { state, now }: { readonly state: 'waiting' | 'unknown'; readonly now: Date },
): Promise<void> => {
  if (lost.length === 0) return
  const ids = lost.map(({ message_id }) => message_id)
  await tx.execute(
    `update message set state = $2, reason = 'sender-died', next_attempt_at = $3, leased_by = null, lease_until = null where message_id = any($1)`,
    [ids, state, now],
  )
  await tx.execute(
    `update message_attempt set ended_at = $2, outcome = 'unknown', reason = 'sender-died'
     from message
     where message_attempt.message_id = any($1) and message.message_id = message_attempt.message_id
     and message_attempt.attempt = message.attempts and message_attempt.outcome is null`,
    [ids, now],
  )
}
