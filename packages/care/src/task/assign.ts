import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findStaff } from '../party/organisation.ts'
import { reaches } from '../party/ownership.ts'
import { findTasks, type Hold, type Selection, selectAssignable } from './assignable.ts'

export type AssignInput = Selection & {
  /** Tasks are shared out among them in turn. */
  readonly staffIds: readonly string[]
}

export type Assignment = {
  readonly taskId: number
  readonly fromStaffId: string | null
  readonly toStaffId: string
}

/** `skipped`: of the tasks that were named, those closed, unknown or out of scope. */
export type Assigned = {
  readonly kind: 'done'
  readonly assignments: readonly Assignment[]
  readonly skipped: readonly number[]
}

/**
 * Shares open tasks out; supervisors only, tasks and people within their scope (S163, golden B23). Everything or nothing: one person out of reach
 * refuses the whole command.
 */
export const assignTasks = (store: Store, command: Command, input: AssignInput): Promise<Assigned | Refusal> =>
  runOnce(store, command, { name: 'assignTasks', input }, async (tx) => {
    const plan = await planAssignment(tx, command, input, 'lock')
    if (plan.kind === 'refused') return plan
    await tx.execute(
      `update task set assignee_id = "to", assigned_by = $2
       from jsonb_to_recordset($1) as given (task_id bigint, "to" text) where task.task_id = given.task_id`,
      [
        JSON.stringify(plan.assignments.map(({ taskId, toStaffId }) => ({ task_id: taskId, to: toStaffId }))),
        command.actor.userId,
      ],
    )
    for (const { taskId, fromStaffId, toStaffId } of plan.assignments)
      await auditTask(tx, command, 'task.assign', taskId, { from: fromStaffId, to: toStaffId })
    return plan
  })

/** What an assignment would do; changes nothing. */
export const previewAssignment = (
  db: Db,
  command: Pick<Command, 'actor' | 'now' | 'timeZone'>,
  input: AssignInput,
): Promise<Assigned | Refusal> => planAssignment(db, command, input, 'look')

const planAssignment = async (
  db: Db,
  command: Pick<Command, 'actor' | 'now' | 'timeZone'>,
  input: AssignInput,
  hold: Hold,
): Promise<Assigned | Refusal> => {
  const { actor } = command
  if (!can(actor, 'tasks.assign')) return refuse('forbidden')
  const scope = await scopeOf(db, actor, command)
  for (const staffId of input.staffIds) {
    const staff = await findStaff(db, staffId)
    if (!staff?.is_active || !can(staff, 'tasks.work') || !reaches(scope, staff))
      return refuse('unknown_staff', staffId)
  }
  const tasks = await selectAssignable(db, scope, input, hold)
  const assignments = tasks.map((task, index) => ({
    taskId: task.task_id,
    fromStaffId: task.assignee_id,
    toStaffId: input.staffIds[index % input.staffIds.length] as string,
  }))
  const found = new Set(tasks.map((task) => task.task_id))
  const skipped = 'taskIds' in input ? input.taskIds.filter((taskId) => !found.has(taskId)) : []
  return { kind: 'done', assignments, skipped }
}

/** Gives a task back to its pool: by the person it was claimed by, or by a supervisor within scope. An owner's own tasks are not for the pool. */
export const releaseTask = (
  store: Store,
  command: Command,
  input: { readonly taskId: number },
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'releaseTask', input }, async (tx) => {
    const { actor } = command
    if (!can(actor, 'tasks.assign') && !can(actor, 'tasks.work')) return refuse('forbidden')
    const [task] = await findTasks(tx, await scopeOf(tx, actor, command), [input.taskId], 'lock')
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

const auditTask = (
  tx: Db,
  { actor, now }: Command,
  action: string,
  taskId: number,
  detail: Record<string, unknown>,
): Promise<void> =>
  recordAudit(tx, { at: now, actor: actor.userId, action, subjectKind: 'task', subjectId: String(taskId), detail })
