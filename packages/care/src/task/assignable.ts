import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import { collectParameters } from '../parameters.ts'
import { type TaskFilter, taskConditions } from './filter.ts'
import { openTaskScopeColumns, taskScopeColumns } from './task.ts'

/** Open tasks that match; without a person named, those that nobody holds. */
export type Take = TaskFilter & {
  /** All where absent. */
  readonly count?: number
  readonly held?: 'unassigned' | 'assigned' | 'any'
}

/** Certain tasks, or open ones that match, the highest priority first. */
export type Selection = { readonly taskIds: readonly number[] } | { readonly take: Take }

export type Assignable = {
  readonly task_id: number
  readonly assign: 'owner' | 'pool' | 'leader'
  readonly assignee_id: string | null
  readonly assigned_by: string | null
  readonly is_open: boolean
  readonly attempts: number
  readonly effort_minutes: number
  readonly has_agreed_time: boolean
}

/** `'lock'` keeps the rows until the transaction ends; of two who take at once, each gets tasks that the other has not. */
export type Hold = 'lock' | 'look'

/** More than this in one command is a mistake: nobody can oversee it, and it would hold everybody up. */
export const selectionMax = 100_000

/** What may be assigned of a selection: open tasks within scope, in the order that was asked for; one more than the most that a command takes. */
export const selectAssignable = async (
  db: Db,
  scope: Scope,
  selection: Selection,
  hold: Hold,
): Promise<readonly Assignable[]> => {
  if ('take' in selection) return takeMatching(db, scope, selection.take, hold)
  const found = await findTasks(db, scope, selection.taskIds, hold)
  const byId = new Map(found.map((task) => [task.task_id, task]))
  return [...new Set(selection.taskIds)].flatMap((taskId) => {
    const task = byId.get(taskId)
    return task?.is_open ? [task] : []
  })
}

const columns =
  'task.task_id, task.assign, task.assignee_id, task.assigned_by, task.closed_at is null as is_open, task.attempts, task.effort_minutes, task.appointment_at is not null as has_agreed_time'

/** In the order of ids, so that two commands on the same tasks wait for each other and do not deadlock. */
export const findTasks = (db: Db, scope: Scope, taskIds: readonly number[], hold: Hold): Promise<Assignable[]> => {
  const { sql, params } = scopePredicate(scope, taskScopeColumns, 2)
  return db.query<Assignable>(
    `select ${columns} from task left join customer on customer.customer_id = task.customer_id
     where task_id = any($1) and ${sql}
     order by task_id ${hold === 'lock' ? 'for update of task' : ''}`,
    [taskIds, ...params],
  )
}

const takeMatching = (db: Db, scope: Scope, take: Take, hold: Hold): Promise<Assignable[]> => {
  const parameters = collectParameters()
  const scoped = scopePredicate(scope, openTaskScopeColumns, 1)
  for (const param of scoped.params) parameters.add(param)
  const held = take.held ?? (take.assigneeId === undefined ? 'unassigned' : 'any')
  const conditions = [scoped.sql, 'closed_at is null', ...heldConditions[held], ...taskConditions(take, parameters)]
  return db.query<Assignable>(
    `select ${columns} from task where ${conditions.join(' and ')}
     order by priority desc, task_id limit ${parameters.add(take.count ?? selectionMax + 1)}
     ${hold === 'lock' ? 'for update of task skip locked' : ''}`,
    parameters.values,
  )
}

const heldConditions: Readonly<Record<'unassigned' | 'assigned' | 'any', readonly string[]>> = {
  unassigned: ['assignee_id is null'],
  assigned: ['assignee_id is not null'],
  any: [],
}
