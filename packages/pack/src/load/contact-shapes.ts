import { z } from 'zod'
import { standingPlaces } from '../message/places.ts'
import {
  clock,
  defined,
  empty,
  label,
  levelsByScheme,
  positive,
  said,
  shape,
  text,
  texts,
  whole,
} from './shape-parts.ts'

/** Shapes of what decides whether and how a customer is contacted. */
export const purposeShape = shape({
  ...defined,
  basis: z.enum(['consent', 'objection', 'contract']),
  afterLeaving: z.boolean().optional(),
  consentText: label.optional(),
  consentVersion: text.optional(),
})

export const channelShape = shape({
  ...defined,
  by: z.enum(['person', 'message']),
  address: text.optional(),
  needsTrust: z.boolean().optional(),
  isQuiet: z.boolean().optional(),
  isInPerson: z.boolean().optional(),
  isInternal: z.boolean().optional(),
})

const limit = { for: levelsByScheme.optional(), channels: texts.optional() }

export const policyShape = shape({
  ...defined,
  quietHours: shape({ from: clock, to: clock }).optional(),
  quietOnHolidays: z.boolean().optional(),
  coolOffDays: whole.optional(),
  caps: z
    .array(shape({ ...limit, purposes: texts.optional(), per: z.enum(['day', 'week', 'month']), max: whole }))
    .optional(),
  minimums: z
    .array(shape({ ...limit, per: z.enum(['month', 'quarter', 'half_year', 'year']), min: positive }))
    .optional(),
})

export const messageShape = shape({
  ...defined,
  purpose: text,
  forbidden: z.array(shape({ terms: z.array(text).min(1, empty), why: label })).optional(),
  requires: z.array(z.enum(standingPlaces)).optional(),
  sender: z.enum(['closest', 'institution']),
})

export const templateShape = shape({
  ...defined,
  kind: text,
  channel: text,
  subject: label.optional(),
  body: label,
})

const month = said('应为 1 到 120 个月', 'must be 1 to 120 months')

export const moduleShape = shape({ ...defined })
export const bulletinShape = shape({ ...defined })

export const benefitShape = shape({
  ...defined,
  valueAdd: z.enum(['benefit', 'service', 'image']),
  cost: z.number().min(0, said('不能是负数', 'must not be negative')),
  validityDays: positive,
  perYear: positive,
  needsApproval: z.boolean().optional(),
})

export const caseShape = shape({
  ...defined,
  dueWorkingDays: whole,
  route: z.enum(['owner', 'supervisor', 'leader', 'head_office']),
  needsAnswer: z.boolean(),
})

export const objectionShape = shape({
  ...defined,
  answers: z.array(label).min(1, said('至少要有一个答复', 'needs at least one answer')),
  plays: z.array(text).optional(),
})

/** Roles of staff who may have to learn something. */
export const learners = [
  'owner',
  'agent',
  'supervisor',
  'leader',
  'front_desk',
  'planner',
  'finance',
  'verifier',
  'admin',
] as const

export const trainingShape = shape({
  ...defined,
  topic: z.enum(['conduct', 'service', 'product', 'communication']),
  roles: z.array(z.enum(learners)).min(1, empty),
  body: label,
  validMonths: z.int().min(1, month).max(120, month),
})
