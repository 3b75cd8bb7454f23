import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf, scopePredicate } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findStaff } from '../party/organisation.ts'
import { reaches } from '../party/ownership.ts'
import { taskScopeColumns } from './task.ts'

export type AssignInput = { readonly taskIds: readonly number[]; readonly staffId: string }

/**
 * Gives open tasks to one person; supervisors only, tasks and person within their scope (S163, golden B23). One task out of reach or closed refuses the
 * whole command.
 */
export const assignTasks = (
  store: Store,
  command: Command,
  input: AssignInput,
): Promise<{ readonly kind: 'done'; readonly assigned: number } | Refusal> =>
  runOnce(store, command, { name: 'assignTasks', input }, async (tx) => {
    const { actor } = command
    if (!can(actor, 'tasks.assign')) return refuse('forbidden')
    const scope = await scopeOf(tx, actor, command)
    const staff = await findStaff(tx, input.staffId)
    if (!staff?.is_active || !can(staff, 'tasks.work') || !reaches(scope, staff))
      return refuse('unknown_staff', input.staffId)

    const tasks = await lockTasks(tx, scope, input.taskIds)
    const found = new Set(tasks.map((task) => task.task_id))
    const lost = input.taskIds.find((taskId) => !found.has(taskId))
    if (lost !== undefined) return refuse('not_found', String(lost))
    const closed = tasks.find((task) => !task.is_open)
    if (closed) return refuse('task_closed', String(closed.task_id))

    await tx.execute('update task set assignee_id = $2, assigned_by = $3 where task_id = any($1)', [
      input.taskIds,
      input.staffId,
      actor.userId,
    ])
    for (const task of tasks)
      await auditTask(tx, command, 'task.assign', task.task_id, { from: task.assignee_id, to: input.staffId })
    return { kind: 'done', assigned: tasks.length }
  })

/** Gives a task back to its pool: by the person it was claimed by, or by a supervisor within scope. An owner's own tasks are not for the pool. */
export const releaseTask = (
  store: Store,
  command: Command,
  input: { readonly taskId: number },
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'releaseTask', input }, async (tx) => {
    const { actor } = command
    if (!can(actor, 'tasks.assign') && !can(actor, 'tasks.work')) return refuse('forbidden')
    const [task] = await lockTasks(tx, await scopeOf(tx, actor, command), [input.taskId])
    if (task === undefined) return refuse('not_found')
    if (!task.is_open) return refuse('task_closed')
    if (task.assignee_id === null) return refuse('unchanged')
    const isTheirs = task.assignee_id === actor.staffId && task.assign === 'pool' && task.assigned_by === null
    if (!isTheirs && !can(actor, 'tasks.assign')) return refuse('forbidden')
    await tx.execute("update task set assignee_id = null, assigned_by = null, assign = 'pool' where task_id = $1", [
      input.taskId,
    ])
    await auditTask(tx, command, 'task.release', task.task_id, { from: task.assignee_id })
    return { kind: 'done' }
  })

type Assigned = {
  readonly task_id: number
  readonly assign: 'owner' | 'pool'
  readonly assignee_id: string | null
  readonly assigned_by: string | null
  readonly is_open: boolean
}

// In the order of ids, so that two assignments of the same tasks wait for each other and do not deadlock.
const lockTasks = (tx: Db, scope: Scope, taskIds: readonly number[]): Promise<Assigned[]> => {
  const { sql, params } = scopePredicate(scope, taskScopeColumns, 2)
  return tx.query<Assigned>(
    `select task_id, assign, assignee_id, assigned_by, closed_at is null as is_open
     from task left join customer on customer.customer_id = task.customer_id
     where task_id = any($1) and ${sql}
     order by task_id
     for update of task`,
    [taskIds, ...params],
  )
}

const auditTask = (
  tx: Db,
  { actor, now }: Command,
  action: string,
  taskId: number,
  detail: Record<string, unknown>,
): Promise<void> =>
  recordAudit(tx, { at: now, actor: actor.userId, action, subjectKind: 'task', subjectId: String(taskId), detail })
