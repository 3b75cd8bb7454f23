import { z } from 'zod'
import { defined, expression, positive, shape, text, texts, whole } from './shape-parts.ts'

const model = { ...defined, among: expression.optional() }

export const modelShapes = {
  segments: shape({
    ...model,
    kind: z.literal('segments'),
    features: texts,
    clusters: z.int('expected a whole number').min(2, 'must be at least 2'),
    seed: whole,
    sample: positive,
    revenue: text.optional(),
  }),
  scorecard: shape({
    ...model,
    kind: z.literal('scorecard'),
    features: texts,
    outcome: expression,
    horizonDays: whole,
    bins: z.int('expected a whole number').min(2, 'must be at least 2'),
    points: shape({
      base: z.number(),
      odds: z.number().gt(0, 'must be above 0'),
      double: z.number().gt(0, 'must be above 0'),
    }),
  }),
  purchases: shape({
    ...model,
    kind: z.literal('purchases'),
    frequency: text,
    recency: text,
    age: text,
    value: text.optional(),
    horizonDays: positive,
  }),
}
