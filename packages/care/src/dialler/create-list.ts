import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf, scopePredicate } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { collectParameters } from '../parameters.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { RefusalReason } from '../policy/verdict.ts'
import type { Pool } from '../task/task.ts'
import { type ListPack, leadScopeColumns } from './call-list.ts'

export type CallListFilter = {
  /** At most so many, the most urgent first. */
  readonly count: number
  readonly pool?: Pool | undefined
  readonly play?: string | undefined
  readonly contactLabel?: string | undefined
  readonly unitIds?: readonly string[] | undefined
}

export type CallListDone = {
  readonly kind: 'done'
  readonly listId: number
  readonly leads: number
  /** Due tasks that the policy keeps off the list at this instant, by what speaks against them, the most first; of a full list, the more urgent ones. */
  readonly leftOut: readonly { readonly code: RefusalReason; readonly tasks: number }[]
}

/** Channels on which a person speaks and whose address is a phone number. */
export const spokenChannels = (pack: Pick<Pack, 'channels' | 'facts'>): string[] => {
  const columns = new Map(pack.facts.get('customer')?.columns.map((column) => [column.id, column.sensitivity]))
  return [...pack.channels.values()]
    .filter(
      ({ by, address }) => by === 'person' && address !== undefined && (columns.get(address) ?? address) === 'phone',
    )
    .map(({ id }) => id)
}

/**
 * Makes a call list of open tasks of the supervisor's scope that may be called at this instant: from the pool, or assigned to an agent, due, not on
 * another list of today, and permitted by the policy. The list names its customers in the audit, as every export does.
 */
export const createCallList = (
  store: Store,
  command: Command,
  pack: ListPack,
  filter: CallListFilter,
): Promise<CallListDone | Refusal> =>
  runOnce(store, command, { name: 'createCallList', input: filter }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'dialler.exchange')) return refuse('forbidden')
    // One at a time: two that are made at once would name the same tasks.
    await tx.execute('lock table dialler_list in share row exclusive mode')
    const { chosen, leftOut } = await chooseTasks(tx, command, pack, filter)
    const [list] = await tx.query<{ list_id: number }>(
      'insert into dialler_list (made_by, made_at, filter) values ($1, $2, $3) returning list_id',
      [actor.userId, now, JSON.stringify(filter)],
    )
    if (list === undefined) throw new Error('The call list was not written.')
    await tx.execute(
      'insert into dialler_lead (list_id, task_id, rank) select $1, task_id, rank from unnest($2::bigint[]) with ordinality as lead (task_id, rank)',
      [list.list_id, chosen.map(({ task_id }) => task_id)],
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'dialler.export',
      subjectKind: 'list',
      subjectId: `dialler-${list.list_id}`,
      detail: { customers: chosen.map(({ customer_id }) => customer_id) },
    })
    return { kind: 'done', listId: list.list_id, leads: chosen.length, leftOut }
  })

type Candidate = {
  readonly task_id: number
  readonly customer_id: string
  readonly channel: string
  readonly purpose: string
  readonly priority: number
}

const chooseTasks = async (
  tx: Db,
  command: Command,
  pack: ListPack,
  filter: CallListFilter,
): Promise<{ readonly chosen: readonly Candidate[]; readonly leftOut: CallListDone['leftOut'] }> => {
  const { now, timeZone } = command
  const scope = await scopeOf(tx, command.actor, command)
  const chosen: Candidate[] = []
  const customers = new Set<string>()
  const codes = new Map<RefusalReason, number>()
  let last: Candidate | undefined
  while (chosen.length < filter.count) {
    const candidates = await nextCandidates(tx, { command, pack, filter, scope, last })
    if (candidates.length === 0) break
    const asks = candidates.map((task) => ({ customerId: task.customer_id, ...task, at: now }))
    const verdicts = await judgeContacts(tx, pack, asks, { hour: true, timeZone })
    for (const [index, task] of candidates.entries()) {
      if (chosen.length === filter.count) break
      const verdict = verdicts[index]
      if (verdict?.kind === 'refused') codes.set(verdict.code, (codes.get(verdict.code) ?? 0) + 1)
      // One call a customer: the policy judges each ask for itself.
      if (verdict?.kind !== 'allowed' || customers.has(task.customer_id)) continue
      customers.add(task.customer_id)
      chosen.push(task)
    }
    last = candidates.at(-1)
  }
  const leftOut = [...codes].map(([code, tasks]) => ({ code, tasks })).sort((a, b) => b.tasks - a.tasks)
  return { chosen, leftOut }
}

const batchSize = 1000

const nextCandidates = (
  tx: Db,
  from: {
    readonly command: Command
    readonly pack: ListPack
    readonly filter: CallListFilter
    readonly scope: Scope
    readonly last: Candidate | undefined
  },
): Promise<Candidate[]> => {
  const { command, pack, filter, scope, last } = from
  const parameters = collectParameters()
  const predicate = scopePredicate(scope, leadScopeColumns, 1)
  for (const param of predicate.params) parameters.add(param)
  const dayStart = instantAt(localDay(command.now, command.timeZone), '00:00', command.timeZone)
  const conditions = [
    predicate.sql,
    'task.closed_at is null and customer.is_present',
    `task.not_before <= ${parameters.add(command.now)}`,
    `task.channel = any(${parameters.add(spokenChannels(pack))}::text[])`,
    `((assignee_id is null and assign = 'pool') or (assigned_by is not null and staff.role = 'agent'))`,
    `not exists (
       select from dialler_lead join dialler_list using (list_id)
       where dialler_lead.task_id = task.task_id and made_at >= ${parameters.add(dayStart)}
     )`,
  ]
  if (filter.pool !== undefined) conditions.push(`task.pool = ${parameters.add(filter.pool)}`)
  if (filter.play !== undefined) conditions.push(`task.play = ${parameters.add(filter.play)}`)
  if (filter.contactLabel !== undefined) conditions.push(`task.contact_label = ${parameters.add(filter.contactLabel)}`)
  if (filter.unitIds !== undefined) conditions.push(`customer.unit_id = any(${parameters.add(filter.unitIds)}::text[])`)
  if (last !== undefined)
    conditions.push(
      `(-task.priority, task.task_id) > (-${parameters.add(last.priority)}::double precision, ${parameters.add(last.task_id)})`,
    )
  return tx.query<Candidate>(
    `select task.task_id, task.customer_id, task.channel, task.purpose, task.priority
     from task join customer using (customer_id) left join staff on staff.staff_id = assignee_id
     where ${conditions.join(' and ')} order by task.priority desc, task.task_id limit ${parameters.add(batchSize)}`,
    parameters.values,
  )
}
