import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf } from '../access/scope.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findStaff } from '../party/organisation.ts'
import { reaches } from '../party/ownership.ts'
import { type Assignable, findTasks, type Hold, type Selection, selectAssignable, selectionMax } from './assignable.ts'
import { auditTasks, type LoadChange, loadChanges } from './load.ts'

export type AssignInput = Selection & {
  /** Tasks are shared out among them in turn. */
  readonly staffIds: readonly string[]
}

export type Assignment = {
  readonly taskId: number
  readonly fromStaffId: string | null
  readonly toStaffId: string
}

/** `assignments`: the first 500. `skipped`: of the tasks that were named, those closed, unknown or out of scope. */
export type Assigned = {
  readonly kind: 'done'
  readonly total: number
  readonly people: readonly LoadChange[]
  readonly assignments: readonly Assignment[]
  readonly skipped: readonly number[]
}

type Judging = Pick<Command, 'actor' | 'now' | 'timeZone'>
const shownMax = 500

/**
 * Shares open tasks out; supervisors only, tasks and people within their scope (S163, golden B23). Everything or nothing: one person out of reach
 * refuses the whole command. Tens of thousands at once are one statement.
 */
export const assignTasks = (store: Store, command: Command, input: AssignInput): Promise<Assigned | Refusal> =>
  runOnce(store, command, { name: 'assignTasks', input }, async (tx) => {
    const plan = await planAssignment(tx, command, input, 'lock')
    if (plan.kind === 'refused') return plan
    await tx.execute(
      `update task set assignee_id = given.staff_id, assigned_by = $3
       from unnest($1::bigint[], $2::text[]) as given (task_id, staff_id) where task.task_id = given.task_id`,
      [plan.given.map(({ taskId }) => taskId), plan.given.map(({ toStaffId }) => toStaffId), command.actor.userId],
    )
    const rows = plan.given.map(({ taskId, fromStaffId, toStaffId }) => ({
      taskId,
      detail: { from: fromStaffId, to: toStaffId },
    }))
    await auditTasks(tx, command, 'task.assign', rows)
    return plan.result
  })

/** What an assignment would do; changes nothing. */
export const previewAssignment = async (db: Db, judging: Judging, input: AssignInput): Promise<Assigned | Refusal> => {
  const plan = await planAssignment(db, judging, input, 'look')
  return plan.kind === 'refused' ? plan : plan.result
}

type Plan = { readonly kind: 'plan'; readonly given: readonly Assignment[]; readonly result: Assigned }

const planAssignment = async (db: Db, judging: Judging, input: AssignInput, hold: Hold): Promise<Plan | Refusal> => {
  const { actor } = judging
  if (!can(actor, 'tasks.assign')) return refuse('forbidden')
  const scope = await scopeOf(db, actor, judging)
  for (const staffId of input.staffIds) {
    const staff = await findStaff(db, staffId)
    if (!staff?.is_active || !can(staff, 'tasks.work') || !reaches(scope, staff))
      return refuse('unknown_staff', staffId)
  }
  const tasks = await selectAssignable(db, scope, input, hold)
  if (tasks.length > selectionMax) return refuse('too_large', String(selectionMax))
  const given = tasks.map((task, index) => ({
    taskId: task.task_id,
    fromStaffId: task.assignee_id,
    toStaffId: input.staffIds[index % input.staffIds.length] as string,
  }))
  const moved = tasks.map((task, index) => ({
    from: task.assignee_id,
    to: given[index]?.toStaffId ?? null,
    effortMinutes: task.effort_minutes,
  }))
  const people = await loadChanges(db, moved, 'to')
  const result = {
    kind: 'done',
    total: given.length,
    people,
    assignments: given.slice(0, shownMax),
    skipped: skippedOf(input, tasks),
  } as const
  return { kind: 'plan', given, result }
}

const skippedOf = (selection: Selection, tasks: readonly Assignable[]): readonly number[] => {
  if ('take' in selection) return []
  const found = new Set(tasks.map((task) => task.task_id))
  return selection.taskIds.filter((taskId) => !found.has(taskId))
}

export type RecallInput = Selection & { readonly reason: string }
export type Recalled = {
  readonly kind: 'done'
  readonly total: number
  /** From whom. */
  readonly people: readonly LoadChange[]
  readonly skipped: readonly number[]
}

/**
 * Calls tasks that somebody holds back to their units' pools, with a reason; supervisors only, within their scope. Agreed times stay with whom they
 * were agreed.
 */
export const recallTasks = (store: Store, command: Command, input: RecallInput): Promise<Recalled | Refusal> =>
  runOnce(store, command, { name: 'recallTasks', input }, async (tx) => {
    const plan = await planRecall(tx, command, input, 'lock')
    if (plan.kind === 'refused') return plan
    await recordHandOvers(tx, command, plan.tasks, input.reason.trim())
    await tx.execute(`${backToPool} where task_id = any($1)`, [plan.tasks.map((task) => task.task_id)])
    const rows = plan.tasks.map((task) => ({ taskId: task.task_id, detail: { from: task.assignee_id } }))
    await auditTasks(tx, command, 'task.recall', rows)
    return plan.result
  })

export const previewRecall = async (db: Db, judging: Judging, input: RecallInput): Promise<Recalled | Refusal> => {
  const plan = await planRecall(db, judging, input, 'look')
  return plan.kind === 'refused' ? plan : plan.result
}

const planRecall = async (
  db: Db,
  judging: Judging,
  input: RecallInput,
  hold: Hold,
): Promise<{ readonly kind: 'plan'; readonly tasks: readonly Assignable[]; readonly result: Recalled } | Refusal> => {
  if (!can(judging.actor, 'tasks.assign')) return refuse('forbidden')
  if (input.reason.trim() === '') return refuse('reason_required')
  const selection = 'take' in input ? { take: { ...input.take, held: 'assigned' as const } } : input
  const found = await selectAssignable(db, await scopeOf(db, judging.actor, judging), selection, hold)
  const tasks = found.filter((task) => task.assignee_id !== null && !task.has_agreed_time)
  if (tasks.length > selectionMax) return refuse('too_large', String(selectionMax))
  const moved = tasks.map((task) => ({ from: task.assignee_id, to: null, effortMinutes: task.effort_minutes }))
  const people = await loadChanges(db, moved, 'from')
  return {
    kind: 'plan',
    tasks,
    result: { kind: 'done', total: tasks.length, people, skipped: skippedOf(input, tasks) },
  }
}

// A leader's work is not for agents to claim: it waits for a supervisor.
const backToPool =
  "update task set assignee_id = null, assigned_by = null, assign = case assign when 'leader' then 'leader' else 'pool' end"

const recordHandOvers = async (
  tx: Db,
  { actor, now }: Command,
  tasks: readonly Assignable[],
  reason: string,
): Promise<void> => {
  await tx.execute(
    `insert into task_hand_over (task_id, from_staff_id, to_staff_id, reason, attempts, user_id, at)
     select task_id, assignee_id, null, $2, attempts, $3, $4 from task where task_id = any($1) order by task_id`,
    [tasks.map((task) => task.task_id), reason, actor.userId, now],
  )
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
    const task = await lockOne(tx, await scopeOf(tx, actor, command), input.taskId)
    if (task === undefined) return refuse('not_found')
    if (!task.is_open) return refuse('task_closed')
    if (task.assignee_id === null) return refuse('unchanged')
    const isTheirs = task.assignee_id === actor.staffId && task.assign === 'pool' && task.assigned_by === null
    if (!isTheirs && !can(actor, 'tasks.assign')) return refuse('forbidden')
    await tx.execute(`${backToPool} where task_id = $1`, [input.taskId])
    await auditTasks(tx, command, 'task.release', [{ taskId: task.task_id, detail: { from: task.assignee_id } }])
    return { kind: 'done' }
  })

const lockOne = async (tx: Db, scope: Scope, taskId: number): Promise<Assignable | undefined> =>
  (await findTasks(tx, scope, [taskId], 'lock'))[0]
