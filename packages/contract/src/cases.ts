import { z } from 'zod'
import {
  definitionId,
  id,
  idempotencyKey,
  isoDate,
  isoInstant,
  label,
  moneyMinor,
  page,
  paging,
  staffRef,
  unitRef,
} from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['cases'] as const
const params = z.object({ customerId: id })
const reason = z.string().trim().min(2).max(2000)

/** open → working → answered → closed; from any but closed also declined, with an explanation. */
export const caseState = z.enum(['open', 'working', 'answered', 'closed', 'declined'])
export type CaseState = z.infer<typeof caseState>
export const caseSource = z.enum(['contact', 'visit', 'desk', 'online', 'play'])
export const caseRoute = z.enum(['owner', 'supervisor', 'leader', 'head_office'])
/** Whether it came to what was wanted: the lead was won, the commitment kept, the suggestion adopted, the quarrel settled. */
export const caseOutcome = z.enum(['achieved', 'not_achieved'])
export const caseAction = z.enum(['start', 'note', 'hand_on', 'answer', 'close', 'decline', 'reopen'])

export const caseSummary = z.object({
  caseId: id,
  /** An id of the pack's cases; the catalogue has its label. */
  kind: z.string(),
  label,
  customer: z.object({ customerId: id, name: z.string().nullable() }),
  unit: unitRef,
  /** What it is about. */
  text: label,
  state: caseState,
  source: caseSource,
  route: caseRoute,
  /** Null while nobody of the route is known. */
  assignee: staffRef.nullable(),
  /** Who recommended it (S33): somebody of the staff or another customer, by number. */
  referrer: staffRef.nullable(),
  referrerCustomerId: id.nullable(),
  receivedAt: isoInstant,
  dueOn: isoDate,
  /** Against the local day; closed and declined ones are neither. */
  isDue: z.boolean(),
  isLate: z.boolean(),
  needsAnswer: z.boolean(),
  answeredAt: isoInstant.nullable(),
  outcome: caseOutcome.nullable(),
  closedAt: isoInstant.nullable(),
})
export type CaseSummary = z.infer<typeof caseSummary>

export const caseStep = z.object({
  stepId: id,
  at: isoInstant,
  by: z.string(),
  action: z.enum(['open', ...caseAction.options]),
  /** The state after it. */
  state: caseState,
  text: z.string().nullable(),
  to: staffRef.nullable(),
})

export const careCase = caseSummary.extend({
  /** What the customer was told. */
  answer: z.string().nullable(),
  /** Why it was declined, in the words that the customer heard. */
  explanation: z.string().nullable(),
  contactId: id.nullable(),
  visitId: id.nullable(),
  taskId: id.nullable(),
  steps: z.array(caseStep),
  /** Steps that this reader may take. */
  may: z.array(caseAction),
  /** People whom it can be handed on to. */
  handOnTo: z.array(staffRef),
})
export type CareCase = z.infer<typeof careCase>

const caseFilters = {
  /** `mine`: for me to see to. */
  scope: z.enum(['mine', 'all']).default('all'),
  kind: definitionId.optional(),
  /** `due`: the last day has come; `late`: it has passed. */
  state: z.enum(['open', 'due', 'late', 'answered', 'done', 'all']).default('open'),
  unit: id.optional(),
  assignee: id.optional(),
  customer: id.optional(),
}

export const grantState = z.enum(['offered', 'given', 'refused', 'expired'])
export const grant = z.object({
  grantId: id,
  customer: z.object({ customerId: id, name: z.string().nullable() }),
  benefit: z.string(),
  label,
  state: grantState,
  costMinor: moneyMinor,
  needsApproval: z.boolean(),
  isApproved: z.boolean(),
  offeredAt: isoInstant,
  offeredBy: z.string(),
  /** The last day on which it may be taken up. */
  expiresOn: isoDate,
  taskId: id.nullable(),
  settledAt: isoInstant.nullable(),
  reason: z.string().nullable(),
  may: z.array(z.enum(['approve', 'give', 'refuse'])),
})
export type Grant = z.infer<typeof grant>

export const caseRoutes = {
  listCases: {
    method: 'GET',
    path: '/v1/cases',
    query: z.object({ ...caseFilters, ...paging }),
    response: page(caseSummary),
    permission: 'cases.work',
    audit: 'list',
    summary: { zh: '事项列表，先到期的在前', en: 'Cases, those due first in front' },
    tags,
  },
  countCases: {
    method: 'GET',
    path: '/v1/cases/counts',
    query: z.object({ scope: z.enum(['mine', 'all']).default('mine') }),
    response: z.object({
      open: z.int(),
      due: z.int(),
      late: z.int(),
      /** Of the open ones. */
      byKind: z.array(z.object({ kind: z.string(), label, open: z.int(), late: z.int() })),
    }),
    permission: 'cases.work',
    summary: { zh: '未了结、到期、逾期的事项数', en: 'How many cases are open, due and late' },
    tags,
  },
  getCase: {
    method: 'GET',
    path: '/v1/cases/:caseId',
    params: z.object({ caseId: id }),
    response: careCase,
    permission: 'cases.work',
    audit: 'view',
    summary: { zh: '事项与每一步', en: 'A case with its steps' },
    tags,
  },
  openCase: {
    method: 'POST',
    path: '/v1/customers/:customerId/cases',
    params,
    body: z.object({
      kind: definitionId,
      text: z.string().trim().min(1).max(2000),
      source: z.enum(['contact', 'visit', 'desk', 'online']).default('contact'),
      contactId: id.optional(),
      visitId: id.optional(),
      taskId: id.optional(),
      /** Another customer who recommended it; of the staff it is whoever opens it. */
      referrerCustomerId: id.optional(),
      /** The pack’s working days where absent. */
      dueOn: isoDate.optional(),
      idempotencyKey,
    }),
    response: careCase,
    status: 201,
    permission: 'cases.work',
    audit: 'change',
    summary: { zh: '把客户的意见转为事项', en: 'Open a suggestion, commitment, lead or idea' },
    tags,
  },
  stepCase: {
    method: 'POST',
    path: '/v1/cases/:caseId/steps',
    params: z.object({ caseId: id }),
    /**
     * start and note: `text` optional and needed; hand_on: `toStaffId` and why; answer: what the customer was told; close: `outcome`, and before it an
     * answer where the kind needs one; decline: the explanation that the customer heard (S10); reopen: why.
     */
    body: z.object({
      action: caseAction,
      text: reason.optional(),
      toStaffId: id.optional(),
      outcome: caseOutcome.optional(),
      idempotencyKey,
    }),
    response: careCase,
    permission: 'cases.work',
    audit: 'change',
    summary: { zh: '推进事项一步', en: 'Take a case one step further' },
    tags,
  },
  listGrants: {
    method: 'GET',
    path: '/v1/benefits',
    query: z.object({
      state: grantState.optional(),
      /** Only those that wait for approval. */
      toApprove: z.enum(['true', 'false']).optional(),
      unit: id.optional(),
      ...paging,
    }),
    response: page(grant),
    permission: 'customers.view',
    audit: 'list',
    summary: { zh: '权益发放列表，新的在前', en: 'Benefits offered, latest first' },
    tags,
  },
  listCustomerGrants: {
    method: 'GET',
    path: '/v1/customers/:customerId/benefits',
    params,
    response: z.object({
      items: z.array(grant),
      /** How many of each benefit the limit of this year leaves (G72). */
      left: z.array(z.object({ benefit: z.string(), label, left: z.int(), perYear: z.int() })),
      mayOffer: z.boolean(),
    }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '客户的权益', en: 'The customer’s benefits, and what the year leaves' },
    tags,
  },
  offerBenefit: {
    method: 'POST',
    path: '/v1/customers/:customerId/benefits',
    params,
    body: z.object({ benefit: definitionId, taskId: id.optional(), idempotencyKey }),
    response: grant,
    status: 201,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '提供一项权益', en: 'Offer a benefit' },
    tags,
  },
  settleGrant: {
    method: 'POST',
    path: '/v1/benefits/:grantId/steps',
    params: z.object({ grantId: id }),
    /** approve: by a second person with the right; refuse: by the customer, or by who would approve; needs a reason. */
    body: z.object({
      action: z.enum(['approve', 'give', 'refuse']),
      reason: z.string().trim().min(2).max(500).optional(),
      idempotencyKey,
    }),
    response: grant,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '批准、发放或登记不接受', en: 'Approve, give or refuse a benefit' },
    tags,
  },
  listGiftRegister: {
    method: 'GET',
    path: '/v1/benefits/register',
    query: z.object({
      year: z.coerce.number<number | string>().int().min(2000).max(2100),
      unit: id.optional(),
      ...paging,
    }),
    /** By recipient: what was given in the year and what it cost (G72), the highest first. */
    response: page(
      z.object({
        customer: z.object({ customerId: id, name: z.string().nullable() }),
        unit: unitRef,
        given: z.int(),
        costMinor: moneyMinor,
        byBenefit: z.array(z.object({ benefit: z.string(), label, given: z.int(), costMinor: moneyMinor })),
      }),
    ),
    permission: 'boards.view',
    audit: 'list',
    summary: { zh: '礼品权益登记簿，按客户与年度', en: 'Register of gifts by recipient and year' },
    tags,
  },
} as const satisfies Record<string, Route>
