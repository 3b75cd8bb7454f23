import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse } from '../command.ts'
import { findTask } from './queries.ts'
import { isWorkOf } from './task.ts'

/** Points of a task's checklist that are done, by their place from 0. */
export const listTicks = async (db: Db, taskId: number): Promise<number[]> => {
  const rows = await db.query<{ index: number }>('select index from task_tick where task_id = $1 order by index', [
    taskId,
  ])
  return rows.map(({ index }) => index)
}

export type TickInput = { readonly taskId: number; readonly index: number; readonly isDone: boolean }

/** Ticks a point of the checklist of one's own open task, or takes the tick back. Saying the same twice changes nothing. */
export const tickTask = (
  store: Store,
  command: Omit<Command, 'key'>,
  pack: Pick<Pack, 'plays'>,
  { taskId, index, isDone }: TickInput,
): Promise<{ readonly kind: 'done'; readonly ticks: readonly number[] } | Refusal> =>
  store.transaction(async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'tasks.work') || actor.staffId === null) return refuse('forbidden')
    const task = await findTask(tx, await scopeOf(tx, actor, command), taskId)
    if (task === undefined) return refuse('not_found')
    if (!task.is_open) return refuse('task_closed')
    if (!isWorkOf(task, actor.staffId)) return refuse('task_taken', task.assignee_name ?? undefined)
    if (index >= (pack.plays.get(task.play)?.checklist.length ?? 0)) return refuse('invalid_value', String(index))
    const changed = isDone
      ? await tx.execute(
          'insert into task_tick (task_id, index, ticked_by, at) values ($1, $2, $3, $4) on conflict do nothing',
          [taskId, index, actor.userId, now],
        )
      : await tx.execute('delete from task_tick where task_id = $1 and index = $2', [taskId, index])
    if (changed > 0)
      await recordAudit(tx, {
        at: now,
        actor: actor.userId,
        action: isDone ? 'task.tick' : 'task.untick',
        subjectKind: 'task',
        subjectId: String(taskId),
        detail: { customer: task.customer_id, index },
      })
    return { kind: 'done', ticks: await listTicks(tx, taskId) }
  })
