import type { Db } from '@tend/store'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Command, Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'
import { findCustomer } from '../party/customer.ts'

export type PreparedAnswer = { readonly question: string; readonly answer: string }
/** `kind`: an id of `pack.cases`. */
export type Opinion = { readonly kind: string; readonly text: string }

/** The record of a visit or a call in its three phases (S62, S63); see `0120_contact_record.sql`. */
export type Visit = {
  readonly visit_id: number
  readonly customer_id: string
  readonly task_id: number | null
  readonly contact_id: number | null
  readonly user_id: string
  readonly staff_id: string
  readonly channel: string
  readonly planned_at: string | null
  readonly goal: string | null
  readonly material: string | null
  readonly answers: readonly PreparedAnswer[]
  readonly notes: string | null
  readonly opinions: readonly Opinion[]
  readonly goal_reached: 'yes' | 'partly' | 'no' | null
  readonly effect: string | null
  readonly summary: string | null
  readonly next_at: string | null
  readonly next_reason: string | null
  readonly begun_at: string
  readonly saved_at: string
  readonly revision: number
  readonly closed_at: string | null
}

const columns = `visit_id, customer_id, task_id, contact_id, user_id, staff_id, channel, planned_at, goal, material, answers, notes, opinions,
  goal_reached, effect, summary, next_at, next_reason, begun_at, saved_at, revision, closed_at`

/** One record of the customer; the caller has checked the scope. */
export const findVisit = async (db: Db, customerId: string, visitId: number): Promise<Visit | undefined> => {
  const [visit] = await db.query<Visit>(`select ${columns} from visit where visit_id = $1 and customer_id = $2`, [
    visitId,
    customerId,
  ])
  return visit
}

/** The customer's records, latest first; the caller has checked the scope. */
export const listVisits = async (
  db: Db,
  query: PageRequest & { readonly customerId: string; readonly taskId?: number | undefined },
): Promise<Page<Visit>> => {
  const parameters = collectParameters()
  const conditions = [`customer_id = ${parameters.add(query.customerId)}`]
  if (query.taskId !== undefined) conditions.push(`task_id = ${parameters.add(query.taskId)}`)
  const [at, id] = decodeCursor(query.cursor, ['string', 'number']) ?? []
  if (at !== undefined)
    conditions.push(`(begun_at, visit_id) < (${parameters.add(at)}::timestamptz, ${parameters.add(id)})`)
  const limit = limitOf(query)
  const rows = await db.query<Visit>(
    `select ${columns} from visit where ${conditions.join(' and ')} order by begun_at desc, visit_id desc limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.begun_at, last.visit_id])
}

export const lockVisit = async (
  tx: Db,
  command: Omit<Command, 'key'>,
  customerId: string,
  visitId: number,
): Promise<Visit | undefined> => {
  const scope = await scopeOf(tx, command.actor, command)
  if ((await findCustomer(tx, scope, customerId)) === undefined) return undefined
  const [visit] = await tx.query<Visit>(
    `select ${columns} from visit where visit_id = $1 and customer_id = $2 for update`,
    [visitId, customerId],
  )
  return visit
}

export const auditVisit = (
  tx: Db,
  { actor, now }: Omit<Command, 'key'>,
  action: string,
  customerId: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> =>
  recordAudit(tx, { at: now, actor: actor.userId, action, subjectKind: 'customer', subjectId: customerId, detail })
