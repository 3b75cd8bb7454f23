import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf, scopePredicate } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { followOwner } from '../case/follow.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findStaff, type Staff } from './organisation.ts'

export type OwnershipChange = {
  readonly customer_id: string
  readonly from_owner: string | null
  readonly to_owner: string | null
  readonly reason: string
  readonly changed_by: string
  readonly changed_at: string
}

export type HandOverInput = {
  readonly customerIds: readonly string[]
  readonly toStaffId: string
  readonly reason: string
}

/**
 * Gives customers another owner (G64, S170): supervisors only, customers and new owner within their scope, with a reason, since changes are to be
 * rare. Open tasks and cases of the old owner go along. One customer out of reach refuses the whole command.
 */
export const handOver = (
  store: Store,
  command: Command,
  input: HandOverInput,
): Promise<{ readonly kind: 'done'; readonly changed: number } | Refusal> =>
  runOnce(store, command, { name: 'handOver', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'ownership.change')) return refuse('forbidden')
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason_required')
    const scope = await scopeOf(tx, actor, command)
    const staff = await findStaff(tx, input.toStaffId)
    if (!staff?.is_active || staff.role !== 'owner' || !reaches(scope, staff))
      return refuse('unknown_staff', input.toStaffId)

    const customers = await lockCustomers(tx, scope, input.customerIds)
    const found = new Set(customers.map((customer) => customer.customer_id))
    const lost = input.customerIds.find((customerId) => !found.has(customerId))
    if (lost !== undefined) return refuse('not_found', lost)
    const moving = customers.filter((customer) => customer.owner_id !== input.toStaffId)
    if (moving.length === 0) return refuse('unchanged')

    for (const customer of moving) {
      await changeOwner(tx, customer, { ...input, reason }, command)
      await recordAudit(tx, {
        at: now,
        actor: actor.userId,
        action: 'customer.hand_over',
        subjectKind: 'customer',
        subjectId: customer.customer_id,
        detail: { from: customer.owner_id, to: input.toStaffId, reason },
      })
    }
    return { kind: 'done', changed: moving.length }
  })

export const reaches = (scope: Scope, staff: Staff): boolean =>
  scope.kind === 'all' || (scope.kind === 'units' && scope.unitIds.includes(staff.unit_id))

type Owned = { readonly customer_id: string; readonly owner_id: string | null }

// In the order of ids, so that two hand-overs of the same customers wait for each other and do not deadlock.
const lockCustomers = (tx: Db, scope: Scope, customerIds: readonly string[]): Promise<Owned[]> => {
  const { sql, params } = scopePredicate(scope, { customer: 'customer_id', unit: 'unit_id', owner: 'owner_id' }, 2)
  return tx.query<Owned>(
    `select customer_id, owner_id from customer where customer_id = any($1) and is_present and ${sql} order by customer_id for update`,
    [customerIds, ...params],
  )
}

const changeOwner = async (
  tx: Db,
  customer: Owned,
  { toStaffId, reason }: HandOverInput,
  { actor, now }: Command,
): Promise<void> => {
  await tx.execute(
    'update customer set owner_id = $2, has_local_owner = file_owner_id is distinct from $2 where customer_id = $1',
    [customer.customer_id, toStaffId],
  )
  await tx.execute(
    `update task set owner_id = $2, assignee_id = case when assign = 'owner' and assignee_id is not distinct from $3 then $2 else assignee_id end
     where customer_id = $1 and closed_at is null`,
    [customer.customer_id, toStaffId, customer.owner_id],
  )
  await followOwner(tx, { customerId: customer.customer_id, from: customer.owner_id, to: toStaffId, now })
  await tx.execute(
    'insert into ownership (customer_id, from_owner, to_owner, reason, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)',
    [customer.customer_id, customer.owner_id, toStaffId, reason, actor.userId, now],
  )
}

/** Newest first. */
export const listOwnership = (db: Db, customerId: string): Promise<OwnershipChange[]> =>
  db.query<OwnershipChange>(
    `select customer_id, from_owner, to_owner, reason, changed_by, changed_at
     from ownership where customer_id = $1 order by ownership_id desc`,
    [customerId],
  )
