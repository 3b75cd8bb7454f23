import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { type Actor, can } from '../access/roles.ts'
import { type Scope, scopeOf, scopePredicate } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Command, type Page, type PageRequest, type Refusal, refuse, runOnce } from '../command.ts'
import { lockCustomer } from '../contact/lock.ts'
import { localDay } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'
import { offerBenefit } from './offer.ts'

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
    offered_by, coalesce(app_user.name, offered_by) as offered_by_name, expires_on, task_id, settled_at, benefit_grant.reason
  from benefit_grant
  join customer using (customer_id)
  left join app_user on app_user.id = offered_by`

const scopeColumns = { customer: 'benefit_grant.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }

export type GrantDone = { readonly kind: 'done'; readonly grantId: number; readonly state: GrantState }

type Packs = Pick<Pack, 'benefits' | 'currency'>

/** Offers a benefit by hand, within the limit of the year (G72). */
export const recordOffer = (
  store: Store,
  command: Command,
  pack: Packs,
  input: { readonly customerId: string; readonly benefit: string; readonly taskId?: number | undefined },
): Promise<GrantDone | Refusal> =>
  runOnce(store, command, { name: 'recordOffer', input }, async (tx) => {
    const { actor, now, timeZone } = command
    if (!can(actor, 'contacts.record')) return refuse('forbidden')
    const benefit = pack.benefits.get(input.benefit)
    if (benefit === undefined) return refuse('unknown_benefit', input.benefit)
    if ((await lockCustomer(tx, command, input.customerId)) === undefined) return refuse('not_found')
    if (input.taskId !== undefined) {
      const [task] = await tx.query('select from task where task_id = $1 and customer_id = $2', [
        input.taskId,
        input.customerId,
      ])
      if (task === undefined) return refuse('not_found')
    }
    const grantId = await offerBenefit(tx, { pack, by: actor.userId, now, timeZone }, input)
    if (grantId === 'over_limit') return refuse('limit_reached', String(benefit.perYear))
    if (grantId === undefined) throw new Error(`The benefit of ${input.customerId} was not written.`)
    await auditGrant(tx, command, 'benefit.offer', input.customerId, { grant: grantId, benefit: benefit.id })
    return { kind: 'done', grantId, state: 'offered' }
  })

export type GrantAction = 'approve' | 'give' | 'refuse'

/**
 * Takes a grant one step further. `approve`: by a second person with the right. `give`: only what needs no approval or has it, until its last day.
 * `refuse`: the customer did not want it, or whoever would approve says no; with the reason (G72).
 */
export const settleGrant = (
  store: Store,
  command: Command,
  input: { readonly grantId: number; readonly action: GrantAction; readonly reason?: string | undefined },
): Promise<GrantDone | Refusal> =>
  runOnce(store, command, { name: 'settleGrant', input }, async (tx) => {
    const { actor, now } = command
    const grant = await lockGrant(tx, command, input.grantId)
    if (grant === undefined) return refuse('not_found')
    if (grant.state !== 'offered') return refuse('wrong_state', grant.state)
    if (input.action === 'approve' && grant.offered_by === actor.userId) return refuse('maker_is_checker')
    if (input.action === 'give' && grant.needs_approval && grant.approved_by === null)
      return refuse('wrong_state', 'not approved')
    if (!grantActions(actor, grant).includes(input.action)) return refuse('forbidden')
    const reason = input.reason?.trim() || null
    if (input.action === 'refuse' && reason === null) return refuse('reason_required')
    const state = input.action === 'approve' ? 'offered' : input.action === 'give' ? 'given' : 'refused'
    if (input.action === 'approve')
      await tx.execute('update benefit_grant set approved_by = $2, approved_at = $3 where grant_id = $1', [
        grant.grant_id,
        actor.userId,
        now,
      ])
    else
      await tx.execute(
        'update benefit_grant set state = $2, settled_at = $3, settled_by = $4, reason = $5 where grant_id = $1',
        [grant.grant_id, state, now, actor.userId, reason],
      )
    await auditGrant(tx, command, `benefit.${input.action}`, grant.customer_id, {
      grant: grant.grant_id,
      benefit: grant.benefit,
    })
    return { kind: 'done', grantId: grant.grant_id, state }
  })

/** Steps that the person may take. */
export const grantActions = (actor: Actor, grant: Grant): GrantAction[] => {
  if (grant.state !== 'offered' || !can(actor, 'contacts.record')) return []
  const mayApprove =
    can(actor, 'benefits.approve') &&
    grant.needs_approval &&
    grant.approved_by === null &&
    grant.offered_by !== actor.userId
  const mayGive = !grant.needs_approval || grant.approved_by !== null
  return [...(mayApprove ? (['approve'] as const) : []), ...(mayGive ? (['give'] as const) : []), 'refuse']
}

const lockGrant = async (tx: Db, command: Command, grantId: number): Promise<Grant | undefined> => {
  if (!can(command.actor, 'contacts.record')) return undefined
  await tx.query(
    'select customer_id from customer where customer_id = (select customer_id from benefit_grant where grant_id = $1) for update',
    [grantId],
  )
  await tx.query('select grant_id from benefit_grant where grant_id = $1 for update', [grantId])
  return findGrant(tx, await scopeOf(tx, command.actor, command), command, grantId)
}

const auditGrant = (
  tx: Db,
  { actor, now }: Command,
  action: string,
  customerId: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> =>
  recordAudit(tx, { at: now, actor: actor.userId, action, subjectKind: 'customer', subjectId: customerId, detail })

/** Writes down as expired what was not taken up by its last day; answers how many. Readers see it as expired before that. */
export const expireBenefits = (tx: Db, { now, timeZone }: At): Promise<number> =>
  tx.execute(
    `update benefit_grant set state = 'expired', settled_at = $1, settled_by = 'system' where state = 'offered' and expires_on < $2::date`,
    [now, localDay(now, timeZone)],
  )

export const findGrant = async (
  db: Db,
  scope: Scope,
  { now, timeZone }: At,
  grantId: number,
): Promise<Grant | undefined> => {
  const { sql, params } = scopePredicate(scope, scopeColumns, 3)
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
  const predicate = scopePredicate(scope, scopeColumns, 1)
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

/** What one customer was given in a year; `cost` in minor units. */
export type GiftRecipient = {
  readonly customer_id: string
  readonly customer_name: string | null
  readonly unit_id: string
  readonly given: number
  readonly cost: number
  readonly by_benefit: readonly { readonly benefit: string; readonly given: number; readonly cost: number }[]
}

/** The register of gifts: what was given in a local year and what it cost, by recipient, the dearest first (G72). */
export const listGiftRegister = async (
  db: Db,
  scope: Scope,
  query: PageRequest & { readonly year: number; readonly unitIds?: readonly string[] | undefined },
): Promise<Page<GiftRecipient>> => {
  const parameters = collectParameters()
  const predicate = scopePredicate(scope, scopeColumns, 1)
  for (const param of predicate.params) parameters.add(param)
  const conditions = [predicate.sql, `year = ${parameters.add(query.year)}`, "state = 'given'"]
  if (query.unitIds !== undefined) conditions.push(`customer.unit_id = any(${parameters.add(query.unitIds)}::text[])`)
  const [cost, id] = decodeCursor(query.cursor, ['number', 'string']) ?? []
  const after =
    id === undefined ? 'true' : `(-cost, customer_id) > (-${parameters.add(cost)}::bigint, ${parameters.add(id)})`
  const limit = limitOf(query)
  const rows = await db.query<GiftRecipient>(
    `with kinds as (
       select customer_id, customer.name as customer_name, customer.unit_id, benefit, count(*) as given, sum(cost) as cost
       from benefit_grant join customer using (customer_id)
       where ${conditions.join(' and ')} group by customer_id, customer.name, customer.unit_id, benefit
     ), recipients as (
       select customer_id, customer_name, unit_id, sum(given) as given, sum(cost)::bigint as cost,
         jsonb_agg(jsonb_build_object('benefit', benefit, 'given', given, 'cost', cost) order by benefit) as by_benefit
       from kinds group by customer_id, customer_name, unit_id
     )
     select * from recipients where ${after} order by cost desc, customer_id limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.cost, last.customer_id])
}
