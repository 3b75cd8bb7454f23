import type { Outcome, Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { insertContact } from '../contact/insert.ts'
import { instantAt, localDay } from '../days.ts'
import { bandStarts, nextTimeBand, readWorkingDays, timeBandOf, workingDayAfter } from './calendar.ts'
import { openFollowUp, postponeOthers } from './follow-up.ts'
import { findTask } from './queries.ts'
import type { Pool, Task, TimeBand } from './task.ts'
import { type Transition, transitionTask } from './transition.ts'

/** A dated appointment, or why there is none (G48). `at` is an ISO instant. */
export type NextContact =
  | { readonly kind: 'appointment'; readonly at: string }
  | { readonly kind: 'none'; readonly reason: string }

export type OutcomeInput = {
  readonly taskId: number
  readonly outcome: string
  readonly note?: string
  /** Where it was not the task's own. */
  readonly channel?: string
  readonly next?: NextContact
}

export type OutcomeDone = {
  readonly kind: 'done'
  readonly contactId: number
  readonly taskId: number
  readonly pool: Pool
  readonly attempts: number
  readonly isOpen: boolean
  /** When the next attempt is, where the task stays open. */
  readonly nextAt: string | null
  /** The task that an agreed time opened, where this one is closed. */
  readonly followUpTaskId: number | null
}

type Packs = Pick<Pack, 'outcomes' | 'plays'>

/**
 * What an attempt came to, as `transition.ts` draws it. Needed: for an appointment the agreed time; for a success the next appointment or the reason
 * for none (G48, S62). A retry is planned on a later working day in another time band (G26), and is not accepted before
 * that day. The customer's other tasks on the channel wait until the next working day.
 */
export const recordOutcome = (
  store: Store,
  command: Command,
  pack: Packs,
  input: OutcomeInput,
): Promise<OutcomeDone | Refusal> =>
  runOnce(store, command, { name: 'recordOutcome', input }, async (tx) => {
    const { actor, now, timeZone } = command
    if (!can(actor, 'tasks.work') || actor.staffId === null) return refuse('forbidden')
    const task = await lockTask(tx, command, input.taskId)
    if (task === undefined) return refuse('not_found')
    const outcome = pack.outcomes.get(input.outcome)
    const permitted = pack.plays.get(task.play)?.outcomes
    if (outcome === undefined || (permitted && !permitted.includes(outcome.id)))
      return refuse('unknown_outcome', input.outcome)
    const isTheirs =
      task.assignee_id === actor.staffId || (task.assignee_id === null && task.owner_id === actor.staffId)
    const transition = transitionTask(
      { attempts: task.attempts, maxAttempts: task.max_attempts, isOpen: task.is_open },
      outcome.result,
    )
    if (transition.kind === 'refused') return refuse(transition.code)
    if (!isTheirs) return refuse('task_taken', task.assignee_name ?? undefined)
    const isEarly = localDay(now, timeZone) < localDay(new Date(task.not_before), timeZone)
    if (outcome.result === 'retry' && task.attempts > 0 && isEarly) return refuse('too_early', task.not_before)
    const problem = checkNext(outcome, input.next, now)
    if (problem) return problem
    return applyOutcome(tx, command, pack, { task, outcome, transition, input })
  })

// The customer before the task: every command that takes both does so in this order.
const lockTask = async (tx: Db, command: Command, taskId: number): Promise<Task | undefined> => {
  await tx.query(
    'select customer_id from customer where customer_id = (select customer_id from task where task_id = $1) for update',
    [taskId],
  )
  await tx.query('select task_id from task where task_id = $1 for update', [taskId])
  return findTask(tx, await scopeOf(tx, command.actor, command), taskId)
}

const checkNext = (outcome: Outcome, next: NextContact | undefined, now: Date): Refusal | undefined => {
  if (next?.kind === 'appointment') {
    const at = Date.parse(next.at)
    if (Number.isNaN(at)) return refuse('invalid_value', next.at)
    return at <= now.getTime() ? refuse('appointment_in_past', next.at) : undefined
  }
  if (outcome.result === 'appointment') return refuse('next_contact_required', outcome.id)
  const needsNext = outcome.result === 'success' && !next?.reason.trim()
  return needsNext ? refuse('next_contact_required', outcome.id) : undefined
}

type Applying = {
  readonly task: Task
  readonly outcome: Outcome
  readonly transition: Exclude<Transition, { kind: 'refused' }>
  readonly input: OutcomeInput
}

const applyOutcome = async (
  tx: Db,
  command: Command,
  pack: Packs,
  { task, outcome, transition, input }: Applying,
): Promise<OutcomeDone> => {
  const { actor, now } = command
  const agreedAt = input.next?.kind === 'appointment' ? new Date(input.next.at) : undefined
  const channel = input.channel ?? task.channel
  const next =
    transition.kind === 'open' ? await planNext(tx, command, pack, { task, transition, agreedAt }) : undefined
  const contactId = await insertContact(tx, command, {
    customerId: task.customer_id,
    taskId: task.task_id,
    channel,
    direction: 'outbound',
    contactLabel: task.contact_label,
    outcome: outcome.id,
    result: outcome.result,
    note: input.note,
    nextAt: agreedAt,
    nextReason: input.next?.kind === 'none' ? input.next.reason.trim() : undefined,
    play: task.play,
    moment: task.reasons[0]?.moment,
  })
  if (next) await keepOpen(tx, task, transition, outcome, next)
  else await closeTask(tx, command, task, transition, outcome)
  const needsFollowUp = transition.kind === 'closed' && agreedAt !== undefined
  const followUpTaskId = needsFollowUp ? await openFollowUp(tx, command, task, agreedAt) : null
  await postponeOthers(tx, command, {
    customerId: task.customer_id,
    channel,
    exceptTaskIds: [task.task_id, followUpTaskId ?? 0],
  })
  await recordAudit(tx, {
    at: now,
    actor: actor.userId,
    action: 'task.outcome',
    subjectKind: 'task',
    subjectId: String(task.task_id),
    detail: { customer: task.customer_id, outcome: outcome.id, pool: transition.pool, attempt: transition.attempts },
  })
  return {
    kind: 'done',
    contactId,
    taskId: task.task_id,
    pool: transition.pool,
    attempts: transition.attempts,
    isOpen: transition.kind === 'open',
    nextAt: next?.at.toISOString() ?? null,
    followUpTaskId,
  }
}

type Next = { readonly at: Date; readonly band: TimeBand | null; readonly isAgreed: boolean }

const planNext = async (
  tx: Db,
  { now, timeZone }: Command,
  pack: Packs,
  { task, transition, agreedAt }: { task: Task; transition: Transition; agreedAt: Date | undefined },
): Promise<Next> => {
  // An agreed time counts for any result that leaves the task open: what the customer said goes before what the plan says.
  if (agreedAt !== undefined && transition.kind === 'open') return { at: agreedAt, band: null, isAgreed: true }
  const wait = pack.plays.get(task.play)?.retryWorkingDays ?? 1
  const day = workingDayAfter(localDay(now, timeZone), Math.max(1, wait), await readWorkingDays(tx))
  const band = nextTimeBand(timeBandOf(now, timeZone))
  return { at: instantAt(day, bandStarts[band], timeZone), band, isAgreed: false }
}

// A retry of a claimed task goes back to its pool; with an agreed time, or by assignment, it stays with the person.
const keepOpen = async (tx: Db, task: Task, transition: Transition, outcome: Outcome, next: Next): Promise<void> => {
  if (transition.kind !== 'open') return
  const returnsToPool = task.assign === 'pool' && task.assigned_by === null && !next.isAgreed
  await tx.execute(
    `update task set pool = $2, attempts = $3, outcome = $4, due_at = $5, not_before = $5, time_band = $6, appointment_at = $7,
       assignee_id = case when $8 then null else assignee_id end
     where task_id = $1`,
    [
      task.task_id,
      transition.pool,
      transition.attempts,
      outcome.id,
      next.at,
      next.band,
      next.isAgreed ? next.at : null,
      returnsToPool,
    ],
  )
}

const closeTask = async (
  tx: Db,
  { actor, now }: Command,
  task: Task,
  transition: Transition,
  outcome: Outcome,
): Promise<void> => {
  if (transition.kind !== 'closed') return
  await tx.execute(
    `update task set pool = $2, attempts = $3, outcome = $4, closed_at = $5, closed_by = $6, assignee_id = $6
     where task_id = $1`,
    [task.task_id, transition.pool, transition.attempts, outcome.id, now, actor.staffId],
  )
}
