import type { Outcome, Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf, seesByWork } from '../access/scope.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { applyRefusal } from '../consent/refusal.ts'
import { localDay } from '../days.ts'
import { keepsAgreedTime } from '../policy/agreed.ts'
import { judgeContacts } from '../policy/judge.ts'
import { type Applying, applyOutcome, type WrittenContact, writeContact } from './apply-outcome.ts'
import { type HeldTask, holdForAttempt } from './hold.ts'
import { findTask } from './queries.ts'
import { isWorkOf, type Pool, type Task } from './task.ts'
import { transitionTask } from './transition.ts'

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
  /**
   * When it happened, where it is written down afterwards (ISO instant, within the last day). What has happened is kept also when the customer may not
   * be contacted any more; without it the contact is of this instant, and is refused where the customer may not be contacted.
   */
  readonly happenedAt?: string
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

export type OutcomePack = Pick<Pack, 'outcomes' | 'plays' | 'work' | 'purposes' | 'channels' | 'policies'>

/**
 * What an attempt came to, as `transition.ts` draws it. Needed: for an appointment the agreed time; for a success the next appointment or the reason
 * for none (G48, S62). A retry is planned on a later working day in another time band (G26), and is not accepted before
 * that day. The customer's other tasks on the channel wait until the next working day.
 */
export const recordOutcome = (
  store: Store,
  command: Command,
  pack: OutcomePack,
  input: OutcomeInput,
): Promise<OutcomeDone | Refusal> =>
  runOnce(store, command, { name: 'recordOutcome', input, how: { isPrepared: true } }, async (tx) => {
    const { actor, now, timeZone } = command
    if (!can(actor, 'tasks.work') || actor.staffId === null) return refuse('forbidden')
    const held = await lockTask(tx, command, input.taskId)
    if (held === undefined) return refuse('not_found')
    const { task } = held
    const outcome = pack.outcomes.get(input.outcome)
    const permitted = pack.plays.get(task.play)?.outcomes
    if (outcome === undefined || (permitted && !permitted.includes(outcome.id)))
      return refuse('unknown_outcome', input.outcome)
    const happenedAt = instantOf(input, now)
    if (happenedAt === undefined) return refuse('invalid_value', input.happenedAt)
    const isTheirs = isWorkOf(task, actor.staffId)
    if (isTheirs && wasStoppedMeanwhile(task, input, happenedAt))
      return keepContact(tx, command, pack, { task, outcome, input, happenedAt })
    const transition = transitionTask(
      { attempts: task.attempts, maxAttempts: task.max_attempts, isOpen: task.is_open },
      outcome.result,
    )
    if (transition.kind === 'refused') return refuse(transition.code)
    if (!isTheirs) return refuse('task_taken', task.assignee_name ?? undefined)
    const isEarly = localDay(happenedAt, timeZone) < localDay(new Date(task.not_before), timeZone)
    if (outcome.result === 'retry' && task.attempts > 0 && isEarly) return refuse('too_early', task.not_before)
    const applying = { ...held, outcome, transition, input, happenedAt }
    const problem = checkNext(outcome, input.next, now) ?? (await checkPermission(tx, command, pack, applying))
    return problem ?? applyOutcome(tx, command, pack, applying)
  })

const dayMs = 86_400_000

const instantOf = ({ happenedAt }: OutcomeInput, now: Date): Date | undefined => {
  if (happenedAt === undefined) return now
  const ms = Date.parse(happenedAt)
  return ms <= now.getTime() && ms > now.getTime() - dayMs ? new Date(ms) : undefined
}

/** Consent was withdrawn, or the theme stopped, while the person was speaking with the customer. */
const wasStoppedMeanwhile = (task: Task, input: OutcomeInput, happenedAt: Date): boolean =>
  input.happenedAt !== undefined &&
  task.closed_reason !== null &&
  task.closed_at !== null &&
  happenedAt.getTime() <= Date.parse(task.closed_at)

/** What happened before the task was stopped is kept as a contact; the task stays as it is. */
const keepContact = async (
  tx: Db,
  command: Command,
  pack: OutcomePack,
  applying: WrittenContact,
): Promise<OutcomeDone> => {
  const { task } = applying
  const contactId = await writeContact(tx, command, applying)
  await applyRefusal(tx, command, pack, {
    customerId: task.customer_id,
    contactId,
    refusal: applying.outcome.refusal,
  })
  return {
    kind: 'done',
    contactId,
    taskId: task.task_id,
    pool: task.pool,
    attempts: task.attempts,
    isOpen: false,
    nextAt: null,
    followUpTaskId: null,
  }
}

/** An attempt that is made at this instant needs that the customer may be contacted at it. That they want to hear nothing more is always written down. */
const checkPermission = async (
  tx: Db,
  { now, timeZone }: Command,
  pack: OutcomePack,
  { task, outcome, workingDays, input: { channel = task.channel, happenedAt } }: Applying,
): Promise<Refusal | undefined> => {
  if (happenedAt !== undefined || outcome.refusal === 'withdraw') return undefined
  const isAgreed = keepsAgreedTime(task, now, timeZone)
  const ask = { customerId: task.customer_id, channel, purpose: task.purpose, at: now, isAgreed }
  const [verdict] = await judgeContacts(tx, pack, [ask], { hour: true, timeZone, workingDays })
  return verdict?.kind === 'refused' ? refuse('not_permitted', verdict.code) : undefined
}

/** What is the person's own open work lies in their scope; of other tasks the scope is asked. */
const lockTask = async (tx: Db, command: Command, taskId: number): Promise<HeldTask | undefined> => {
  const held = await holdForAttempt(tx, taskId)
  if (held === undefined || seesByWork(command.actor, held.task)) return held
  return (await findTask(tx, await scopeOf(tx, command.actor, command), taskId)) && held
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
