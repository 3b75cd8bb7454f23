import { z } from 'zod'
import { consentWays, contactPermission } from './consents.ts'
import { role } from './permissions.ts'
import {
  definitionId,
  id,
  idempotencyKey,
  isoDate,
  isoInstant,
  label,
  page,
  paging,
  staffRef,
  unitRef,
} from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['content'] as const

/** `submitted` waits for another person; `approved` has been handed to the outbox; `rejected` may be written anew; `withdrawn` is over. */
export const bulletinState = z.enum(['submitted', 'approved', 'rejected', 'withdrawn'])
export type BulletinState = z.infer<typeof bulletinState>

/** What subscribers read. Who is written to in English reads the Chinese text where there is no other. Places: `{customer_name}`, `{institution}`. */
export const bulletinText = z.object({
  title: z.string().trim().min(1).max(120),
  body: z.string().trim().min(1).max(4000),
})

export const bulletin = z.object({
  bulletinId: id,
  category: z.string(),
  label,
  state: bulletinState,
  zh: bulletinText,
  en: bulletinText.nullable(),
  writtenBy: z.string(),
  writtenAt: isoInstant,
  decidedBy: z.string().nullable(),
  decidedAt: isoInstant.nullable(),
  reason: z.string().nullable(),
  /** Subscribers of the category; of an approved one those at that time. */
  subscribers: z.int(),
  /** Of an approved one: messages in the outbox, and subscribers whom the policy forbade to write to. */
  queued: z.int(),
  leftOut: z.int(),
  /** What this reader may do with it. */
  may: z.array(z.enum(['rewrite', 'approve', 'reject', 'withdraw'])),
})
export type Bulletin = z.infer<typeof bulletin>

export const bulletinCategory = z.object({ id: z.string(), label, subscribers: z.int() })

export const trainingTopic = z.enum(['conduct', 'service', 'product', 'communication'])
/** `expiring`: valid for thirty days at most; `due`: never learned, or no longer valid. */
export const trainingState = z.enum(['valid', 'expiring', 'due'])
const standing = { state: trainingState, learnedOn: isoDate.nullable(), validUntil: isoDate.nullable() }

export const training = z.object({
  id: z.string(),
  label,
  topic: trainingTopic,
  roles: z.array(role),
  body: label,
  validMonths: z.int(),
  source: z.string().nullable(),
  /** Where the reader stands; null where the reader’s role need not learn it. */
  mine: z.object(standing).nullable(),
  /** Within the reader’s region: people who have to learn it, and those who still have to. Null without the right to see people. */
  learners: z.object({ total: z.int(), due: z.int() }).nullable(),
})
export type Training = z.infer<typeof training>

export const learner = z.object({
  staff: staffRef,
  role,
  unit: unitRef,
  training: z.string(),
  label,
  ...standing,
})
export type Learner = z.infer<typeof learner>

export const objection = z.object({
  id: z.string(),
  label,
  /** What may be said, in the order in which to try it. */
  answers: z.array(label),
  /** Plays in which it is met; empty where in all of them. */
  plays: z.array(z.string()),
  source: z.string().nullable(),
})
export type Objection = z.infer<typeof objection>

export const subscriptions = z.object({
  items: z.array(z.object({ category: z.string(), label, isSubscribed: z.boolean(), since: isoInstant.nullable() })),
  /** How the bulletins come; null where there are none. */
  channel: z.string().nullable(),
  /** The words to which a subscriber agrees, and their version. */
  purpose: z.string(),
  consentText: label.nullable(),
  consentVersion: z.string().nullable(),
  /** Channels by which bulletins can come, each with whether this customer may be written to once subscribed. */
  channels: z.array(z.object({ id: z.string(), label, hasAddress: z.boolean() })),
  /** Whether bulletins arrive: the policy’s answer for the channel chosen. Null where there is none. */
  permission: contactPermission.nullable(),
  may: z.object({ set: z.boolean() }),
})
export type Subscriptions = z.infer<typeof subscriptions>

const customerParams = z.object({ customerId: id })

export const contentRoutes = {
  listBulletins: {
    method: 'GET',
    path: '/v1/bulletins',
    query: z.object({ state: bulletinState.optional(), category: definitionId.optional(), ...paging }),
    response: page(bulletin).extend({
      categories: z.array(bulletinCategory),
      may: z.object({ write: z.boolean() }),
    }),
    permission: 'signed_in',
    summary: {
      zh: '信息简报，新的在前；无编审权限者只见已发出的',
      en: 'Bulletins, latest first; who neither writes nor approves sees those that went out',
    },
    tags,
  },
  writeBulletin: {
    method: 'POST',
    path: '/v1/bulletins',
    body: z.object({
      /** To write a submitted or rejected one anew. */
      bulletinId: id.optional(),
      category: definitionId,
      zh: bulletinText,
      en: bulletinText.optional(),
      idempotencyKey,
    }),
    response: bulletin,
    status: 201,
    permission: 'content.edit',
    audit: 'change',
    summary: { zh: '编写简报并提交审核', en: 'Write a bulletin and submit it' },
    tags,
  },
  decideBulletin: {
    method: 'POST',
    path: '/v1/bulletins/:bulletinId/decision',
    params: z.object({ bulletinId: id }),
    /** approve: by another person than the writer, and it goes to the subscribers; reject: with a reason; withdraw: by the writer. */
    body: z.object({
      decision: z.enum(['approve', 'reject', 'withdraw']),
      reason: z.string().trim().min(2).max(500).optional(),
      idempotencyKey,
    }),
    response: bulletin,
    permission: 'signed_in',
    audit: 'change',
    summary: { zh: '审核简报，批准后发给订阅者', en: 'Decide on a bulletin; approved, it goes to the subscribers' },
    tags,
  },
  listTrainings: {
    method: 'GET',
    path: '/v1/trainings',
    response: z.object({ items: z.array(training) }),
    permission: 'signed_in',
    summary: { zh: '行为规范与培训单元，及本人状态', en: 'Texts to be learned, and where the reader stands' },
    tags,
  },
  listLearners: {
    method: 'GET',
    path: '/v1/trainings/learners',
    query: z.object({
      training: definitionId.optional(),
      state: trainingState.optional(),
      unit: id.optional(),
      ...paging,
    }),
    response: page(learner),
    permission: 'people.view',
    summary: { zh: '谁学过、谁还要学', en: 'Who has learned what, and who still has to' },
    tags,
  },
  recordTraining: {
    method: 'POST',
    path: '/v1/trainings/:training/records',
    params: z.object({ training: definitionId }),
    body: z.object({
      /** Who has learned it: oneself where absent; others by who sees people, within their region. */
      staffIds: z.array(id).min(1).max(500).optional(),
      learnedOn: isoDate,
      note: z.string().trim().min(1).max(500).optional(),
      idempotencyKey,
    }),
    response: z.object({ recorded: z.int(), validUntil: isoDate }),
    status: 201,
    permission: 'signed_in',
    audit: 'change',
    summary: { zh: '登记培训', en: 'Record who has learned a text' },
    tags,
  },
  listObjections: {
    method: 'GET',
    path: '/v1/objections',
    query: z.object({ play: definitionId.optional() }),
    response: z.object({ items: z.array(objection) }),
    permission: 'signed_in',
    summary: { zh: '异议应对话术', en: 'What to say when a customer objects' },
    tags,
  },
  getSubscriptions: {
    method: 'GET',
    path: '/v1/customers/:customerId/subscriptions',
    params: customerParams,
    response: subscriptions,
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '客户订阅的简报栏目', en: 'Categories of bulletins that a customer receives' },
    tags,
  },
  setSubscriptions: {
    method: 'POST',
    path: '/v1/customers/:customerId/subscriptions',
    params: customerParams,
    /** The whole of what the customer wants; no category ends all of them, which withdraws the consent. */
    body: z.object({
      categories: z.array(definitionId).max(50),
      /** Needed where there are categories. */
      channel: definitionId.optional(),
      /** The version of the text that was read out or shown; it must be the one in force. */
      textVersion: z.string().min(1).max(50).optional(),
      how: z.enum(consentWays),
      proof: z.string().trim().min(1).max(500).optional(),
      idempotencyKey,
    }),
    response: subscriptions,
    permission: 'consents.record',
    audit: 'change',
    summary: { zh: '设定订阅栏目，同时登记同意', en: 'Set the categories, and with them the consent' },
    tags,
  },
} as const satisfies Record<string, Route>
