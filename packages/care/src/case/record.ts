import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { scopeOf } from '../access/scope.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { holdInScope } from '../contact/lock.ts'
import { localDay } from '../days.ts'
import { findCustomer } from '../party/customer.ts'
import { auditCase } from './audit.ts'
import type { CaseDone } from './case.ts'
import { type CaseSource, openCase } from './open.ts'

export type CaseInput = {
  readonly customerId: string
  readonly kind: string
  readonly text: string
  readonly source: Exclude<CaseSource, 'play'>
  readonly contactId?: number | undefined
  readonly visitId?: number | undefined
  readonly taskId?: number | undefined
  /** Another customer who recommended this one. */
  readonly referrerCustomerId?: string | undefined
  readonly dueOn?: string | undefined
}

/** Opens a case by hand: what a customer said becomes a suggestion, commitment, lead or idea (S10–S12, S33). Whoever opens it is its referrer. */
export const recordCase = (
  store: Store,
  command: Command,
  pack: Pick<Pack, 'cases'>,
  input: CaseInput,
): Promise<CaseDone | Refusal> =>
  runOnce(store, command, { name: 'recordCase', input }, async (tx) => {
    const { actor, now, timeZone } = command
    if (!can(actor, 'cases.work')) return refuse('forbidden')
    if (!pack.cases.has(input.kind)) return refuse('unknown_case', input.kind)
    if (input.text.trim() === '') return refuse('reason_required')
    if (input.dueOn !== undefined && input.dueOn < localDay(now, timeZone)) return refuse('invalid_value', input.dueOn)
    const scope = await scopeOf(tx, actor, command)
    if ((await holdInScope(tx, scope, input.customerId)) === undefined) return refuse('not_found')
    if (!(await isOfCustomer(tx, input))) return refuse('not_found')
    const { referrerCustomerId } = input
    if (referrerCustomerId !== undefined && !(await findCustomer(tx, scope, referrerCustomerId)))
      return refuse('not_found')
    const caseId = await openCase(
      tx,
      { pack, by: actor.userId, now, timeZone },
      { ...input, referrerStaffId: actor.staffId ?? undefined },
    )
    if (caseId === undefined) throw new Error(`The case of ${input.customerId} was not written.`)
    await auditCase(tx, command, 'case.open', { case_id: caseId, customer_id: input.customerId }, { kind: input.kind })
    return { kind: 'done', caseId, state: 'open' }
  })

// What a case names must be the customer's own, or it would tell of another's.
const isOfCustomer = async (tx: Db, { customerId, contactId, visitId, taskId }: CaseInput): Promise<boolean> => {
  const [found] = await tx.query<{ is_theirs: boolean }>(
    `select ($2::bigint is null or exists (select from contact where contact_id = $2 and customer_id = $1))
       and ($3::bigint is null or exists (select from visit where visit_id = $3 and customer_id = $1))
       and ($4::bigint is null or exists (select from task where task_id = $4 and customer_id = $1)) as is_theirs`,
    [customerId, contactId ?? null, visitId ?? null, taskId ?? null],
  )
  return found?.is_theirs === true
}
