import { setImmediate as breathe } from 'node:timers/promises'
import { nestedStore, type Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, hashOf, type Refusal, refuse } from '../command.ts'
import { holdingCustomers } from './hold-customers.ts'
import { instantOf } from './instant.ts'
import { keepRefusal } from './keep-refusal.ts'
import type { CallResult } from './read-results.ts'
import { type Importing, type ImportOptions, type ImportPack, isTaskId, workCall } from './work-call.ts'

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

/** So many calls are written with one commit; their customers are held meanwhile. */
const chunkRows = 50

/**
 * Takes in what became of calls. Each is an outcome of the agent who spoke, at the instant of the call, under the rules of `recordOutcome`: three
 * attempts, retry bands, refusals. A call counts once, however often it is delivered; what cannot be used is kept with its reason and is tried again when
 * the same call comes again; that a customer wants to hear nothing more counts even so (`keepRefusal`). Rows go by the time of their calls, so that attempts stand in their order. Killed half-way, the same file again finishes it.
 * `onChunk` is told what became of each chunk once it is committed.
 */
export const importCallResults = async (
  store: Store,
  command: Omit<Command, 'key'>,
  pack: ImportPack,
  rows: readonly CallResult[],
  options: ImportOptions = {},
  onChunk: (calls: readonly ImportedCall[]) => Promise<void> = async () => {},
): Promise<{ readonly kind: 'done'; readonly calls: readonly ImportedCall[] } | Refusal> => {
  const { actor, now } = command
  if (!can(actor, 'dialler.exchange')) return refuse('forbidden')
  const scope = await scopeOf(store, actor, command)
  const ordered = await inOrderOfCalls(rows, command)
  const calls: ImportedCall[] = []
  for (let from = 0; from < ordered.length; from += chunkRows) {
    const chunk = ordered.slice(from, from + chunkRows)
    const done = await holdingCustomers(store, tasksOf(chunk), async (tx) => {
      const importing: Importing = { store: nestedStore(store, tx), command, pack, options, scope }
      const imported: ImportedCall[] = []
      for (const delivered of chunk) imported.push(await importCall(importing, delivered))
      return imported
    })
    calls.push(...done)
    await onChunk(done)
  }
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

/** Working out the instants of a day's calls takes a second: others are answered in between. */
const inOrderOfCalls = async (rows: readonly CallResult[], at: Pick<Command, 'timeZone'>): Promise<Delivered[]> => {
  const dated: Delivered[] = []
  for (const [index, result] of rows.entries()) {
    if (index % 500 === 499) await breathe()
    dated.push({ result, row: index + 1, at: instantOf(result.call_date, at) })
  }
  return dated.sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0) || a.row - b.row)
}

type Delivered = { readonly result: CallResult; readonly row: number; readonly at: Date | undefined }

const tasksOf = (chunk: readonly Delivered[]): string[] =>
  chunk.flatMap(({ result }) => (isTaskId(result.vendor_lead_code) ? [result.vendor_lead_code] : []))

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
  if (!isDone) await keepRefusal(importing, result, callId, at)
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
