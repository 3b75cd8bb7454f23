import { z } from 'zod'
import { consentPurpose, refusalReason, refusalReasons, verdict } from './consents.ts'
import { definitionId, id, isoInstant, label, page, paging, staffRef, unitRef } from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['policy'] as const

export const policyChannel = z.object({
  id: z.string(),
  label,
  by: z.enum(['person', 'message']),
  needsTrust: z.boolean(),
  isQuiet: z.boolean(),
})

/** One rule of the pack in words: quiet hours, a cap, a minimum, the pause after a refusal. */
export const policyRule = z.object({
  policy: z.string(),
  kind: z.enum(['quiet_hours', 'holidays', 'cool_off', 'cap', 'minimum']),
  sentence: label,
  source: z.string().nullable(),
})

/** How many customers may be contacted now, of one level and unit. */
export const policyCount = z.object({
  /** Null counts customers without a level; of a rules scheme each tag counts for itself. */
  level: z.string().nullable(),
  /** Null for the whole. */
  unit: unitRef.nullable(),
  customers: z.int(),
  reachable: z.int(),
  /** The others, by the first reason; the hour is left aside. */
  refused: z.partialRecord(refusalReason, z.int()),
  /** Of all, those with fewer reached contacts than their level may expect. */
  belowMinimum: z.int(),
})
export type PolicyCount = z.infer<typeof policyCount>

const question = {
  purpose: definitionId,
  channel: definitionId,
  unit: id.optional(),
}

/** Whom a list names: those who may be contacted, those refused for a reason, or those below their minimum. */
export const policyGroups = ['reachable', 'below-minimum', ...refusalReasons] as const

export const policyRoutes = {
  getPolicy: {
    method: 'GET',
    path: '/v1/policy',
    response: z.object({
      purposes: z.array(consentPurpose),
      channels: z.array(policyChannel),
      rules: z.array(policyRule),
    }),
    permission: 'signed_in',
    summary: { zh: '联系规则，用文字说明', en: 'The rules of contact in words' },
    tags,
  },
  getPolicyBoard: {
    method: 'GET',
    path: '/v1/policy/board',
    query: z.object({ ...question, scheme: definitionId }),
    response: z.object({ at: isoInstant, items: z.array(policyCount) }),
    permission: 'policy.view',
    summary: {
      zh: '各级别、各机构可联系与不可联系的客户数',
      en: 'Customers who may be contacted and who may not, by level and unit',
    },
    tags,
  },
  listPolicyCustomers: {
    method: 'GET',
    path: '/v1/policy/customers',
    query: z.object({
      ...question,
      group: z.enum(policyGroups),
      scheme: definitionId.optional(),
      level: definitionId.optional(),
      ...paging,
    }),
    response: page(
      z.object({
        customerId: id,
        /** Masked by role. */
        name: z.string().nullable(),
        unit: unitRef.nullable(),
        owner: staffRef.nullable(),
        verdict,
      }),
    ),
    permission: 'policy.view',
    audit: 'list',
    summary: { zh: '某一原因之下的客户名单', en: 'The customers behind a count of the policy board' },
    tags,
  },
} as const satisfies Record<string, Route>
