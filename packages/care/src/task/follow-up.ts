import type { Db } from '@tend/store'
import type { Command } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { collectParameters, type Parameters } from '../parameters.ts'
import { readWorkingDays, type WorkingDays, workingDayAfter } from './calendar.ts'
import type { Task } from './task.ts'

/** A task of its own at an agreed time, for the person who agreed it, with fresh attempts and the reasons of the task it follows. */
export const openFollowUp = async (tx: Db, { actor, now }: Command, task: Task, agreedAt: Date): Promise<number> => {
  const [row] = await tx.query<{ task_id: number }>(
    `insert into task (customer_id, unit_id, owner_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority,
       purpose, chance, effort_minutes, service_value, terms, module, skill, theme_id, reasons, conflict, due_at, not_before, appointment_at,
       assignee_id, shuffle, run_id, pack_hash, created_at, follows_task_id)
     select customer_id, unit_id, owner_id, play, contact_label, channel, assign, 'follows|' || task_id, max_attempts, value, urgency, priority,
       purpose, chance, effort_minutes, service_value, terms, module, skill, theme_id, reasons, '{"merged": [], "deferredBehind": null}', $2, $2, $2, $3, shuffle, run_id, pack_hash, $4, task_id
     from task where task_id = $1
     returning task_id`,
    [task.task_id, agreedAt, actor.staffId, now],
  )
  if (row === undefined) throw new Error(`The task ${task.task_id} vanished while it was locked.`)
  return row.task_id
}

type Others = {
  readonly customerId: string
  readonly channel: string
  /** The one that the contact was for. */
  readonly exceptTaskId?: number
}

/**
 * After a contact the customer's other open tasks on the channel wait until the next working day, so that nobody is called twice on one day (S155).
 * Agreed times stand.
 */
export const postponeOthers = async (tx: Db, at: Pick<Command, 'now' | 'timeZone'>, others: Others): Promise<void> => {
  const p = collectParameters()
  const sql = renderPostponing(p, at, others, await readWorkingDays(tx))
  await tx.execute(sql, p.values, { isPrepared: true })
}

/** The same as an update that may be a part of a statement. */
export const renderPostponing = (
  p: Parameters,
  { now, timeZone }: Pick<Command, 'now' | 'timeZone'>,
  { customerId, channel, exceptTaskId = 0 }: Others,
  workingDays: WorkingDays,
): string => {
  const nextDay = p.add(instantAt(workingDayAfter(localDay(now, timeZone), 1, workingDays), '00:00', timeZone))
  return `
    update task set not_before = ${nextDay}, due_at = greatest(due_at, ${nextDay})
    where customer_id = ${p.add(customerId)} and channel = ${p.add(channel)} and task_id <> ${p.add(exceptTaskId)}
    and closed_at is null and appointment_at is null and not_before < ${nextDay}`
}
