import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Page, type PageRequest, type Refusal, refuse, runOnce } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'
import { findCustomer } from '../party/customer.ts'
import { findTask } from '../task/queries.ts'
import { lockCustomer } from './lock.ts'

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

export type VisitDone = { readonly kind: 'done'; readonly visitId: number }

/** Begins a record, or answers the one that the person has open for the task (without a task: for the customer). */
export const beginVisit = (
  store: Store,
  command: Command,
  pack: Pick<Pack, 'channels'>,
  input: { readonly customerId: string; readonly taskId?: number | undefined; readonly channel: string },
): Promise<VisitDone | Refusal> =>
  runOnce(store, command, { name: 'beginVisit', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'contacts.record') || actor.staffId === null) return refuse('forbidden')
    if (!pack.channels.has(input.channel)) return refuse('unknown_channel', input.channel)
    if ((await lockCustomer(tx, command, input.customerId)) === undefined) return refuse('not_found')
    if (input.taskId !== undefined) {
      const task = await findTask(tx, await scopeOf(tx, actor, command), input.taskId)
      if (task?.customer_id !== input.customerId) return refuse('not_found')
      if (!task.is_open) return refuse('task_closed')
    }
    const [open] = await tx.query<{ visit_id: number }>(
      'select visit_id from visit where staff_id = $1 and customer_id = $2 and task_id is not distinct from $3 and closed_at is null',
      [actor.staffId, input.customerId, input.taskId ?? null],
    )
    if (open) return { kind: 'done', visitId: open.visit_id }
    const [begun] = await tx.query<{ visit_id: number }>(
      `insert into visit (customer_id, task_id, user_id, staff_id, channel, begun_at, saved_at) values ($1, $2, $3, $4, $5, $6, $6)
       returning visit_id`,
      [input.customerId, input.taskId ?? null, actor.userId, actor.staffId, input.channel, now],
    )
    if (begun === undefined) throw new Error('The visit was not written.')
    await auditVisit(tx, command, 'visit.begin', input.customerId, { visit: begun.visit_id })
    return { kind: 'done', visitId: begun.visit_id }
  })

/** Fields of the three phases; what is left out stays, null clears. Instants are ISO texts. */
export type VisitFields = {
  readonly plannedAt?: string | null | undefined
  readonly goal?: string | null | undefined
  readonly material?: string | null | undefined
  readonly answers?: readonly PreparedAnswer[] | undefined
  readonly notes?: string | null | undefined
  readonly opinions?: readonly Opinion[] | undefined
  readonly goalReached?: 'yes' | 'partly' | 'no' | null | undefined
  readonly effect?: string | null | undefined
  readonly summary?: string | null | undefined
  readonly nextAt?: string | null | undefined
  readonly nextReason?: string | null | undefined
}

const columnOf: Readonly<Record<keyof VisitFields, string>> = {
  plannedAt: 'planned_at',
  goal: 'goal',
  material: 'material',
  answers: 'answers',
  notes: 'notes',
  opinions: 'opinions',
  goalReached: 'goal_reached',
  effect: 'effect',
  summary: 'summary',
  nextAt: 'next_at',
  nextReason: 'next_reason',
}

/**
 * Saves part of one's own open record, as it is typed. `revision` is the one that was read: whoever builds on an older one (a second window) gets
 * `content_differs` and overwrites nothing.
 */
export const saveVisit = (
  store: Store,
  command: Omit<Command, 'key'>,
  pack: Pick<Pack, 'cases'>,
  input: {
    readonly customerId: string
    readonly visitId: number
    readonly revision: number
    readonly fields: VisitFields
  },
): Promise<VisitDone | Refusal> =>
  store.transaction(async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'contacts.record')) return refuse('forbidden')
    const unknown = input.fields.opinions?.find((opinion) => !pack.cases.has(opinion.kind))
    if (unknown) return refuse('unknown_case', unknown.kind)
    const wrong = [input.fields.plannedAt, input.fields.nextAt].find((at) => at != null && Number.isNaN(Date.parse(at)))
    if (wrong != null) return refuse('invalid_value', wrong)
    const visit = await lockVisit(tx, command, input.customerId, input.visitId)
    if (visit === undefined) return refuse('not_found')
    if (visit.staff_id !== actor.staffId) return refuse('forbidden')
    if (visit.closed_at !== null) return refuse('wrong_state', 'closed')
    if (visit.revision !== input.revision) return refuse('content_differs', String(visit.revision))
    const given = fieldsOf(input.fields)
    if (given.length === 0) return { kind: 'done', visitId: visit.visit_id }
    const parameters = collectParameters()
    const sets = given.map(([column, value]) => `${column} = ${parameters.add(value)}`)
    await tx.execute(
      `update visit set ${sets.join(', ')}, saved_at = ${parameters.add(now)}, revision = revision + 1 where visit_id = ${parameters.add(visit.visit_id)}`,
      parameters.values,
    )
    await auditVisit(tx, command, 'visit.save', visit.customer_id, {
      visit: visit.visit_id,
      fields: given.map(([column]) => column),
    })
    return { kind: 'done', visitId: visit.visit_id }
  })

const fieldsOf = (fields: VisitFields): [column: string, value: unknown][] =>
  Object.entries(fields).flatMap(([name, value]) => {
    const column = columnOf[name as keyof VisitFields]
    if (value === undefined || column === undefined) return []
    if (Array.isArray(value)) return [[column, JSON.stringify(value)]]
    return [[column, typeof value === 'string' ? value.trim() || null : value]]
  })

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
