import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { At } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { type Pool, taskScopeColumns } from './task.ts'

/**
 * Three disjoint counts of an instant (S156, G69, golden B12): closed on the local day; open and due; open and not due yet. `late` counts
 * separately those of the done that were closed after the agreed time, or after the day they were due on.
 */
export type TaskCounts = { readonly done: number; readonly due: number; readonly later: number; readonly late: number }

/** Of the person's own tasks. */
export const countTasks = async (db: Db, actor: Actor, { now, timeZone }: At): Promise<TaskCounts> => {
  const [counts] = await db.query<TaskCounts>(
    `select
       count(*) filter (where closed_at is not null) as done,
       count(*) filter (where closed_at is null and due_at <= $2) as due,
       count(*) filter (where closed_at is null and due_at > $2) as later,
       count(*) filter (where closed_at > coalesce(appointment_at, due_at + interval '1 day')) as late
     from task
     where (assignee_id = $1 and closed_at is null) or (closed_by = $1 and closed_at >= $3 and closed_at <= $2)`,
    [actor.staffId, now, dayStart(now, timeZone)],
  )
  return counts ?? { done: 0, due: 0, later: 0, late: 0 }
}

const dayStart = (now: Date, timeZone: string): Date => instantAt(localDay(now, timeZone), '00:00', timeZone)

/** Tasks of one unit, label and pool; `unassigned` ones wait to be claimed; `value` in minor units. */
export type PoolSummary = {
  readonly unit_id: string
  readonly unit_name: string | null
  readonly contact_label: string
  readonly pool: Pool
  readonly tasks: number
  readonly unassigned: number
  readonly value: number
}

export const summarisePools = (db: Db, scope: Scope): Promise<PoolSummary[]> => {
  const { sql, params } = scopePredicate(scope, taskScopeColumns, 1)
  return db.query<PoolSummary>(
    `select task.unit_id, org_unit.name as unit_name, contact_label, pool, count(*) as tasks,
       count(*) filter (where closed_at is null and assignee_id is null) as unassigned, sum(value)::bigint as value
     from task
     left join customer on customer.customer_id = task.customer_id
     left join org_unit on org_unit.unit_id = task.unit_id
     where ${sql}
     group by task.unit_id, org_unit.name, contact_label, pool
     order by task.unit_id, contact_label, array_position(array['total', 'second', 'third', 'success', 'failure'], pool)`,
    params,
  )
}

export type PersonLoad = {
  readonly staff_id: string
  readonly name: string
  readonly unit_id: string
  readonly role: string
  readonly open: number
  readonly due: number
  readonly done_today: number
}

/** People of the scope's units who work tasks, the most loaded first. To someone who sees only their own customers, nobody. */
export const listPeople = async (db: Db, scope: Scope, { now, timeZone }: At): Promise<PersonLoad[]> => {
  if (scope.kind !== 'all' && scope.kind !== 'units') return []
  return db.query<PersonLoad>(
    `select staff_id, name, staff.unit_id, role,
       count(task_id) filter (where closed_at is null) as open,
       count(task_id) filter (where closed_at is null and due_at <= $2) as due,
       count(task_id) filter (where closed_at is not null) as done_today
     from staff
     left join task on (task.assignee_id = staff_id and closed_at is null) or (task.closed_by = staff_id and closed_at >= $3)
     where is_active and role in ('owner', 'agent') and ($1::text[] is null or staff.unit_id = any($1))
     group by staff_id
     order by open desc, staff_id`,
    [scope.kind === 'all' ? null : scope.unitIds, now, dayStart(now, timeZone)],
  )
}

export type PlanProgress = {
  readonly play: string
  readonly contact_label: string
  readonly total: number
  readonly open: number
  readonly done: number
  readonly done_today: number
  readonly succeeded: number
}

/** For every play: cumulative done and done today (S156), within the scope. */
export const planProgress = (db: Db, scope: Scope, { now, timeZone }: At): Promise<PlanProgress[]> => {
  const { sql, params } = scopePredicate(scope, taskScopeColumns, 2)
  return db.query<PlanProgress>(
    `select play, contact_label, count(*) as total,
       count(*) filter (where closed_at is null) as open,
       count(*) filter (where closed_at is not null) as done,
       count(*) filter (where closed_at >= $1) as done_today,
       count(*) filter (where pool = 'success') as succeeded
     from task left join customer on customer.customer_id = task.customer_id
     where ${sql}
     group by play, contact_label
     order by play, contact_label`,
    [dayStart(now, timeZone), ...params],
  )
}
