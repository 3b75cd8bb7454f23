import { z } from 'zod'
import { definitionId, id, idempotencyKey, isoInstant, label } from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['consents'] as const
const params = z.object({ customerId: id })

/** What speaks against a contact at any hour, in the order in which it is asked. */
export const lastingRefusals = [
  'absent',
  'withdrawn',
  'no-consent',
  'objected',
  'no-address',
  'no-trust',
  'cool-off',
  'cap',
] as const

/** Why a contact is refused, in the order in which it is asked; the first that holds is told. */
export const refusalReasons = [...lastingRefusals, 'quiet-hours', 'holiday'] as const
export const refusalReason = z.enum(refusalReasons)
export type RefusalReason = z.infer<typeof refusalReason>

/** The answer to "may we?". */
export const verdict = z.object({
  isAllowed: z.boolean(),
  /** Null where it is allowed. */
  code: refusalReason.nullable(),
  /** When the reason has passed; null where it does not pass by itself, or nothing speaks against it. */
  until: isoInstant.nullable(),
  /** The consent that an allowed contact rests on; null where its purpose needs none. */
  consentId: id.nullable(),
  /** The verdict as a sentence for people. */
  sentence: label,
})
export type Verdict = z.infer<typeof verdict>

export const consentStates = ['given', 'withdrawn'] as const
/** How a customer said it. */
export const consentWays = ['in_person', 'phone', 'form', 'online', 'message'] as const

/** One thing that the customer agreed to or refused, with its proof. */
export const consentRecord = z.object({
  consentId: id,
  /** Null covers all purposes. */
  purpose: z.string().nullable(),
  /** Null covers all channels. */
  channel: z.string().nullable(),
  state: z.enum(consentStates),
  textVersion: z.string().nullable(),
  at: isoInstant,
  /** One of `consentWays`; besides them `link` (in a message), `file` (another system says so) and `contact` (said in a contact). */
  how: z.string(),
  takenBy: z.string(),
  proof: z.string().nullable(),
  source: z.enum(['tend', 'link', 'file']),
})
export type ConsentRecord = z.infer<typeof consentRecord>

/** Where the customer stands for one purpose and channel, by the consents alone. `unknown` counts as no where consent is needed. */
export const consentStanding = z.object({
  purpose: z.string(),
  channel: z.string(),
  state: z.enum([...consentStates, 'unknown']),
  /** The record that says so. */
  consentId: id.nullable(),
  at: isoInstant.nullable(),
})
export type ConsentStanding = z.infer<typeof consentStanding>

export const consentPurpose = z.object({
  id: z.string(),
  label,
  /** `consent`: only where it was given; `objection`: unless refused; `contract`: always, without marketing. */
  basis: z.enum(['consent', 'objection', 'contract']),
  /** What the customer is asked to agree to, to be read out or shown, and its version. */
  consentText: label.nullable(),
  consentVersion: z.string().nullable(),
})

export const consents = z.object({
  /** Newest first. */
  items: z.array(consentRecord),
  /** Every purpose that is not `contract` with every channel. */
  standing: z.array(consentStanding),
  purposes: z.array(consentPurpose),
  may: z.object({ record: z.boolean() }),
})
export type Consents = z.infer<typeof consents>

/** One customer’s answer for a purpose and a channel. */
export const contactPermission = z.object({ purpose: z.string(), channel: z.string(), verdict })
export type ContactPermission = z.infer<typeof contactPermission>

/** What an event of `/v1/stops` carries as JSON: this customer’s open work may have been stopped; look again. */
export const stopEvent = z.object({ customerId: id, at: isoInstant })
export type StopEvent = z.infer<typeof stopEvent>

/** A customer's id of 128 characters of any script, purpose and channel in base64, with their signature. */
const refuseTokenMax = 1000

export const consentRoutes = {
  getConsents: {
    method: 'GET',
    path: '/v1/customers/:customerId/consents',
    params,
    response: consents,
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '客户的同意与拒绝及其凭证', en: 'What a customer agreed to and refused, with the proof' },
    tags,
  },
  recordConsent: {
    method: 'POST',
    path: '/v1/customers/:customerId/consents',
    params,
    body: z.object({
      /** Null, only of a withdrawal: nothing more for any purpose. */
      purpose: definitionId.nullable(),
      channel: definitionId.nullable().default(null),
      state: z.enum(consentStates),
      /** Of a consent given: the version of the text that was shown, which must be the one in force. */
      textVersion: z.string().min(1).max(50).optional(),
      how: z.enum(consentWays),
      /** Number of the form or recording. */
      proof: z.string().trim().min(1).max(500).optional(),
      idempotencyKey,
    }),
    response: z.object({
      consentId: id,
      /** What the withdrawal closed and cancelled. */
      stopped: z.object({ tasks: z.int(), messages: z.int() }),
      consents,
    }),
    permission: 'consents.record',
    audit: 'change',
    summary: {
      zh: '登记同意或撤回，撤回立即生效',
      en: 'Record a consent or its withdrawal, which takes effect at once',
    },
    tags,
  },
  mayContact: {
    method: 'GET',
    path: '/v1/customers/:customerId/may-contact',
    params,
    /** Without a purpose or a channel, all of them. */
    query: z.object({ purpose: definitionId.optional(), channel: definitionId.optional() }),
    response: z.object({ at: isoInstant, items: z.array(contactPermission) }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '此刻能否联系客户，为什么', en: 'Whether a customer may be contacted now, and why not' },
    tags,
  },
  watchStops: {
    method: 'GET',
    path: '/v1/stops',
    /** After so many seconds the stream ends, and an EventSource comes back by itself. */
    query: z.object({ seconds: z.coerce.number<number | string>().int().min(0).max(3600).default(600) }),
    response: z.string().describe('Server-sent events named `stop`, each with a StopEvent; a comment every 15 seconds'),
    events: true,
    permission: 'customers.view',
    summary: { zh: '客户撤回同意时立即通知（SSE）', en: 'Told at once when a customer withdraws (server-sent events)' },
    tags,
  },
  showRefusal: {
    method: 'GET',
    path: '/v1/refuse/:token',
    params: z.object({ token: z.string().max(refuseTokenMax) }),
    response: z.string(),
    html: true,
    permission: 'open',
    summary: { zh: '消息中的退订页面', en: 'The page behind the link to refuse in a message' },
    tags,
  },
  refuse: {
    method: 'POST',
    path: '/v1/refuse/:token',
    params: z.object({ token: z.string().max(refuseTokenMax) }),
    /** `purpose`: no more messages of this kind; `all`: nothing more at all, also where no choice was made: mail programs send none (RFC 8058). */
    query: z.object({ from: z.enum(['purpose', 'all']).default('all') }),
    response: z.string(),
    html: true,
    permission: 'open',
    audit: 'change',
    summary: { zh: '一键退订，无需登录', en: 'Refuse with one click, without signing in' },
    tags,
  },
} as const satisfies Record<string, Route>
