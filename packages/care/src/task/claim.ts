import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { findTask } from './queries.ts'
import type { Task } from './task.ts'

/**
 * The next open task of the pool of the person's unit and those below, in the fixed shuffled order (S163, G25c), assigned to the person. Never handed
 * out twice: a task that another claim holds is passed over. Customers whom somebody contacted today on the channel are passed over too.
 */
export const claimNext = async (
  store: Store,
  command: Command,
): Promise<{ readonly kind: 'done'; readonly task: Task } | { readonly kind: 'empty' } | Refusal> => {
  const claimed = await runOnce<{ kind: 'done'; taskId: number } | { kind: 'empty' }>(
    store,
    command,
    { name: 'claimNext', input: {} },
    (tx) => claim(tx, command),
  )
  if (claimed.kind !== 'done') return claimed
  // Read within scope: a key that is sent again long after shows nothing that has left the person's hands.
  const task = await findTask(store, await scopeOf(store, command.actor, command), claimed.taskId)
  return task === undefined ? { kind: 'empty' } : { kind: 'done', task }
}

const claim = async (tx: Db, { actor, now, timeZone }: Command) => {
  if (!can(actor, 'tasks.claim') || actor.staffId === null) return refuse('forbidden')
  const [claimed] = await tx.query<{ task_id: number; customer_id: string }>(
    `update task set assignee_id = $1
     where task_id = (
       select task_id from task
       where closed_at is null and assignee_id is null and not_before <= $2
       and unit_id in (select unit_id from org_unit where path @> array[$3]::text[])
       and not exists (
         select from contact
         where contact.customer_id = task.customer_id and contact.channel = task.channel
         and contact.direction = 'outbound' and contact.at >= $4
       )
       order by shuffle, task_id
       limit 1
       for update skip locked
     )
     returning task_id, customer_id`,
    [actor.staffId, now, actor.unitId, instantAt(localDay(now, timeZone), '00:00', timeZone)],
  )
  if (claimed === undefined) return { kind: 'empty' } as const
  await recordAudit(tx, {
    at: now,
    actor: actor.userId,
    action: 'task.claim',
    subjectKind: 'task',
    subjectId: String(claimed.task_id),
    detail: { customer: claimed.customer_id },
  })
  return { kind: 'done', taskId: claimed.task_id } as const
}
