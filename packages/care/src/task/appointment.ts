import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf, scopePredicate } from '../access/scope.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { holdWord } from '../consent/insert.ts'
import { holdInScope } from '../contact/lock.ts'
import { instantAt, localDay } from '../days.ts'
import { judgeContacts } from '../policy/judge.ts'
import { type ContactAsk, type PolicyPack, stops } from '../policy/verdict.ts'
import { readWorkingDays, workingDayAfter } from './calendar.ts'
import { auditTasks } from './load.ts'
import { findTask } from './queries.ts'
import { shuffleOf } from './shuffle.ts'
import { type Task, taskScopeColumns, taskSelect } from './task.ts'

/** The play and label of a time that a person agreed without other work behind it. */
export const appointmentPlay = 'appointment'

export type Appointment = Task & { readonly note: string | null }

export type AppointmentQuery = {
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
  /** Of one person; everybody's within the scope where absent. */
  readonly staffId?: string
}

/** A calendar holds a few hundred at most; more are asked for by narrower ranges. */
const shownMax = 2_000

/** Agreed times of a range by time, open and done; those that were cancelled, or stopped because the customer refused, are not among them. */
export const listAppointments = (
  db: Db,
  scope: Scope,
  { from, to, staffId }: AppointmentQuery,
): Promise<Appointment[]> => {
  const { sql, params } = scopePredicate(scope, taskScopeColumns, 5)
  return db.query<Appointment>(
    `select listed.*, coalesce((select task.note from task where task.task_id = listed.task_id), (
       select contact.note from contact where contact.customer_id = listed.customer_id and contact.next_at = listed.appointment_at
       order by contact_id desc limit 1
     )) as note
     from (
       ${taskSelect}
       where appointment_at >= $1 and appointment_at < $2 and ($3::text is null or coalesce(task.closed_by, assignee_id) = $3)
       and (outcome is null or outcome not in ('cancelled', 'stopped')) and ${sql}
     ) as listed
     order by appointment_at, task_id
     limit $4`,
    [from, to, staffId ?? null, shownMax, ...params],
  )
}

export type AppointmentInput = {
  readonly customerId: string
  /** ISO instant. */
  readonly at: string
  readonly channel: string
  /** The first of the pack that the customer may object to where absent: who agrees a time wants to be contacted, and may say later that they do not. */
  readonly purpose?: string
  readonly minutes: number
  readonly note?: string
}

type Packs = PolicyPack & Pick<Pack, 'hash'>

/**
 * Agrees a time with one's own customer: a task for the person who agrees it, at that time, with three attempts. Not for a purpose that the customer has
 * refused, or of which nobody knows that they agree (`not_permitted`).
 */
export const createAppointment = (
  store: Store,
  command: Command,
  pack: Packs,
  input: AppointmentInput,
): Promise<{ readonly kind: 'done'; readonly taskId: number } | Refusal> =>
  runOnce(store, command, { name: 'createAppointment', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'tasks.work') || actor.staffId === null) return refuse('forbidden')
    const customer = await holdInScope(tx, await scopeOf(tx, actor, command), input.customerId)
    if (customer === undefined) return refuse('not_found')
    if (!pack.channels.has(input.channel)) return refuse('unknown_channel', input.channel)
    const purpose = input.purpose ?? usualPurpose(pack)
    if (purpose === undefined || !pack.purposes.has(purpose)) return refuse('unknown_purpose', purpose)
    const at = futureInstant(input.at, now)
    if ('kind' in at) return at
    const refusal = await findRefusal(tx, command, pack, { ...input, purpose, at })
    if (refusal !== undefined) return refusal
    const key = `appointment|${actor.userId}|${command.key}`
    const [row] = await tx.query<{ task_id: number }>(
      `insert into task (customer_id, unit_id, owner_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority,
         purpose, effort_minutes, reasons, conflict, due_at, not_before, appointment_at, assignee_id, shuffle, pack_hash, created_at, note)
       values ($1, $2, $3, $4, $4, $5, 'owner', $6, 3, 0, 1, 0, $7, $8, '[]', '{"merged": [], "deferredBehind": null}', $9, $9, $9, $10, $11, $12, $13, $14)
       returning task_id`,
      [
        customer.customer_id,
        customer.unit_id,
        customer.owner_id,
        appointmentPlay,
        input.channel,
        key,
        purpose,
        input.minutes,
        at,
        actor.staffId,
        shuffleOf(localDay(now, command.timeZone), key),
        pack.hash,
        now,
        input.note ?? null,
      ],
    )
    if (row === undefined) throw new Error('An appointment was not kept.')
    await auditTasks(tx, command, 'appointment.create', [
      { taskId: row.task_id, detail: { customer: customer.customer_id, at: input.at } },
    ])
    return { kind: 'done', taskId: row.task_id }
  })

const usualPurpose = ({ purposes }: Packs): string | undefined =>
  (['objection', 'contract'] as const).flatMap((wanted) =>
    [...purposes.values()].flatMap(({ id, basis }) => (basis === wanted ? [id] : [])),
  )[0]

/** What waiting does not cure. A withdrawal at this instant is seen, or stops what is agreed here. */
const findRefusal = async (
  tx: Db,
  { timeZone }: Command,
  pack: Packs,
  { customerId, channel, purpose, at }: Pick<ContactAsk, 'customerId' | 'channel' | 'purpose' | 'at'>,
): Promise<Refusal | undefined> => {
  await holdWord(tx, customerId)
  const ask = { customerId, channel, purpose, at, isAgreed: true }
  const [verdict] = await judgeContacts(tx, pack, [ask], { hour: false, timeZone })
  return verdict?.kind === 'refused' && stops.includes(verdict.code) ? refuse('not_permitted', verdict.code) : undefined
}

const futureInstant = (text: string, now: Date): Date | Refusal => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) return refuse('invalid_value', text)
  return at <= now ? refuse('appointment_in_past', text) : at
}

/** Sets another time for an appointment of one's own, with a reason. */
export const moveAppointment = (
  store: Store,
  command: Command,
  input: { readonly taskId: number; readonly at: string; readonly reason: string },
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'moveAppointment', input }, async (tx) => {
    const at = futureInstant(input.at, command.now)
    if ('kind' in at) return at
    const task = await lockAppointment(tx, command, input)
    if ('kind' in task) return task
    await tx.execute(
      'update task set appointment_at = $2, due_at = $2, not_before = $2, time_band = null where task_id = $1',
      [task.task_id, at],
    )
    await auditTasks(tx, command, 'appointment.move', [
      {
        taskId: task.task_id,
        detail: { customer: task.customer_id, from: task.appointment_at, to: input.at, reason: input.reason.trim() },
      },
    ])
    return { kind: 'done' }
  })

/**
 * Cancels an appointment of one's own, with a reason. One that was made by hand is closed without the purpose reached; work that had an agreed time
 * loses it and is due the next working day.
 */
export const cancelAppointment = (
  store: Store,
  command: Command,
  input: { readonly taskId: number; readonly reason: string },
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'cancelAppointment', input }, async (tx) => {
    const task = await lockAppointment(tx, command, input)
    if ('kind' in task) return task
    const reason = input.reason.trim()
    if (task.play === appointmentPlay) await closeCancelled(tx, command, task, reason)
    else await dropTime(tx, command, task)
    await auditTasks(tx, command, 'appointment.cancel', [
      { taskId: task.task_id, detail: { customer: task.customer_id, at: task.appointment_at, reason } },
    ])
    return { kind: 'done' }
  })

const closeCancelled = (tx: Db, { actor, now }: Command, task: Task, reason: string): Promise<number> =>
  tx.execute(
    `update task set pool = 'failure', outcome = 'cancelled', closed_at = $2, closed_by = $3, closed_reason = $4 where task_id = $1`,
    [task.task_id, now, actor.staffId, reason],
  )

const dropTime = async (tx: Db, { now, timeZone }: Command, task: Task): Promise<void> => {
  const day = workingDayAfter(localDay(now, timeZone), 1, await readWorkingDays(tx))
  await tx.execute('update task set appointment_at = null, due_at = $2, not_before = $2 where task_id = $1', [
    task.task_id,
    instantAt(day, '00:00', timeZone),
  ])
}

const lockAppointment = async (
  tx: Db,
  command: Command,
  { taskId, reason }: { readonly taskId: number; readonly reason: string },
): Promise<Task | Refusal> => {
  const { actor } = command
  if (!can(actor, 'tasks.work') || actor.staffId === null) return refuse('forbidden')
  if (reason.trim() === '') return refuse('reason_required')
  await tx.query('select task_id from task where task_id = $1 for update', [taskId])
  const task = await findTask(tx, await scopeOf(tx, actor, command), taskId)
  if (task === undefined || task.appointment_at === null) return refuse('not_found')
  if (!task.is_open) return refuse('task_closed')
  return task.assignee_id === actor.staffId ? task : refuse('task_taken', task.assignee_name ?? undefined)
}
