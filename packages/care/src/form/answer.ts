import type { FormField } from '@tend/pack'

export type AnswerValue = string | number | readonly string[]

const textLengthMax = 4000

/** The value as it is kept, or undefined where the field does not take it. */
export const checkAnswer = (field: FormField, value: unknown): AnswerValue | undefined => {
  switch (field.type) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' && value.length <= textLengthMax
        ? value.trim()
        : undefined
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'date':
      return typeof value === 'string' && isDay(value) ? value : undefined
    case 'choice':
      return typeof value === 'string' && isOption(field, value) ? value : undefined
    case 'choices':
      return Array.isArray(value) &&
        value.length > 0 &&
        value.every((one) => typeof one === 'string' && isOption(field, one))
        ? [...new Set<string>(value)]
        : undefined
  }
}

const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value)

const isOption = (field: FormField, value: string): boolean =>
  field.options?.some((option) => option.id === value) ?? false
