import type { Db } from '@tend/store'
import { localDay } from '../days.ts'
import { chooseAssignees } from './choose.ts'
import { plannedColumns, plannedRowsOf, type WrittenPlan } from './planned-rows.ts'
import type { CreateContext } from './prepare.ts'

/**
 * Writes tasks with what made them, by COPY into a staging table: two statements for any number. Each goes to whom `chooseAssignees` finds; where it finds
 * nobody it lies in its unit's pool. Answers how many were written.
 */
export const insertTasks = async (tx: Db, plans: readonly WrittenPlan[], context: CreateContext): Promise<number> => {
  if (plans.length === 0) return 0
  const assignees = await assignPlans(tx, plans, context)
  await tx.execute(stage)
  const { text, shapes } = plannedRowsOf(plans, assignees, context)
  await tx.copyIn('planned_task', plannedColumns, text(), 'text')
  const [written] = await tx.query<{ count: number }>(insert(context.areNew ?? false), [
    context.runId,
    context.pack.hash,
    context.now,
    JSON.stringify(shapes()),
  ])
  return written?.count ?? 0
}

const assignPlans = async (
  tx: Db,
  plans: readonly WrittenPlan[],
  { seed, now, timeZone, pack }: CreateContext,
): Promise<readonly (string | null)[]> => {
  const asked = plans.flatMap(({ plan }, index) =>
    plan.assign === 'pool' ? [] : [{ plan, assign: plan.assign, index }],
  )
  const choices = await chooseAssignees(
    tx,
    asked.map(({ plan, assign }) => ({
      customerId: plan.customerId,
      unitId: plan.unitId,
      ownerId: plan.ownerId,
      assign,
      skill: plan.skill,
      effortMinutes: plan.effortMinutes,
      day: plan.notBeforeOn,
      unowned: pack.channels.get(plan.channel)?.isInPerson ? 'people' : pack.work.unowned,
    })),
    { seed, today: localDay(now, timeZone), minutesPerDay: pack.work.minutesPerDay },
  )
  const found = plans.map((): string | null => null)
  for (const [place, { index }] of asked.entries()) found[index] = choices[place]?.staffId ?? null
  return found
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
