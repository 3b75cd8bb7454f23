import { type Actor, type Visit as CareVisit, can, maskText, missingOf, type Named } from '@tend/care'
import type { Visit } from '@tend/contract'
import type { Directory } from '../directory.ts'

type Presenter = { readonly actor: Actor; readonly directory: Directory; readonly named: Named }

/** A record as the reader may see it. One's own open one reads as it was typed: what was saved masked would be masked for good. */
export function presentVisit({ actor, directory, named }: Presenter, visit: CareVisit): Visit {
  const mayEdit = visit.staff_id === actor.staffId && visit.closed_at === null && can(actor, 'contacts.record')
  const read = (text: string): string => (mayEdit ? text : maskText(actor.role, text, named))
  const orNull = (text: string | null): string | null => (text === null ? null : read(text))
  return {
    visitId: String(visit.visit_id),
    customerId: visit.customer_id,
    taskId: visit.task_id === null ? null : String(visit.task_id),
    contactId: visit.contact_id === null ? null : String(visit.contact_id),
    staff: { staffId: visit.staff_id, name: directory.staffName(visit.staff_id) },
    channel: visit.channel,
    plannedAt: visit.planned_at,
    goal: orNull(visit.goal),
    material: orNull(visit.material),
    answers: visit.answers.map(({ question, answer }) => ({ question: read(question), answer: read(answer) })),
    notes: orNull(visit.notes),
    opinions: visit.opinions.map(({ kind, text }) => ({ kind, text: read(text) })),
    goalReached: visit.goal_reached,
    effect: orNull(visit.effect),
    summary: orNull(visit.summary),
    nextAt: visit.next_at,
    noNextReason: orNull(visit.next_reason),
    begunAt: visit.begun_at,
    savedAt: visit.saved_at,
    revision: visit.revision,
    closedAt: visit.closed_at,
    missing: [...missingOf(visit)],
    mayEdit,
  }
}
