import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { lockCustomer } from '../contact/lock.ts'
import { localDay } from '../days.ts'
import { findGrant, type Grant, type GrantAction, type GrantState, grantActions, isOfferedBy } from './grant.ts'
import { offerBenefit } from './offer.ts'

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
    const grantId = await offerBenefit(tx, { pack, by: actor.userId, staffId: actor.staffId, now, timeZone }, input)
    if (grantId === 'over_limit') return refuse('limit_reached', String(benefit.perYear))
    if (grantId === undefined) throw new Error(`The benefit of ${input.customerId} was not written.`)
    await auditGrant(tx, command, 'benefit.offer', input.customerId, { grant: grantId, benefit: benefit.id })
    return { kind: 'done', grantId, state: 'offered' }
  })

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
    if (input.action === 'approve' && isOfferedBy(actor, grant)) return refuse('maker_is_checker')
    if (input.action === 'give' && grant.needs_approval && grant.approved_by === null)
      return refuse('wrong_state', 'not approved')
    if (!grantActions(actor, grant).includes(input.action)) return refuse('forbidden')
    const reason = input.reason?.trim() || null
    if (input.action === 'refuse' && reason === null) return refuse('reason_required')
    const state = input.action === 'approve' ? 'offered' : input.action === 'give' ? 'given' : 'refused'
    if (input.action === 'approve')
      await tx.execute(
        'update benefit_grant set approved_by = $2, approved_staff_id = $3, approved_at = $4 where grant_id = $1',
        [grant.grant_id, actor.userId, actor.staffId, now],
      )
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
