import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { unfinished } from '../unfinished.ts'
import type { Pool, Task } from './task.ts'

/** `mine`: assigned to the person, or of owned customers and nobody's; `scope`: everything the person may see. */
export type TaskQuery = PageRequest & {
  readonly view: 'mine' | 'scope'
  readonly state?: 'open' | 'ready' | 'due' | 'later' | 'done'
  readonly pool?: Pool
  readonly play?: string
  readonly contactLabel?: string
  readonly assigneeId?: string
  readonly unitId?: string
  readonly customerId?: string
}
/** Three disjoint counts of a moment (S156, G69, golden B12); `late`: done after its due time, counted within `done`. `done` is of the local day. */
export type TaskCounts = { readonly done: number; readonly due: number; readonly later: number; readonly late: number }
export type PoolSummary = {
  readonly unit_id: string
  readonly unit_name: string
  readonly contact_label: string
  readonly pool: Pool
  readonly tasks: number
  readonly unassigned: number
  readonly value: number
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
export type PlanProgress = {
  readonly play: string
  readonly contact_label: string
  readonly total: number
  readonly open: number
  readonly done: number
  readonly done_today: number
  readonly succeeded: number
}

/** By priority, highest first; agents' claimed tasks in their fixed order. */
export const listTasks = async (
  _db: Db,
  _actor: Actor,
  _scope: Scope,
  _at: At,
  _query: TaskQuery,
): Promise<Page<Task>> => unfinished()
export const findTask = async (_db: Db, _scope: Scope, _taskId: number): Promise<Task | undefined> => unfinished()
/** The person's own appointments and tasks. */
export const countTasks = async (_db: Db, _actor: Actor, _at: At): Promise<TaskCounts> => unfinished()
export const summarisePools = async (_db: Db, _scope: Scope): Promise<PoolSummary[]> => unfinished()
export const listPeople = async (_db: Db, _scope: Scope, _at: At): Promise<PersonLoad[]> => unfinished()
export const planProgress = async (_db: Db, _scope: Scope, _at: At): Promise<PlanProgress[]> => unfinished()
