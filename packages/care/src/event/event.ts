import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, hashOf } from '../command.ts'
import { addDays, localDay } from '../days.ts'
import { type MomentRow, momentColumns } from '../moment/moment.ts'
import { carryOut } from '../play/carry-out.ts'
import { planPlays } from '../play/plan.ts'
import { readWorkingDays } from '../task/calendar.ts'

/** A checked event: the row as it was sent, and what its judging noticed. */
export type ArrivedEvent = {
  /** The sender's own key: the same key with the same row changes nothing. */
  readonly key: string
  readonly fact: string
  readonly customerId: string
  /** The row's business date, `YYYY-MM-DD`. */
  readonly date: string
  readonly row: Readonly<Record<string, unknown>>
  readonly occurrences: readonly MomentRow[]
  /** Wide-row values that plays read (`columnsOfPlays`). */
  readonly customer: Readonly<Record<string, unknown>>
}

export type EventKept = {
  readonly key: string
  readonly kind: 'kept' | 'repeat' | 'key_reused'
  /** Ids of the moments that it made. */
  readonly moments: readonly string[]
}

const waitSeconds = 20
/** Any number that no other lock has. */
const publishing = 8_014_276

/**
 * Holds events back until the transaction ends: a night writes customers in an order of its own, and one of the two would end in a deadlock.
 */
export const holdEvents = async (tx: Db): Promise<void> => {
  await tx.query('select pg_advisory_xact_lock($1)', [publishing])
}

/** Whether events found a night publishing for longer than they wait. The same events may be sent again. */
export const isHeldUp = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '55P03'

/**
 * Keeps events and makes moments and tasks of what they mean, in one transaction: all of them or none. An occurrence that was noticed within its
 * moment's `dedupeDays`, or that stands back behind an open moment (`yieldsTo`, S155), makes nothing. Waits while a night publishes (`holdEvents`).
 */
export const receiveEvents = (
  store: Store,
  actor: Actor,
  pack: Pack,
  at: At,
  events: readonly ArrivedEvent[],
): Promise<readonly EventKept[]> => {
  if (events.length === 0) return Promise.resolve([])
  return store.transaction(async (tx) => {
    await tx.execute(`set local lock_timeout = '${waitSeconds}s'`)
    await tx.query('select pg_advisory_xact_lock_shared($1)', [publishing])
    const customers = [...new Set(events.map((event) => event.customerId))].sort()
    // In order of customers, as all commands lock: of two senders at once the second sees what the first made.
    await tx.query('select customer_id from customer where customer_id = any($1) order by customer_id for update', [
      customers,
    ])
    const kept: EventKept[] = []
    for (const event of events) kept.push(await receive(tx, actor, pack, at, event))
    await recordAudit(tx, {
      at: at.now,
      actor: actor.userId,
      action: 'event.receive',
      subjectKind: 'list',
      subjectId: 'event',
      detail: { customers, events: events.length, moments: kept.flatMap(({ moments }) => moments).length },
    })
    return kept
  })
}

const receive = async (tx: Db, actor: Actor, pack: Pack, at: At, event: ArrivedEvent): Promise<EventKept> => {
  const hash = hashOf({ fact: event.fact, row: event.row })
  const earlier = await tx.query<{ input_hash: string; moments: string[] }>(
    'select input_hash, moments from event where user_id = $1 and key = $2',
    [actor.userId, event.key],
  )
  const [same] = earlier
  if (same) {
    const isSame = same.input_hash === hash
    return { key: event.key, kind: isSame ? 'repeat' : 'key_reused', moments: isSame ? same.moments : [] }
  }
  const fresh: MomentRow[] = []
  const today = localDay(at.now, at.timeZone)
  // What came too late to be worth anything is a fact and no work.
  for (const occurrence of event.occurrences.filter(({ expires_on }) => expires_on >= today))
    if (await isFresh(tx, pack, occurrence)) fresh.push(occurrence)
  const moments = fresh.map((occurrence) => occurrence.moment_id)
  const [{ event_id = 0 } = {}] = await tx.query<{ event_id: number }>(
    `insert into event (user_id, key, input_hash, fact, customer_id, date, row, moments, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning event_id`,
    [
      actor.userId,
      event.key,
      hash,
      event.fact,
      event.customerId,
      event.date,
      JSON.stringify(event.row),
      moments,
      at.now,
    ],
  )
  await insertMoments(tx, fresh, `event-${event_id}`)
  const planned = planPlays(
    pack,
    fresh.map((moment) => ({ moment, row: event.customer })),
    { asOf: event.date, today, workingDays: await readWorkingDays(tx) },
  )
  await carryOut(tx, pack, planned, { ...at, runId: `event-${event_id}`, seed: event.date, by: 'system' })
  return { key: event.key, kind: 'kept', moments }
}

const isFresh = async (tx: Db, pack: Pack, occurrence: MomentRow): Promise<boolean> => {
  const moment = pack.moments.get(occurrence.moment)
  const after = addDays(occurrence.fired_on, -(moment?.dedupeDays ?? 0))
  const found = await tx.query(
    `select moment_id from moment
     where customer_id = $1 and (
       moment_id = $2
       or (moment = $3 and key = $4 and fired_on > $5)
       or (moment = any($6) and is_open and expires_on >= $7)
     ) limit 1`,
    [
      occurrence.customer_id,
      occurrence.moment_id,
      occurrence.moment,
      occurrence.key,
      after,
      [...(moment?.yieldsTo ?? [])],
      occurrence.fired_on,
    ],
  )
  return found.length === 0
}

const insertMoments = async (tx: Db, moments: readonly MomentRow[], runId: string): Promise<void> => {
  const columns = momentColumns.join(', ')
  await tx.execute(
    `insert into moment (${columns}, run_id)
     select ${columns}, $2 from jsonb_to_recordset($1) as new (moment_id text, customer_id text, unit_id text, owner_id text, moment text, key text,
       fired_on date, due_on date, expires_on date, value bigint, urgency double precision, priority double precision, reason jsonb)
     on conflict (moment_id) do nothing`,
    [JSON.stringify(moments), runId],
  )
}

/** A kept event on its way to the lake. */
export type EventFact = {
  readonly event_id: number
  readonly fact: string
  readonly row: Readonly<Record<string, unknown>>
}

/**
 * Events after the given id, oldest first, for the next night; `lastId` is where the following export begins. Waits a moment for events that are
 * being written, so that none with a smaller id can turn up later.
 */
export const exportEvents = (
  store: Store,
  from: { readonly afterId: number; readonly limit: number },
): Promise<{ readonly rows: readonly EventFact[]; readonly lastId: number }> =>
  store.transaction(async (tx) => {
    await tx.execute('lock table event in share mode')
    const rows = await tx.query<EventFact>(
      'select event_id, fact, row from event where event_id > $1 order by event_id limit $2',
      [from.afterId, from.limit],
    )
    return { rows, lastId: rows.at(-1)?.event_id ?? from.afterId }
  })
