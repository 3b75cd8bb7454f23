import { z } from 'zod'
import { valueUnit } from './catalogue.ts'
import { why } from './customers.ts'
import { cellValue, definitionId, id, isoDate, page, paging, staffRef, unitRef } from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['near-line'] as const
const params = z.object({ customerId: id })

const scope = {
  scheme: definitionId,
  /** At most so far from the line, in minor units for money. */
  within: z.coerce.number<number | string>().min(0).optional(),
  unit: id.optional(),
  owner: id.optional(),
}

/** `up`: the customer nearly enters the next level; `down`: the customer nearly loses the present one. */
export const nearDirection = z.enum(['up', 'down'])

export const nearLineItem = z.object({
  customerId: id,
  /** Masked by role. */
  name: z.string().nullable(),
  unit: unitRef.nullable(),
  owner: staffRef.nullable(),
  direction: nearDirection,
  level: z.string().nullable(),
  /** The level that would be entered, or the one that would be kept no longer. */
  line: z.string(),
  /** What is missing to it, or what may be lost until it falls; minor units for money. */
  distance: z.number(),
  valueUnit,
})
export type NearLineItem = z.infer<typeof nearLineItem>

/** The level of one day, by the latest committed night up to it. */
export const levelOnDay = why.extend({
  /** The day that was asked for; `asOf` is that of the night that answers. */
  on: isoDate,
  /** Version of the pack under which it was judged; null where the hash is none of ours (an earlier shipped pack). */
  version: z.int().nullable(),
  /** Levels of that night's pack where it is known: the rule is in the words of its time, else values alone are shown. */
  isRuleKnown: z.boolean(),
})
export type LevelOnDay = z.infer<typeof levelOnDay>

export const levelHistoryEntry = z.object({
  scheme: z.string(),
  level: z.string().nullable(),
  /** First and last night that said so. */
  from: isoDate,
  to: isoDate,
  /** When the level was reached, where the night says. */
  since: isoDate.nullable(),
  packHash: z.string(),
  version: z.int().nullable(),
  /** The values that decided. */
  reason: z.record(z.string(), cellValue),
})
export type LevelHistoryEntry = z.infer<typeof levelHistoryEntry>

export const nearLineRoutes = {
  listNearLine: {
    method: 'GET',
    path: '/v1/near-line',
    query: z.object({ ...scope, direction: nearDirection, level: definitionId.optional(), ...paging }),
    response: page(nearLineItem).extend({ asOf: isoDate }),
    permission: 'near_line.view',
    audit: 'list',
    summary: { zh: '临界客户，最近的在前', en: 'Customers near the next level or near falling, nearest first' },
    tags,
  },
  countNearLine: {
    method: 'GET',
    path: '/v1/near-line/counts',
    query: z.object(scope),
    response: z.object({
      asOf: isoDate,
      items: z.array(z.object({ direction: nearDirection, line: z.string(), customers: z.int() })),
    }),
    permission: 'near_line.view',
    summary: { zh: '临界客户数，按级别与方向', en: 'How many are near the line, by level and direction' },
    tags,
  },
  listLevels: {
    method: 'GET',
    path: '/v1/customers/:customerId/levels',
    params,
    query: z.object({ scheme: definitionId.optional() }),
    response: z.object({ items: z.array(levelHistoryEntry) }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '客户级别的历史，新的在前', en: 'The customer’s levels over all nights, latest first' },
    tags,
  },
  explainClassOn: {
    method: 'GET',
    path: '/v1/customers/:customerId/levels/:scheme/on/:date',
    params: params.extend({ scheme: definitionId, date: isoDate }),
    response: levelOnDay,
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '某日是什么级别、为什么、依据哪个版本', en: 'Which level on a day, why, and under which version' },
    tags,
  },
} as const satisfies Record<string, Route>
