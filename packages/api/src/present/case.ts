import {
  type Actor,
  type Grant as CareGrant,
  customerSensitivity,
  type CareCase as Found,
  grantActions,
  localDay,
  maskRow,
  maskText,
} from '@tend/care'
import type { CaseSummary, Grant, Label } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Directory } from '../directory.ts'
import { presentReason } from './sentence.ts'

type Presenter = {
  readonly pack: Pack
  readonly actor: Actor
  readonly directory: Directory
  readonly at: { readonly now: Date; readonly timeZone: string }
  /** Customers who recommended somebody and whom the reader may see. */
  readonly knownReferrers: ReadonlySet<string>
}

const same = (text: string): Label => ({ zh: text, en: text })

/** Reads free text of a case as its reader may. */
export const caseText = (actor: Actor, found: Found, text: string): string =>
  maskText(actor.role, text, {
    name: found.customer_name,
    phone: found.customer_phone,
    id_number: found.customer_id_number,
  })

export function presentCase({ pack, actor, directory, at, knownReferrers }: Presenter, found: Found): CaseSummary {
  const { customer_name: name } = maskRow(actor, { customer_name: found.customer_name }, customerSensitivity)
  const today = localDay(at.now, at.timeZone)
  const isOver = found.closed_at !== null
  const referrer = found.referrer_customer_id
  return {
    caseId: String(found.case_id),
    kind: found.kind,
    label: pack.cases.get(found.kind)?.label ?? same(found.kind),
    customer: { customerId: found.customer_id, name },
    unit: { unitId: found.unit_id, name: directory.unitName(found.unit_id) },
    text: textOf(pack, actor, found),
    state: found.state,
    source: found.source,
    route: found.route,
    assignee:
      found.assignee_id === null
        ? null
        : { staffId: found.assignee_id, name: found.assignee_name ?? found.assignee_id },
    referrer:
      found.referrer_staff_id === null
        ? null
        : { staffId: found.referrer_staff_id, name: found.referrer_staff_name ?? found.referrer_staff_id },
    referrerCustomerId: referrer !== null && knownReferrers.has(referrer) ? referrer : null,
    receivedAt: found.received_at,
    dueOn: found.due_on,
    isDue: !isOver && found.due_on <= today,
    isLate: !isOver && found.due_on < today,
    needsAnswer: found.needs_answer,
    answeredAt: found.answered_at,
    outcome: found.outcome,
    closedAt: found.closed_at,
  }
}

function textOf(pack: Pack, actor: Actor, found: Found): Label {
  if (found.text !== null) return same(caseText(actor, found, found.text))
  if (found.moment !== null) return presentReason(pack, actor, found.moment, found.reason)
  return pack.plays.get(found.play ?? '')?.label ?? same(found.play ?? found.kind)
}

/** A grant as the reader may see it, with the steps that the reader may take. */
export function presentGrant(pack: Pack, actor: Actor, grant: CareGrant): Grant {
  const { customer_name: name } = maskRow(actor, { customer_name: grant.customer_name }, customerSensitivity)
  return {
    grantId: String(grant.grant_id),
    customer: { customerId: grant.customer_id, name },
    benefit: grant.benefit,
    label: pack.benefits.get(grant.benefit)?.label ?? same(grant.benefit),
    state: grant.state,
    costMinor: grant.cost,
    needsApproval: grant.needs_approval,
    isApproved: grant.approved_by !== null,
    offeredAt: grant.offered_at,
    offeredBy: grant.offered_by_name,
    expiresOn: grant.expires_on,
    taskId: grant.task_id === null ? null : String(grant.task_id),
    settledAt: grant.settled_at,
    reason: grant.reason === null ? null : maskText(actor.role, grant.reason, namedBy(grant)),
    may: grantActions(actor, grant),
  }
}

const namedBy = (grant: CareGrant) => ({ name: grant.customer_name, phone: null, id_number: null })
