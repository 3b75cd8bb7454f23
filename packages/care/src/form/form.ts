import type { Form } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import type { Scope } from '../access/scope.ts'
import type { Command, Refusal } from '../command.ts'
import { unfinished } from '../unfinished.ts'

export type AnswerValue = string | number | readonly string[]
export type Answer = {
  readonly field: string
  readonly value: AnswerValue | null
  readonly answered_at: string
  readonly answered_by: string
}
export type FormState = {
  /** The latest answer of every answered field. */
  readonly answers: readonly Answer[]
  /** 0–1 (S16, golden B8). */
  readonly completeness: number
  /** The stage to ask next (S39, golden B21): 1 until its fields are answered, then 2, then 3. */
  readonly stage: 1 | 2 | 3
}

/** Share of answered fields in each group, weighted by the groups' weights. */
export const completenessOf = (_form: Form, _answered: ReadonlySet<string>): number => unfinished()
/** Saves answers; null withdraws one. Values are checked against the fields; the purpose must have been shown (X02). */
export const saveAnswers = async (
  _store: Store,
  _command: Command,
  _scope: Scope,
  _form: Form,
  _input: {
    readonly customerId: string
    readonly answers: Readonly<Record<string, AnswerValue | null>>
    readonly isPurposeShown: boolean
  },
): Promise<{ readonly kind: 'done'; readonly saved: number } | Refusal> => unfinished()
export const readForm = async (_db: Db, _form: Form, _customerId: string): Promise<FormState> => unfinished()
export const listAnswerHistory = async (
  _db: Db,
  _input: { readonly customerId: string; readonly form: string; readonly field: string },
): Promise<Answer[]> => unfinished()
