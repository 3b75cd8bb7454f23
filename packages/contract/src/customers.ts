import { z } from 'zod'
import { schemeVariant, valueUnit } from './catalogue.ts'
import { customerSummary, timelineEntry, timelineKind } from './customer-shapes.ts'
import {
  cellValue,
  definitionId,
  id,
  idempotencyKey,
  isoDate,
  isoInstant,
  isoMonth,
  label,
  moneyMinor,
  page,
  paging,
  queryFlag,
  repeated,
  staffRef,
} from './primitives.ts'
import type { Route } from './route.ts'
import { taskSummary } from './tasks.ts'

const tags = ['customers'] as const
const changeReason = z.string().trim().min(2).max(500)
const params = z.object({ customerId: id })

const filters = {
  /** `scheme:level`, repeatable: levels of one scheme are alternatives, schemes narrow each other. */
  level: repeated(z.string().regex(/^[a-z][a-z0-9_]*:[a-z][a-z0-9_]*$/)),
  /** `indicator:from..to`, repeatable, both ends inclusive and either may be empty; money in minor units, dates in ISO. */
  range: repeated(z.string().regex(/^[a-z][a-z0-9_]*:[^.]*(\.\d+)?\.\.[^.]*(\.\d+)?$/)),
  /** Customer id, or what the reader may see in clear: name, phone. */
  search: z.string().trim().min(1).max(100).optional(),
  unit: id.optional(),
  owner: id.optional(),
  /** With an open occurrence of this moment. */
  moment: definitionId.optional(),
}

const value = z.object({ id: z.string(), label, unit: valueUnit, value: cellValue })
/** Money in minor units. */
const gap = z.object({ unit: valueUnit, value: z.number() })
export type ExplainedValue = z.infer<typeof value>

/** Where a customer stands in one scheme. */
export const customerClass = z.object({
  scheme: z.string(),
  /** Whether the scheme classes customers like this one; a level given by hand counts for them alone. */
  isFor: z.boolean(),
  /** Of a rules scheme the tags, joined by commas. */
  level: z.string().nullable(),
  /** The level at the previous run. */
  before: z.string().nullable(),
  since: isoDate.nullable(),
  /** Day on which the level’s validity ends; null without validity. */
  until: isoDate.nullable(),
  nextLevel: z.string().nullable(),
  /** What is missing to the next level (S173), in the stated unit. */
  gap: gap.nullable(),
})
export type CustomerClass = z.infer<typeof customerClass>

const formAnswer = z.union([z.string().max(2000), z.number(), z.array(z.string().max(200)).max(100), z.null()])
const formState = z.object({
  form: z.string(),
  /** The latest answer of each field that was answered; masked by the field's class. */
  answers: z.record(z.string(), z.object({ value: formAnswer, answeredAt: isoInstant, answeredBy: z.string() })),
  /** 0–1, groups weighted (S16). */
  completeness: z.number(),
  /** The stage to ask next (S39). */
  stage: z.int(),
})
export type FormState = z.infer<typeof formState>

export const revealField = z.enum(['name', 'phone', 'id_number'])

export const customer = customerSummary.extend({
  asOf: isoDate,
  classes: z.array(customerClass),
  helpers: z.array(staffRef),
  forms: z.array(formState),
  openTasks: z.int(),
  /** Fields that `reveal` would show to this reader. */
  revealable: z.array(revealField),
  may: z.object({ contact: z.boolean(), editProfile: z.boolean(), handOver: z.boolean(), reveal: z.boolean() }),
})
export type Customer = z.infer<typeof customer>

/** One comparison of a rule with the values it read. */
const term = z.object({ text: z.string(), isTrue: z.boolean(), values: z.array(value) })

/** A tag of a rules scheme, held or not. */
const tag = z.object({ level: z.string(), isHeld: z.boolean(), rule: z.string().nullable(), terms: z.array(term) })
export type WhyTag = z.infer<typeof tag>

/** Where a customer lies on one axis of a matrix, value and cut in the stated unit; cut and side are null where the table did not judge. */
const axisPlace = z.object({
  axis: z.enum(['x', 'y']),
  label,
  unit: valueUnit,
  value: cellValue,
  cut: z.number().nullable(),
  side: z.enum(['low', 'high']).nullable(),
})
export type WhyAxis = z.infer<typeof axisPlace>

export const why = z.object({
  scheme: z.string(),
  variant: schemeVariant,
  /** Of a rules scheme the tags, joined by commas. */
  level: z.string().nullable(),
  before: z.string().nullable(),
  since: isoDate.nullable(),
  until: isoDate.nullable(),
  asOf: isoDate,
  /** The decision in a sentence. */
  sentence: label,
  /** The values that decided on the day the level was reached. */
  values: z.array(value),
  /** The level's rule as written in the pack, and its comparisons with the values of `asOf`; a rank has none. */
  rule: z.string().nullable(),
  terms: z.array(term),
  /** rank: the share of customers from the top down to and including the level. */
  cut: z.number().nullable(),
  /** The level above; null at the top. `gap` is what is missing to it, null where the pack does not define it. */
  next: z
    .object({ level: z.string(), rule: z.string().nullable(), terms: z.array(term), gap: gap.nullable() })
    .nullable(),
  /** What the customer may lose before the level is lost; null where the pack does not define it. */
  margin: gap.nullable(),
  /** The person's word that gives or holds the level; null where the rule judges. */
  manual: z.object({ reason: z.string(), decidedBy: z.string().nullable(), until: isoDate.nullable() }).nullable(),
  /** matrix: both axes. */
  axes: z.array(axisPlace),
  /** rules: every tag. */
  tags: z.array(tag),
  source: z.string().nullable(),
  assumed: z.boolean(),
  packHash: z.string(),
})
export type Why = z.infer<typeof why>

export const moment = z.object({
  momentId: id,
  moment: z.string(),
  key: z.string(),
  firedOn: isoDate,
  dueOn: isoDate.nullable(),
  expiresOn: isoDate,
  valueMinor: moneyMinor,
  urgency: z.number(),
  priority: z.number(),
  reason: label,
  isOpen: z.boolean(),
})

/** `kind`: an id of the pack's cases. */
export const opinion = z.object({ kind: definitionId, text: z.string().trim().min(1).max(2000) })

export const customerRoutes = {
  listCustomers: {
    method: 'GET',
    path: '/v1/customers',
    query: z.object({
      ...filters,
      sort: z
        .string()
        .regex(/^-?[a-z][a-z0-9_]*$/)
        .optional()
        .describe('Indicator, attribute or scheme id; `-` for descending'),
      ...paging,
    }),
    response: page(customerSummary).extend({ asOf: isoDate }),
    permission: 'customers.search',
    audit: 'list',
    summary: { zh: '客户列表，按级别与指标筛选', en: 'Customers, filtered by levels and indicators' },
    tags,
  },
  countCustomers: {
    method: 'GET',
    path: '/v1/customers/count',
    query: z.object(filters),
    response: z.object({ count: z.int(), asOf: isoDate }),
    permission: 'customers.search',
    audit: 'list',
    summary: { zh: '符合条件的客户数', en: 'How many customers match' },
    tags,
  },
  getCustomer: {
    method: 'GET',
    path: '/v1/customers/:customerId',
    params,
    response: customer,
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '客户全景', en: 'One customer, whole' },
    tags,
  },
  explainClass: {
    method: 'GET',
    path: '/v1/customers/:customerId/why/:scheme',
    params: params.extend({ scheme: definitionId }),
    response: why,
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '为什么是这个级别', en: 'Why the customer stands at this level' },
    tags,
  },
  getSeries: {
    method: 'GET',
    path: '/v1/customers/:customerId/series',
    params,
    query: z.object({
      indicator: repeated(definitionId),
      months: z.coerce.number<number | string>().int().min(1).max(60).default(24),
    }),
    response: z.object({
      series: z.array(
        z.object({
          indicator: z.string(),
          unit: valueUnit,
          points: z.array(z.object({ month: isoMonth, value: z.number().nullable() })),
        }),
      ),
    }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '指标月度走势', en: 'Indicators month by month' },
    tags,
  },
  listMoments: {
    method: 'GET',
    path: '/v1/customers/:customerId/moments',
    params,
    query: z.object({ open: queryFlag }),
    response: z.object({ items: z.array(moment) }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '客户的关键时刻', en: 'The customer’s moments' },
    tags,
  },
  listTimeline: {
    method: 'GET',
    path: '/v1/customers/:customerId/timeline',
    params,
    query: z.object({
      /** Repeatable; everything where absent. */
      kind: repeated(timelineKind),
      /** Repeatable; keeps what went over one of these channels: contacts, visits, messages, tasks. */
      channel: repeated(definitionId),
      ...paging,
    }),
    response: page(timelineEntry),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '往来时间线，新的在前', en: 'What happened with the customer, latest first' },
    tags,
  },
  listCustomerTasks: {
    method: 'GET',
    path: '/v1/customers/:customerId/tasks',
    params,
    query: z.object({ state: z.enum(['open', 'done']).default('open'), ...paging }),
    /** `stopped`: how many the customer's refusal stopped, when the latest and why; null where none was since the customer last agreed to anything. */
    response: page(taskSummary).extend({
      stopped: z.object({ tasks: z.int(), at: isoInstant, why: label }).nullable(),
    }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '客户的任务', en: 'The customer’s tasks' },
    tags,
  },
  saveForm: {
    method: 'PUT',
    path: '/v1/customers/:customerId/forms/:form',
    params: params.extend({ form: definitionId }),
    body: z.object({
      /** Only the given fields change; null clears one. */
      answers: z.record(z.string().max(64), formAnswer),
      /** The purpose was shown before anything was saved (X02). */
      purposeShown: z.literal(true),
      idempotencyKey,
    }),
    response: formState,
    permission: 'profile.edit',
    audit: 'change',
    summary: { zh: '填写客户档案', en: 'Fill in a form of the customer’s profile' },
    tags,
  },
  recordContact: {
    method: 'POST',
    path: '/v1/customers/:customerId/contacts',
    params,
    body: z.object({
      channel: z.string().min(1).max(64),
      direction: z.enum(['inbound', 'outbound']).default('outbound'),
      outcome: z.string().max(64),
      contactLabel: z.string().max(100).optional(),
      note: z.string().max(2000).optional(),
      purpose: definitionId.optional(),
      /** What the customer said that is to be followed up: each opens a case of the given kind. */
      opinions: z.array(opinion).max(20).optional(),
      idempotencyKey,
    }),
    response: z.object({ contactId: id, caseIds: z.array(id) }),
    status: 201,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '登记任务之外的联系', en: 'Record a contact outside any task' },
    tags,
  },
  revealField: {
    method: 'POST',
    path: '/v1/customers/:customerId/reveal',
    params,
    body: z.object({ field: revealField, reason: z.string().trim().min(4).max(500) }),
    response: z.object({ field: z.string(), value: z.string() }),
    permission: 'customers.reveal',
    audit: 'change',
    summary: { zh: '说明理由后查看完整号码', en: 'See a masked field in clear, for a stated reason' },
    tags,
  },
  handOver: {
    method: 'POST',
    path: '/v1/customers/:customerId/owner',
    params,
    body: z.object({ ownerId: id, reason: changeReason, idempotencyKey }),
    response: z.object({ customerId: id, owner: staffRef, previous: staffRef.nullable() }),
    permission: 'ownership.change',
    audit: 'change',
    summary: { zh: '移交管户', en: 'Hand the customer over to another owner' },
    tags,
  },
  addHelper: {
    method: 'POST',
    path: '/v1/customers/:customerId/helpers',
    params,
    body: z.object({ staffId: id, reason: changeReason, idempotencyKey }),
    response: z.object({ helpers: z.array(staffRef) }),
    permission: 'ownership.change',
    audit: 'change',
    summary: { zh: '增加协管人', en: 'Add a helper' },
    tags,
  },
  removeHelper: {
    method: 'POST',
    path: '/v1/customers/:customerId/helpers/:staffId/removal',
    params: params.extend({ staffId: id }),
    body: z.object({ reason: changeReason, idempotencyKey }),
    response: z.object({ helpers: z.array(staffRef) }),
    permission: 'ownership.change',
    audit: 'change',
    summary: { zh: '移除协管人', en: 'Remove a helper' },
    tags,
  },
} as const satisfies Record<string, Route>
