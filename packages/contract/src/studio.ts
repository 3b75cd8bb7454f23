import { z } from 'zod'
import { definitionId, id, idempotencyKey, isoDate, isoInstant, label, page, paging } from './primitives.ts'
import type { Route } from './route.ts'
import {
  conditionName,
  definitionChange,
  definitionKind,
  draftContent,
  packVersion,
  studioDefinition,
  studioIssue,
  versionNumber,
} from './studio-shapes.ts'

const tags = ['studio'] as const
const params = z.object({ version: versionNumber })
const ofDefinition = params.extend({ kind: definitionKind, definitionId })
const condition = z.string().trim().min(1).max(4000)
const byKey = z.object({ idempotencyKey })

export const studioPack = z.object({
  id: z.string(),
  label,
  /** Of the pack shown: the one in force, or the draft that was asked for. Null while the draft has mistakes. */
  hash: z.string().nullable(),
  /** Number and hash in force; 0 is the shipped pack. */
  inForce: z.object({ version: z.int(), hash: z.string(), since: isoInstant.nullable() }),
  departure: z.string().nullable(),
  tasksPerDay: z.number().nullable(),
  definitions: z.array(studioDefinition),
  /** Names that conditions over customers may read (schemes, thresholds, plays). */
  names: z.array(conditionName),
  /** Names that `where` over a fact may read, by fact. */
  factNames: z.array(z.object({ fact: z.string(), label, names: z.array(conditionName) })),
})
export type StudioPack = z.infer<typeof studioPack>

export const packVersionDetail = packVersion.extend({
  /** What the version says unlike the shipped pack, as it would be written. */
  content: draftContent,
  /** Compared with the pack in force; of a settled version with the one that was in force when it was made. */
  diff: z.array(definitionChange),
  issues: z.array(studioIssue),
})
export type PackVersionDetail = z.infer<typeof packVersionDetail>

/** A condition, looked at while it is written. */
export const checkedCondition = z.object({
  isValid: z.boolean(),
  /** Type of the result; a condition is a flag. Null while it has mistakes. */
  type: z.enum(['number', 'text', 'flag', 'date']).nullable(),
  issues: z.array(
    z.object({
      /** Characters of the text, from 0; the end is exclusive. */
      from: z.int(),
      to: z.int(),
      code: z.string(),
      message: label,
      suggestion: label.nullable(),
    }),
  ),
  /** The condition in words, e.g. 季日均资产 ≥ 20万元 且 年龄 < 60. Null while it has mistakes. */
  words: label.nullable(),
  /** The text as the pack would write it, evenly spaced. Null while it has mistakes. */
  formatted: z.string().nullable(),
  /** Names it reads, sorted. */
  names: z.array(z.string()),
})
export type CheckedCondition = z.infer<typeof checkedCondition>

export const studioRoutes = {
  getStudioPack: {
    method: 'GET',
    path: '/v1/studio/pack',
    query: z.object({ version: versionNumber.optional().describe('Shows the pack as this draft would make it') }),
    response: studioPack,
    permission: 'studio.view',
    summary: {
      zh: '规则工作室：现行规则与可用名称',
      en: 'Definitions as written, with the names that conditions may read',
    },
    tags,
  },
  checkCondition: {
    method: 'GET',
    path: '/v1/studio/condition',
    query: z.object({
      text: z.string().max(4000),
      /** Names are those of this fact's columns; of the customer without it. */
      fact: definitionId.optional(),
      version: versionNumber.optional().describe('Also knows what this draft defines'),
    }),
    response: checkedCondition,
    permission: 'conditions.read',
    summary: { zh: '检查条件并译成文字', en: 'Check a condition and say it in words' },
    tags,
  },
  countByCondition: {
    method: 'GET',
    path: '/v1/studio/count',
    query: z.object({
      condition: condition.describe('CEL over the customer; a request that is given up is broken off'),
    }),
    response: z.object({ count: z.int(), total: z.int(), asOf: isoDate }),
    permission: 'conditions.read',
    summary: { zh: '实时统计符合条件的客户数', en: 'How many customers of the state in force meet a condition' },
    tags,
  },
  listVersions: {
    method: 'GET',
    path: '/v1/studio/versions',
    query: z.object(paging),
    response: page(packVersion),
    permission: 'studio.view',
    summary: { zh: '规则版本，新的在前', en: 'Versions of the pack, latest first' },
    tags,
  },
  getVersion: {
    method: 'GET',
    path: '/v1/studio/versions/:version',
    params,
    response: packVersionDetail,
    permission: 'studio.view',
    summary: {
      zh: '一个版本：内容、与现行的差异、检查结果',
      en: 'One version: content, difference in words, mistakes',
    },
    tags,
  },
  createDraft: {
    method: 'POST',
    path: '/v1/studio/versions',
    body: z.object({
      title: z.string().trim().min(1).max(200),
      note: z.string().trim().max(2000).optional(),
      idempotencyKey,
    }),
    response: packVersionDetail,
    status: 201,
    permission: 'studio.edit',
    audit: 'change',
    summary: { zh: '新建草稿', en: 'Begin a draft, which says what is in force until it is edited' },
    tags,
  },
  putDefinition: {
    method: 'PUT',
    path: '/v1/studio/versions/:version/definitions/:kind/:definitionId',
    params: ofDefinition,
    body: z.object({ yaml: z.string().min(1).max(100_000).describe('A map of the one id to its content') }),
    response: packVersionDetail,
    permission: 'studio.edit',
    audit: 'change',
    summary: { zh: '在草稿中修改或新增一个定义', en: 'Write a definition into a draft; mistakes are kept and listed' },
    tags,
  },
  removeDefinition: {
    method: 'DELETE',
    path: '/v1/studio/versions/:version/definitions/:kind/:definitionId',
    params: ofDefinition,
    response: packVersionDetail,
    permission: 'studio.edit',
    audit: 'change',
    summary: {
      zh: '从草稿中去掉一个定义，恢复为随附内容',
      en: 'Take a definition out of a draft: it reads as shipped again, or is gone',
    },
    tags,
  },
  rebaseDraft: {
    method: 'POST',
    path: '/v1/studio/versions/:version/rebase',
    params,
    body: byKey,
    response: packVersionDetail,
    permission: 'studio.edit',
    audit: 'change',
    summary: {
      zh: '把草稿更新到现行版本之上（本草稿改过的定义保留）',
      en: 'Bring a draft up to the version in force; what the draft itself changed stays',
    },
    tags,
  },
  submitVersion: {
    method: 'POST',
    path: '/v1/studio/versions/:version/submission',
    params,
    body: byKey,
    response: packVersionDetail,
    permission: 'studio.edit',
    audit: 'change',
    summary: { zh: '提交复核', en: 'Submit a draft to a second person' },
    tags,
  },
  withdrawVersion: {
    method: 'POST',
    path: '/v1/studio/versions/:version/withdrawal',
    params,
    body: byKey,
    response: packVersionDetail,
    permission: 'studio.edit',
    audit: 'change',
    summary: { zh: '撤回草稿或已提交的版本', en: 'Withdraw a draft or what was submitted' },
    tags,
  },
  approveVersion: {
    method: 'POST',
    path: '/v1/studio/versions/:version/approval',
    params,
    body: z.object({
      /** The content that was looked at; another one is refused. */
      hash: z.string().regex(/^[0-9a-f]{64}$/),
      idempotencyKey,
    }),
    response: packVersionDetail,
    permission: 'studio.approve',
    audit: 'change',
    summary: { zh: '复核通过并生效', en: 'Approve what another person made, and put it in force' },
    tags,
  },
  rejectVersion: {
    method: 'POST',
    path: '/v1/studio/versions/:version/rejection',
    params,
    body: z.object({ reason: z.string().trim().min(2).max(1000), idempotencyKey }),
    response: packVersionDetail,
    permission: 'studio.approve',
    audit: 'change',
    summary: { zh: '退回并说明原因', en: 'Reject with a reason' },
    tags,
  },
  rollBack: {
    method: 'POST',
    path: '/v1/studio/versions/:version/rollback',
    params,
    body: z.object({ reason: z.string().trim().min(2).max(1000), idempotencyKey }),
    response: z.object({ inForce: z.object({ version: z.int(), hash: id }) }),
    permission: 'studio.approve',
    audit: 'change',
    summary: {
      zh: '回退到以前生效过的版本（0 为随附规则）',
      en: 'Put an earlier version in force again; 0 is the shipped pack',
    },
    tags,
  },
} as const satisfies Record<string, Route>
