import { z } from 'zod'
import {
  defined,
  empty,
  expression,
  fraction,
  label,
  notNegative,
  positive,
  said,
  shape,
  text,
  wholeNumber,
  within,
} from './shape-parts.ts'

const level = {
  id: text,
  label,
  source: text.optional(),
  assumed: z.boolean().optional(),
  share: z.number().min(0, within(0, 100)).max(100, within(0, 100)).optional(),
  figures: z.record(z.string(), z.number()).optional(),
  yearlyCost: z.number().min(0, notNegative).optional(),
}

const scheme = { ...defined, among: expression.optional(), manual: z.boolean().optional() }

function levelsOf<Shape extends z.ZodRawShape>(fields: Shape) {
  return z.array(shape({ ...level, ...fields })).min(1, said('至少要有一个级别', 'needs at least one level'))
}

const axis = shape({
  label,
  metric: text,
  cut: z.union([expression, shape({ share: fraction })], {
    error: said('此处应为公式、median 或 { share: 0.8 }', 'expected an expression, median, or { share: 0.8 }'),
  }),
})

const side = z.enum(['low', 'high'])

export const schemeShapes = {
  ladder: shape({
    ...scheme,
    variant: z.literal('ladder'),
    validityMonths: positive.optional(),
    ratchet: z.boolean().optional(),
    riseRenewsValidity: z.boolean().optional(),
    recomputeMonths: z
      .array(z.int(wholeNumber).min(1, within(1, 12)).max(12, within(1, 12)))
      .min(1, empty)
      .optional(),
    demote: z.enum(['qualifying', 'one_step', 'never']).optional(),
    levels: levelsOf({
      enter: expression.optional(),
      keep: expression.optional(),
      gap: expression.optional(),
      margin: expression.optional(),
      immediate: z.boolean().optional(),
    }),
  }),
  rank: shape({
    ...scheme,
    variant: z.literal('rank'),
    metric: text,
    tie: text.optional(),
    zeroLast: z.boolean().optional(),
    levels: levelsOf({ cut: z.number().optional(), zero: z.literal(true).optional() }),
  }),
  matrix: shape({
    ...scheme,
    variant: z.literal('matrix'),
    x: axis,
    y: axis,
    levels: levelsOf({ enter: expression.optional(), cell: shape({ x: side, y: side }).optional() }),
  }),
  rules: shape({ ...scheme, variant: z.literal('rules'), levels: levelsOf({ enter: expression }) }),
  list: shape({
    ...scheme,
    variant: z.literal('list'),
    fact: text,
    level: text,
    reason: text.optional(),
    until: text.optional(),
    levels: levelsOf({}),
  }),
  stage: shape({
    ...scheme,
    variant: z.literal('stage'),
    order: z.array(text).optional(),
    levels: levelsOf({ enter: expression.optional() }),
  }),
}
