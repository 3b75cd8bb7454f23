import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import { type Scope, type ScopeColumns, scopePredicate } from '../access/scope.ts'
import type { At } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { collectParameters } from '../parameters.ts'
import { taskConditions } from './filter.ts'
import { type Counted, createMemory } from './remembered.ts'
import { openTaskScopeColumns, type Pool, taskScopeColumns } from './task.ts'

/**
 * Three disjoint counts of an instant (S156, G69, golden B12): closed on the local day; open and due; open and not due yet. `late` counts
 * separately those of the done that were closed after the agreed time, or after the day they were due on.
 */
export type TaskCounts = {
  readonly done: number
  readonly due: number
  readonly later: number
  readonly late: number
  /** The same of agreed times alone. */
  readonly appointments_done: number
  readonly appointments_due: number
  readonly appointments_later: number
}

/** Of the person's own tasks. */
export const countTasks = async (db: Db, actor: Actor, { now, timeZone }: At): Promise<TaskCounts> => {
  const [counts] = await db.query<TaskCounts>(
    `select
       count(*) filter (where closed_at is not null) as done,
       count(*) filter (where closed_at is null and due_at <= $2) as due,
       count(*) filter (where closed_at is null and due_at > $2) as later,
       count(*) filter (where closed_at > coalesce(appointment_at, due_at + interval '1 day')) as late,
       count(*) filter (where appointment_at is not null and closed_at is not null) as appointments_done,
       count(*) filter (where appointment_at is not null and closed_at is null and due_at <= $2) as appointments_due,
       count(*) filter (where appointment_at is not null and closed_at is null and due_at > $2) as appointments_later
     from task
     where (assignee_id = $1 and closed_at is null) or (closed_by = $1 and closed_at >= $3 and closed_at <= $2)`,
    [actor.staffId, now, dayStart({ now, timeZone })],
  )
  return counts ?? nothing
}

const nothing: TaskCounts = {
  done: 0,
  due: 0,
  later: 0,
  late: 0,
  appointments_done: 0,
  appointments_due: 0,
  appointments_later: 0,
}

/** Start of the local day. */
export const dayStart = ({ now, timeZone }: At): Date => instantAt(localDay(now, timeZone), '00:00', timeZone)

export type ModuleCount = {
  readonly module: string | null
  readonly open: number
  readonly due: number
  readonly later: number
  readonly overdue: number
  readonly unassigned: number
  readonly done_today: number
}

/** Counts of so many open tasks take a second, and are remembered. */
const longCount = 100_000

type Ask = (key: string, now: Date, read: () => Promise<ModuleCount[]>) => Promise<Counted<ModuleCount[]>>
const memories = new WeakMap<Db, Ask>()
const memoryOf = (db: Db): Ask => {
  const known = memories.get(db)
  if (known !== undefined) return known
  const memory = createMemory<ModuleCount[]>((counts) => counts.reduce((sum, { open }) => sum + open, 0) >= longCount)
  memories.set(db, memory)
  return memory
}

/**
 * Tasks by module view (S161): the person's own, or those of the scope, as they were at the instant `at`. `overdue`: due for a local day at least. Counts of a
 * hundred thousand open tasks and more may be two minutes old.
 */
export const countModules = (
  db: Db,
  actor: Actor,
  scope: Scope,
  at: At,
  query: { readonly view: 'mine' | 'scope'; readonly unitId?: string },
): Promise<Counted<ModuleCount[]>> => {
  const whose = query.view === 'mine' ? actor.staffId : null
  const key = JSON.stringify([scope, query, whose, localDay(at.now, at.timeZone)])
  return memoryOf(db)(key, at.now, () => readModules(db, actor, scope, at, query))
}

const readModules = async (
  db: Db,
  actor: Actor,
  scope: Scope,
  at: At,
  query: { readonly view: 'mine' | 'scope'; readonly unitId?: string },
): Promise<ModuleCount[]> => {
  const parameters = collectParameters()
  const scoped = scopePredicate(scope, openTaskScopeColumns, 1)
  for (const param of scoped.params) parameters.add(param)
  const [now, today] = [parameters.add(at.now), parameters.add(dayStart(at))]
  const mine = query.view === 'mine' ? parameters.add(actor.staffId) : undefined
  const where = [scoped.sql, ...taskConditions(query.unitId === undefined ? {} : { unitId: query.unitId }, parameters)]
  const open = [...where, 'closed_at is null', ...(mine ? [`assignee_id = ${mine}`] : [])]
  const done = [...where, `closed_at >= ${today}`, ...(mine ? [`closed_by = ${mine}`] : [])]
  return db.query<ModuleCount>(
    `select module, sum(open)::bigint as open, sum(due)::bigint as due, sum(open - due)::bigint as later,
       sum(overdue)::bigint as overdue, sum(unassigned)::bigint as unassigned, sum(done_today)::bigint as done_today
     from (
       select module, count(*) as open, count(*) filter (where due_at <= ${now}) as due, count(*) filter (where due_at < ${today}) as overdue,
         count(*) filter (where assignee_id is null) as unassigned, 0 as done_today
       from task where ${open.join(' and ')} group by module
       union all
       select module, 0, 0, 0, 0, count(*) from task where ${done.join(' and ')} group by module
     ) as counted
     group by module order by module`,
    parameters.values,
  )
}

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

/**
 * The tasks of a scope, open and closed, whose parameters come first. Only the closed ones look up where their customer is: of a million open ones each would
 * be a lookup.
 */
const tasksOf = (scope: Scope, more: readonly string[] = []): string => {
  const within = (columns: ScopeColumns, closed: string): string =>
    [`closed_at ${closed}`, scopePredicate(scope, columns, 1).sql, ...more].join(' and ')
  return `(
    select task.* from task where ${within(openTaskScopeColumns, 'is null')}
    union all
    select task.* from task left join customer on customer.customer_id = task.customer_id where ${within(taskScopeColumns, 'is not null')}
  )`
}

export const summarisePools = (db: Db, scope: Scope): Promise<PoolSummary[]> => {
  const { params } = scopePredicate(scope, taskScopeColumns, 1)
  return db.query<PoolSummary>(
    `select task.unit_id, org_unit.name as unit_name, contact_label, pool, count(*) as tasks,
       count(*) filter (where closed_at is null and assignee_id is null) as unassigned, sum(value)::bigint as value
     from ${tasksOf(scope)} as task
     left join org_unit on org_unit.unit_id = task.unit_id
     group by task.unit_id, org_unit.name, contact_label, pool
     order by task.unit_id, contact_label, array_position(array['total', 'second', 'third', 'success', 'failure'], pool)`,
    params,
  )
}

export type PlanProgress = {
  readonly play: string
  /** A theme is a plan of its own. */
  readonly theme_id: number | null
  readonly theme_name: string | null
  readonly contact_label: string
  readonly total: number
  readonly open: number
  readonly done: number
  readonly done_today: number
  readonly succeeded: number
}

/** For every plan, a play or a theme: cumulative done and done today (S156), within the scope; of one person, what they hold or closed. */
export const planProgress = (
  db: Db,
  scope: Scope,
  at: At,
  query: { readonly unitId?: string; readonly staffId?: string } = {},
): Promise<PlanProgress[]> => {
  const parameters = collectParameters()
  const scoped = scopePredicate(scope, taskScopeColumns, 1)
  for (const param of scoped.params) parameters.add(param)
  const today = parameters.add(dayStart(at))
  const conditions = taskConditions(query.unitId === undefined ? {} : { unitId: query.unitId }, parameters)
  // What was stopped or called off is nobody's progress.
  conditions.push('task.closed_reason is null')
  if (query.staffId !== undefined) {
    const staff = parameters.add(query.staffId)
    conditions.push(`(task.assignee_id = ${staff} and task.closed_at is null or task.closed_by = ${staff})`)
  }
  return db.query<PlanProgress>(
    `select task.play, task.theme_id, theme.name as theme_name, contact_label, count(*) as total,
       count(*) filter (where task.closed_at is null) as open,
       count(*) filter (where task.closed_at is not null) as done,
       count(*) filter (where task.closed_at >= ${today}) as done_today,
       count(*) filter (where pool = 'success') as succeeded
     from ${tasksOf(scope, conditions)} as task
     left join theme on theme.theme_id = task.theme_id
     group by task.play, task.theme_id, theme.name, contact_label
     order by task.play, task.theme_id nulls first, contact_label`,
    parameters.values,
  )
}
