import type { Catalogue, FormState } from '@tend/contract'
import dayjs, { type Dayjs } from 'dayjs'
import type { Label } from '../../i18n/index.ts'

export type Answer = FormState['answers'][string]['value']
type FormDefinition = Catalogue['forms'][number]
type Field = FormDefinition['fields'][number]

export const valuesOf = ({ answers }: Pick<FormState, 'answers'>): Readonly<Record<string, Answer>> =>
  Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value]))

export const latestAnswer = ({ answers }: Pick<FormState, 'answers'>): FormState['answers'][string] | undefined =>
  Object.values(answers).reduce<FormState['answers'][string] | undefined>(
    (latest, answer) => (latest && latest.answeredAt >= answer.answeredAt ? latest : answer),
    undefined,
  )

export const isAnswered = (answer: Answer | undefined): boolean =>
  answer !== undefined && answer !== null && answer !== '' && !(Array.isArray(answer) && answer.length === 0)

/** How many fields of a group are answered. */
export const filledOf = (
  form: Pick<FormDefinition, 'fields'>,
  group: string,
  answers: Readonly<Record<string, Answer>>,
): { readonly filled: number; readonly total: number } => {
  const fields = form.fields.filter((field) => field.group === group)
  return { filled: fields.filter(({ id }) => isAnswered(answers[id])).length, total: fields.length }
}

export const stagesOf = (form: Pick<FormDefinition, 'fields'>): readonly number[] =>
  [...new Set(form.fields.map(({ stage }) => stage))].sort((a, b) => a - b)

/** An answer as its input holds it. */
export const toField = (
  field: Field,
  answer: Answer | undefined,
): string | number | string[] | Dayjs | null | undefined => {
  if (answer === undefined || answer === null) return field.type === 'choices' ? [] : undefined
  return field.type === 'date' && typeof answer === 'string' ? dayjs(answer) : answer
}

/** What an input holds as an answer; emptied fields are null, which clears them. */
export const fromField = (field: Field, value: unknown): Answer => {
  if (field.type === 'date') return dayjs.isDayjs(value) ? value.format('YYYY-MM-DD') : null
  if (Array.isArray(value)) return value.length > 0 ? value.map(String) : null
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Only what differs from what is stored travels: a field that somebody else filled in meanwhile stays theirs. */
export const changedAnswers = (
  before: Readonly<Record<string, Answer>>,
  after: Readonly<Record<string, Answer>>,
): Record<string, Answer> =>
  Object.fromEntries(
    Object.entries(after).filter(([id, answer]) => JSON.stringify(answer) !== JSON.stringify(before[id] ?? null)),
  )

/** An answer in words; undefined where there is none. */
export const writtenAnswer = (
  field: Field,
  answer: Answer | undefined,
  name: (label: Label) => string,
  comma: string,
): string | undefined => {
  if (answer === undefined || answer === null || answer === '') return undefined
  const word = (id: string): string => {
    const option = field.options.find((each) => each.id === id)
    return option ? name(option.label) : id
  }
  return Array.isArray(answer)
    ? answer.map(word).join(comma)
    : typeof answer === 'string'
      ? word(answer)
      : String(answer)
}
