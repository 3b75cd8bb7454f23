import { z } from 'zod'

/** A map whose other keys are mistakes; the message of such an issue lists the known keys. */
export function shape<Shape extends z.ZodRawShape>(fields: Shape) {
  const known = Object.keys(fields).join('\n')
  return z.strictObject(fields, { error: (found) => (found.code === 'unrecognized_keys' ? known : undefined) })
}

export const text = z.string().min(1, 'must not be empty')
export const label = shape({ zh: text, en: text })
/** CEL; a bare number or true/false in YAML is CEL as well. */
export const expression = z.union([z.string(), z.number(), z.boolean()], { error: 'expected an expression' })
export const whole = z.int('expected a whole number').min(0, 'must not be negative')
export const positive = z.int('expected a whole number').min(1, 'must be at least 1')
export const plain = z.union([z.string(), z.number(), z.boolean()], {
  error: 'expected a text, a number, true or false',
})
export const sensitivity = z.enum(['name', 'phone', 'id_number', 'email', 'address', 'sensitive'])
export const texts = z.array(z.string()).min(1, 'must not be empty')
export const labels = z.record(z.string(), label)
/** A share of customers, more than none and fewer than all. */
export const fraction = z.number().gt(0, 'must be between 0 and 1').lt(1, 'must be between 0 and 1')

export const defined = {
  label,
  description: label.optional(),
  source: text.optional(),
  assumed: z.boolean().optional(),
}
