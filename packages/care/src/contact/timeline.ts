import type { Db } from '@tend/store'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'

/**
 * One thing that happened with a customer. `title` is the id of what it was: a contact's outcome, a task's play, a moment, the new owner. `actor` is
 * a person's name where known.
 */
export type TimelineEntry = {
  readonly kind: 'contact' | 'task' | 'moment' | 'ownership'
  readonly id: string
  readonly at: string
  readonly title: string | null
  readonly actor: string | null
  readonly detail: Record<string, unknown>
}

/** Contacts, tasks as they were made, moments and changes of owner of one customer, newest first; the caller has checked the scope. */
export const listTimeline = async (db: Db, customerId: string, page: PageRequest): Promise<Page<TimelineEntry>> => {
  const parameters = collectParameters()
  parameters.add(customerId)
  const after = decodeCursor(page.cursor, ['string', 'string', 'string'])
  const [at, kind, id] = after?.map((value) => parameters.add(value)) ?? []
  const condition = after ? `where (at, kind, id) < (${at}::timestamptz, ${kind}, ${id})` : ''
  const limit = limitOf(page)
  const rows = await db.query<TimelineEntry>(
    `select kind, id, at, title, actor, detail from (${entries}) as entry ${condition}
     order by at desc, kind desc, id desc limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.at, last.kind, last.id])
}

// Instants are cut to milliseconds, as cursors carry them.
const entries = `
  select 'contact' as kind, lpad(contact_id::text, 18, '0') as id, date_trunc('milliseconds', at) as at, outcome as title,
    coalesce(staff.name, user_id) as actor,
    jsonb_build_object('task_id', task_id, 'channel', channel, 'direction', direction, 'contact_label', contact_label, 'result', result,
      'note', note, 'next_at', next_at, 'next_reason', next_reason, 'play', play, 'moment', moment) as detail
  from contact left join staff using (staff_id)
  where customer_id = $1
  union all
  select 'task', lpad(task_id::text, 18, '0'), date_trunc('milliseconds', created_at), play, null,
    jsonb_build_object('task_id', task_id, 'contact_label', contact_label, 'channel', channel, 'pool', pool, 'reasons', reasons,
      'follows_task_id', follows_task_id)
  from task
  where customer_id = $1
  union all
  select 'moment', moment_id, fired_on::timestamptz, moment, null,
    jsonb_build_object('fired_on', fired_on, 'due_on', due_on, 'expires_on', expires_on, 'value', value, 'is_open', is_open, 'reason', reason)
  from moment
  where customer_id = $1
  union all
  select 'ownership', lpad(ownership_id::text, 18, '0'), date_trunc('milliseconds', changed_at), coalesce(staff.name, to_owner), changed_by,
    jsonb_build_object('from_owner', from_owner, 'to_owner', to_owner, 'reason', reason)
  from ownership left join staff on staff.staff_id = to_owner
  where customer_id = $1`
