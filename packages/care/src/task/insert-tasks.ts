import type { Db } from '@tend/store'
import { type PlannedRows, plannedColumns } from './planned-rows.ts'
import type { CreateContext } from './prepare.ts'

/** Writes tasks with what made them, by COPY into a staging table: two statements for any number. Answers how many were written. */
export const insertTasks = async (
  tx: Db,
  { count, text, shapes }: PlannedRows,
  { runId, pack, now, areNew = false }: CreateContext,
): Promise<number> => {
  if (count === 0) return 0
  await tx.execute(stage)
  await tx.copyIn('planned_task', plannedColumns, text(), 'text')
  const [written] = await tx.query<{ count: number }>(insert(areNew), [runId, pack.hash, now, JSON.stringify(shapes())])
  return written?.count ?? 0
}

// Both at once: between two statements the next chunk may be in the way.
const stage = `
  create temp table if not exists planned_task (
    place bigint generated always as identity, shape integer, customer_id text, unit_id text, owner_id text, assignee_id text, dedupe_key text, value bigint,
    urgency double precision, chance double precision, effort_minutes integer, service_value double precision, terms jsonb, priority double precision,
    reasons jsonb, shuffle bigint, joint_of bigint
  ) on commit drop;
  truncate planned_task`

// Where no occurrence can have made work before, nothing is there to conflict with; to look out for it would cost a fifth more.
const insert = (areNew: boolean): string => `
  with written as (
    insert into task (customer_id, unit_id, owner_id, play, purpose, contact_label, module, skill, channel, assign, assignee_id, dedupe_key,
      max_attempts, value, urgency, chance, effort_minutes, service_value, terms, priority, reasons, conflict, due_at, not_before, shuffle, joint_of,
      theme_id, run_id, pack_hash, created_at)
    select customer_id, unit_id, owner_id, play, purpose, contact_label, module, skill, channel,
      case when assignee_id is null then 'pool' else assign end, assignee_id, dedupe_key, max_attempts, value, urgency, chance, effort_minutes,
      service_value, terms, priority, reasons, conflict, due_at, not_before, shuffle, joint_of, theme_id, $1, $2, $3
    from planned_task
    join jsonb_to_recordset($4) as shape (shape integer, play text, purpose text, contact_label text, module text, skill text, channel text,
      assign text, max_attempts smallint, conflict jsonb, due_at timestamptz, not_before timestamptz, theme_id bigint) using (shape)
    order by place
    ${areNew ? '' : 'on conflict (dedupe_key) do nothing'}
    returning task_id, customer_id, reasons
  ), reasoned as (
    insert into task_reason (customer_id, play, moment, key, fired_on, moment_id, task_id)
    select written.customer_id, reason.play, reason.moment, reason.key, reason.fired_on, reason.moment_id, written.task_id
    from written, jsonb_to_recordset(reasons) as reason (play text, moment text, key text, fired_on date, moment_id text)
    ${areNew ? '' : 'on conflict do nothing'}
  )
  select count(*) from written`
