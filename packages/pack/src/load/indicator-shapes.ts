import { z } from 'zod'
import { defined, expression, fraction, labels, positive, shape, text, whole } from './shape-parts.ts'

const unit = z.enum(['money', 'count', 'days', 'ratio', 'score', 'number', 'date', 'text', 'flag'])
const indicator = { ...defined, unit, chart: z.boolean().optional(), values: labels.optional() }

export const windowShapes = {
  days: shape({ days: positive, offset: whole.optional() }),
  months: shape({ months: positive, offset: whole.optional() }),
  calendar: shape({
    calendar: z.enum(['month', 'quarter', 'year']),
    offset: whole.optional(),
    count: positive.optional(),
  }),
  sinceLevel: shape({ sinceLevel: text }),
  sinceDemotion: shape({ sinceDemotion: text }),
  lifetime: shape({ lifetime: z.literal(true) }),
}

export const indicatorShapes = {
  measure: shape({
    ...indicator,
    measure: text,
    fact: text,
    where: expression.optional(),
    per: text.optional(),
    window: z.record(z.string(), z.unknown()).optional(),
  }),
  formula: shape({ ...indicator, formula: expression }),
  groupRate: shape({
    ...indicator,
    groupRate: shape({ by: expression, event: expression, base: expression.optional() }),
  }),
  population: shape({
    ...indicator,
    population: shape({
      function: z.enum(['sum', 'mean', 'count', 'quantile']),
      of: expression.optional(),
      share: fraction.optional(),
      among: expression.optional(),
      by: expression.optional(),
    }),
  }),
  model: shape({
    ...indicator,
    model: shape({
      id: text,
      output: z.enum([
        'segment',
        'distance',
        'points',
        'probability',
        'p_alive',
        'expected_purchases',
        'expected_value',
      ]),
    }),
  }),
}
