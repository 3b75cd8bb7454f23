import type { Store } from '@tend/store'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse } from '../command.ts'
import { findCustomer } from '../party/customer.ts'
import { can } from './roles.ts'
import { scopeOf } from './scope.ts'

export type RevealField = 'name' | 'phone' | 'id_number'

/** The raw value of one field, against a reason that goes to the audit (X01). Each call is one audit row, so it takes no key. */
export const reveal = async (
  store: Store,
  command: Omit<Command, 'key'>,
  input: { readonly customerId: string; readonly field: RevealField; readonly reason: string },
): Promise<{ readonly kind: 'done'; readonly value: string | null } | Refusal> => {
  const { actor, now } = command
  if (!can(actor, 'customers.reveal')) return refuse('forbidden')
  const reason = input.reason.trim()
  if (reason === '') return refuse('reason_required')
  return store.transaction(async (tx) => {
    const customer = await findCustomer(tx, await scopeOf(tx, actor, command), input.customerId)
    if (customer === undefined) return refuse('not_found')
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'customer.reveal',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { field: input.field, reason },
    })
    return { kind: 'done', value: customer[input.field] } as const
  })
}
