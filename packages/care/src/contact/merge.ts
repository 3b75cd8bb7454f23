import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import type { At } from '../command.ts'
import { analyzeFrom, markMerged } from '../deliveries.ts'
import { ownNumber } from './contact.ts'

/** Columns of the CSV (no header) that `mergeContacts` takes, in this order: those of the `contact` fact. */
export const contactColumns = [
  'contact_id',
  'customer_id',
  'date',
  'time',
  'staff_id',
  'channel',
  'direction',
  'contact_label',
  'outcome',
  'result',
  'moment',
] as const

/**
 * Adds the contacts that other systems had to the record, in the caller's transaction, oldest first; one that comes again is corrected. Without a time a contact was
 * at noon of its day, and one of this day by now at the latest. Play and purpose are those of its label, the refusal that of its outcome. What lies ahead of the instant has not happened and is left out, and so is what came from Tend itself.
 */
export const mergeContacts = async (
  tx: Db,
  pack: Pick<Pack, 'plays' | 'outcomes'>,
  { csv, batchIds }: { readonly csv: AsyncIterable<string | Buffer>; readonly batchIds: readonly string[] },
  { now, timeZone }: At,
): Promise<number> => {
  await tx.execute(`create temp table contact_staging (
    contact_id text not null, customer_id text not null, date date not null, time time, staff_id text, channel text not null, direction text not null,
    contact_label text, outcome text not null, result text not null, moment text
  ) on commit drop`)
  await tx.copyIn('contact_staging', contactColumns, csv)
  const plays = [...pack.plays.values()]
  const refusals = [...pack.outcomes.values()].filter(({ refusal }) => refusal !== undefined)
  const [merged] = await tx.query<{ rows: number }>(
    `with merged as (
       insert into contact (delivered_id, customer_id, at, user_id, staff_id, channel, direction, contact_label, outcome, result, moment, play, purpose, refusal)
       select staging.contact_id, customer_id, instant.at, 'file', staff_id, channel, direction, contact_label, outcome, result, moment, label.play, label.purpose, refused.refusal
       from contact_staging as staging
       cross join lateral (select (date + coalesce(time, '12:00')) at time zone $1 as at) as told
       cross join lateral (select case when time is null and date = ($2::timestamptz at time zone $1)::date then least(told.at, $2) else told.at end as at) as instant
       left join unnest($3::text[], $4::text[], $5::text[]) as label (id, play, purpose) on label.id = contact_label
       left join unnest($6::text[], $7::text[]) as refused (id, refusal) on refused.id = outcome
       where instant.at <= $2 and not starts_with(staging.contact_id, $8)
       order by instant.at, staging.contact_id
       on conflict (delivered_id) where delivered_id is not null do update set
         customer_id = excluded.customer_id, at = excluded.at, staff_id = excluded.staff_id, channel = excluded.channel, direction = excluded.direction,
         contact_label = excluded.contact_label, outcome = excluded.outcome, result = excluded.result, moment = excluded.moment, play = excluded.play,
         purpose = excluded.purpose, refusal = excluded.refusal
       returning 1
     )
     select count(*) as rows from merged`,
    [
      timeZone,
      now,
      plays.map(({ contactLabel }) => contactLabel),
      plays.map(({ id }) => id),
      plays.map(({ purpose }) => purpose),
      refusals.map(({ id }) => id),
      refusals.map(({ refusal }) => refusal),
      ownNumber,
    ],
  )
  await markMerged(tx, 'contact', batchIds, now)
  await tx.execute('drop table contact_staging')
  const rows = merged?.rows ?? 0
  if (rows > analyzeFrom) await tx.execute('analyze contact')
  return rows
}
