import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import type { Actor, Role } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { type Command, type Refusal, refuse } from '../command.ts'
import { stops } from '../policy/verdict.ts'
import { type NextContact, recordOutcome } from '../task/outcome.ts'
import { findTask } from '../task/queries.ts'
import type { Task } from '../task/task.ts'
import { instantOf } from './instant.ts'
import type { CallResult } from './read-results.ts'

export type ImportOptions = {
  /** Status of the dialler → outcome of the pack; a status that is itself an outcome needs none. Read without case. */
  readonly mapping?: Readonly<Record<string, string>> | undefined
  /** Why there is no further appointment, for rows that do not say (G48). */
  readonly noNextReason?: string | undefined
}

export type ImportPack = Parameters<typeof recordOutcome>[2]

export type Importing = {
  readonly store: Store
  readonly command: Omit<Command, 'key'>
  readonly pack: ImportPack
  readonly options: ImportOptions
  readonly scope: Scope
}

export const isTaskId = (text: string): boolean => /^\d{1,15}$/.test(text)

type Worked = { readonly kind: 'done'; readonly taskId: number; readonly contactId: number }

/** Carries one call out as the outcome of the agent who spoke, at the instant of the call. */
export const workCall = async (
  importing: Importing,
  result: CallResult,
  callId: string,
  at: Date | undefined,
): Promise<Worked | Refusal> => {
  const { store, command, pack, options, scope } = importing
  if (result.call_id === '') return refuse('invalid_value', 'call_id')
  if (at === undefined || at > command.now) return refuse('invalid_value', `call_date ${result.call_date}`)
  const next = nextOf(result, options, command)
  if (next?.kind === 'refused') return next
  const outcome = outcomeOf(pack, result.status, options.mapping ?? {})
  if (outcome === undefined) return refuse('unknown_outcome', result.status)
  const task = isTaskId(result.vendor_lead_code)
    ? await findTask(store, scope, Number(result.vendor_lead_code))
    : undefined
  if (task === undefined) return refuse('not_found', result.vendor_lead_code)
  const agent = await findAgent(store, scope, result.user)
  if (agent === undefined) return refuse('unknown_staff', result.user)
  const wasTaken = await takeFor(store, task, agent)
  const done = await recordOutcome(
    store,
    { actor: agent, now: at, recordedAt: command.now, timeZone: command.timeZone, key: `dialler|${callId}` },
    pack,
    {
      taskId: task.task_id,
      outcome,
      happenedAt: at.toISOString(),
      ...(result.comments ? { note: result.comments } : {}),
      ...(next === undefined ? {} : { next }),
    },
  )
  if (done.kind === 'done') return { kind: 'done', taskId: done.taskId, contactId: done.contactId }
  if (wasTaken) await giveBack(store, task, agent)
  // Asked only afterwards: the same call of an import that was killed must find what it did. Closed work has left the agent's scope.
  if (task.is_open || !closedCodes.includes(done.code)) return done
  // The dialler called whom it had been told to leave in peace: its list was older than the refusal.
  const stopReason = stops.find((reason) => reason === task.closed_reason)
  if (stopReason !== undefined) return refuse('not_permitted', stopReason)
  return refuse('task_closed')
}

const closedCodes: readonly string[] = ['not_found', 'task_closed']

const nextOf = (
  result: CallResult,
  options: ImportOptions,
  command: Omit<Command, 'key'>,
): NextContact | Refusal | undefined => {
  if (result.callback_at) {
    const at = instantOf(result.callback_at, command)
    return at === undefined
      ? refuse('invalid_value', `callback_at ${result.callback_at}`)
      : { kind: 'appointment', at: at.toISOString() }
  }
  const reason = result.no_next_reason || options.noNextReason
  return reason ? { kind: 'none', reason } : undefined
}

export const outcomeOf = (
  pack: Pick<Pack, 'outcomes'>,
  status: string,
  mapping: Readonly<Record<string, string>>,
): string | undefined => {
  const wanted = status.toLowerCase()
  const [, mapped = wanted] = Object.entries(mapping).find(([from]) => from.toLowerCase() === wanted) ?? []
  return pack.outcomes.has(mapped) ? mapped : undefined
}

/** The agent as an actor: somebody in service, within the region of whoever imports, named by staff number or sign-in. */
const findAgent = async (db: Db, scope: Scope, user: string): Promise<Actor | undefined> => {
  const [found] = await db.query<{
    staff_id: string
    name: string
    role: Role
    unit_id: string
    user_id: string | null
  }>(
    `select staff.staff_id, staff.name, staff.role, staff.unit_id, app_user.id as user_id
     from staff left join app_user on app_user.staff_id = staff.staff_id
     where staff.is_active and (staff.staff_id = $1 or app_user.username = lower($1))
     order by staff.staff_id = $1 desc limit 1`,
    [user],
  )
  if (found === undefined) return undefined
  const isVisible = scope.kind === 'all' || (scope.kind === 'units' && scope.unitIds.includes(found.unit_id))
  if (!isVisible) return undefined
  const { staff_id: staffId, unit_id: unitId, user_id: userId, name, role } = found
  return { userId: userId ?? `staff-${staffId}`, staffId, name, role, unitId }
}

// A task that was dialled out of the pool is the agent's from the call on.
const takeFor = async (store: Store, task: Task, agent: Actor): Promise<boolean> =>
  (await store.execute(
    `update task set assignee_id = $2 where task_id = $1 and closed_at is null and assignee_id is null and assign = 'pool'`,
    [task.task_id, agent.staffId],
  )) > 0

const giveBack = (store: Store, task: Task, agent: Actor): Promise<number> =>
  store.execute(
    'update task set assignee_id = null where task_id = $1 and assignee_id = $2 and assigned_by is null and closed_at is null',
    [task.task_id, agent.staffId],
  )
