import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { type Actor, can } from '../access/roles.ts'
import { type Scope, scopeOf, scopePredicate } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Command, type Page, type PageRequest, type Refusal, refuse, runOnce } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import type { Pool } from '../task/task.ts'

export type CallListFilter = {
  /** At most so many, the most urgent first. */
  readonly count: number
  readonly pool?: Pool | undefined
  readonly play?: string | undefined
  readonly contactLabel?: string | undefined
  readonly unitIds?: readonly string[] | undefined
}

export type CallListDone = { readonly kind: 'done'; readonly listId: number; readonly leads: number }

/** Channels on which a person speaks and whose address is a phone number. */
export const spokenChannels = (pack: Pick<Pack, 'channels' | 'facts'>): string[] => {
  const columns = new Map(pack.facts.get('customer')?.columns.map((column) => [column.id, column.sensitivity]))
  return [...pack.channels.values()]
    .filter(
      ({ by, address }) => by === 'person' && address !== undefined && (columns.get(address) ?? address) === 'phone',
    )
    .map(({ id }) => id)
}

type ListPack = PolicyPack & Pick<Pack, 'facts'>

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
    const chosen = await chooseTasks(tx, command, pack, filter)
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
    return { kind: 'done', listId: list.list_id, leads: chosen.length }
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
): Promise<readonly Candidate[]> => {
  const { now, timeZone } = command
  const scope = await scopeOf(tx, command.actor, command)
  const chosen: Candidate[] = []
  const customers = new Set<string>()
  let last: Candidate | undefined
  while (chosen.length < filter.count) {
    const candidates = await nextCandidates(tx, { command, pack, filter, scope, last })
    if (candidates.length === 0) break
    const asks = candidates.map((task) => ({ customerId: task.customer_id, ...task, at: now }))
    const verdicts = await judgeContacts(tx, pack, asks, { hour: true, timeZone })
    for (const [index, task] of candidates.entries()) {
      // One call a customer: the policy judges each ask for itself.
      if (verdicts[index]?.kind !== 'allowed' || customers.has(task.customer_id)) continue
      customers.add(task.customer_id)
      if (chosen.length < filter.count) chosen.push(task)
    }
    last = candidates.at(-1)
  }
  return chosen
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
  const predicate = scopePredicate(scope, scopeColumns, 1)
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

const scopeColumns = { customer: 'task.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }

/** A row of a list; `phone` in clear, for who hands it to a dialler. `verdict`: `allowed`, `closed`, `too-early`, or the policy's reason. */
export type CallLead = {
  readonly task_id: number
  readonly customer_id: string
  readonly customer_name: string | null
  readonly phone: string
  readonly assignee_id: string | null
  readonly play: string
  readonly reasons: readonly { readonly moment: string; readonly values: Readonly<Record<string, unknown>> }[]
  readonly rank: number
  readonly verdict: string
}

/**
 * The leads of a list in their order, each judged at this instant: who has refused or been contacted since the list was made is not to be called. Undefined
 * for a list of another's that names somebody outside the scope, or for none.
 */
export const readCallList = async (
  db: Db,
  actor: Actor,
  at: At,
  pack: ListPack,
  listId: number,
): Promise<readonly CallLead[] | undefined> => {
  if (!can(actor, 'dialler.exchange')) return undefined
  const [list] = await db.query<{ made_by: string }>('select made_by from dialler_list where list_id = $1', [listId])
  if (list === undefined) return undefined
  const scope = await scopeOf(db, actor, at)
  const { sql, params } = scopePredicate(scope, scopeColumns, 2)
  const rows = await db.query<LeadRow>(
    `select task.task_id, task.customer_id, customer.name as customer_name, customer.phone, contact_points, task.assignee_id, task.play, task.reasons,
       task.channel, task.purpose, task.closed_at, task.not_before, rank, ${sql} as is_visible
     from dialler_lead join task using (task_id) join customer using (customer_id)
     where list_id = $1 order by rank`,
    [listId, ...params],
  )
  const visible = rows.filter((row) => row.is_visible)
  if (visible.length === 0 && list.made_by !== actor.userId) return undefined
  const asks = visible.map(({ customer_id: customerId, channel, purpose }) => ({
    customerId,
    channel,
    purpose,
    at: at.now,
  }))
  const verdicts = await judgeContacts(db, pack, asks, { hour: true, timeZone: at.timeZone })
  return visible.map(({ is_visible: _, channel, purpose, closed_at, not_before, contact_points, ...lead }, index) => {
    const address = pack.channels.get(channel)?.address ?? 'phone'
    const judged = verdicts[index]
    const refusal = judged?.kind === 'refused' ? judged.code : 'allowed'
    const isEarly = Date.parse(not_before) > at.now.getTime()
    return {
      ...lead,
      phone: (address === 'phone' ? lead.phone : contact_points[address]) ?? '',
      verdict: closed_at === null ? (isEarly ? 'too-early' : refusal) : 'closed',
    }
  })
}

type LeadRow = Omit<CallLead, 'phone' | 'verdict'> & {
  readonly phone: string | null
  readonly contact_points: Readonly<Record<string, string>>
  readonly channel: string
  readonly purpose: string
  readonly closed_at: string | null
  readonly not_before: string
  readonly is_visible: boolean
}

export type CallList = {
  readonly list_id: number
  readonly made_at: string
  readonly made_by: string
  readonly made_by_name: string
  readonly leads: number
}

const listSelect = `
  select list_id, made_at, made_by, coalesce(app_user.name, made_by) as made_by_name,
    (select count(*) from dialler_lead where dialler_lead.list_id = dialler_list.list_id) as leads
  from dialler_list left join app_user on app_user.id = made_by`

/** One's own lists, latest first. */
export const listCallLists = async (db: Db, actor: Actor, query: PageRequest): Promise<Page<CallList>> => {
  const [before] = decodeCursor(query.cursor, ['number']) ?? []
  const limit = limitOf(query)
  const rows = await db.query<CallList>(
    `${listSelect} where made_by = $1 and ($2::bigint is null or list_id < $2) order by list_id desc limit $3`,
    [actor.userId, before ?? null, limit + 1],
  )
  return pageOf(rows, limit, (last) => [last.list_id])
}

export const findCallList = async (db: Db, listId: number): Promise<CallList | undefined> => {
  const [list] = await db.query<CallList>(`${listSelect} where list_id = $1`, [listId])
  return list
}
