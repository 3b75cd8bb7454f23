import { z } from 'zod'
import {
  defined,
  expression,
  label,
  labels,
  notNegative,
  plain,
  positive,
  said,
  sensitivity,
  shape,
  text,
  texts,
  whole,
} from './shape-parts.ts'
import { workShape } from './work-shape.ts'

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const packShape = shape({
  id: text,
  /** For others to extend: it may speak of a customer that only they define. */
  base: z.boolean().optional(),
  version: z.string(),
  label,
  extends: z.array(text).optional(),
  timeZone: z
    .string()
    .refine(
      isTimeZone,
      said(
        '没有这个时区，请按 IANA 时区表填写，如 Asia/Shanghai',
        'is no time zone of the IANA list, as Asia/Shanghai',
      ),
    )
    .optional(),
  currency: shape({
    code: z.string().regex(/^[A-Z]{3}$/, said('应为三个大写字母，如 CNY', 'must be three capital letters, as in CNY')),
    decimals: whole,
  }).optional(),
  protectedAttributes: z.array(text).optional(),
  departure: text.optional(),
  institution: text.optional(),
  tasksPerDay: positive.optional(),
  work: workShape.optional(),
})

export const columnShape = shape({
  label,
  type: z.enum(['text', 'integer', 'number', 'money', 'date', 'boolean']),
  required: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  values: z
    .union([texts, labels], {
      error: said('此处应为取值的列表，或逐个取值写出名称', 'expected a list of values, or a map from value to label'),
    })
    .optional(),
  pattern: text.optional(),
  formats: texts.optional(),
  headers: z.array(text).optional(),
  map: z.record(z.string(), plain.nullable()).optional(),
  derive: expression.optional(),
  default: plain.optional(),
  references: text.optional(),
  sensitivity: sensitivity.optional(),
  afterOutcome: z.boolean().optional(),
})

const columns = z.record(z.string(), columnShape)

/** Columns for a fact of an extended pack. */
export const additionShape = shape({ adds: z.literal(true), columns })

export const factShape = shape({
  ...defined,
  key: z.array(text),
  customer: text.optional(),
  date: text.optional(),
  delivery: z.enum(['rows', 'dates', 'all']),
  columns,
})

export const guardShape = shape({
  ...defined,
  scheme: text,
  classes: labels,
  rules: z.record(z.string(), z.record(z.string(), z.enum(['allowed', 'on_request', 'blocked']))),
})

export const outcomeShape = shape({
  ...defined,
  result: z.enum(['success', 'failure', 'retry', 'appointment']),
  refusal: z.enum(['cool_off', 'withdraw']).optional(),
})

export const formShape = shape({
  ...defined,
  purpose: label,
  groups: z
    .array(shape({ id: text, label, weight: z.number().min(0, notNegative) }))
    .min(1, said('至少要有一个分组', 'needs at least one group')),
  fields: z.record(
    z.string(),
    shape({
      label,
      type: z.enum(['text', 'number', 'date', 'choice', 'choices']),
      options: z.record(z.string(), label).optional(),
      stage: z.union([z.literal(1), z.literal(2), z.literal(3)], {
        error: said('应为 1、2 或 3（S39）', 'must be 1, 2 or 3 (S39)'),
      }),
      group: text,
      required: z.boolean().optional(),
      sensitivity: sensitivity.optional(),
    }),
  ),
})
