import type { CaseKind, Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import type { At } from '../command.ts'
import { localDay } from '../days.ts'
import { rootUnitId } from '../party/organisation.ts'
import { readWorkingDays, workingDayAfter } from '../task/calendar.ts'
import { routed, routing } from './routing.ts'

/** What a case came from: a contact, a visit's notes, the front desk (S33), something found online (S57), or a play. */
export type CaseSource = 'contact' | 'visit' | 'desk' | 'online' | 'play'

export type CaseOrder = {
  readonly customerId: string
  /** An id of `pack.cases`. */
  readonly kind: string
  readonly source: CaseSource
  /** What it is about, in words; a play's case may leave it out, and is then told by moment and `reason`. */
  readonly text?: string | undefined
  /** Values of the moment's sentence. */
  readonly reason?: Readonly<Record<string, unknown>> | undefined
  readonly play?: string | undefined
  readonly moment?: string | undefined
  readonly contactId?: number | undefined
  readonly visitId?: number | undefined
  readonly taskId?: number | undefined
  /** Who recommended it: somebody of the staff, or another customer (S33). */
  readonly referrerStaffId?: string | undefined
  readonly referrerCustomerId?: string | undefined
  /** The last day for it; the pack's working days where absent. */
  readonly dueOn?: string | undefined
  /** The same key opens one case, ever. A play's is `<play>|<moment_id>`. */
  readonly dedupeKey?: string | undefined
}

/** `by`: a user id, or `system` for the night. */
export type CaseContext = At & { readonly pack: Pick<Pack, 'cases'>; readonly by: string }

/**
 * Opens cases in the caller's transaction, all in one statement, and answers the numbers of those that were not open before. Each goes to the first of
 * its route who is there: the owner, else a helper, else the nearest supervisor; the nearest supervisor or leader above the customer's unit; for head office
 * the topmost one.
 * Due days count in working days. Customers who are not there are left out; a kind that the pack does not define is an error.
 */
export const openCases = async (tx: Db, context: CaseContext, orders: readonly CaseOrder[]): Promise<number[]> => {
  if (orders.length === 0) return []
  const workingDays = await readWorkingDays(tx)
  const today = localDay(context.now, context.timeZone)
  const rows = orders.map((order) => {
    const kind = kindOf(context.pack, order.kind)
    const dueOn = order.dueOn ?? workingDayAfter(today, kind.dueWorkingDays, workingDays)
    return { ...rowOf(order), due_on: dueOn, route: kind.route, needs_answer: kind.needsAnswer }
  })
  const opened = await tx.query<{ case_id: number }>(insertCases, [
    JSON.stringify(rows),
    context.now,
    context.by,
    rootUnitId,
  ])
  return opened.map((row) => row.case_id)
}

/** One case; undefined where its key has opened one before. */
export const openCase = async (tx: Db, context: CaseContext, order: CaseOrder): Promise<number | undefined> =>
  (await openCases(tx, context, [order]))[0]

const kindOf = (pack: CaseContext['pack'], id: string): CaseKind => {
  const kind = pack.cases.get(id)
  if (kind === undefined) throw new Error(`The pack does not define the kind of case ${id}.`)
  return kind
}

const rowOf = (order: CaseOrder) => ({
  customer_id: order.customerId,
  kind: order.kind,
  source: order.source,
  text: order.text?.trim() || null,
  reason: order.reason ?? {},
  play: order.play ?? null,
  moment: order.moment ?? null,
  contact_id: order.contactId ?? null,
  visit_id: order.visitId ?? null,
  task_id: order.taskId ?? null,
  referrer_staff_id: order.referrerStaffId ?? null,
  referrer_customer_id: order.referrerCustomerId ?? null,
  dedupe_key: order.dedupeKey ?? null,
})

const insertCases = `
  with opened as (
    insert into care_case (customer_id, unit_id, kind, text, reason, source, route, needs_answer, assignee_id, referrer_staff_id,
      referrer_customer_id, contact_id, visit_id, task_id, play, moment, received_at, due_on, opened_by, dedupe_key)
    select customer.customer_id, customer.unit_id, ordered.kind, text, reason, source, route, needs_answer,
      ${routed},
      referrer_staff_id, referrer_customer_id, contact_id, visit_id, task_id, play, moment, $2, due_on, $3, dedupe_key
    from jsonb_to_recordset($1) as ordered (customer_id text, kind text, text text, reason jsonb, source text, route text, needs_answer boolean,
      referrer_staff_id text, referrer_customer_id text, contact_id bigint, visit_id bigint, task_id bigint, play text, moment text, due_on date,
      dedupe_key text)
    join customer on customer.customer_id = ordered.customer_id and customer.is_present
    ${routing('$4')}
    on conflict (dedupe_key) do nothing
    returning case_id, opened_by, received_at
  ), noted as (
    insert into case_step (case_id, at, user_id, action, state) select case_id, received_at, opened_by, 'open', 'open' from opened
  )
  select case_id from opened order by case_id`
