import { z } from 'zod'
import { atLeast, defined, expression, positive, said, shape, text, texts, whole, wholeNumber } from './shape-parts.ts'

const aboveZero = said('应大于 0', 'must be above 0')

const model = { ...defined, among: expression.optional() }

export const modelShapes = {
  segments: shape({
    ...model,
    kind: z.literal('segments'),
    features: texts,
    clusters: z.int(wholeNumber).min(2, atLeast(2)),
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
    bins: z.int(wholeNumber).min(2, atLeast(2)),
    points: shape({
      base: z.number(),
      odds: z.number().gt(0, aboveZero),
      double: z.number().gt(0, aboveZero),
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
