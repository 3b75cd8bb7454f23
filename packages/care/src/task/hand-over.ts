import type { Db, Store } from '@tend/store'
import { type Actor, can } from '../access/roles.ts'
import { type Scope, scopeOf } from '../access/scope.ts'
import { type At, type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { localDay } from '../days.ts'
import { auditTasks } from './load.ts'
import { findTask } from './queries.ts'
import { isWorkOf, type Task } from './task.ts'

/** To whom a task may be given, and why. */
export type TaskColleague = {
  readonly staff_id: string
  readonly name: string
  readonly why: 'owner' | 'helper' | 'supervisor' | 'region'
  readonly is_away: boolean
}

/**
 * The customer's owner and helpers, and the supervisors of the person's unit and those above; to a supervisor also everybody of the region who works
 * tasks. Whoever has the task already is left out.
 */
export const listTaskColleagues = async (
  db: Db,
  actor: Actor,
  scope: Scope,
  at: At,
  task: Task,
): Promise<TaskColleague[]> => {
  const unitIds = can(actor, 'tasks.assign') ? (scope.kind === 'units' ? scope.unitIds : null) : []
  return db.query<TaskColleague>(
    `select staff_id, name, why, exists (
         select from absence
         where absence.staff_id = staff.staff_id and cancelled_at is null and $6::date between from_day and to_day
       ) as is_away
     from staff cross join lateral (
       select case
         when staff.staff_id = $2 then 'owner'
         when exists (select from customer_helper where customer_id = $1 and customer_helper.staff_id = staff.staff_id) then 'helper'
         when role = 'supervisor' and exists (select from org_unit where unit_id = $4 and path @> array[staff.unit_id]) then 'supervisor'
         when role in ('owner', 'agent', 'leader') and ($5::text[] is null or unit_id = any($5)) then 'region'
       end as why
     ) as reason
     where is_active and why is not null and staff_id is distinct from $3
     order by array_position(array['owner', 'helper', 'supervisor', 'region'], why), name, staff_id`,
    [task.customer_id, task.owner_id, task.assignee_id, actor.unitId, unitIds, localDay(at.now, at.timeZone)],
  )
}

export type HandOverTaskInput = { readonly taskId: number; readonly toStaffId: string; readonly reason: string }

/** Gives one's own open task (a supervisor: any of the region) to a colleague, with a reason. The customer keeps their owner. */
export const handOverTask = (
  store: Store,
  command: Command,
  input: HandOverTaskInput,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'handOverTask', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'tasks.work') && !can(actor, 'tasks.assign')) return refuse('forbidden')
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason_required')
    const scope = await scopeOf(tx, actor, command)
    await tx.query('select task_id from task where task_id = $1 for update', [input.taskId])
    const task = await findTask(tx, scope, input.taskId)
    if (task === undefined) return refuse('not_found')
    if (!task.is_open) return refuse('task_closed')
    const isTheirs = isWorkOf(task, actor.staffId)
    if (!isTheirs && !can(actor, 'tasks.assign')) return refuse('task_taken', task.assignee_name ?? undefined)
    const colleagues = await listTaskColleagues(tx, actor, scope, command, task)
    if (!colleagues.some(({ staff_id }) => staff_id === input.toStaffId))
      return refuse('unknown_staff', input.toStaffId)
    await tx.execute(
      `insert into task_hand_over (task_id, from_staff_id, to_staff_id, reason, attempts, user_id, at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [task.task_id, task.assignee_id ?? actor.staffId, input.toStaffId, reason, task.attempts, actor.userId, now],
    )
    await tx.execute('update task set assignee_id = $2, assigned_by = $3 where task_id = $1', [
      task.task_id,
      input.toStaffId,
      actor.userId,
    ])
    await auditTasks(tx, command, 'task.hand_over', [
      { taskId: task.task_id, detail: { from: task.assignee_id, to: input.toStaffId, reason } },
    ])
    return { kind: 'done' }
  })

export type TaskHandOver = {
  readonly from_staff_id: string | null
  readonly to_staff_id: string | null
  readonly reason: string
  readonly at: string
}

/** How the task came to whom it is with, latest last. */
export const listTaskHandOvers = (db: Db, taskId: number): Promise<TaskHandOver[]> =>
  db.query<TaskHandOver>(
    'select from_staff_id, to_staff_id, reason, at from task_hand_over where task_id = $1 order by hand_over_id',
    [taskId],
  )
