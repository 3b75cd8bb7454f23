import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import type { At, Page } from '../command.ts'
import { encodeCursor, limitOf } from '../page.ts'
import { keepsAgreedTime } from '../policy/agreed.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { PolicyPack, Verdict } from '../policy/verdict.ts'
import { listTasks, type TaskQuery } from './queries.ts'
import type { Task } from './task.ts'

/** An open task and what speaks against contacting its customer. */
export type HeldTask = { readonly task: Task; readonly verdict: Extract<Verdict, { readonly kind: 'refused' }> }

const batchSize = 500
/** So many are looked at for one page; what lies behind them is the next page, which may begin with none found. */
const batchesMax = 10

/**
 * Open tasks of the scope that the policy holds back (S22), by priority: closed customers, missing consents and addresses, caps, cool-offs. Quiet hours and days
 * off hold back nothing here: they pass by themselves.
 */
export const listHeldTasks = async (
  db: Db,
  pack: PolicyPack,
  actor: Actor,
  scope: Scope,
  at: At,
  query: Omit<TaskQuery, 'view' | 'state'>,
): Promise<Page<HeldTask>> => {
  const limit = limitOf(query)
  const items: HeldTask[] = []
  let cursor = query.cursor
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const asked: TaskQuery = { ...query, view: 'scope', state: 'open', limit: batchSize }
    const page = await listTasks(db, actor, scope, at, cursor === undefined ? asked : { ...asked, cursor })
    const verdicts = await judgeTasks(db, pack, page.items, at)
    for (const [index, task] of page.items.entries()) {
      const verdict = verdicts[index]
      if (verdict?.kind === 'refused') items.push({ task, verdict })
      const isLast = page.next === undefined && index === page.items.length - 1
      if (items.length === limit && !isLast) return { items, next: encodeCursor([task.priority, task.task_id]) }
    }
    cursor = page.next
    if (cursor === undefined) return { items }
  }
  return cursor === undefined ? { items } : { items, next: cursor }
}

const judgeTasks = (db: Db, pack: PolicyPack, tasks: readonly Task[], { now, timeZone }: At) =>
  judgeContacts(
    db,
    pack,
    tasks.map((task) => ({
      customerId: task.customer_id,
      channel: task.channel,
      purpose: task.purpose,
      at: now,
      isAgreed: keepsAgreedTime(task, now, timeZone),
    })),
    { hour: false, timeZone },
  )
