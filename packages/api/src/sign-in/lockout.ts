import type { Db } from '@tend/store'
import { ApiFailure } from '../failure.ts'

/**
 * Failed sign-ins are counted by user name, known or not, and by address. Five wrong passwords lock a name for a quarter of an hour; an
 * address, which a whole branch may share, after fifty. A success clears the name; a lock that has ended starts the count afresh.
 */
const limits = { name: 5, address: 50 } as const
const lockMinutes = 15

export type Attempt = { readonly username: string; readonly address: string }

const subjectsOf = ({ username, address }: Attempt) => [
  { subject: `name:${username.toLowerCase()}`, limit: limits.name },
  { subject: `address:${address}`, limit: limits.address },
]

/**
 * Counts the attempt as a failure before the password is looked at, so that many at once are no more guesses than one after another; whoever
 * knows the password takes it back with `clearFailures`. Throws `sign-in-locked` while the name or the address is locked.
 */
export async function countAttempt(db: Db, attempt: Attempt, now: Date): Promise<void> {
  await refuseLocked(db, attempt, now)
  const windowStart = new Date(now.getTime() - lockMinutes * 60_000)
  const lockedUntil = new Date(now.getTime() + lockMinutes * 60_000)
  for (const { subject, limit } of subjectsOf(attempt)) {
    const counted = await db.execute(
      `insert into sign_in_failure as known (subject, failures, first_at) values ($1, 1, $2)
       on conflict (subject) do update set
         failures = case when known.first_at < $3 then 1 else known.failures + 1 end,
         first_at = case when known.first_at < $3 then $2 else known.first_at end,
         locked_until = case when known.first_at >= $3 and known.failures + 1 >= $4 then $5::timestamptz end
       where coalesce(known.locked_until <= $2, true)`,
      [subject, now, windowStart, limit, lockedUntil],
    )
    // Others used the tries up since the first look.
    if (counted === 0) await refuseLocked(db, attempt, now)
  }
}

async function refuseLocked(db: Db, attempt: Attempt, now: Date): Promise<void> {
  const rows = await db.query<{ locked_until: string }>(
    'select locked_until from sign_in_failure where subject = any($1) and locked_until > $2 order by locked_until desc limit 1',
    [subjectsOf(attempt).map(({ subject }) => subject), now],
  )
  const lockedUntil = rows[0]?.locked_until
  if (lockedUntil === undefined) return
  const retryAfterSeconds = Math.max(1, Math.ceil((Date.parse(lockedUntil) - now.getTime()) / 1000))
  throw new ApiFailure('sign-in-locked', { retryAfterSeconds })
}

/** After a success: the name starts afresh, the address has one failure less. */
export async function clearFailures(db: Db, username: string, address?: string): Promise<void> {
  await db.execute('delete from sign_in_failure where subject = $1', [`name:${username.toLowerCase()}`])
  if (address === undefined) return
  await db.execute(
    'update sign_in_failure set failures = greatest(failures - 1, 0), locked_until = null where subject = $1',
    [`address:${address}`],
  )
}
