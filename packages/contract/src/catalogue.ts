import { z } from 'zod'
import { isoDate, label } from './primitives.ts'
import type { Route } from './route.ts'

export const valueUnit = z.enum(['money', 'count', 'days', 'ratio', 'score', 'number', 'date', 'text', 'flag'])
export type ValueUnit = z.infer<typeof valueUnit>

const defined = {
  id: z.string(),
  label,
  description: label.nullable(),
  source: z.string().nullable(),
  assumed: z.boolean(),
}

/** The closed list of permitted values with what a person calls them; empty where any value may stand. */
const values = z.array(z.object({ id: z.string(), label }))

export const catalogueAttribute = z.object({
  id: z.string(),
  label,
  unit: valueUnit,
  values,
  sensitivity: z.string().nullable(),
})
/** `values` of a learned segment are the segments by their names. */
export const catalogueIndicator = z.object({ ...defined, unit: valueUnit, chart: z.boolean(), values })
export const catalogueLevel = z.object({
  id: z.string(),
  label,
  /** Ascending: 0 is the lowest level. */
  rank: z.int(),
  source: z.string().nullable(),
  assumed: z.boolean(),
})
export const schemeVariant = z.enum(['ladder', 'rank', 'matrix', 'rules', 'list', 'stage'])
export type SchemeVariant = z.infer<typeof schemeVariant>

export const catalogueScheme = z.object({
  ...defined,
  variant: schemeVariant,
  validityMonths: z.int().nullable(),
  /** A person may give or hold a level until a day. */
  manual: z.boolean(),
  levels: z.array(catalogueLevel),
})
export const catalogueMoment = z.object({
  ...defined,
  cadence: z.enum(['instant', 'daily', 'weekly', 'monthly']),
  kind: z.enum(['threshold', 'change', 'calendar', 'expiry', 'fact']),
  priority: z.number(),
})
export const outcomeResult = z.enum(['success', 'failure', 'retry', 'appointment'])
/** `refusal`: afterwards the customer is left in peace for a while, or is not contacted again. */
export const catalogueOutcome = z.object({
  ...defined,
  result: outcomeResult,
  refusal: z.enum(['cool_off', 'withdraw']).nullable(),
})
export const cataloguePlay = z.object({
  ...defined,
  moments: z.array(z.string()),
  purpose: z.string(),
  module: z.string(),
  contactLabel: z.string(),
  channel: z.string(),
  assign: z.enum(['owner', 'pool', 'leader']),
  maxAttempts: z.int(),
  script: label,
  checklist: z.array(label),
  outcomes: z.array(z.string()),
})
export const formField = z.object({
  id: z.string(),
  label,
  type: z.enum(['text', 'number', 'date', 'choice', 'choices']),
  options: z.array(z.object({ id: z.string(), label })),
  stage: z.int(),
  group: z.string(),
  required: z.boolean(),
  sensitivity: z.string().nullable(),
})
export const catalogueForm = z.object({
  ...defined,
  purpose: label,
  groups: z.array(z.object({ id: z.string(), label, weight: z.number() })),
  fields: z.array(formField),
})
export const catalogueFact = z.object({
  ...defined,
  key: z.array(z.string()),
  delivery: z.enum(['rows', 'dates', 'all']),
  isDated: z.boolean(),
  columns: z.array(
    z.object({ id: z.string(), label, type: z.string(), required: z.boolean(), headers: z.array(z.string()) }),
  ),
})

export const cataloguePurpose = z.object({ ...defined, basis: z.enum(['consent', 'objection', 'contract']) })
export const catalogueChannel = z.object({
  ...defined,
  by: z.enum(['person', 'message']),
  /** Reaches no customer: another system takes it, or it is work at one's own desk. */
  isInternal: z.boolean(),
})
export const catalogueCase = z.object({ ...defined, dueWorkingDays: z.int(), needsAnswer: z.boolean() })
export const catalogueBenefit = z.object({ ...defined, needsApproval: z.boolean(), validityDays: z.int() })
/** What to say when a customer objects (S67); at all plays where `plays` is empty. */
export const catalogueObjection = z.object({ ...defined, answers: z.array(label), plays: z.array(z.string()) })

export const catalogue = z.object({
  pack: z.object({
    id: z.string(),
    label,
    version: z.string(),
    hash: z.string(),
    timeZone: z.string(),
    currency: z.object({ code: z.string(), decimals: z.int() }),
  }),
  asOf: isoDate.nullable(),
  /** Columns of the customer fact that this role may see; order is that of the card. */
  attributes: z.array(catalogueAttribute),
  indicators: z.array(catalogueIndicator),
  schemes: z.array(catalogueScheme),
  moments: z.array(catalogueMoment),
  plays: z.array(cataloguePlay),
  outcomes: z.array(catalogueOutcome),
  forms: z.array(catalogueForm),
  facts: z.array(catalogueFact),
  purposes: z.array(cataloguePurpose),
  channels: z.array(catalogueChannel),
  /** Module views of the tasks that some play fills (S161). */
  modules: z.array(z.object(defined)),
  cases: z.array(catalogueCase),
  benefits: z.array(catalogueBenefit),
  objections: z.array(catalogueObjection),
  /** Categories that customers subscribe to (S09). */
  bulletins: z.array(z.object(defined)),
  /** Org units within the reader's scope, parents before children, for filters and boards. */
  units: z.array(z.object({ unitId: z.string(), parentId: z.string().nullable(), name: z.string(), kind: z.string() })),
})
export type Catalogue = z.infer<typeof catalogue>

export const catalogueRoutes = {
  getCatalogue: {
    method: 'GET',
    path: '/v1/catalogue',
    response: catalogue,
    permission: 'signed_in',
    summary: { zh: '方案目录：指标、分级、时刻、动作、表单', en: 'What the pack defines, in both languages' },
    tags: ['catalogue'],
  },
} as const satisfies Record<string, Route>
