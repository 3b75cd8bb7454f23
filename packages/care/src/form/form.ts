import { isDeepStrictEqual } from 'node:util'
import type { Form } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findCustomer } from '../party/customer.ts'
import { type AnswerValue, checkAnswer } from './answer.ts'
import { completenessOf, stageOf } from './completeness.ts'

/** `value` null: withdrawn, or asked and declined. */
export type Answer = {
  readonly field: string
  readonly value: AnswerValue | null
  readonly answered_at: string
  readonly answered_by: string
}

export type FormState = {
  /** The latest answer of every field that was asked. */
  readonly answers: readonly Answer[]
  /** 0–1 (S16, golden B8). */
  readonly completeness: number
  /** The stage to ask next (S39, golden B21). */
  readonly stage: 1 | 2 | 3
}

export type SaveAnswersInput = {
  readonly customerId: string
  readonly answers: Readonly<Record<string, AnswerValue | null>>
  /** The person told the customer what the answers are for, as the form's `purpose` says (X02); nothing is kept without. */
  readonly isPurposeShown: boolean
}

/** Saves the answers that differ from the latest ones; earlier ones stay as history. `detail` of a refusal names the field. */
export const saveAnswers = (
  store: Store,
  command: Command,
  scope: Scope,
  form: Form,
  input: SaveAnswersInput,
): Promise<{ readonly kind: 'done'; readonly saved: number } | Refusal> =>
  runOnce(store, command, { name: 'saveAnswers', input: { form: form.id, ...input } }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'profile.edit')) return refuse('forbidden')
    if (!input.isPurposeShown) return refuse('reason_required', 'purpose')
    if ((await findCustomer(tx, scope, input.customerId)) === undefined) return refuse('not_found')
    const checked = checkAnswers(form, input.answers)
    if (checked.kind === 'refused') return checked

    const latest = new Map((await latestAnswers(tx, form.id, input.customerId)).map((answer) => [answer.field, answer]))
    const changed = checked.answers.filter(({ field, value }) => {
      const before = latest.get(field)
      return before === undefined || !isDeepStrictEqual(before.value, value)
    })
    if (changed.length === 0) return { kind: 'done', saved: 0 }
    await tx.execute(
      `insert into form_answer (customer_id, form, field, value, answered_at, answered_by)
       select $1, $2, field, nullif(value, 'null'), $4, $5 from jsonb_to_recordset($3) as answer (field text, value jsonb)`,
      [input.customerId, form.id, JSON.stringify(changed), now, actor.userId],
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'form.save',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { form: form.id, fields: changed.map((answer) => answer.field) },
    })
    return { kind: 'done', saved: changed.length }
  })

type Checked = { readonly kind: 'checked'; readonly answers: { field: string; value: AnswerValue | null }[] } | Refusal

const checkAnswers = (form: Form, answers: SaveAnswersInput['answers']): Checked => {
  const fields = new Map(form.fields.map((field) => [field.id, field]))
  const checked: { field: string; value: AnswerValue | null }[] = []
  for (const [id, given] of Object.entries(answers)) {
    const field = fields.get(id)
    if (field === undefined) return refuse('unknown_field', id)
    const value = given === null ? null : checkAnswer(field, given)
    if (value === undefined) return refuse('invalid_value', id)
    checked.push({ field: id, value })
  }
  return { kind: 'checked', answers: checked }
}

export const readForm = async (db: Db, form: Form, customerId: string): Promise<FormState> => {
  const known = new Set(form.fields.map((field) => field.id))
  const answers = (await latestAnswers(db, form.id, customerId)).filter((answer) => known.has(answer.field))
  const asked = new Set(answers.map((answer) => answer.field))
  const answered = new Set(answers.filter((answer) => answer.value !== null).map((answer) => answer.field))
  return { answers, completeness: completenessOf(form, answered), stage: stageOf(form, answered, asked) }
}

const latestAnswers = (db: Db, form: string, customerId: string): Promise<Answer[]> =>
  db.query<Answer>(
    `select distinct on (field) field, value, answered_at, answered_by from form_answer
     where customer_id = $1 and form = $2
     order by field, answer_id desc`,
    [customerId, form],
  )

/** Every answer that a field ever had, newest first. */
export const listAnswerHistory = (
  db: Db,
  { customerId, form, field }: { readonly customerId: string; readonly form: string; readonly field: string },
): Promise<Answer[]> =>
  db.query<Answer>(
    `select field, value, answered_at, answered_by from form_answer
     where customer_id = $1 and form = $2 and field = $3
     order by answer_id desc`,
    [customerId, form, field],
  )
