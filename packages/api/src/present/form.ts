import { type Actor, type FormState as CareFormState, maskValue } from '@tend/care'
import type { FormState } from '@tend/contract'
import type { Form } from '@tend/pack'
import type { Directory } from '../directory.ts'

/** A form's answers as the reader may see them: each is masked by the class of its field. */
export function presentForm(actor: Actor, form: Form, state: CareFormState, directory: Directory): FormState {
  const fields = new Map(form.fields.map((field) => [field.id, field]))
  const answers = state.answers.flatMap(({ field, value, answered_at, answered_by }) => {
    const definition = fields.get(field)
    if (definition === undefined) return []
    const { sensitivity } = definition
    const shown =
      sensitivity === undefined || value === null ? value : maskValue(actor.role, sensitivity, String(value))
    const answer = {
      value: typeof shown === 'object' && shown !== null ? [...shown] : shown,
      answeredAt: answered_at,
      answeredBy: directory.staffName(answered_by),
    }
    return [[field, answer] as const]
  })
  return { form: form.id, answers: Object.fromEntries(answers), completeness: state.completeness, stage: state.stage }
}
