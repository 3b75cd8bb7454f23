import { z } from 'zod'
import { valueUnit } from './catalogue.ts'
import { opinion } from './customers.ts'
import {
  definitionId,
  id,
  idempotencyKey,
  isoDate,
  isoInstant,
  isoMonth,
  label,
  noContent,
  page,
  paging,
  staffRef,
  unitRef,
} from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['contacts'] as const
const params = z.object({ customerId: id })
const text = z.string().trim().max(4000)

/** What has been typed and not yet recorded; fields are kept as they are, finished or not. */
export const workDraft = z.object({
  outcome: z.string().max(64).optional(),
  note: z.string().max(2000).optional(),
  nextAt: z.string().max(40).optional(),
  noNextReason: z.string().max(500).optional(),
  opinions: z
    .array(z.object({ kind: z.string().max(64), text: z.string().max(2000) }))
    .max(20)
    .optional(),
})
export type WorkDraft = z.infer<typeof workDraft>

const preparedAnswer = z.object({ question: z.string().trim().min(1).max(500), answer: z.string().trim().max(2000) })
export const goalReached = z.enum(['yes', 'partly', 'no'])

/** The three phases of a visit or a call (S62); a field that is left out stays as it is, null clears it. */
const phases = {
  /** Before: when it is to be, what is wanted, what is brought along, and answers to what may be asked. */
  plannedAt: isoInstant.nullable().optional(),
  goal: text.nullable().optional(),
  material: text.nullable().optional(),
  answers: z.array(preparedAnswer).max(30).optional(),
  /** During: notes, and opinions that are to be followed up; they become cases when the record is closed. */
  notes: text.nullable().optional(),
  opinions: z.array(opinion).max(20).optional(),
  /** After: whether the goal was reached, what it did, a summary, and the next dated appointment or the reason for none (G48). */
  goalReached: goalReached.nullable().optional(),
  effect: text.nullable().optional(),
  summary: text.nullable().optional(),
  nextAt: isoInstant.nullable().optional(),
  noNextReason: z.string().trim().max(500).nullable().optional(),
}

export const visit = z.object({
  visitId: id,
  customerId: id,
  taskId: id.nullable(),
  contactId: id.nullable(),
  staff: staffRef,
  channel: z.string(),
  plannedAt: isoInstant.nullable(),
  goal: z.string().nullable(),
  material: z.string().nullable(),
  answers: z.array(preparedAnswer),
  notes: z.string().nullable(),
  opinions: z.array(opinion),
  goalReached: goalReached.nullable(),
  effect: z.string().nullable(),
  summary: z.string().nullable(),
  nextAt: isoInstant.nullable(),
  noNextReason: z.string().nullable(),
  begunAt: isoInstant,
  savedAt: isoInstant,
  /** Counts the savings; `saveVisit` names the one that it builds on. */
  revision: z.int(),
  closedAt: isoInstant.nullable(),
  /** What is still needed to close it: `goalReached`, `summary`, `next`. */
  missing: z.array(z.enum(['goalReached', 'summary', 'next'])),
  /** Its own person may save and close it while it is open. */
  mayEdit: z.boolean(),
})
export type Visit = z.infer<typeof visit>

export const attachmentSubject = z.enum(['customer', 'contact', 'visit', 'case'])
export const attachment = z.object({
  attachmentId: id,
  subjectKind: attachmentSubject,
  subjectId: id.nullable(),
  fileName: z.string(),
  contentType: z.string(),
  sizeBytes: z.int(),
  addedBy: z.string(),
  addedAt: isoInstant,
  /** Removed files keep their row; their bytes are gone. */
  removed: z.object({ at: isoInstant, by: z.string(), reason: z.string() }).nullable(),
})
export type Attachment = z.infer<typeof attachment>

const score = z.int().min(1).max(5).describe('1 very dissatisfied … 5 very satisfied')
export const rating = z.object({
  ratingId: id,
  customerId: id,
  customerName: z.string().nullable(),
  staff: staffRef,
  unit: unitRef,
  score,
  comment: z.string().nullable(),
  /** `person`: a colleague asked; `link`: the customer answered alone. */
  way: z.enum(['person', 'link']),
  givenAt: isoInstant,
})
export type Rating = z.infer<typeof rating>

export const contactRoutes = {
  getDraft: {
    method: 'GET',
    path: '/v1/tasks/:taskId/draft',
    params: z.object({ taskId: id }),
    response: z.object({ draft: workDraft.nullable(), savedAt: isoInstant.nullable() }),
    permission: 'tasks.work',
    summary: { zh: '读取本人在该任务上未提交的内容', en: 'What I typed at a task and have not recorded' },
    tags,
  },
  saveDraft: {
    method: 'PUT',
    path: '/v1/tasks/:taskId/draft',
    params: z.object({ taskId: id }),
    /** Null throws it away; recording the contact does so too. */
    body: z.object({ draft: workDraft.nullable() }),
    response: noContent,
    status: 204,
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '随写随存未提交的内容', en: 'Keep what is being typed at a task' },
    tags,
  },
  listVisits: {
    method: 'GET',
    path: '/v1/customers/:customerId/visits',
    params,
    query: z.object({ taskId: id.optional(), ...paging }),
    response: page(visit),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '走访与沟通记录，新的在前', en: 'Records of visits and calls, latest first' },
    tags,
  },
  beginVisit: {
    method: 'POST',
    path: '/v1/customers/:customerId/visits',
    params,
    /** The person’s open record of the task (or, without one, of the customer) is answered again. */
    body: z.object({ taskId: id.optional(), channel: definitionId, idempotencyKey }),
    response: visit,
    status: 201,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '开始一次走访或沟通记录', en: 'Begin the record of a visit or a call' },
    tags,
  },
  saveVisit: {
    method: 'PATCH',
    path: '/v1/customers/:customerId/visits/:visitId',
    params: params.extend({ visitId: id }),
    /** `revision` is the one that was read: who builds on an older one is told (`content-differs`) and overwrites nothing. */
    body: z.object({ revision: z.int().min(1), ...phases }),
    response: visit,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '保存事前、事中、事后任一部分', en: 'Save any part of the three phases' },
    tags,
  },
  closeVisit: {
    method: 'POST',
    path: '/v1/customers/:customerId/visits/:visitId/close',
    params: params.extend({ visitId: id }),
    /**
     * Needs goal reached, a summary, and the next appointment or the reason for none (`next-contact-required`). Without a contact that was recorded on
     * the task, `outcome` records one. Opinions open their cases.
     */
    body: z.object({ outcome: z.string().max(64).optional(), idempotencyKey }),
    /** `followUpTaskId`: the appointment that a next contact made, where no task’s outcome has made it. */
    response: z.object({ visit, contactId: id.nullable(), caseIds: z.array(id), followUpTaskId: id.nullable() }),
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '完成记录', en: 'Close the record of a visit or a call' },
    tags,
  },
  getContactEffect: {
    method: 'GET',
    path: '/v1/customers/:customerId/contacts/:contactId/effect',
    params: params.extend({ contactId: id }),
    query: z.object({ months: z.coerce.number<number | string>().int().min(1).max(12).default(3) }),
    response: z.object({
      contactId: id,
      month: isoMonth,
      asOf: isoDate,
      /** Charted money figures: at the end of the month before the contact, and `months` later or on the last night. What moved is not said to be caused. */
      items: z.array(
        z.object({
          indicator: z.string(),
          label,
          unit: valueUnit,
          before: z.number().nullable(),
          after: z.number().nullable(),
          afterMonth: isoMonth.nullable(),
        }),
      ),
    }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '这次联系之后客户资产的变化', en: 'What the customer’s assets did after a contact' },
    tags,
  },
  listAttachments: {
    method: 'GET',
    path: '/v1/customers/:customerId/attachments',
    params,
    query: z.object({ subjectKind: attachmentSubject.optional(), subjectId: id.optional(), ...paging }),
    response: page(attachment),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '附件列表', en: 'Files kept with a customer’s notes' },
    tags,
  },
  addAttachment: {
    method: 'POST',
    path: '/v1/customers/:customerId/attachments',
    params,
    /** At most 5 MiB: PDF, PNG, JPEG, WebP, plain text, CSV, Word, Excel; the content must be what its name says. */
    body: z.object({
      subjectKind: attachmentSubject.default('customer'),
      subjectId: id.optional(),
      idempotencyKey,
      file: z.file(),
    }),
    response: attachment,
    status: 201,
    multipart: true,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '上传附件', en: 'Keep a file with a note, a visit or a case' },
    tags,
  },
  getAttachment: {
    method: 'GET',
    path: '/v1/customers/:customerId/attachments/:attachmentId/content',
    params: params.extend({ attachmentId: id }),
    response: z.unknown(),
    file: true,
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '下载附件', en: 'Download a file' },
    tags,
  },
  removeAttachment: {
    method: 'POST',
    path: '/v1/customers/:customerId/attachments/:attachmentId/removal',
    params: params.extend({ attachmentId: id }),
    body: z.object({ reason: z.string().trim().min(2).max(500), idempotencyKey }),
    response: attachment,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '说明理由后删除附件', en: 'Remove a file, for a stated reason' },
    tags,
  },
  rateManager: {
    method: 'POST',
    path: '/v1/customers/:customerId/ratings',
    params,
    /** Of the customer’s manager; the manager in question is refused (`forbidden`). */
    body: z.object({ score, comment: z.string().trim().max(1000).optional(), idempotencyKey }),
    response: noContent,
    status: 204,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '登记客户对客户经理的评价', en: 'Take down what the customer thinks of the manager' },
    tags,
  },
  createRatingLink: {
    method: 'POST',
    path: '/v1/customers/:customerId/rating-links',
    params,
    body: z.object({ idempotencyKey }),
    /** `path` is handed to the customer behind the institution’s own address; the page there is good once, for fourteen days. */
    response: z.object({ path: z.string(), expiresAt: isoInstant }),
    status: 201,
    permission: 'contacts.record',
    audit: 'change',
    summary: { zh: '生成一次性评价链接', en: 'Make a link by which the customer rates the manager' },
    tags,
  },
  showRating: {
    method: 'GET',
    path: '/v1/rate/:token',
    params: z.object({ token: z.string().max(100) }),
    response: z.string(),
    html: true,
    permission: 'open',
    summary: { zh: '客户打开的评价页面', en: 'The page behind a link to rate' },
    tags,
  },
  answerRating: {
    method: 'POST',
    path: '/v1/rate/:token',
    params: z.object({ token: z.string().max(100) }),
    /** As the page’s form sends it: `score` 1 to 5. */
    body: z.object({ score: z.string().max(10).optional(), comment: z.string().max(4000).optional() }),
    response: z.string(),
    html: true,
    permission: 'open',
    audit: 'change',
    summary: { zh: '客户提交评价', en: 'The customer’s answer' },
    tags,
  },
  listRatings: {
    method: 'GET',
    path: '/v1/ratings',
    query: z.object({
      staff: id.optional(),
      unit: id.optional(),
      scoreMax: z.coerce.number<number | string>().int().min(1).max(5).optional(),
      ...paging,
    }),
    /** Never those about the reader. */
    response: page(rating),
    permission: 'ratings.view',
    audit: 'list',
    summary: { zh: '客户对客户经理的评价，新的在前', en: 'What customers think of their managers, latest first' },
    tags,
  },
  countRatings: {
    method: 'GET',
    path: '/v1/ratings/counts',
    query: z.object({ unit: id.optional(), from: isoDate.optional(), until: isoDate.optional() }),
    response: z.object({
      items: z.array(
        z.object({
          staff: staffRef,
          unit: unitRef,
          ratings: z.int(),
          /** 1–5. */
          mean: z.number(),
          /** How many gave 1, 2, … 5. */
          byScore: z.array(z.int()).length(5),
        }),
      ),
    }),
    permission: 'ratings.view',
    summary: { zh: '各客户经理的评价汇总', en: 'Ratings by manager' },
    tags,
  },
} as const satisfies Record<string, Route>
