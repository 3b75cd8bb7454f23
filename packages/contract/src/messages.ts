import { z } from 'zod'
import { id, idempotencyKey, isoDate, isoInstant, label, page, paging, unitRef } from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['messages'] as const
const params = z.object({ messageId: id })
const ofCustomer = z.object({ customerId: id })
const language = z.enum(['zh', 'en'])

/**
 * The outbox. `waiting`: to be sent, or (a letter) to be printed; `dead`: given up, may be sent anew; `unknown`: nobody knows whether the provider
 * took it, a person settles it; `cancelled`: may not be sent any more; `expired`: its occasion is over.
 */
export const messageStates = [
  'waiting',
  'sending',
  'sent',
  'delivered',
  'dead',
  'unknown',
  'cancelled',
  'expired',
] as const
export const messageState = z.enum(messageStates)
export type MessageState = z.infer<typeof messageState>

/** Why a message waits longer, was cancelled or given up: a verdict of the policy, the provider's code or one of ours, and the sentence for people. */
export const messageReason = z.object({ code: z.string(), sentence: label })

export const messageSummary = z.object({
  messageId: id,
  state: messageState,
  reason: messageReason.nullable(),
  channel: z.string(),
  purpose: z.string(),
  kind: z.string(),
  template: z.string(),
  language,
  /** Null where a person wrote by hand. */
  play: z.string().nullable(),
  moment: z.string().nullable(),
  /** Null for who may not know whom it went to (an administrator). */
  customer: z.object({ customerId: id, name: z.string().nullable() }).nullable(),
  unit: unitRef,
  sender: z.object({ name: z.string(), staffId: id.nullable() }),
  attempts: z.int(),
  notBefore: isoInstant,
  /** Of `waiting`: when it is tried next, at an hour that is not quiet; a pause after a failure moves it. */
  nextAttemptAt: isoInstant.nullable(),
  expiresAt: isoInstant.nullable(),
  /** True for a letter that waits to be printed. */
  isToPrint: z.boolean(),
  printBatch: id.nullable(),
  createdAt: isoInstant,
  sentAt: isoInstant.nullable(),
  deliveredAt: isoInstant.nullable(),
  /** `answer`: as the customer would, to a message that only the simulator took. */
  may: z.object({ cancel: z.boolean(), resend: z.boolean(), settle: z.boolean(), answer: z.boolean() }),
})
export type MessageSummary = z.infer<typeof messageSummary>

/** How long a text message is: units of its alphabet, and how many parts the provider counts. Null on other channels. */
export const smsSize = z.object({
  characters: z.int(),
  segments: z.int(),
  alphabet: z.enum(['gsm7', 'ucs2']),
})

export const message = messageSummary.extend({
  /** As the reader may see it; null where hidden. */
  address: z.string().nullable(),
  subject: z.string().nullable(),
  /** As it was or will be sent; personal values in it are masked by role, null where hidden. */
  body: z.string().nullable(),
  sms: smsSize.nullable(),
  why: z.object({
    /** The moment's sentence, or that a person wrote by hand, or that a theme did; null where the text is hidden. */
    sentence: label.nullable(),
    momentId: id.nullable(),
    taskId: id.nullable(),
    themeId: id.nullable(),
    /** Hash of the pack whose template, play and rules it rests on. */
    packHash: z.string(),
    runId: id.nullable(),
    /** Name of the person, or `system`. */
    createdBy: z.string(),
  }),
  /** What permits it: the purpose's basis, and where it is consent, the proof. */
  permission: z.object({
    basis: z.enum(['consent', 'objection', 'contract']).nullable(),
    consentId: id.nullable(),
    givenAt: isoInstant.nullable(),
    textVersion: z.string().nullable(),
    /** How it was given: a channel, a form, a file. */
    via: z.string().nullable(),
    takenBy: z.string().nullable(),
  }),
  tries: z.array(
    z.object({
      attempt: z.int(),
      provider: z.string(),
      startedAt: isoInstant,
      endedAt: isoInstant.nullable(),
      /** Null while it is under way, or where its sender died. */
      outcome: z.enum(['accepted', 'refused', 'failed', 'unknown']).nullable(),
      reason: z.string().nullable(),
      providerId: z.string().nullable(),
    }),
  ),
  receipts: z.array(
    z.object({
      receiptId: z.string(),
      state: z.enum(['delivered', 'failed']),
      detail: z.string().nullable(),
      receivedAt: isoInstant,
    }),
  ),
  settled: z.object({ at: isoInstant, by: z.string(), reason: z.string() }).nullable(),
  /** The message that this one sends anew, and the one that sends this one anew. */
  resendOf: id.nullable(),
  resentAs: id.nullable(),
})
export type Message = z.infer<typeof message>

const filters = {
  channel: z.string().max(64).optional(),
  template: z.string().max(64).optional(),
  play: z.string().max(64).optional(),
  purpose: z.string().max(64).optional(),
  customer: id.optional(),
  /** The unit and all below. */
  unit: id.optional(),
  /** Days on which messages were made, inclusive. */
  from: isoDate.optional(),
  to: isoDate.optional(),
}

export const messageTemplate = z.object({
  id: z.string(),
  label,
  kind: z.object({ id: z.string(), label }),
  channel: z.object({ id: z.string(), label }),
  purpose: z.object({ id: z.string(), label, basis: z.enum(['consent', 'objection', 'contract']) }),
  subject: label.nullable(),
  body: label,
  /** `closest`: the person who knows the customer best signs; `institution`: the bank or shop. */
  sender: z.enum(['closest', 'institution']),
  /** Texts that may not occur, and why. */
  forbidden: z.array(z.object({ terms: z.array(z.string()), why: label })),
  /** Places that every text must hold. */
  requires: z.array(z.string()),
})
export type MessageTemplate = z.infer<typeof messageTemplate>

/** A text of one's own in place of the template's, with the same places. */
const written = z.object({ subject: z.string().max(200).optional(), body: z.string().trim().min(1).max(5000) })

/** A mistake in a text by the rules of its kind. */
export const lintFinding = z.object({
  /** `forbidden`: a term that may not occur; `missing`: something that must stand in it; `place`: a `{name}` that nobody knows, or that has no value. */
  code: z.enum(['forbidden', 'missing', 'place']),
  /** The term or the place. */
  term: z.string(),
  why: label,
})

export const messagePreview = z.object({
  address: z.string().nullable(),
  subject: z.string().nullable(),
  body: z.string(),
  sender: z.object({ name: z.string(), staffId: id.nullable() }),
  sms: smsSize.nullable(),
  findings: z.array(lintFinding),
  /** The policy's answer at this instant; a delay (`quiet-hours`, `holiday`) does not keep it from being queued. */
  verdict: z.object({
    code: z.string(),
    isAllowed: z.boolean(),
    /** It would wait until `until` and then be sent. */
    isDelayed: z.boolean(),
    sentence: label,
    until: isoInstant.nullable(),
  }),
})
export type MessagePreview = z.infer<typeof messagePreview>

export const letterBatch = z.object({
  batch: id,
  letters: z.int(),
  printedAt: isoInstant,
  printedBy: z.string(),
})

export const messageRoutes = {
  listMessages: {
    method: 'GET',
    path: '/v1/messages',
    query: z.object({ state: messageState.optional(), ...filters, ...paging }),
    response: page(messageSummary),
    permission: 'messages.view',
    audit: 'list',
    summary: { zh: '消息发件箱，新的在前', en: 'The outbox, latest first' },
    tags,
  },
  countMessages: {
    method: 'GET',
    path: '/v1/messages/counts',
    query: z.object(filters),
    response: z.object({
      items: z.array(z.object({ state: messageState, channel: z.string(), messages: z.int() })),
      /** Instant of the oldest message that is due and still waits, where there is one. */
      oldestDueAt: isoInstant.nullable(),
    }),
    permission: 'messages.view',
    summary: { zh: '按状态与渠道的消息数', en: 'Messages by state and channel' },
    tags,
  },
  getMessage: {
    method: 'GET',
    path: '/v1/messages/:messageId',
    params,
    response: message,
    permission: 'messages.view',
    audit: 'view',
    summary: {
      zh: '一条消息：正文、为何发、凭什么同意、每次尝试与回执',
      en: 'A message: its text, why, with whose consent, every attempt and receipt',
    },
    tags,
  },
  listTemplates: {
    method: 'GET',
    path: '/v1/templates',
    query: z.object({ channel: z.string().max(64).optional() }),
    response: z.object({ items: z.array(messageTemplate) }),
    permission: 'signed_in',
    summary: { zh: '消息模板及其规则', en: 'Templates and the rules of their kinds' },
    tags,
  },
  previewMessage: {
    method: 'POST',
    path: '/v1/customers/:customerId/messages/preview',
    params: ofCustomer,
    body: z.object({ template: z.string().max(64), text: written.optional(), language: language.optional() }),
    response: messagePreview,
    permission: 'customers.view',
    audit: 'change',
    summary: { zh: '用真实客户预览一条消息', en: 'What a message to this customer would read like' },
    tags,
  },
  sendMessage: {
    method: 'POST',
    path: '/v1/customers/:customerId/messages',
    params: ofCustomer,
    body: z.object({
      template: z.string().max(64),
      text: written.optional(),
      language: language.optional(),
      /** Not before this instant; at once, within the permitted hours, where absent. */
      notBefore: isoInstant.optional(),
      idempotencyKey,
    }),
    response: messageSummary,
    status: 201,
    permission: 'messages.send',
    audit: 'change',
    summary: { zh: '给一位客户发一条消息', en: 'Write to one customer' },
    tags,
  },
  cancelMessage: {
    method: 'POST',
    path: '/v1/messages/:messageId/cancel',
    params,
    body: z.object({ reason: z.string().trim().min(1).max(500), idempotencyKey }),
    response: messageSummary,
    permission: 'messages.manage',
    audit: 'change',
    summary: { zh: '取消一条待发消息', en: 'Cancel a message that waits' },
    tags,
  },
  resendMessage: {
    method: 'POST',
    path: '/v1/messages/:messageId/resend',
    params,
    body: z.object({ idempotencyKey }),
    /** The message that takes the dead one's place; policy and address are looked up anew. */
    response: messageSummary,
    status: 201,
    permission: 'messages.manage',
    audit: 'change',
    summary: { zh: '重发一条失败的消息（一次）', en: 'Send a dead message anew, once' },
    tags,
  },
  settleMessage: {
    method: 'POST',
    path: '/v1/messages/:messageId/settle',
    params,
    body: z.object({
      /** `resend`: it was not delivered and a new message takes its place. */
      as: z.enum(['delivered', 'not_delivered', 'resend']),
      reason: z.string().trim().min(1).max(500),
      idempotencyKey,
    }),
    /** The settled message, or with `resend` the one that takes its place. */
    response: messageSummary,
    permission: 'messages.manage',
    audit: 'change',
    summary: { zh: '裁定一条去向不明的消息', en: 'Settle a message of unknown fate' },
    tags,
  },
  answerMessage: {
    method: 'POST',
    path: '/v1/messages/:messageId/answer',
    params,
    body: z.object({ text: z.string().trim().min(1).max(1000) }),
    /** `refused`: everything but service, and what was stopped thereby; `kept`: it stands in the timeline; `nothing`: the same answer came a moment ago. */
    response: z.object({
      kind: z.enum(['refused', 'kept', 'nothing']),
      stopped: z.object({ tasks: z.int(), messages: z.int() }),
    }),
    permission: 'messages.view',
    audit: 'change',
    summary: {
      zh: '以客户身份回复一条模拟短信（演示）',
      en: 'Answer a simulated text message as its customer would',
    },
    tags,
  },
  printLetters: {
    method: 'POST',
    path: '/v1/letters/print',
    body: z.object({ unit: id.optional(), count: z.int().min(1).max(500).default(200), idempotencyKey }),
    /** `batch` is null where no letter waits. Letters that may not be sent any more are cancelled and not printed. */
    response: z.object({ batch: id.nullable(), letters: z.int(), cancelled: z.int() }),
    permission: 'messages.manage',
    audit: 'change',
    summary: { zh: '打印待发信函', en: 'Print the letters that wait' },
    tags,
  },
  listLetterBatches: {
    method: 'GET',
    path: '/v1/letters/batches',
    response: z.object({ items: z.array(letterBatch) }),
    permission: 'messages.manage',
    summary: { zh: '最近打印的信函批次', en: 'The batches printed last' },
    tags,
  },
  getLetterBatch: {
    method: 'GET',
    path: '/v1/letters/batches/:batch',
    params: z.object({ batch: id }),
    response: z.unknown(),
    pdf: true,
    permission: 'messages.manage',
    audit: 'list',
    summary: { zh: '下载一批信函（PDF）', en: 'The letters of a batch as PDF' },
    tags,
  },
  receiveReceipt: {
    method: 'POST',
    path: '/v1/receipts/:channel',
    params: z.object({ channel: z.string().max(64) }),
    /** Signed by the provider as Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`) with the secret of its channel. */
    body: z.object({
      receiptId: z.string().min(1).max(200),
      providerId: z.string().min(1).max(200),
      state: z.enum(['delivered', 'failed']),
      detail: z.string().max(200).optional(),
    }),
    response: z.object({ result: z.enum(['settled', 'repeat', 'waiting']) }),
    status: 202,
    permission: 'open',
    audit: 'change',
    summary: { zh: '服务商回执', en: 'A provider reports what became of a message' },
    tags,
  },
} as const satisfies Record<string, Route>
