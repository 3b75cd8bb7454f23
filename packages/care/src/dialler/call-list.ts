import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { type Actor, can } from '../access/roles.ts'
import { scopeOf, scopePredicate } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { judgeContacts } from '../policy/judge.ts'
import type { PolicyPack } from '../policy/verdict.ts'

export type ListPack = PolicyPack & Pick<Pack, 'facts'>

export const leadScopeColumns = { customer: 'task.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }

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
  const { sql, params } = scopePredicate(scope, leadScopeColumns, 2)
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
  select list_id, made_at, made_by, coalesce(staff.name, app_user.name, made_by) as made_by_name,
    (select count(*) from dialler_lead where dialler_lead.list_id = dialler_list.list_id) as leads
  from dialler_list left join app_user on app_user.id = made_by
  left join staff on staff.staff_id = app_user.staff_id`

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
