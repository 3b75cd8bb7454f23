import type { Outcome, Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { openCases } from '../case/open.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { applyRefusal } from '../consent/refusal.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import { postponeOthers } from '../task/follow-up.ts'
import { insertContact } from './insert.ts'
import { lockCustomer } from './lock.ts'
import { auditVisit, lockVisit, type Visit } from './visit.ts'

export type VisitClosed = {
  readonly kind: 'done'
  readonly visitId: number
  readonly contactId: number | null
  readonly caseIds: readonly number[]
}

type Packs = Pick<Pack, 'outcomes' | 'cases' | keyof PolicyPack>

/** What a record still lacks before it can be closed. */
export const missingOf = (visit: Visit): readonly ('goalReached' | 'summary' | 'next')[] => [
  ...(visit.goal_reached === null ? (['goalReached'] as const) : []),
  ...(visit.summary === null ? (['summary'] as const) : []),
  ...(visit.next_at === null && visit.next_reason === null ? (['next'] as const) : []),
]

/**
 * Closes one's own record (S62): needs whether the goal was reached, a summary, and the next appointment or the reason for none (G48); what the task's contact
 * said of the next one counts too. The record of a task needs the task's outcome recorded first, whose rules are the task's; without a task
 * `outcome` makes the contact. Opinions open their cases, once each.
 */
export const closeVisit = (
  store: Store,
  command: Command,
  pack: Packs,
  input: { readonly customerId: string; readonly visitId: number; readonly outcome?: string | undefined },
): Promise<VisitClosed | Refusal> =>
  runOnce(store, command, { name: 'closeVisit', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'contacts.record')) return refuse('forbidden')
    if ((await lockCustomer(tx, command, input.customerId)) === undefined) return refuse('not_found')
    const saved = await lockVisit(tx, command, input.customerId, input.visitId)
    if (saved === undefined) return refuse('not_found')
    if (saved.staff_id !== actor.staffId) return refuse('forbidden')
    if (saved.closed_at !== null) return refuse('wrong_state', 'closed')
    const visit = await withNextOfContact(tx, saved)
    const outcome = input.outcome === undefined ? undefined : pack.outcomes.get(input.outcome)
    const problem = problemOf(visit, command, input.outcome, outcome)
    if (problem) return problem
    const contactId = visit.contact_id ?? (outcome ? await contactOf(tx, command, pack, visit, outcome) : null)
    const caseIds = await openCases(
      tx,
      { pack, by: actor.userId, now, timeZone: command.timeZone },
      visit.opinions.map((opinion, index) => ({
        ...opinion,
        customerId: visit.customer_id,
        source: 'visit',
        visitId: visit.visit_id,
        contactId: contactId ?? undefined,
        taskId: visit.task_id ?? undefined,
        referrerStaffId: visit.staff_id,
        dedupeKey: `visit|${visit.visit_id}|${index}`,
      })),
    )
    await tx.execute(
      `update visit set contact_id = $2, next_at = $3, next_reason = $4, closed_at = $5, saved_at = $5, revision = revision + 1 where visit_id = $1`,
      [visit.visit_id, contactId, visit.next_at, visit.next_reason, now],
    )
    await auditVisit(tx, command, 'visit.close', visit.customer_id, {
      visit: visit.visit_id,
      contact: contactId,
      cases: caseIds,
    })
    return { kind: 'done', visitId: visit.visit_id, contactId, caseIds }
  })

const withNextOfContact = async (tx: Db, visit: Visit): Promise<Visit> => {
  if (visit.contact_id === null || visit.next_at !== null || visit.next_reason !== null) return visit
  const [contact] = await tx.query<Pick<Visit, 'next_at' | 'next_reason'>>(
    'select next_at, next_reason from contact where contact_id = $1',
    [visit.contact_id],
  )
  return { ...visit, ...contact }
}

const problemOf = (
  visit: Visit,
  { now }: Command,
  outcomeId: string | undefined,
  outcome: Outcome | undefined,
): Refusal | undefined => {
  if (outcomeId !== undefined && outcome === undefined) return refuse('unknown_outcome', outcomeId)
  if (visit.task_id !== null && visit.contact_id === null) return refuse('wrong_state', 'outcome')
  const [first] = missingOf(visit)
  if (first === 'next') return refuse('next_contact_required')
  if (first !== undefined) return refuse('invalid_value', first)
  const isPast = visit.next_at !== null && visit.contact_id === null && Date.parse(visit.next_at) <= now.getTime()
  return isPast ? refuse('appointment_in_past', visit.next_at ?? undefined) : undefined
}

const contactOf = async (
  tx: Db,
  command: Command,
  pack: PolicyPack,
  visit: Visit,
  outcome: Outcome,
): Promise<number> => {
  const contactId = await insertContact(tx, command, {
    customerId: visit.customer_id,
    channel: visit.channel,
    direction: 'outbound',
    outcome: outcome.id,
    result: outcome.result,
    refusal: outcome.refusal,
    note: visit.summary ?? undefined,
    nextAt: visit.next_at === null ? undefined : new Date(visit.next_at),
    nextReason: visit.next_reason ?? undefined,
  })
  await postponeOthers(tx, command, { customerId: visit.customer_id, channel: visit.channel })
  await applyRefusal(tx, command, pack, { customerId: visit.customer_id, contactId, refusal: outcome.refusal })
  return contactId
}
