import type { Store } from '@tend/store'
import type { Command, Refusal } from '../command.ts'
import { unfinished } from '../unfinished.ts'
import type { Task } from './task.ts'

/** The next open task of the pool of the person's unit and those below, in the fixed shuffled order (S163, G25c); never handed out twice. */
export const claimNext = async (
  _store: Store,
  _command: Command,
): Promise<{ readonly kind: 'done'; readonly task: Task } | { readonly kind: 'empty' } | Refusal> => unfinished()
/** Gives a claimed task back to the pool. */
export const releaseTask = async (
  _store: Store,
  _command: Command,
  _input: { readonly taskId: number },
): Promise<{ readonly kind: 'done' } | Refusal> => unfinished()
/** Gives open tasks to one person; supervisors only, tasks and person within their scope (S163, golden B23). */
export const assignTasks = async (
  _store: Store,
  _command: Command,
  _input: { readonly taskIds: readonly number[]; readonly staffId: string },
): Promise<{ readonly kind: 'done'; readonly assigned: number } | Refusal> => unfinished()
