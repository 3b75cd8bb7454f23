import type { Db } from '@tend/store'
import type { At } from '../command.ts'
import { analyzeFrom, markMerged } from '../deliveries.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import { type Stopped, stopContacts } from './stop.ts'

/** Columns of the CSV (no header) that `mergeConsents` takes, in this order: those of the `consent` fact. */
export const consentColumns = ['customer_id', 'purpose', 'channel', 'state', 'date', 'text_version', 'how'] as const

export type MergedConsents = { readonly added: number; readonly stopped: Stopped }

/**
 * Adds what other systems know of consents to the record, in the caller's transaction; rows that are there already are passed over. A file knows days only: a
 * consent counts from the day's beginning and a withdrawal from its end, so that of one day's words the refusal holds; one that is dated ahead counts from
 * today, since no later word could overrule a refusal of the future. Withdrawals stop
 * open work as those said in Tend do. A consent to everything at once says nothing and is left out; a refusal whose purpose or channel the pack
 * does not know refuses them all, since nobody can say what it spares.
 */
export const mergeConsents = async (
  tx: Db,
  pack: PolicyPack,
  { csv, batchIds }: { readonly csv: AsyncIterable<string | Buffer>; readonly batchIds: readonly string[] },
  at: At,
): Promise<MergedConsents> => {
  await tx.execute(`create temp table consent_staging (
    customer_id text not null, purpose text not null, channel text, state text not null, date date not null, text_version text, how text
  ) on commit drop`)
  await tx.copyIn('consent_staging', consentColumns, csv)
  await tx.execute(
    `create temp table consent_added on commit drop as
     with added as (
       insert into consent (customer_id, purpose, channel, state, text_version, at, how, taken_by, source, recorded_at)
       select customer_id,
         case when state = 'given' or purpose = any($3::text[]) then nullif(purpose, 'all') end,
         case when state = 'given' or channel = any($4::text[]) then nullif(channel, 'all') end, state, text_version,
         case state when 'given' then date::timestamp at time zone $1 else ((least(date, ($2::timestamptz at time zone $1)::date) + 1)::timestamp at time zone $1) - interval '1 millisecond' end,
         coalesce(nullif(trim(how), ''), 'file'), 'file', 'file', $2
       from consent_staging
       where state = 'withdrawn' or purpose <> 'all'
       on conflict do nothing
       returning customer_id, state
     )
     select customer_id, bool_or(state = 'withdrawn') as has_withdrawn, count(*) as rows from added group by customer_id`,
    [at.timeZone, at.now, [...pack.purposes.keys()], [...pack.channels.keys()]],
  )
  const [total] = await tx.query<{ added: number }>('select coalesce(sum(rows), 0)::bigint as added from consent_added')
  // In the order of ids, as every command takes customers.
  const withdrawn = await tx.query<{ customer_id: string }>(
    `select customer_id from customer
     where customer_id in (select customer_id from consent_added where has_withdrawn)
     order by customer_id
     for update`,
  )
  const customerIds = withdrawn.map(({ customer_id }) => customer_id)
  const stopped = await stopContacts(tx, pack, customerIds, at)
  await markMerged(tx, 'consent', batchIds, at.now)
  await tx.execute('drop table consent_staging, consent_added')
  if ((total?.added ?? 0) > analyzeFrom) await tx.execute('analyze consent')
  return { added: total?.added ?? 0, stopped }
}
