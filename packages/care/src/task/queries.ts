import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters, type Parameters } from '../parameters.ts'
import { type TaskFilter, taskConditions } from './filter.ts'
import { openTaskScopeColumns, type Task, taskScopeColumns, taskSelect } from './task.ts'

/**
 * `mine`: assigned to the person (closed ones: closed by the person); `scope`: everything the person may see. `ready`: open and may be worked on at
 * this instant; `due` and `later`: open, due time reached or not.
 */
export type TaskQuery = PageRequest &
  TaskFilter & {
    readonly view: 'mine' | 'scope'
    /** `open` where absent. */
    readonly state?: 'open' | 'ready' | 'due' | 'later' | 'done'
  }

/** By priority, highest first; an agent's own in the fixed shuffled order (G25c); done ones latest first. Ties end with the task id. */
export const listTasks = async (db: Db, actor: Actor, scope: Scope, at: At, query: TaskQuery): Promise<Page<Task>> => {
  const parameters = collectParameters()
  const columns = query.state === 'done' ? taskScopeColumns : openTaskScopeColumns
  const scoped = scopePredicate(scope, columns, 1)
  for (const param of scoped.params) parameters.add(param)
  const conditions = [
    scoped.sql,
    ...stateConditions(query, actor, at, parameters),
    ...taskConditions(query, parameters),
  ]
  const order = orderOf(actor, query)
  const after = decodeCursor(query.cursor, order.kinds)
  if (after) conditions.push(order.after(parameters.add(after[0]), parameters.add(after[1])))
  const limit = limitOf(query)
  const rows = await db.query<Task>(
    `${taskSelect} where ${conditions.join(' and ')} order by ${order.by} limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [order.valueOf(last), last.task_id])
}

const stateConditions = (query: TaskQuery, actor: Actor, { now }: At, parameters: Parameters): string[] => {
  const state = query.state ?? 'open'
  const conditions = [`task.closed_at is ${state === 'done' ? 'not null' : 'null'}`]
  if (state === 'ready') conditions.push(`not_before <= ${parameters.add(now)}`)
  if (state === 'due') conditions.push(`due_at <= ${parameters.add(now)}`)
  if (state === 'later') conditions.push(`due_at > ${parameters.add(now)}`)
  // A person who is not in the staff list has no work of their own: the column equals nothing.
  if (query.view === 'mine')
    conditions.push(`${state === 'done' ? 'task.closed_by' : 'assignee_id'} = ${parameters.add(actor.staffId)}`)
  return conditions
}

type Order = {
  readonly by: string
  readonly kinds: readonly ('number' | 'string')[]
  readonly valueOf: (task: Task) => unknown
  readonly after: (value: string, taskId: string) => string
}

const orderOf = (actor: Actor, query: TaskQuery): Order => {
  if (query.state === 'done') return byClosing
  return query.view === 'mine' && actor.role === 'agent' ? byShuffle : byPriority
}

const byPriority: Order = {
  by: 'priority desc, task_id',
  kinds: ['number', 'number'],
  valueOf: (task) => task.priority,
  after: (value, taskId) => `priority <= ${value} and (priority < ${value} or task_id > ${taskId})`,
}

const byShuffle: Order = {
  by: 'shuffle, task_id',
  kinds: ['number', 'number'],
  valueOf: (task) => task.shuffle,
  after: (value, taskId) => `(shuffle, task_id) > (${value}, ${taskId})`,
}

// Instants travel in milliseconds; a row is asked for by the same rounding.
const closedMs = "date_trunc('milliseconds', task.closed_at)"
const byClosing: Order = {
  by: `${closedMs} desc, task_id desc`,
  kinds: ['string', 'number'],
  valueOf: (task) => task.closed_at,
  after: (value, taskId) => `(${closedMs}, task_id) < (${value}::timestamptz, ${taskId})`,
}

/** Undefined for unknown and for foreign tasks alike. */
export const findTask = async (db: Db, scope: Scope, taskId: number): Promise<Task | undefined> => {
  const { sql, params } = scopePredicate(scope, taskScopeColumns, 2)
  const [task] = await db.query<Task>(`${taskSelect} where task_id = $1 and ${sql}`, [taskId, ...params])
  return task
}

/** Without a scope: for who has been given the task, or asks for it next. */
export const readTask = async (db: Db, taskId: number): Promise<Task | undefined> =>
  (await db.query<Task>(`${taskSelect} where task_id = $1`, [taskId], { isPrepared: true }))[0]
