import type { Outcome, Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { openCases } from '../case/open.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { applyRefusal } from '../consent/refusal.ts'
import { localDay, localTime } from '../days.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import { postponeOthers } from '../task/follow-up.ts'
import { holdCustomer } from '../task/hold.ts'
import { insertContact } from './insert.ts'
import { holdInScope } from './lock.ts'
import type { Opinion } from './visit.ts'

export type ContactInput = {
  readonly customerId: string
  readonly channel: string
  readonly direction: 'inbound' | 'outbound'
  readonly outcome: string
  readonly note?: string
  /** Contact label (S161) where the contact belongs to a kind of its own. */
  readonly contactLabel?: string
  /** Why the customer was contacted, an id of `pack.purposes`. */
  readonly purpose?: string
  /** What is to be followed up: each opens a case (S10–S12, S33). */
  readonly opinions?: readonly Opinion[]
}

export type ContactDone = { readonly kind: 'done'; readonly contactId: number; readonly caseIds: readonly number[] }

type ContactPack = Pick<Pack, 'outcomes' | 'cases' | keyof PolicyPack>

/**
 * A contact without a task: the customer called, or was met. An outbound one makes the customer's tasks on the channel wait until the next working day;
 * an outcome by which the customer wants to hear nothing more stops everything that may not go on.
 */
export const recordContact = (
  store: Store,
  command: Command,
  scope: Scope,
  pack: ContactPack,
  input: ContactInput,
): Promise<ContactDone | Refusal> =>
  runOnce(store, command, { name: 'recordContact', input }, async (tx) => {
    const { actor, now, timeZone } = command
    if (!can(actor, 'contacts.record')) return refuse('forbidden')
    const outcome = pack.outcomes.get(input.outcome)
    if (outcome === undefined) return refuse('unknown_outcome', input.outcome)
    const { opinions = [], ...contact } = input
    const problem = checkContact(pack, input)
    if (problem) return problem
    if ((await holdInScope(tx, scope, input.customerId)) === undefined) return refuse('not_found')
    await holdCustomer(tx, input.customerId)
    const { refusal } = outcome
    const contactId = await insertContact(tx, command, { ...contact, result: outcome.result, refusal })
    if (input.direction === 'outbound') await postponeOthers(tx, command, input)
    await applyRefusal(tx, command, pack, { customerId: input.customerId, contactId, refusal })
    const caseIds = await openCases(
      tx,
      { pack, by: actor.userId, now, timeZone },
      opinions.map((opinion, index) => ({
        ...opinion,
        customerId: input.customerId,
        source: 'contact',
        contactId,
        referrerStaffId: actor.staffId ?? undefined,
        dedupeKey: `contact|${contactId}|${index}`,
      })),
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'contact.record',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { contact: contactId, outcome: outcome.id, ...(caseIds.length > 0 ? { cases: caseIds } : {}) },
    })
    return { kind: 'done', contactId, caseIds }
  })

const checkContact = (pack: ContactPack, { purpose, opinions = [] }: ContactInput): Refusal | undefined => {
  if (purpose !== undefined && !pack.purposes.has(purpose)) return refuse('unknown_purpose', purpose)
  const unknown = opinions.find((opinion) => !pack.cases.has(opinion.kind))
  return unknown ? refuse('unknown_case', unknown.kind) : undefined
}

/** When a contact of the customer was; the caller has checked the scope. */
export const findContact = async (
  db: Db,
  customerId: string,
  contactId: number,
): Promise<{ readonly contact_id: number; readonly at: string } | undefined> => {
  const [found] = await db.query<{ contact_id: number; at: string }>(
    'select contact_id, at from contact where contact_id = $1 and customer_id = $2',
    [contactId, customerId],
  )
  return found
}

/** How the numbers of Tend's own contacts begin in the lake. */
export const ownNumber = 'tend-'

/** A row of the `contact` fact (packs/common/facts/contact.yaml). */
export type ContactFact = {
  /** `tend-` and the number in the record: other systems count from 1 too. */
  readonly contact_id: string
  readonly customer_id: string
  /** The local day. */
  readonly date: string
  /** As `14:05`. */
  readonly time: string
  readonly staff_id: string | null
  readonly channel: string
  readonly direction: 'inbound' | 'outbound'
  readonly contact_label: string | null
  readonly outcome: string
  readonly result: Outcome['result']
  readonly task_id: string | null
  readonly moment: string | null
}

/**
 * Contacts recorded in Tend after the given id, oldest first, for the next night; `lastId` is where the following export begins. Waits a moment for contacts that are
 * being written, so that none with a smaller id can turn up later.
 */
export const exportContacts = (
  store: Store,
  from: { readonly afterId: number; readonly limit: number; readonly timeZone: string },
): Promise<{ readonly rows: readonly ContactFact[]; readonly lastId: number }> =>
  store.transaction(async (tx) => {
    // An insert holds this lock's opposite from before its id is drawn until it commits.
    await tx.execute('lock table contact in share mode')
    const found = await tx.query<Omit<ContactFact, 'date' | 'time' | 'contact_id'> & { id: number; at: string }>(
      `select contact_id as id, at, customer_id, staff_id, channel, direction, contact_label, outcome, result, task_id::text as task_id, moment
       from contact where contact_id > $1 and delivered_id is null order by contact_id limit $2`,
      [from.afterId, from.limit],
    )
    const rows = found.map(({ id, at, ...contact }) => ({
      ...contact,
      contact_id: `${ownNumber}${id}`,
      date: localDay(new Date(at), from.timeZone),
      time: localTime(new Date(at), from.timeZone),
    }))
    return { rows, lastId: found.at(-1)?.id ?? from.afterId }
  })
