import type { Db } from '@tend/store'
import { stringify } from 'csv-stringify/sync'
import { type Actor, can } from '../access/roles.ts'
import { scopeOf, scopePredicate } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { leadScopeColumns } from './call-list.ts'
import { disarm } from './present-leads.ts'

/** A lead that was handed out and may not be called any more. `reason`: what the customer refused, or `closed` where the work is done. */
export type StoppedLead = {
  readonly task_id: number
  readonly customer_id: string
  readonly list_id: number
  readonly reason: string
  readonly stopped_at: string
}

/** Lists are called on their day; an older one that a dialler still holds is a mistake that this finds too. */
const listDays = 30

/**
 * Leads of lists, of the last month, whose work was stopped or closed since an instant, oldest first, as far as the person's scope reaches: what a dialler has to take
 * out of the lists that it holds. Empty for who may not exchange lists.
 */
export const listStoppedLeads = async (
  db: Db,
  actor: Actor,
  at: At,
  { since, ...query }: PageRequest & { readonly since: Date },
): Promise<Page<StoppedLead>> => {
  if (!can(actor, 'dialler.exchange')) return { items: [] }
  const { sql, params } = scopePredicate(await scopeOf(db, actor, at), leadScopeColumns, 6)
  const [after, afterId] = decodeCursor(query.cursor, ['string', 'number']) ?? []
  const limit = limitOf(query)
  const rows = await db.query<StoppedLead>(
    `select task.task_id, task.customer_id, max(list_id) as list_id, case when task.outcome = 'stopped' then closed_reason else 'closed' end as reason,
       closed_at as stopped_at
     from dialler_list join dialler_lead using (list_id) join task using (task_id) join customer on customer.customer_id = task.customer_id
     where made_at >= $1::timestamptz - make_interval(days => $2) and closed_at >= $1
     and ($3::timestamptz is null or (closed_at, task.task_id) > ($3::timestamptz, $4::bigint)) and ${sql}
     group by task.task_id
     order by closed_at, task.task_id
     limit $5`,
    [since, listDays, after ?? null, afterId ?? null, limit + 1, ...params],
  )
  return pageOf(rows, limit, (last) => [last.stopped_at, last.task_id])
}

/** The leads as CSV, under the names by which they were handed out. */
export const renderStoppedLeads = (leads: readonly StoppedLead[]): string =>
  stringify(
    leads.map(({ task_id, customer_id, list_id, reason, stopped_at }) => ({
      vendor_lead_code: String(task_id),
      source_id: disarm(customer_id),
      list_id: String(list_id),
      reason,
      stopped_at,
    })),
    { header: true, columns: ['vendor_lead_code', 'source_id', 'list_id', 'reason', 'stopped_at'] },
  )
