import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import { collectParameters } from '../parameters.ts'
import { type Pool, taskScopeColumns } from './task.ts'

/** Certain tasks, or up to `count` open ones that nobody has, the worthiest first. */
export type Selection =
  | { readonly taskIds: readonly number[] }
  | {
      readonly take: {
        readonly count: number
        readonly pool?: Pool
        readonly contactLabel?: string
        readonly unitId?: string
      }
    }

export type Assignable = {
  readonly task_id: number
  readonly assign: 'owner' | 'pool'
  readonly assignee_id: string | null
  readonly assigned_by: string | null
  readonly is_open: boolean
}

/** `'lock'` keeps the rows until the transaction ends; of two who take at once, each gets tasks that the other has not. */
export type Hold = 'lock' | 'look'

/** What may be assigned of a selection: open tasks within scope, in the order that was asked for. */
export const selectAssignable = async (
  db: Db,
  scope: Scope,
  selection: Selection,
  hold: Hold,
): Promise<readonly Assignable[]> => {
  if ('take' in selection) return takeUnassigned(db, scope, selection.take, hold)
  const found = await findTasks(db, scope, selection.taskIds, hold)
  const byId = new Map(found.map((task) => [task.task_id, task]))
  return [...new Set(selection.taskIds)].flatMap((taskId) => {
    const task = byId.get(taskId)
    return task?.is_open ? [task] : []
  })
}

const columns = 'task_id, assign, assignee_id, assigned_by, closed_at is null as is_open'
const from = 'task left join customer on customer.customer_id = task.customer_id'

/** In the order of ids, so that two commands on the same tasks wait for each other and do not deadlock. */
export const findTasks = (db: Db, scope: Scope, taskIds: readonly number[], hold: Hold): Promise<Assignable[]> => {
  const { sql, params } = scopePredicate(scope, taskScopeColumns, 2)
  return db.query<Assignable>(
    `select ${columns} from ${from} where task_id = any($1) and ${sql}
     order by task_id ${hold === 'lock' ? 'for update of task' : ''}`,
    [taskIds, ...params],
  )
}

const takeUnassigned = (
  db: Db,
  scope: Scope,
  take: Extract<Selection, { take: unknown }>['take'],
  hold: Hold,
): Promise<Assignable[]> => {
  const parameters = collectParameters()
  const scoped = scopePredicate(scope, taskScopeColumns, 1)
  for (const param of scoped.params) parameters.add(param)
  const conditions = [scoped.sql, 'closed_at is null', 'assignee_id is null']
  if (take.pool !== undefined) conditions.push(`pool = ${parameters.add(take.pool)}`)
  if (take.contactLabel !== undefined) conditions.push(`contact_label = ${parameters.add(take.contactLabel)}`)
  if (take.unitId !== undefined) conditions.push(`task.unit_id = ${parameters.add(take.unitId)}`)
  return db.query<Assignable>(
    `select ${columns} from ${from} where ${conditions.join(' and ')}
     order by priority desc, task_id limit ${parameters.add(take.count)}
     ${hold === 'lock' ? 'for update of task skip locked' : ''}`,
    parameters.values,
  )
}
