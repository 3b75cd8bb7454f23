import type { Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { collectParameters } from '../parameters.ts'
import { findTask } from '../task/queries.ts'
import { lockCustomer } from './lock.ts'
import { auditVisit, lockVisit, type Opinion, type PreparedAnswer } from './visit.ts'

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
