import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { type Actor, can, type Role } from '../access/roles.ts'
import { type Scope, scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, hashOf, type Page, type PageRequest, type Refusal, refuse } from '../command.ts'
import { instantAt } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { type NextContact, recordOutcome } from '../task/outcome.ts'
import { findTask } from '../task/queries.ts'
import type { Task } from '../task/task.ts'
import type { CallResult } from './read-results.ts'

export type ImportOptions = {
  /** Status of the dialler → outcome of the pack; a status that is itself an outcome needs none. Read without case. */
  readonly mapping?: Readonly<Record<string, string>> | undefined
  /** Why there is no further appointment, for rows that do not say (G48). */
  readonly noNextReason?: string | undefined
}

/** `row` counts from 1 as delivered. `reason`: a refusal's code, with what was wrong. */
export type ImportedCall = {
  readonly row: number
  readonly callId: string
  readonly state: 'done' | 'known' | 'refused'
  readonly reason: string | null
  readonly detail: string | null
  readonly taskId: number | null
  readonly contactId: number | null
}

type ImportPack = Parameters<typeof recordOutcome>[2]

/**
 * Takes in what became of calls. Each is an outcome of the agent who spoke, at the instant of the call, under the rules of `recordOutcome`: three
 * attempts, retry bands, refusals. A call counts once, however often it is delivered; what cannot be used is kept with its reason and is tried again when
 * the same call comes again. Rows go by the time of their calls, so that attempts stand in their order. Killed half-way, the same file again finishes it.
 */
export const importCallResults = async (
  store: Store,
  command: Omit<Command, 'key'>,
  pack: ImportPack,
  rows: readonly CallResult[],
  options: ImportOptions = {},
): Promise<{ readonly kind: 'done'; readonly calls: readonly ImportedCall[] } | Refusal> => {
  const { actor, now } = command
  if (!can(actor, 'dialler.exchange')) return refuse('forbidden')
  const scope = await scopeOf(store, actor, command)
  const importing: Importing = { store, command, pack, options, scope }
  const dated = rows.map((result, index) => ({ result, row: index + 1, at: instantOf(result.call_date, command) }))
  const ordered = dated.toSorted((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0) || a.row - b.row)
  const calls: ImportedCall[] = []
  for (const delivered of ordered) calls.push(await importCall(importing, delivered))
  calls.sort((a, b) => a.row - b.row)
  const count = (state: ImportedCall['state']) => calls.filter((call) => call.state === state).length
  await recordAudit(store, {
    at: now,
    actor: actor.userId,
    action: 'dialler.import',
    subjectKind: 'dialler',
    subjectId: 'results',
    detail: { rows: rows.length, done: count('done'), known: count('known'), refused: count('refused') },
  })
  return { kind: 'done', calls }
}

type Importing = {
  readonly store: Store
  readonly command: Omit<Command, 'key'>
  readonly pack: ImportPack
  readonly options: ImportOptions
  readonly scope: Scope
}
type Delivered = { readonly result: CallResult; readonly row: number; readonly at: Date | undefined }

const importCall = async (importing: Importing, { result, row, at }: Delivered): Promise<ImportedCall> => {
  const { store, command } = importing
  // A row without a number of its own is known again by all that it says.
  const callId = result.call_id || `row-${hashOf(result)}`
  const [known] = await store.query<{ task_id: number; contact_id: number }>(
    "select task_id, contact_id from dialler_result where call_id = $1 and state = 'done'",
    [callId],
  )
  if (known)
    return {
      row,
      callId,
      state: 'known',
      reason: null,
      detail: null,
      taskId: known.task_id,
      contactId: known.contact_id,
    }
  const outcome = await workCall(importing, { ...result, call_id: result.call_id }, callId, at)
  const isDone = outcome.kind === 'done'
  const kept = {
    state: isDone ? ('done' as const) : ('refused' as const),
    reason: isDone ? null : outcome.code,
    detail: isDone ? null : (outcome.detail ?? null),
    taskId: isDone ? outcome.taskId : null,
    contactId: isDone ? outcome.contactId : null,
  }
  await store.execute(
    `insert into dialler_result (call_id, row, state, reason, detail, task_id, contact_id, imported_by, imported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (call_id) do update set row = excluded.row, state = excluded.state, reason = excluded.reason, detail = excluded.detail,
       task_id = excluded.task_id, contact_id = excluded.contact_id, imported_by = excluded.imported_by, imported_at = excluded.imported_at
     where dialler_result.state = 'refused'`,
    [
      callId,
      JSON.stringify(result),
      kept.state,
      kept.reason,
      kept.detail,
      kept.taskId,
      kept.contactId,
      command.actor.userId,
      command.now,
    ],
  )
  return { row, callId, ...kept }
}

type Worked = { readonly kind: 'done'; readonly taskId: number; readonly contactId: number }

const workCall = async (
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
  const task = /^\d{1,15}$/.test(result.vendor_lead_code)
    ? await findTask(store, scope, Number(result.vendor_lead_code))
    : undefined
  if (task === undefined) return refuse('not_found', result.vendor_lead_code)
  const agent = await findAgent(store, scope, result.user)
  if (agent === undefined) return refuse('unknown_staff', result.user)
  const wasTaken = await takeFor(store, task, agent)
  const done = await recordOutcome(
    store,
    { actor: agent, now: at, timeZone: command.timeZone, key: `dialler|${callId}` },
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
  return done.code === 'not_found' && !task.is_open ? refuse('task_closed') : done
}

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

/** An ISO instant with its offset, or a time on the institution's own clock. */
const instantOf = (text: string, { timeZone }: Pick<Command, 'timeZone'>): Date | undefined => {
  const [, day, time, seconds = '00', offset] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text.trim()) ?? []
  if (day === undefined || time === undefined || Number.isNaN(Date.parse(`${day}T${time}:${seconds}Z`)))
    return undefined
  return offset === undefined
    ? new Date(instantAt(day, time, timeZone).getTime() + Number(seconds) * 1000)
    : new Date(`${day}T${time}:${seconds}${offset}`)
}

const outcomeOf = (
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

/** A call that could not be used; what the row said, without notes. */
export type RefusedCall = {
  readonly call_id: string
  readonly vendor_lead_code: string
  readonly status: string
  readonly agent: string
  readonly call_date: string
  readonly reason: string
  readonly detail: string | null
  readonly imported_at: string
}

/** Refused calls that the person delivered, latest first. */
export const listRefusedCalls = async (db: Db, actor: Actor, query: PageRequest): Promise<Page<RefusedCall>> => {
  const [at, id] = decodeCursor(query.cursor, ['string', 'string']) ?? []
  const limit = limitOf(query)
  const rows = await db.query<RefusedCall>(
    `select call_id, row ->> 'vendor_lead_code' as vendor_lead_code, row ->> 'status' as status, row ->> 'user' as agent,
       row ->> 'call_date' as call_date, reason, detail, imported_at
     from dialler_result
     where state = 'refused' and imported_by = $1 and ($2::timestamptz is null or (imported_at, call_id) < ($2::timestamptz, $3))
     order by imported_at desc, call_id desc limit $4`,
    [actor.userId, at ?? null, id ?? null, limit + 1],
  )
  return pageOf(rows, limit, (last) => [last.imported_at, last.call_id])
}
