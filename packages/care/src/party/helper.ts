import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findCustomer } from './customer.ts'
import { findStaff } from './organisation.ts'
import { reaches } from './ownership.ts'

/** People beside the owner (G64): they see the customer as their own. */
export type Helper = { readonly staff_id: string; readonly name: string; readonly since: string }
export type HelperInput = { readonly customerId: string; readonly staffId: string; readonly reason: string }

export const addHelper = (
  store: Store,
  command: Command,
  input: HelperInput,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  changeHelper(store, command, 'addHelper', input, (tx) =>
    tx.execute(
      'insert into customer_helper (customer_id, staff_id, since, added_by) values ($1, $2, $3, $4) on conflict do nothing',
      [input.customerId, input.staffId, command.now, command.actor.userId],
    ),
  )

export const removeHelper = (
  store: Store,
  command: Command,
  input: HelperInput,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  changeHelper(store, command, 'removeHelper', input, (tx) =>
    tx.execute('delete from customer_helper where customer_id = $1 and staff_id = $2', [
      input.customerId,
      input.staffId,
    ]),
  )

const changeHelper = (
  store: Store,
  command: Command,
  name: 'addHelper' | 'removeHelper',
  input: HelperInput,
  change: (tx: Db) => Promise<number>,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name, input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'ownership.change')) return refuse('forbidden')
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason_required')
    const scope = await scopeOf(tx, actor, command)
    if ((await findCustomer(tx, scope, input.customerId)) === undefined) return refuse('not_found', input.customerId)
    const staff = await findStaff(tx, input.staffId)
    // Whoever has moved away or left can still be taken off the customer, but not be put on.
    const isReached = staff !== undefined && (name === 'removeHelper' || (staff.is_active && reaches(scope, staff)))
    if (!isReached) return refuse('unknown_staff', input.staffId)
    if ((await change(tx)) === 0) return refuse('unchanged')
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: name === 'addHelper' ? 'customer.helper_added' : 'customer.helper_removed',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { staff: input.staffId, reason },
    })
    return { kind: 'done' }
  })

export const listHelpers = (db: Db, customerId: string): Promise<Helper[]> =>
  db.query<Helper>(
    `select staff_id, name, since from customer_helper join staff using (staff_id)
     where customer_id = $1 order by since, staff_id`,
    [customerId],
  )
