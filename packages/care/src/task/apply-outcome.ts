import type { Outcome } from '@tend/pack'
import type { Db } from '@tend/store'
import { renderAudit } from '../audit/audit.ts'
import type { Command } from '../command.ts'
import { applyRefusal } from '../consent/refusal.ts'
import { insertContact, type NewContact, renderContact } from '../contact/insert.ts'
import { instantAt, localDay } from '../days.ts'
import { collectParameters, type Parameters } from '../parameters.ts'
import { retryBand, timeBandOf, workingDayAfter } from './calendar.ts'
import { openFollowUp, renderPostponing } from './follow-up.ts'
import type { HeldTask } from './hold.ts'
import type { OutcomeDone, OutcomeInput, OutcomePack } from './outcome.ts'
import type { Task, TimeBand } from './task.ts'
import type { Transition } from './transition.ts'

export type WrittenContact = {
  readonly task: Task
  readonly outcome: Outcome
  readonly input: OutcomeInput
  readonly happenedAt: Date
}

export type Applying = WrittenContact & HeldTask & { readonly transition: Exclude<Transition, { kind: 'refused' }> }

/** Writes an attempt and all that follows from it: the contact, the task's next place, the follow-up, the wait of the customer's other tasks, a refusal. */
export const applyOutcome = async (
  tx: Db,
  command: Command,
  pack: OutcomePack,
  applying: Applying,
): Promise<OutcomeDone> => {
  const { task, outcome, transition } = applying
  const agreedAt = agreedTime(applying)
  const next = transition.kind === 'open' ? planNext(command, pack, { ...applying, agreedAt }) : undefined
  const contactId = await writeAll(tx, command, applying, next)
  const needsFollowUp = transition.kind === 'closed' && agreedAt !== undefined
  const followUpTaskId = needsFollowUp ? await openFollowUp(tx, command, task, agreedAt) : null
  await applyRefusal(tx, command, pack, { customerId: task.customer_id, contactId, refusal: outcome.refusal })
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

/** The contact alone, of a task that goes on as it is. */
export const writeContact = (tx: Db, command: Command, written: WrittenContact): Promise<number> =>
  insertContact(tx, { ...command, now: written.happenedAt }, contactOf(written))

const contactOf = ({ task, outcome, input }: WrittenContact): NewContact => ({
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
})

/** Contact, task, the customer's other tasks and the audit in one statement; answers the contact's id. */
const writeAll = async (tx: Db, command: Command, applying: Applying, next: Next | undefined): Promise<number> => {
  const { task, outcome, transition, input, happenedAt, workingDays } = applying
  const p = collectParameters()
  const channel = input.channel ?? task.channel
  const parts = [
    ...renderContact(p, { ...command, now: happenedAt }, contactOf(applying)),
    `moved as (${next ? renderOpen(p, applying, next) : renderClosed(p, command, applying)})`,
    `others as (${renderPostponing(p, command, { customerId: task.customer_id, channel, exceptTaskId: task.task_id }, workingDays)})`,
    `noted as (${renderAudit(p, {
      at: command.now,
      actor: command.actor.userId,
      action: 'task.outcome',
      subjectKind: 'task',
      subjectId: String(task.task_id),
      detail: { customer: task.customer_id, outcome: outcome.id, pool: transition.pool, attempt: transition.attempts },
    })})`,
  ]
  const sql = `with ${parts.join(', ')} select contact_id from written`
  const [row] = await tx.query<{ contact_id: number }>(sql, p.values, { isPrepared: true })
  if (row === undefined) throw new Error('The contact was not written.')
  return row.contact_id
}

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
const renderOpen = (p: Parameters, { task, outcome, transition }: Applying, next: Next): string => {
  const returnsToPool = task.assign === 'pool' && task.assigned_by === null && !next.isAgreed
  const at = p.add(next.at)
  return `
    update task set pool = ${p.add(transition.pool)}, attempts = ${p.add(transition.attempts)}, outcome = ${p.add(outcome.id)}, due_at = ${at},
      not_before = ${at}, time_band = ${p.add(next.band)}, appointment_at = ${p.add(next.isAgreed ? next.at : null)},
      assignee_id = ${returnsToPool ? 'null' : 'assignee_id'}
    where task_id = ${p.add(task.task_id)}`
}

const renderClosed = (p: Parameters, { actor, now }: Command, { task, outcome, transition }: Applying): string => {
  const staffId = p.add(actor.staffId)
  return `
    update task set pool = ${p.add(transition.pool)}, attempts = ${p.add(transition.attempts)}, outcome = ${p.add(outcome.id)},
      closed_at = ${p.add(now)}, closed_by = ${staffId}, assignee_id = ${staffId}
    where task_id = ${p.add(task.task_id)}`
}
