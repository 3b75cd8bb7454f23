import type { Outcome } from '@tend/pack'
import type { Db } from '@tend/store'
import { recordAudit } from '../audit/audit.ts'
import type { Command } from '../command.ts'
import { applyRefusal } from '../consent/refusal.ts'
import { insertContact } from '../contact/insert.ts'
import { instantAt, localDay } from '../days.ts'
import { retryBand, timeBandOf, type WorkingDays, workingDayAfter } from './calendar.ts'
import { openFollowUp, postponeOthers } from './follow-up.ts'
import type { OutcomeDone, OutcomeInput, OutcomePack } from './outcome.ts'
import type { Task, TimeBand } from './task.ts'
import type { Transition } from './transition.ts'

export type WrittenContact = {
  readonly task: Task
  readonly outcome: Outcome
  readonly input: OutcomeInput
  readonly happenedAt: Date
}

export type Applying = WrittenContact & {
  readonly transition: Exclude<Transition, { kind: 'refused' }>
  readonly preferredBand: TimeBand | null
  readonly workingDays: WorkingDays
}

/** Writes an attempt and all that follows from it: the contact, the task's next place, the follow-up, the wait of the customer's other tasks, a refusal. */
export const applyOutcome = async (
  tx: Db,
  command: Command,
  pack: OutcomePack,
  applying: Applying,
): Promise<OutcomeDone> => {
  const { task, outcome, transition, input } = applying
  const agreedAt = agreedTime(applying)
  const next = transition.kind === 'open' ? planNext(command, pack, { ...applying, agreedAt }) : undefined
  const contactId = await writeContact(tx, command, applying)
  if (next) await keepOpen(tx, task, transition, outcome, next)
  else await closeTask(tx, command, task, transition, outcome)
  const needsFollowUp = transition.kind === 'closed' && agreedAt !== undefined
  const followUpTaskId = needsFollowUp ? await openFollowUp(tx, command, task, agreedAt) : null
  await postponeOthers(tx, command, {
    customerId: task.customer_id,
    channel: input.channel ?? task.channel,
    exceptTaskIds: [task.task_id, followUpTaskId ?? 0],
    workingDays: applying.workingDays,
  })
  await applyRefusal(tx, command, pack, { customerId: task.customer_id, contactId, refusal: outcome.refusal })
  await recordAudit(tx, {
    at: command.now,
    actor: command.actor.userId,
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

/** Who wants to hear nothing more has agreed to no time, whatever was typed before they said so. */
const agreedTime = ({ outcome, input: { next } }: Pick<Applying, 'outcome' | 'input'>): Date | undefined =>
  next?.kind === 'appointment' && outcome.refusal !== 'withdraw' ? new Date(next.at) : undefined

export const writeContact = (
  tx: Db,
  command: Command,
  { task, outcome, input, happenedAt }: WrittenContact,
): Promise<number> =>
  insertContact(
    tx,
    { ...command, now: happenedAt },
    {
      customerId: task.customer_id,
      taskId: task.task_id,
      channel: input.channel ?? task.channel,
      direction: 'outbound',
      contactLabel: task.contact_label,
      outcome: outcome.id,
      result: outcome.result,
      note: input.note,
      nextAt: agreedTime({ outcome, input }),
      nextReason: input.next?.kind === 'none' ? input.next.reason.trim() : undefined,
      play: task.play,
      moment: task.reasons[0]?.moment,
      purpose: task.purpose,
      refusal: outcome.refusal,
    },
  )

type Next = { readonly at: Date; readonly band: TimeBand | null; readonly isAgreed: boolean }

const planNext = (
  { now, timeZone }: Command,
  pack: OutcomePack,
  { task, transition, agreedAt, happenedAt, preferredBand, workingDays }: Applying & { agreedAt: Date | undefined },
): Next => {
  // An agreed time counts for any result that leaves the task open: what the customer said goes before what the plan says.
  if (agreedAt !== undefined && transition.kind === 'open') return { at: agreedAt, band: null, isAgreed: true }
  const { timeBands } = pack.work
  const wait = pack.plays.get(task.play)?.retryWorkingDays ?? 1
  const day = workingDayAfter(localDay(now, timeZone), Math.max(1, wait), workingDays)
  const band = retryBand(timeBandOf(happenedAt, timeZone, timeBands), preferredBand)
  return { at: instantAt(day, timeBands[band], timeZone), band, isAgreed: false }
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
    { isPrepared: true },
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
    { isPrepared: true },
  )
}
