import type { Db } from '@tend/store'
import { type Actor, can } from '../access/roles.ts'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { localDay } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'

/** offered → given, refused (by the customer, or by who would have approved) or expired (the last day has passed). */
export type GrantState = 'offered' | 'given' | 'refused' | 'expired'

/** What a customer was offered; `cost` in minor units. */
export type Grant = {
  readonly grant_id: number
  readonly customer_id: string
  readonly customer_name: string | null
  readonly benefit: string
  readonly state: GrantState
  readonly cost: number
  readonly needs_approval: boolean
  readonly approved_by: string | null
  readonly offered_at: string
  readonly offered_by: string
  readonly offered_staff_id: string | null
  readonly offered_by_name: string
  readonly expires_on: string
  readonly task_id: number | null
  readonly settled_at: string | null
  readonly reason: string | null
}

// An offer whose last day has passed reads as expired before anybody has written so.
const select = (today: string) => `
  select grant_id, benefit_grant.customer_id, customer.name as customer_name, benefit,
    case when state = 'offered' and expires_on < ${today}::date then 'expired' else state end as state, cost, needs_approval, approved_by, offered_at,
    offered_by, offered_staff_id, coalesce(staff.name, app_user.name, offered_by) as offered_by_name, expires_on, task_id, settled_at, benefit_grant.reason
  from benefit_grant
  join customer using (customer_id)
  left join app_user on app_user.id = offered_by
  left join staff on staff.staff_id = app_user.staff_id`

export const grantScopeColumns = {
  customer: 'benefit_grant.customer_id',
  unit: 'customer.unit_id',
  owner: 'customer.owner_id',
}

/** By the person, whatever sign-in they used. */
export const isOfferedBy = (actor: Actor, { offered_by, offered_staff_id }: Grant): boolean =>
  offered_by === actor.userId || (offered_staff_id !== null && offered_staff_id === actor.staffId)

export type GrantAction = 'approve' | 'give' | 'refuse'

/** Steps that the person may take. */
export const grantActions = (actor: Actor, grant: Grant): GrantAction[] => {
  if (grant.state !== 'offered' || !can(actor, 'contacts.record')) return []
  const mayApprove =
    can(actor, 'benefits.approve') && grant.needs_approval && grant.approved_by === null && !isOfferedBy(actor, grant)
  const mayGive = !grant.needs_approval || grant.approved_by !== null
  return [...(mayApprove ? (['approve'] as const) : []), ...(mayGive ? (['give'] as const) : []), 'refuse']
}

export const findGrant = async (
  db: Db,
  scope: Scope,
  { now, timeZone }: At,
  grantId: number,
): Promise<Grant | undefined> => {
  const { sql, params } = scopePredicate(scope, grantScopeColumns, 3)
  const [found] = await db.query<Grant>(`${select('$2')} where grant_id = $1 and ${sql}`, [
    grantId,
    localDay(now, timeZone),
    ...params,
  ])
  return found
}

export type GrantQuery = PageRequest & {
  readonly state?: GrantState | undefined
  /** Only those that wait for approval. */
  readonly toApprove?: boolean | undefined
  readonly unitIds?: readonly string[] | undefined
  readonly customerId?: string | undefined
}

/** Grants of customers in scope, latest first. */
export const listGrants = async (db: Db, scope: Scope, at: At, query: GrantQuery): Promise<Page<Grant>> => {
  const parameters = collectParameters()
  const predicate = scopePredicate(scope, grantScopeColumns, 1)
  for (const param of predicate.params) parameters.add(param)
  const conditions = [predicate.sql]
  const today = parameters.add(localDay(at.now, at.timeZone))
  if (query.toApprove) conditions.push("needs_approval and approved_by is null and state = 'offered'")
  if (query.unitIds !== undefined) conditions.push(`customer.unit_id = any(${parameters.add(query.unitIds)}::text[])`)
  if (query.customerId !== undefined) conditions.push(`benefit_grant.customer_id = ${parameters.add(query.customerId)}`)
  const [before] = decodeCursor(query.cursor, ['number']) ?? []
  const shown = query.state === undefined ? 'true' : `state = ${parameters.add(query.state)}`
  const older = before === undefined ? 'true' : `grant_id < ${parameters.add(before)}`
  const limit = limitOf(query)
  const rows = await db.query<Grant>(
    `select * from (${select(today)} where ${conditions.join(' and ')}) as found
     where ${shown} and ${older} order by grant_id desc limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.grant_id])
}

/** How many of each benefit the customer has used of this year's limit; the caller has checked the scope. */
export const countGrants = async (
  db: Db,
  customerId: string,
  { now, timeZone }: At,
): Promise<ReadonlyMap<string, number>> => {
  const today = localDay(now, timeZone)
  const rows = await db.query<{ benefit: string; used: number }>(
    `select benefit, count(*) as used from benefit_grant
     where customer_id = $1 and year = $2 and (state = 'given' or (state = 'offered' and expires_on >= $3::date)) group by benefit`,
    [customerId, Number(today.slice(0, 4)), today],
  )
  return new Map(rows.map((row) => [row.benefit, row.used]))
}
