import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse } from '../command.ts'
import { findTask } from '../task/queries.ts'

/** What a person has typed at a task and not recorded, as the screen keeps it. */
export type WorkDraft = { readonly content: Readonly<Record<string, unknown>>; readonly saved_at: string }

export const findDraft = async (db: Db, userId: string, taskId: number): Promise<WorkDraft | undefined> => {
  const [draft] = await db.query<WorkDraft>(
    'select content, saved_at from work_draft where user_id = $1 and task_id = $2',
    [userId, taskId],
  )
  return draft
}

/**
 * Keeps what is being typed, over what was kept before; null throws it away. Recording the task's contact does so too. Only its beginning is audited:
 * a draft is saved every few seconds, and what it leads to has its own row.
 */
export const saveDraft = (
  store: Store,
  command: Omit<Command, 'key'>,
  input: { readonly taskId: number; readonly content: WorkDraft['content'] | null },
): Promise<{ readonly kind: 'done' } | Refusal> =>
  store.transaction(async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'tasks.work')) return refuse('forbidden')
    const task = await findTask(tx, await scopeOf(tx, actor, command), input.taskId)
    if (task === undefined) return refuse('not_found')
    if (input.content === null) {
      await tx.execute('delete from work_draft where user_id = $1 and task_id = $2', [actor.userId, input.taskId])
      return { kind: 'done' }
    }
    if (!task.is_open) return refuse('task_closed')
    const [saved] = await tx.query<{ is_first: boolean }>(
      `insert into work_draft (user_id, task_id, content, saved_at) values ($1, $2, $3, $4)
       on conflict (user_id, task_id) do update set content = excluded.content, saved_at = excluded.saved_at
       returning xmax = 0 as is_first`,
      [actor.userId, input.taskId, JSON.stringify(input.content), now],
    )
    if (saved?.is_first)
      await recordAudit(tx, {
        at: now,
        actor: actor.userId,
        action: 'draft.begin',
        subjectKind: 'task',
        subjectId: String(input.taskId),
        detail: { customer: task.customer_id },
      })
    return { kind: 'done' }
  })
