import { z } from 'zod'
import type { Label } from '../definitions.ts'

/** What a shape says of a value. zod carries one text: both languages stand in it, a line each. */
export function said(zh: string, en: string): string {
  return `${zh}\n${en}`
}

/** Both languages of what a shape said; what zod itself said has one line, which nobody shall read. */
export function saidBy(message: string): Label {
  const [zh = '', en] = message.split('\n')
  return en === undefined ? { zh: '此处的内容不符合要求', en: 'this cannot stand here' } : { zh, en }
}

export const empty = said('不能为空', 'must not be empty')
export const notNegative = said('不能是负数', 'must not be negative')
export const wholeNumber = said('此处应为整数', 'expected a whole number')

/** A figure within bounds, both included. */
export function within(low: number, high: number): string {
  return said(`应在 ${low} 到 ${high} 之间`, `must be ${low} to ${high}`)
}

export function atLeast(low: number): string {
  return said(`至少为 ${low}`, `must be at least ${low}`)
}

const share = said('应大于 0 且小于 1', 'must be between 0 and 1')

/** A map whose other keys are mistakes; the message of such an issue lists the known keys. */
export function shape<Shape extends z.ZodRawShape>(fields: Shape) {
  const known = Object.keys(fields).join('\n')
  return z.strictObject(fields, { error: (found) => (found.code === 'unrecognized_keys' ? known : undefined) })
}

export const text = z.string().min(1, empty)
export const label = shape({ zh: text, en: text })
/** CEL; a bare number or true/false in YAML is CEL as well. */
export const expression = z.union([z.string(), z.number(), z.boolean()], {
  error: said('此处应为公式或条件', 'expected an expression'),
})
export const whole = z.int(wholeNumber).min(0, notNegative)
export const positive = z.int(wholeNumber).min(1, atLeast(1))
export const plain = z.union([z.string(), z.number(), z.boolean()], {
  error: said('此处应为文本、数字、true 或 false', 'expected a text, a number, true or false'),
})
export const sensitivity = z.enum(['name', 'phone', 'id_number', 'email', 'address', 'sensitive'])
export const texts = z.array(z.string()).min(1, empty)
export const labels = z.record(z.string(), label)
/** A share of customers, more than none and fewer than all. */
export const fraction = z.number().gt(0, share).lt(1, share)

export const defined = {
  label,
  description: label.optional(),
  source: text.optional(),
  assumed: z.boolean().optional(),
}

/** A time of day on the local clock. */
export const clock = z
  .string()
  .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, said('应为几点几分，如 "09:00"', 'must be a time of day, as in "09:00"'))

/** Scheme → levels: whom something is for. */
export const levelsByScheme = z.record(z.string(), z.array(text).min(1, empty))
