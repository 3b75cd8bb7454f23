import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { PolicyPack, Verdict } from '../policy/verdict.ts'
import { readWorkingDays, workingDayAfter } from './calendar.ts'
import { findTask, readTask } from './queries.ts'
import { takeFirst } from './take-first.ts'
import type { Task } from './task.ts'
import { othersMax, renderWaiting } from './waiting.ts'

export type Claim = { readonly kind: 'done'; readonly task: Task } | { readonly kind: 'empty' }

/**
 * The next open task of the pool of the person's unit and those below, in the fixed shuffled order (S163, G25c), assigned to the person. Never handed
 * out twice: a task that another claim holds is passed over. So are customers who may not be contacted at this hour, those whom somebody
 * contacted today on the channel, and those who are to be met; who may not be contacted for longer than the hour is not looked at again until they may.
 */
export const claimNext = async (store: Store, command: Command, pack: PolicyPack): Promise<Claim | Refusal> => {
  const { staffId } = command.actor
  if (!can(command.actor, 'tasks.claim') || staffId === null) return refuse('forbidden')
  const leftToOthers = meetings(pack)
  const first = await takeFirst(store, command, { ordered, staffId, pack, leftToOthers })
  if (first !== undefined) return { kind: 'done', task: first }
  let fresh: Task | undefined
  const claimed = await runOnce<{ kind: 'done'; taskId: number } | { kind: 'empty' }>(
    store,
    command,
    ordered,
    async (tx) => {
      const answer = await search(tx, command, pack, { staffId, leftToOthers })
      if (answer.kind === 'done') fresh = await readTask(tx, answer.taskId)
      return answer
    },
  )
  if (claimed.kind !== 'done') return claimed
  if (fresh !== undefined) return { kind: 'done', task: fresh }
  // Read within scope: a key that is sent again long after shows nothing that has left the person's hands.
  const task = await findTask(store, await scopeOf(store, command.actor, command), claimed.taskId)
  return task === undefined ? { kind: 'empty' } : { kind: 'done', task }
}

const ordered = { name: 'claimNext', input: {} } as const

type Waiting = {
  readonly task_id: number
  readonly customer_id: string
  readonly channel: string
  readonly purpose: string
  readonly shuffle: number
}

type Searching = { readonly staffId: string; readonly leftToOthers: readonly string[] }

/** Where whole stretches may not be contacted, ever more are asked about at once. */
const batchSizes = [1, 8, 64, 256, 1024]

/** What `takeFirst` did not find: passes over whom the policy refuses. */
const search = async (tx: Db, command: Command, pack: PolicyPack, { staffId, leftToOthers }: Searching) => {
  const { actor, now, timeZone } = command
  const queue = openQueue(actor.unitId, command, leftToOthers)
  for (const limit of batchSizes) {
    const waiting = await queue.lockNext(tx, limit)
    if (waiting.length === 0) break
    const asks = waiting.map((task) => ({
      customerId: task.customer_id,
      channel: task.channel,
      purpose: task.purpose,
      at: now,
    }))
    const verdicts = await judgeContacts(tx, pack, asks, { hour: true, timeZone })
    const index = verdicts.findIndex(({ kind }) => kind === 'allowed')
    await postponeRefused(tx, command, waiting.slice(0, index < 0 ? undefined : index), verdicts)
    const found = waiting[index]
    if (found !== undefined) return assign(tx, command, staffId, found)
    queue.leaveOut(waiting, verdicts)
  }
  return { kind: 'empty' } as const
}

const isOfTheHour = (verdict: Verdict | undefined): boolean =>
  verdict?.kind === 'refused' && (verdict.code === 'quiet-hours' || verdict.code === 'holiday')

/** Kinds of contact for which a customer is met: they are nothing for the pool's callers (S58). */
const meetings = ({ channels, purposes }: PolicyPack): string[] =>
  [...channels.values()].flatMap(({ id, isInPerson }) =>
    isInPerson ? [...purposes.keys()].map((purpose) => `${id}|${purpose}`) : [],
  )

/** Walks the queue: each answer goes on behind the last one and leaves out kinds of contact for which it is the wrong hour. */
const openQueue = (unitId: string, { now, timeZone }: Command, leftToOthers: readonly string[]) => {
  let last: Pick<Waiting, 'shuffle' | 'task_id'> = { shuffle: -1, task_id: 0 }
  const silent = new Set(leftToOthers)
  const dayStart = instantAt(localDay(now, timeZone), '00:00', timeZone)
  const ask = (tx: Db, sql: string, limit: number): Promise<Waiting[]> =>
    tx.query<Waiting>(sql, [unitId, now, dayStart, last.shuffle, last.task_id, [...silent], limit], {
      isPrepared: true,
    })
  return {
    lockNext: async (tx: Db, limit: number): Promise<Waiting[]> => {
      for (;;) {
        const locked = await ask(tx, lockNextFree, limit)
        const held = locked.length > 0 ? undefined : (await ask(tx, nextWaiting, limit + othersMax)).at(-1)
        last = locked.at(-1) ?? held ?? last
        // Nothing waits, or what waits is locked by nobody else: the search is at its end or has what it wants.
        if (locked.length > 0 || held === undefined) return locked
      }
    },
    leaveOut: (waiting: readonly Waiting[], verdicts: readonly Verdict[]): void => {
      for (const [index, { channel, purpose }] of waiting.entries())
        if (isOfTheHour(verdicts[index])) silent.add(`${channel}|${purpose}`)
    },
  }
}

const waitingOf = (limit: string): string =>
  renderWaiting({
    unit: '$1::text',
    now: '$2',
    dayStart: '$3',
    after: '($4::bigint, $5::bigint)',
    silent: '$6::text[]',
    limit,
  })

const nextWaiting = waitingOf('$7::int')

const lockNextFree = `
  select task_id, customer_id, channel, purpose, shuffle from task
  where task_id = any(array(select task_id from (${waitingOf(`$7::int + ${othersMax}`)}) as ahead))
  and closed_at is null and assignee_id is null
  order by shuffle, task_id
  limit $7::int
  for update skip locked`

// What is refused for longer than the hour would be asked about at every claim: it waits until it may, or, where nobody knows, until tomorrow.
const postponeRefused = async (
  tx: Db,
  { now, timeZone }: Command,
  refused: readonly Waiting[],
  verdicts: readonly Verdict[],
): Promise<void> => {
  const lasting = refused.flatMap(({ task_id }, index) => {
    const verdict = verdicts[index]
    return verdict?.kind === 'refused' && !isOfTheHour(verdict) ? [{ task_id, until: verdict.until }] : []
  })
  if (lasting.length === 0) return
  const nextDay = instantAt(workingDayAfter(localDay(now, timeZone), 1, await readWorkingDays(tx)), '00:00', timeZone)
  await tx.execute(
    `update task set not_before = coalesce(until, $3), due_at = greatest(due_at, coalesce(until, $3))
     from unnest($1::bigint[], $2::timestamptz[]) as refused (task_id, until)
     where task.task_id = refused.task_id`,
    [lasting.map(({ task_id }) => task_id), lasting.map(({ until }) => until), nextDay],
  )
}

const assign = async (tx: Db, { actor, now }: Command, staffId: string, task: Waiting) => {
  await tx.execute('update task set assignee_id = $2 where task_id = $1', [task.task_id, staffId], {
    isPrepared: true,
  })
  await recordAudit(tx, {
    at: now,
    actor: actor.userId,
    action: 'task.claim',
    subjectKind: 'task',
    subjectId: String(task.task_id),
    detail: { customer: task.customer_id },
  })
  return { kind: 'done', taskId: task.task_id } as const
}
