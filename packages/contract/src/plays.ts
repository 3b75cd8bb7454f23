import { z } from 'zod'
import { valueUnit } from './catalogue.ts'
import { lastingRefusals } from './consents.ts'
import {
  cellValue,
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

const tags = ['plays'] as const
const named = z.object({ id: z.string(), label })

/** What a play does, in its order. `label`: the template, benefit or case; of a task the channel on which it is done. */
export const playAction = z.object({
  kind: z.enum(['task', 'message', 'benefit', 'case']),
  /** Template, benefit or case; null for a task. */
  id: z.string().nullable(),
  label,
  channel: z.string().nullable(),
})

/** One row of the strategy table (S121–S128). */
export const strategyPlay = z.object({
  ...named.shape,
  description: label.nullable(),
  source: z.string().nullable(),
  assumed: z.boolean(),
  moments: z.array(named),
  /** Scheme → levels; of each scheme that is named the customer must hold one. Empty: for everybody. */
  for: z.array(z.object({ scheme: named, levels: z.array(named) })),
  /** The condition in words; null where there is none. */
  condition: label.nullable(),
  purpose: named,
  module: named,
  contactLabel: z.string(),
  channel: named,
  assign: z.enum(['owner', 'pool', 'leader']),
  skill: z.string().nullable(),
  /** Attribute that names the company whose manager acts along (S35). */
  jointWith: named.nullable(),
  dueDays: z.int(),
  maxAttempts: z.int(),
  retryWorkingDays: z.int(),
  effortMinutes: z.int(),
  /** How likely it changes what is at stake, in words. */
  chance: label,
  /** One of the seven methods of care (S159). */
  method: z.enum(['communication', 'personal_service', 'gift', 'activity', 'after_sales', 'training', 'survey']),
  /** S127. */
  valueAdd: z.enum(['benefit', 'service', 'image']).nullable(),
  /** S137. */
  bond: z.enum(['material', 'emotional', 'social']).nullable(),
  /** S128. */
  rhythm: z.enum(['regular', 'irregular']),
  actions: z.array(playAction),
  script: label,
  checklist: z.array(label),
  outcomes: z.array(z.string()),
  /** The class of what is offered; a guard may forbid it (S122, S123). */
  productClass: named.nullable(),
})
export type StrategyPlay = z.infer<typeof strategyPlay>

/** What a guard says of a play's offer at the levels of a cell: `on_request` makes no work of our own accord (G28). */
export const offerRule = z.enum(['allowed', 'on_request', 'blocked'])

export const strategyCell = z.object({
  /** Level ids of the two schemes; null in the one row or column where no scheme is chosen. */
  class: z.string().nullable(),
  stage: z.string().nullable(),
  plays: z.array(
    z.object({
      play: z.string(),
      offer: offerRule,
      /** The guard that says so. */
      guard: named.nullable(),
      /** True where the play also names levels of a scheme that is not shown, or has a condition: not everybody of the cell gets it. */
      isConditional: z.boolean(),
    }),
  ),
})
export type StrategyCell = z.infer<typeof strategyCell>

const schemeLevels = z.object({ ...named.shape, levels: z.array(named) })

export const strategy = z.object({
  /** Schemes that may stand for the rows, and for the columns. */
  classSchemes: z.array(named),
  stageSchemes: z.array(named),
  /** The two that are shown, levels in order of rank from the lowest; null where the pack has none. */
  classScheme: schemeLevels.nullable(),
  stageScheme: schemeLevels.nullable(),
  cells: z.array(strategyCell),
  plays: z.array(strategyPlay),
})
export type Strategy = z.infer<typeof strategy>

/**
 * Why a play does nothing for a customer: no occurrence of its moments; a level that it is not for; its condition; a guard; known already (the
 * occurrence made work within its window); then what the contact policy says; `limit`: the benefit’s limit of the year; `lint`, `unknown-template`: the
 * message’s text; `past`: it was noticed on an earlier day, whose night made nothing of it.
 */
export const leftOutCodes = [
  'no-moment',
  'level',
  'condition',
  'guard',
  'known',
  ...lastingRefusals,
  'limit',
  'lint',
  'unknown-template',
  'past',
] as const
export const leftOutCode = z.enum(leftOutCodes)
export type LeftOutCode = z.infer<typeof leftOutCode>

/** `deferred`: wanted, and waits behind another (S155); `merged`: a further reason of another play's task. */
export const playVerdict = z.enum(['wanted', 'deferred', 'merged', 'left_out'])
export type PlayVerdict = z.infer<typeof playVerdict>

/** A comparison of a condition with the values that it read. */
export const conditionTerm = z.object({
  words: label,
  isTrue: z.boolean(),
  values: z.array(z.object({ id: z.string(), label, unit: valueUnit, value: cellValue })),
})

/** The terms of a priority (S151, G22); each factor of the service value is 0–1. */
export const priorityTerms = z.object({
  valueMinor: moneyMinor,
  /** Null where its formula reads something unknown. */
  chance: z.number().nullable(),
  urgency: z.number(),
  effortMinutes: z.int(),
  serviceValue: z.number(),
  factors: z.object({
    timing: z.number(),
    efficiency: z.number(),
    need: z.number(),
    quality: z.number(),
    costEfficiency: z.number(),
  }),
  priority: z.number(),
  /** The formulas of the pack. */
  priorityFormula: z.string(),
  serviceValueFormula: z.string(),
})
export type PriorityTerms = z.infer<typeof priorityTerms>

export const customerPlay = z.object({
  play: z.string(),
  label,
  verdict: playVerdict,
  /** Null unless it is left out. */
  code: leftOutCode.nullable(),
  /** The verdict as a sentence. */
  sentence: label,
  /** Where the condition decides: its comparisons with the customer's values. */
  terms: z.array(conditionTerm),
  /** Occurrences that it answers, each with its sentence. */
  moments: z.array(z.object({ momentId: id, moment: z.string(), sentence: label, firedOn: isoDate })),
  /** Where it is wanted at all: what would be done, and what stands against a part of it. */
  actions: z.array(
    playAction.extend({ isWanted: z.boolean(), code: leftOutCode.nullable(), sentence: label.nullable() }),
  ),
  /** Day from which the obstacle is gone, where that is known. */
  until: isoDate.nullable(),
  /** The play before which it stands back, or into whose task it goes. */
  behind: z.string().nullable(),
  notBeforeOn: isoDate.nullable(),
  dueOn: isoDate.nullable(),
  priority: priorityTerms.nullable(),
})
export type CustomerPlay = z.infer<typeof customerPlay>

const themeBody = z.object({
  play: definitionId,
  /** CEL over the customer's row; empty takes everybody whom the play is for. */
  condition: z.string().trim().max(4000).default(''),
  /** CEL, in money: what is at stake with each customer, by which their tasks are ordered; empty for nothing. */
  value: z.string().trim().max(2000).default(''),
  /** A unit with all below it; the whole of one's own region where it is absent. */
  unit: id.optional(),
})

const themeDays = { startsOn: isoDate, endsOn: isoDate }
const leftOutCount = z.object({ code: leftOutCode, label, customers: z.int() })

const themeExample = z.object({
  customerId: id,
  /** Masked by role. */
  name: z.string().nullable(),
  unit: unitRef.nullable(),
  owner: staffRef.nullable(),
  code: leftOutCode.nullable(),
  sentence: label,
})

export const themePreview = z.object({
  asOf: isoDate,
  /** Customers whom the condition finds within the unit. */
  segment: z.int(),
  wanted: z.int(),
  /** New tasks that would follow. */
  tasks: z.int(),
  /** Customers (and companies beside them) whose work would go into a task that is open already: a further reason of it, not a task. */
  merged: z.int(),
  leftOut: z.array(leftOutCount),
  byUnit: z.array(z.object({ unit: unitRef, wanted: z.int(), leftOut: z.int() })),
  /** Work that follows, and what the people of these units can give until the end day. */
  minutesNeeded: z.int(),
  minutesAvailable: z.int(),
  people: z.int(),
  /** A few who would get it and a few who would not. */
  examples: z.array(themeExample),
})
export type ThemePreview = z.infer<typeof themePreview>

export const themeState = z.enum(['building', 'running', 'ended', 'stopped', 'failed'])
export type ThemeState = z.infer<typeof themeState>

export const theme = z.object({
  themeId: id,
  name: z.string(),
  play: named,
  condition: z.string(),
  value: z.string(),
  /** The condition in words. */
  words: label.nullable(),
  unit: unitRef,
  startsOn: isoDate,
  endsOn: isoDate,
  goal: z.string(),
  state: themeState,
  asOf: isoDate.nullable(),
  createdAt: isoInstant,
  createdBy: z.string(),
  builtAt: isoInstant.nullable(),
  closedAt: isoInstant.nullable(),
  closedReason: z.string().nullable(),
  /** Why it could not be built, in a sentence. */
  problem: label.nullable(),
  /** All null while it is being built. */
  segment: z.int().nullable(),
  wanted: z.int().nullable(),
  leftOut: z.int().nullable(),
  tasks: z.int().nullable(),
  /** What went into tasks that were open already, as further reasons of them. */
  merged: z.int().nullable(),
  messages: z.int().nullable(),
  benefits: z.int().nullable(),
  cases: z.int().nullable(),
  minutesNeeded: z.int().nullable(),
  progress: z.object({ open: z.int(), done: z.int(), doneToday: z.int(), succeeded: z.int() }),
  may: z.object({ stop: z.boolean() }),
})
export type Theme = z.infer<typeof theme>

export const themeDetail = theme.extend({
  leftOutBy: z.array(leftOutCount),
  byUnit: z.array(
    z.object({ unit: unitRef, tasks: z.int(), open: z.int(), done: z.int(), succeeded: z.int(), leftOut: z.int() }),
  ),
})
export type ThemeDetail = z.infer<typeof themeDetail>

export const themeLeftOut = z.object({
  customerId: id,
  /** Masked by role. */
  name: z.string().nullable(),
  unit: unitRef.nullable(),
  owner: staffRef.nullable(),
  code: leftOutCode,
  sentence: label,
  until: isoDate.nullable(),
})
export type ThemeLeftOut = z.infer<typeof themeLeftOut>

const themeParams = z.object({ themeId: id })

export const playRoutes = {
  getStrategy: {
    method: 'GET',
    path: '/v1/strategy',
    /** The pack's first ladder or rank, and its first stage scheme, where they are absent. */
    query: z.object({ class: definitionId.optional(), stage: definitionId.optional() }),
    response: strategy,
    permission: 'signed_in',
    summary: { zh: '策略表：等级 × 阶段 × 时刻 → 动作', en: 'The strategy table: class × stage × moment → actions' },
    tags,
  },
  customerPlays: {
    method: 'GET',
    path: '/v1/customers/:customerId/plays',
    params: z.object({ customerId: id }),
    /** Every play of the pack, those that are wanted first, in order of priority. */
    response: z.object({ asOf: isoDate, today: isoDate, items: z.array(customerPlay) }),
    permission: 'customers.view',
    audit: 'view',
    summary: {
      zh: '该客户今天会得到什么，其余为何没有',
      en: 'What this customer would get today, and why not the rest',
    },
    tags,
  },
  previewTheme: {
    method: 'POST',
    path: '/v1/themes/preview',
    body: themeBody.extend(themeDays),
    response: themePreview,
    permission: 'themes.manage',
    audit: 'list',
    summary: { zh: '专题预览：人数、不纳入原因、工时', en: 'A theme before it starts: heads, reasons, hours' },
    tags,
  },
  startTheme: {
    method: 'POST',
    path: '/v1/themes',
    body: themeBody.extend({
      name: z.string().trim().min(2).max(100),
      ...themeDays,
      goal: z.string().trim().min(2).max(500),
      idempotencyKey,
    }),
    /** `building`: ask again until it runs. */
    response: theme,
    status: 202,
    permission: 'themes.manage',
    audit: 'change',
    summary: { zh: '启动专题维系', en: 'Start a theme' },
    tags,
  },
  listThemes: {
    method: 'GET',
    path: '/v1/themes',
    query: z.object({ state: themeState.optional(), ...paging }),
    response: page(theme),
    permission: 'themes.manage',
    summary: { zh: '专题列表，最近的在前', en: 'Themes, the latest first' },
    tags,
  },
  getTheme: {
    method: 'GET',
    path: '/v1/themes/:themeId',
    params: themeParams,
    response: themeDetail,
    permission: 'themes.manage',
    summary: { zh: '专题详情：进度、各机构、不纳入原因', en: 'A theme: progress, units, who was left out' },
    tags,
  },
  listThemeLeftOut: {
    method: 'GET',
    path: '/v1/themes/:themeId/left-out',
    params: themeParams,
    query: z.object({ code: leftOutCode.optional(), ...paging }),
    response: page(themeLeftOut),
    permission: 'themes.manage',
    audit: 'list',
    summary: { zh: '未纳入专题的客户及原因', en: 'Customers whom the theme left out, and why' },
    tags,
  },
  stopTheme: {
    method: 'POST',
    path: '/v1/themes/:themeId/stop',
    params: themeParams,
    body: z.object({ reason: z.string().trim().min(2).max(500), idempotencyKey }),
    response: theme,
    permission: 'themes.manage',
    audit: 'change',
    summary: { zh: '停止专题并关闭未办任务', en: 'Stop a theme and close its open tasks' },
    tags,
  },
} as const satisfies Record<string, Route>
