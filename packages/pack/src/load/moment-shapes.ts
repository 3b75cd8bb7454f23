import { z } from 'zod'
import { defined, expression, label, positive, shape, text, whole, wholeNumber, within } from './shape-parts.ts'

const moment = {
  ...defined,
  cadence: z.enum(['instant', 'daily', 'weekly', 'monthly']).optional(),
  reason: label,
  priority: z.number().min(0, within(0, 100)).max(100, within(0, 100)),
  ttlDays: positive,
  dedupeDays: whole,
  value: expression,
  urgency: expression,
  when: expression.optional(),
  yieldsTo: z.array(text).optional(),
}

const month = z.int(wholeNumber).min(1, within(1, 12)).max(12, within(1, 12))
const day = z.int(wholeNumber).min(1, within(1, 31)).max(31, within(1, 31))

export const momentShapes = {
  threshold: shape({ ...moment, kind: z.literal('threshold'), when: expression }),
  change: shape({ ...moment, kind: z.literal('change'), scheme: text, direction: z.enum(['up', 'down', 'any']) }),
  calendar: shape({
    ...moment,
    kind: z.literal('calendar'),
    on: text.optional(),
    festival: shape({ month, day }).optional(),
    withinDays: whole.optional(),
    nextMonth: z.literal(true).optional(),
    calendar: z.enum(['solar', 'lunar']).optional(),
  }),
  expiry: shape({
    ...moment,
    kind: z.literal('expiry'),
    fact: text,
    date: text,
    withinDays: whole,
    where: expression.optional(),
  }),
  fact: shape({
    ...moment,
    kind: z.literal('fact'),
    fact: text,
    where: expression.optional(),
    dueDays: whole.optional(),
  }),
}
