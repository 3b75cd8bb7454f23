import type { Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf, scopePredicate, seesByWork } from '../access/scope.ts'
import type { Command } from '../command.ts'
import { keepsAgreedTime } from '../policy/agreed.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import { claimNext } from './claim.ts'
import { openTaskScopeColumns, type Task, taskSelect } from './task.ts'

/** As many of one's own ready tasks are asked about at once; where none of them may be worked at this hour, the pool is. */
const ownMax = 20

/**
 * What the person works on next: of their own ready tasks the first whose customer may be contacted at this hour, agreed times that have come before
 * all others, then in the order of their list; for who claims, else the next of the pool. Undefined where nothing is ready. The same key claims the
 * same task again.
 */
export const nextTask = async (store: Store, command: Command, pack: PolicyPack): Promise<Task | undefined> => {
  const { actor, now, timeZone } = command
  if (!can(actor, 'tasks.work') || actor.staffId === null) return undefined
  const isVisible = seesByWork(actor, { is_open: true, assignee_id: actor.staffId })
  const ready = await readyTasks(store, command, isVisible ? { kind: 'all' } : await scopeOf(store, actor, command))
  const asks = ready.map((task) => ({
    customerId: task.customer_id,
    channel: task.channel,
    purpose: task.purpose,
    at: now,
    isAgreed: keepsAgreedTime(task, now, timeZone),
  }))
  const verdicts = await judgeContacts(store, pack, asks, { hour: true, timeZone })
  const own = ready.find((_task, index) => verdicts[index]?.kind === 'allowed')
  if (own !== undefined || !can(actor, 'tasks.claim')) return own
  const claimed = await claimNext(store, command, pack)
  return claimed.kind === 'done' ? claimed.task : undefined
}

const readyTasks = (store: Store, { actor, now }: Command, scope: Scope): Promise<Task[]> => {
  const { sql, params } = scopePredicate(scope, openTaskScopeColumns, 4)
  const order = actor.role === 'agent' ? 'shuffle, task_id' : 'priority desc, task_id'
  return store.query<Task>(
    `${taskSelect}
     where task.assignee_id = $1 and task.closed_at is null and not_before <= $2 and ${sql}
     order by appointment_at is null, appointment_at, ${order}
     limit $3`,
    [actor.staffId, now, ownMax, ...params],
    { isPrepared: true },
  )
}
