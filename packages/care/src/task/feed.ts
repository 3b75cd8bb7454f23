import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse } from '../command.ts'

/** A person's calendar feed; its address is known to nobody but who was told it. */
export type CalendarFeed = { readonly staff_id: string; readonly user_id: string; readonly created_at: string }

export const findFeed = async (db: Db, staffId: string): Promise<CalendarFeed | undefined> => {
  const [feed] = await db.query<CalendarFeed>(
    'select staff_id, user_id, created_at from calendar_feed where staff_id = $1 and revoked_at is null',
    [staffId],
  )
  return feed
}

/** Of people who left, nothing. */
export const findFeedByToken = async (db: Db, tokenHash: string): Promise<CalendarFeed | undefined> => {
  const [feed] = await db.query<CalendarFeed>(
    `select staff_id, user_id, created_at from calendar_feed join staff using (staff_id)
     where token_hash = $1 and revoked_at is null and is_active`,
    [tokenHash],
  )
  return feed
}

/** Makes the address whose token hashes to `tokenHash` the person's only one. */
export const createFeed = (
  store: Store,
  command: Omit<Command, 'key'>,
  tokenHash: string,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  changeFeed(store, command, 'calendar.feed_created', async (tx, staffId) => {
    await endFeed(tx, staffId, command.now)
    return tx.execute('insert into calendar_feed (token_hash, staff_id, user_id, created_at) values ($1, $2, $3, $4)', [
      tokenHash,
      staffId,
      command.actor.userId,
      command.now,
    ])
  })

export const revokeFeed = (store: Store, command: Omit<Command, 'key'>): Promise<{ readonly kind: 'done' } | Refusal> =>
  changeFeed(store, command, 'calendar.feed_revoked', (tx, staffId) => endFeed(tx, staffId, command.now))

const endFeed = (tx: Db, staffId: string, now: Date): Promise<number> =>
  tx.execute('update calendar_feed set revoked_at = $2 where staff_id = $1 and revoked_at is null', [staffId, now])

const changeFeed = (
  store: Store,
  { actor, now }: Omit<Command, 'key'>,
  action: string,
  change: (tx: Db, staffId: string) => Promise<number>,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  store.transaction(async (tx) => {
    const { staffId } = actor
    if (!can(actor, 'tasks.work') || staffId === null) return refuse('forbidden')
    // Two clicks at once would each end a former feed that the other has not made yet.
    await tx.query('select staff_id from staff where staff_id = $1 for update', [staffId])
    if ((await change(tx, staffId)) > 0)
      await recordAudit(tx, { at: now, actor: actor.userId, action, subjectKind: 'staff', subjectId: staffId })
    return { kind: 'done' }
  })

/** What a calendar shows of an agreed time: no more of the customer than how the name begins. */
export type FeedEntry = {
  readonly task_id: number
  readonly at: string
  readonly minutes: number
  readonly channel: string
  /** First character of the name. */
  readonly initial: string | null
}

/** Open agreed times of a person in a range. */
export const listFeedEntries = (
  db: Db,
  staffId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<FeedEntry[]> =>
  db.query<FeedEntry>(
    `select task_id, appointment_at as at, effort_minutes as minutes, channel, left(customer.name, 1) as initial
     from task left join customer using (customer_id)
     where assignee_id = $1 and task.closed_at is null and appointment_at >= $2 and appointment_at < $3
     order by appointment_at, task_id`,
    [staffId, from, to],
  )
