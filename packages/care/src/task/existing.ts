import type { Db } from '@tend/store'
import type { PlannedTask, Reason } from '../play/conflict.ts'

/** What already is there when plans are written. */
export type OpenTask = {
  readonly task_id: number
  readonly customer_id: string
  readonly play: string
  readonly purpose: string
  readonly channel: string
  readonly assign: PlannedTask['assign']
}

type Wanted = { readonly customerId: string; readonly reason: Reason }

export const reasonKey = (customerId: string, reason: Pick<Reason, 'play' | 'moment' | 'key' | 'fired_on'>): string =>
  `${customerId}|${reason.play}|${reason.moment}|${reason.fired_on}|${reason.key}`

/** Reasons that made work already: the same occurrence, or one of the same customer, play, moment and key within the window. */
export const findKnownReasons = async (db: Db, wanted: readonly Wanted[]): Promise<ReadonlySet<string>> => {
  const rows = await db.query<Reason & { customer_id: string }>(
    `select wanted.customer_id, wanted.play, wanted.moment, wanted.key, wanted.fired_on
     from jsonb_to_recordset($1) as wanted (customer_id text, play text, moment text, key text, fired_on date, window_days integer)
     where exists (
       select from task_reason as made
       where made.customer_id = wanted.customer_id and made.play = wanted.play and made.moment = wanted.moment and made.key = wanted.key
       and (made.fired_on = wanted.fired_on or abs(made.fired_on - wanted.fired_on) < wanted.window_days)
     )`,
    [
      JSON.stringify(
        wanted.map(({ customerId, reason: { play, moment, key, fired_on, window_days } }) => ({
          customer_id: customerId,
          play,
          moment,
          key,
          fired_on,
          window_days,
        })),
      ),
    ],
  )
  return new Set(rows.map((row) => reasonKey(row.customer_id, row)))
}

/** Open tasks that may be worked on before an instant, by customer, the worthiest first. */
export const findOpenTasks = async (
  db: Db,
  customerIds: readonly string[],
  before: Date,
): Promise<ReadonlyMap<string, readonly OpenTask[]>> => {
  const rows = await db.query<OpenTask>(
    `select task_id, customer_id, play, purpose, channel, assign from task
     where closed_at is null and customer_id = any($1) and not_before < $2
     order by priority desc, task_id`,
    [customerIds, before],
  )
  return Map.groupBy(rows, (row) => row.customer_id)
}

/** Customer and channel (as JSON) of outbound contacts since the day's start, with the play or label they were about. */
export const contactedToday = async (
  db: Db,
  customerIds: readonly string[],
  dayStart: Date,
): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.query<{ customer_id: string; channel: string; about: string }>(
    `select customer_id, channel, coalesce(play, contact_label, outcome) as about from contact
     where customer_id = any($1) and at >= $2 and direction = 'outbound'
     order by contact_id`,
    [customerIds, dayStart],
  )
  return new Map(rows.map((row) => [JSON.stringify([row.customer_id, row.channel]), row.about]))
}

/** Where customers are now, and whose they are. */
export const findCustomers = async (
  db: Db,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Pick<PlannedTask, 'unitId' | 'ownerId'>>> => {
  const rows = await db.query<{ customer_id: string; unit_id: string; owner_id: string | null }>(
    'select customer_id, unit_id, owner_id from customer where customer_id = any($1)',
    [customerIds],
  )
  return new Map(rows.map((row) => [row.customer_id, { unitId: row.unit_id, ownerId: row.owner_id }]))
}
