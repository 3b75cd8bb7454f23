import type { RowFilter, State, StateRow } from './state.ts'

/** Open occurrences of one customer within scope, by priority, then worth; `reason` is parsed. */
export async function momentsOf(state: State, customerId: string, scope: RowFilter): Promise<readonly OpenMoment[]> {
  throw new Error(`unfinished ${state.folder} ${customerId} ${scope.sql}`)
}

export type OpenMoment = {
  readonly moment_id: string
  readonly customer_id: string
  readonly unit_id: string
  readonly owner_id: string | null
  readonly moment: string
  readonly key: string
  readonly fired_on: string
  readonly due_on: string | null
  readonly expires_on: string
  /** Minor units. */
  readonly value: number
  readonly urgency: number
  readonly priority: number
  /** Values that the moment's sentence names, as `formatSentence` takes them. */
  readonly reason: Readonly<Record<string, unknown>>
  readonly is_new: boolean
}

/** A moment noticed by this as-of, with the columns of the wide row that were asked for. */
export type NewMoment = OpenMoment & { readonly customer: StateRow }

/**
 * The moments that this as-of noticed, in chunks, each with `columns` of its customer's wide row. For publishing, which is the only reader
 * that no person's scope bounds.
 */
export async function* newMoments(state: State, columns: readonly string[]): AsyncGenerator<readonly NewMoment[]> {
  yield Promise.reject(new Error(`unfinished ${state.folder} ${columns.length}`))
}
