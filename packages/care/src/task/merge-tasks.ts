import type { Db } from '@tend/store'
import { instantAt } from '../days.ts'
import type { Reason } from '../play/conflict.ts'
import { termsOf } from './planned-rows.ts'
import type { Merging } from './prepare.ts'

/**
 * Adds the reasons of plans to open tasks, below those that are there. The higher worth leads, with its terms; the earlier due day counts, but no agreed or
 * planned time is brought forward. Tasks are locked in the order of their ids. Returns what found its task closed since it was looked up.
 */
export const mergeTasks = async (
  tx: Db,
  merging: readonly Merging[],
  timeZone: string,
): Promise<readonly Merging[]> => {
  if (merging.length === 0) return []
  const locked = await tx.query<{ task_id: number; is_open: boolean }>(
    'select task_id, closed_at is null as is_open from task where task_id = any($1) order by task_id for update',
    [[...new Set(merging.map(({ into }) => into.task_id))]],
  )
  const open = new Set(locked.flatMap(({ task_id, is_open }) => (is_open ? [task_id] : [])))
  const { here = [], late = [] } = Object.groupBy(merging, ({ into }) => (open.has(into.task_id) ? 'here' : 'late'))
  await addReasons(tx, here, timeZone)
  return late
}

const addReasons = async (tx: Db, merging: readonly Merging[], timeZone: string): Promise<void> => {
  const rows = [...Map.groupBy(merging, ({ into }) => into.task_id)].map(([taskId, plans]) =>
    mergedRow(taskId, plans, timeZone),
  )
  await tx.execute(update, [JSON.stringify(rows)])
  await insertReasons(
    tx,
    merging.flatMap(({ plan, into }) =>
      plan.reasons.map((reason) => ({ ...reason, customer_id: plan.customerId, task_id: into.task_id })),
    ),
  )
}

const mergedRow = (taskId: number, plans: readonly Merging[], timeZone: string) => {
  const ranked = plans.map(({ plan }) => plan).sort((a, b) => b.priority - a.priority)
  const [top] = ranked
  return {
    task_id: taskId,
    reasons: ranked.flatMap(({ reasons }) => reasons),
    plays: [...new Set(ranked.flatMap(({ play, conflict }) => [play, ...conflict.merged]))],
    due_at: ranked.map(({ dueOn }) => instantAt(dueOn, '00:00', timeZone).toISOString()).sort()[0],
    ...(top === undefined ? {} : { ...termsOf(top), priority: top.priority }),
  }
}

const update = `
  update task set
    reasons = task.reasons || new.reasons,
    conflict = jsonb_set(conflict, '{merged}', (conflict -> 'merged') || new.plays),
    value = case when new.priority > task.priority then new.value else task.value end,
    urgency = case when new.priority > task.priority then new.urgency else task.urgency end,
    chance = case when new.priority > task.priority then new.chance else task.chance end,
    effort_minutes = case when new.priority > task.priority then new.effort_minutes else task.effort_minutes end,
    service_value = case when new.priority > task.priority then new.service_value else task.service_value end,
    terms = case when new.priority > task.priority then new.terms else task.terms end,
    priority = greatest(task.priority, new.priority),
    due_at = case when appointment_at is null then least(task.due_at, greatest(not_before, new.due_at)) else task.due_at end
  from jsonb_to_recordset($1) as new (task_id bigint, reasons jsonb, plays jsonb, value bigint, urgency double precision, chance double precision,
    effort_minutes integer, service_value double precision, terms jsonb, priority double precision, due_at timestamptz)
  where task.task_id = new.task_id`

export type ReasonRow = Reason & { readonly customer_id: string; readonly task_id: number | null }

/** What made work: the same occurrence makes none again. */
export const insertReasons = async (tx: Db, rows: readonly ReasonRow[]): Promise<void> => {
  if (rows.length === 0) return
  await tx.execute(
    `insert into task_reason (customer_id, play, moment, key, fired_on, moment_id, task_id)
     select customer_id, play, moment, key, fired_on, moment_id, task_id
     from jsonb_to_recordset($1) as reason (customer_id text, play text, moment text, key text, fired_on date, moment_id text, task_id bigint)
     on conflict do nothing`,
    [JSON.stringify(rows.map(({ values: _values, ...row }) => row))],
  )
}
