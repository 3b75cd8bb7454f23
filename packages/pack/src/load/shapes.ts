import { z } from 'zod'

/** The shapes that authors write. Keys that a shape does not name are mistakes; the message of such an issue lists the known keys. */
function shape<Shape extends z.ZodRawShape>(fields: Shape) {
  const known = Object.keys(fields).join('\n')
  return z.strictObject(fields, { error: (found) => (found.code === 'unrecognized_keys' ? known : undefined) })
}

const text = z.string().min(1, 'must not be empty')
const label = shape({ zh: text, en: text })
/** CEL; a bare number or true/false in YAML is CEL as well. */
const expression = z.union([z.string(), z.number(), z.boolean()], { error: 'expected an expression' })
const whole = z.int('expected a whole number').min(0, 'must not be negative')
const positive = z.int('expected a whole number').min(1, 'must be at least 1')
const plain = z.union([z.string(), z.number(), z.boolean()], { error: 'expected a text, a number, true or false' })
const sensitivity = z.enum(['name', 'phone', 'id_number', 'email', 'address', 'sensitive'])
const texts = z.array(z.string()).min(1, 'must not be empty')

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const defined = {
  label,
  description: label.optional(),
  source: text.optional(),
  assumed: z.boolean().optional(),
}

export const packShape = shape({
  id: text,
  /** For others to extend: it may speak of a customer that only they define. */
  base: z.boolean().optional(),
  version: z.string({ error: 'expected a text: write the version in quotes' }),
  label,
  extends: z.array(text).optional(),
  timeZone: z.string().refine(isTimeZone, 'is no time zone of the IANA list, as Asia/Shanghai').optional(),
  currency: shape({
    code: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters, as in CNY'),
    decimals: whole,
  }).optional(),
  protectedAttributes: z.array(text).optional(),
})

export const columnShape = shape({
  label,
  type: z.enum(['text', 'integer', 'number', 'money', 'date', 'boolean']),
  required: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  values: z
    .union([texts, z.record(z.string(), label)], { error: 'expected a list of values, or a map from value to label' })
    .optional(),
  pattern: text.optional(),
  formats: texts.optional(),
  headers: z.array(text).optional(),
  map: z.record(z.string(), plain.nullable()).optional(),
  derive: expression.optional(),
  default: plain.optional(),
  references: text.optional(),
  sensitivity: sensitivity.optional(),
})

export const factShape = shape({
  ...defined,
  key: z.array(text),
  customer: text.optional(),
  date: text.optional(),
  delivery: z.enum(['rows', 'dates', 'all']),
  columns: z.record(z.string(), columnShape),
})

const unit = z.enum(['money', 'count', 'days', 'ratio', 'score', 'number', 'date', 'text', 'flag'])
const indicator = { ...defined, unit, chart: z.boolean().optional(), values: z.record(z.string(), label).optional() }

export const windowShapes = {
  days: shape({ days: positive, offset: whole.optional() }),
  months: shape({ months: positive, offset: whole.optional() }),
  calendar: shape({
    calendar: z.enum(['month', 'quarter', 'year']),
    offset: whole.optional(),
    count: positive.optional(),
  }),
  lifetime: shape({ lifetime: z.literal(true) }),
}

export const indicatorShapes = {
  measure: shape({
    ...indicator,
    measure: text,
    fact: text,
    where: expression.optional(),
    window: z.record(z.string(), z.unknown()).optional(),
  }),
  formula: shape({ ...indicator, formula: expression }),
  groupRate: shape({
    ...indicator,
    groupRate: shape({ by: expression, event: expression, base: expression.optional() }),
  }),
}

const level = { id: text, label, source: text.optional(), assumed: z.boolean().optional() }

export const schemeShapes = {
  ladder: shape({
    ...defined,
    variant: z.literal('ladder'),
    validityMonths: positive.optional(),
    ratchet: z.boolean().optional(),
    levels: z
      .array(shape({ ...level, enter: expression.optional(), keep: expression.optional(), gap: expression.optional() }))
      .min(1, 'needs at least one level'),
  }),
  rank: shape({
    ...defined,
    variant: z.literal('rank'),
    metric: text,
    tie: text.optional(),
    zeroLast: z.boolean().optional(),
    levels: z.array(shape({ ...level, cut: z.number() })).min(1, 'needs at least one level'),
  }),
  stage: shape({
    ...defined,
    variant: z.literal('stage'),
    levels: z.array(shape({ ...level, enter: expression.optional() })).min(1, 'needs at least one level'),
  }),
}

const moment = {
  ...defined,
  cadence: z.enum(['daily', 'weekly', 'monthly']).optional(),
  reason: label,
  priority: z.number().min(0, 'must be 0 to 100').max(100, 'must be 0 to 100'),
  ttlDays: positive,
  dedupeDays: whole,
  value: expression,
  urgency: expression,
  when: expression.optional(),
}

export const momentShapes = {
  threshold: shape({ ...moment, kind: z.literal('threshold'), when: expression }),
  change: shape({ ...moment, kind: z.literal('change'), scheme: text, direction: z.enum(['up', 'down', 'any']) }),
  calendar: shape({
    ...moment,
    kind: z.literal('calendar'),
    on: text,
    withinDays: whole,
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
}

export const playShape = shape({
  ...defined,
  on: z.array(text).min(1, 'needs at least one moment'),
  match: expression.optional(),
  contactLabel: text,
  channel: text,
  assign: z.enum(['owner', 'pool']),
  dueDays: whole,
  maxAttempts: z.int('expected a whole number').min(1, 'must be 1 to 3 (S162)').max(3, 'must be 1 to 3 (S162)'),
  retryWorkingDays: whole,
  script: label,
  checklist: z.array(label).optional(),
  outcomes: z.array(text).min(1, 'needs at least one outcome'),
})

export const outcomeShape = shape({ ...defined, result: z.enum(['success', 'failure', 'retry', 'appointment']) })

export const formShape = shape({
  ...defined,
  purpose: label,
  groups: z
    .array(shape({ id: text, label, weight: z.number().min(0, 'must not be negative') }))
    .min(1, 'needs at least one group'),
  fields: z.record(
    z.string(),
    shape({
      label,
      type: z.enum(['text', 'number', 'date', 'choice', 'choices']),
      options: z.record(z.string(), label).optional(),
      stage: z.union([z.literal(1), z.literal(2), z.literal(3)], { error: 'must be 1, 2 or 3 (S39)' }),
      group: text,
      required: z.boolean().optional(),
      sensitivity: sensitivity.optional(),
    }),
  ),
})
