import type { Outcome } from '@tend/pack'
import type { Db } from '@tend/store'
import type { Command } from '../command.ts'
import { collectParameters, type Parameters } from '../parameters.ts'

export type NewContact = {
  readonly customerId: string
  readonly taskId?: number | undefined
  readonly channel: string
  readonly direction: 'inbound' | 'outbound'
  readonly contactLabel?: string | undefined
  readonly outcome: string
  readonly result: Outcome['result']
  readonly note?: string | undefined
  readonly nextAt?: Date | undefined
  readonly nextReason?: string | undefined
  readonly play?: string | undefined
  readonly moment?: string | undefined
  /** Why the customer was contacted (`pack.purposes`); what caps and cool-off count by. */
  readonly purpose?: string | undefined
  /** The customer declined: the outcome's `refusal`. */
  readonly refusal?: Outcome['refusal']
}

/** Adds the row of a contact that the acting person had; a command of its own surrounds it. */
export const insertContact = async (tx: Db, command: Command, contact: NewContact): Promise<number> => {
  const p = collectParameters()
  const parts = renderContact(p, command, contact)
  const [row] = await tx.query<{ contact_id: number }>(
    `with ${parts.join(', ')} select contact_id from written`,
    p.values,
    { isPrepared: true },
  )
  if (row === undefined) throw new Error('The contact was not written.')
  return row.contact_id
}

/**
 * The same as parts of a statement, for commands that write more; the first, `written`, has the contact's id. Of a task's contact the person's draft goes, and an open
 * record of the visit is tied to it.
 */
export const renderContact = (p: Parameters, { actor, now }: Command, contact: NewContact): readonly string[] => {
  const values = [
    contact.customerId,
    contact.taskId ?? null,
    now,
    actor.userId,
    actor.staffId,
    contact.channel,
    contact.direction,
    contact.contactLabel ?? null,
    contact.outcome,
    contact.result,
    contact.note?.trim() || null,
    contact.nextAt ?? null,
    contact.nextReason ?? null,
    contact.play ?? null,
    contact.moment ?? null,
    contact.purpose ?? null,
    contact.refusal ?? null,
  ]
  return [
    `written as (
      insert into contact (customer_id, task_id, at, user_id, staff_id, channel, direction, contact_label, outcome, result, note, next_at,
        next_reason, play, moment, purpose, refusal)
      values (${values.map(p.add).join(', ')})
      returning contact_id, task_id, user_id, staff_id
    )`,
    `typed as (
      delete from work_draft using written where work_draft.user_id = written.user_id and work_draft.task_id = written.task_id
    )`,
    `visited as (
      update visit set contact_id = written.contact_id
      from written
      where visit.task_id = written.task_id and visit.staff_id = written.staff_id and visit.closed_at is null
    )`,
  ]
}
