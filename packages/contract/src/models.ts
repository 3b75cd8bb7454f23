import { z } from 'zod'
import { valueUnit } from './catalogue.ts'
import { definitionId, id, idempotencyKey, isoDate, label } from './primitives.ts'
import type { Route } from './route.ts'

const scorecard = z.object({
  kind: z.literal('scorecard'),
  /** The day whose rows say what came of it; that of the features where the outcome is of the same day. */
  outcomeAsOf: isoDate,
  /** Figures of customers that the judging model had not seen. */
  quality: z.object({
    customers: z.int(),
    events: z.int(),
    auc: z.number(),
    /** By fold. */
    aucs: z.array(z.number()),
    ks: z.number(),
    brier: z.number(),
    /** Tenths of the customers, the most endangered first; `expected` against `rate` is the calibration. */
    deciles: z.array(
      z.object({
        customers: z.int(),
        events: z.int(),
        expected: z.number(),
        rate: z.number(),
        lift: z.number(),
        captured: z.number(),
      }),
    ),
  }),
  basePoints: z.number(),
  features: z.array(
    z.object({
      feature: z.string(),
      label,
      informationValue: z.number(),
      bins: z.array(z.object({ label, share: z.number(), rate: z.number(), points: z.number() })),
    }),
  ),
  /** Features of the definition that the score does not use. */
  dropped: z.array(z.object({ feature: z.string(), label, reason: label })),
})

const segments = z.object({
  kind: z.literal('segments'),
  /** Mean adjusted Rand index between several seeds: 1 the same, 0 as good as chance. */
  stability: z.number(),
  seeds: z.int(),
  /** Share of the variance that lies between segments. */
  explained: z.number(),
  segments: z.array(
    z.object({
      id: z.string(),
      name: label,
      share: z.number(),
      /** Null where the model names no revenue. */
      meanRevenueMinor: z.int().nullable(),
      revenueShare: z.number().nullable(),
      /** What sets it apart, the greatest first; `difference` in standard deviations from everybody's mean, money in minor units. */
      traits: z.array(z.object({ label, unit: valueUnit, mean: z.number(), difference: z.number() })),
    }),
  ),
})

const purchases = z.object({
  kind: z.literal('purchases'),
  horizonDays: z.number(),
  unitDays: z.number(),
  /** What the parameters come to: days between purchases at the mean rate, the mean chance to leave after one, the mean value of one (null without a value). */
  meaning: z.object({ daysBetween: z.number(), leaving: z.number(), meanValueMinor: z.int().nullable() }),
  /** As the literature names them (r, alpha, a, b; p, q, gamma), times in units of `unitDays`. */
  parameters: z.array(z.object({ name: z.string(), value: z.number() })),
  /** Customers by number of repeat purchases, seen and by the model; the last row holds all above. */
  repeats: z.array(z.object({ count: z.int(), observed: z.number(), expected: z.number() })),
  /** Of frequency and value, which the model takes for 0; null without a value. */
  correlation: z.number().nullable(),
})

export const driftBand = z.enum(['steady', 'shifting', 'drifted'])

export const houseModel = z.object({
  id: z.string(),
  label,
  description: label.nullable(),
  source: z.string().nullable(),
  assumed: z.boolean(),
  kind: z.enum(['scorecard', 'segments', 'purchases']),
  /** Null while nothing was learned. */
  learned: z
    .object({
      number: z.int(),
      hash: z.string(),
      /** The day whose rows were learned from, and how many customers. */
      asOf: isoDate,
      customers: z.int(),
      /** What a reader must know before trusting the figures. */
      notes: z.array(label),
      /** Why the night does not score with it; null where it does. */
      notUsed: label.nullable(),
      result: z.discriminatedUnion('kind', [scorecard, segments, purchases]),
    })
    .nullable(),
  /** How far the customers of the run in force are from those learned from (PSI of the score). */
  drift: z.object({ asOf: isoDate, psi: z.number(), band: driftBand }).nullable(),
})
export type HouseModel = z.infer<typeof houseModel>
export type ModelResult = NonNullable<HouseModel['learned']>['result']

/** The points of one customer by a scorecard: `basePoints` and the points of all reasons together are the score. */
export const explainedScore = z.object({
  model: z.string(),
  label,
  points: z.number(),
  basePoints: z.number(),
  /** What costs most first. `lost` is the distance to the best bin; the bin is null where the reader may not see the value. */
  reasons: z.array(
    z.object({ feature: z.string(), label, bin: label.nullable(), points: z.number(), lost: z.number() }),
  ),
})
export type ExplainedScore = z.infer<typeof explainedScore>

/** Short enough for a column of a list. */
const segmentName = z.string().trim().min(1).max(30)

export const modelRoutes = {
  listModels: {
    method: 'GET',
    path: '/v1/models',
    response: z.object({ items: z.array(houseModel) }),
    permission: 'studio.view',
    summary: {
      zh: '模型：训练结果、质量与漂移',
      en: 'The models of the pack: what was learned, how well, and how far customers have moved since',
    },
    tags: ['studio'],
  },
  nameSegment: {
    method: 'PUT',
    path: '/v1/models/:modelId/segments/:segmentId/name',
    params: z.object({ modelId: definitionId, segmentId: z.string().min(1).max(64) }),
    body: z.object({
      name: z.object({ zh: segmentName, en: segmentName }),
      /** `learned.hash` as the reader saw it: after another training the same number stands for other customers. */
      hash: z.string().length(64),
      idempotencyKey,
    }),
    response: houseModel,
    permission: 'studio.edit',
    audit: 'change',
    summary: { zh: '给学习所得族群命名', en: 'Give a learned segment the name that people read' },
    tags: ['studio'],
  },
  listScores: {
    method: 'GET',
    path: '/v1/customers/:customerId/scores',
    params: z.object({ customerId: id }),
    response: z.object({ asOf: isoDate, items: z.array(explainedScore) }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '评分卡得分的由来', en: 'Why the customer’s scores are what they are, point by point' },
    tags: ['customers'],
  },
} as const satisfies Record<string, Route>
