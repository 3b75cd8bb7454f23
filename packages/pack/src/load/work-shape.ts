import { z } from 'zod'
import { clock, expression, positive, said, shape } from './shape-parts.ts'

/** `work:` of `pack.yaml`; what a pack leaves out it inherits. */
export const workShape = shape({
  timeBands: shape({ morning: clock, afternoon: clock, evening: clock }).optional(),
  overdueDays: z
    .array(positive)
    .length(3, said('应为三个天数，如 [3, 5, 7]', 'must be three days, as in [3, 5, 7]'))
    .optional(),
  unowned: z.enum(['people', 'pool']).optional(),
  minutesPerDay: positive.optional(),
  priority: expression.optional(),
  serviceValue: expression.optional(),
})
