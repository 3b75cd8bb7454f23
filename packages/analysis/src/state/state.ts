import type { Duck } from '@tend/lake'
import type { Pack } from '@tend/pack'

/** A row of the wide table or of the moments: numbers (money in minor units), texts, flags, dates as `YYYY-MM-DD`, null where unknown. */
export type StateRow = Readonly<Record<string, string | number | boolean | null>>

/**
 * What a person may see, as a condition over `customer_id`, `unit_id` and `owner_id`; placeholders are `$1`, `$2`, … for `params`. Every
 * query over people takes one, so that no caller can forget it.
 */
export type RowFilter = { readonly sql: string; readonly params: readonly unknown[] }

/** One committed state, open for reading. */
export type State = { readonly duck: Duck; readonly folder: string; readonly pack: Pack; readonly asOf: string }

/** A question that cannot be answered as asked: unknown column, spoilt cursor, condition with mistakes. `message` says what to do. */
export class QueryRefused extends Error {
  readonly code: 'unknown_column' | 'unknown_level' | 'bad_cursor' | 'bad_condition'
  constructor(code: QueryRefused['code'], message: string) {
    super(message)
    this.name = 'QueryRefused'
    this.code = code
  }
}

/** Opens a state folder; `pack` must be the pack that reads it (its ids name the columns). */
export async function openState(duck: Duck, folder: string, pack: Pack): Promise<State> {
  throw new Error(`unfinished ${folder} ${pack.id} ${String(duck)}`)
}
