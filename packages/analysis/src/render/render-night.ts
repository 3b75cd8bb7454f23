import type { NightPlan, Period } from '../plan/plan.ts'
import type { Shim } from '../shim/shim.ts'

/** `name` says which station of the night the text belongs to, e.g. `measures balance`. */
export type Statement = { readonly name: string; readonly sql: string }

/** Where a night reads and writes. Relations are SQL texts that may stand behind FROM. */
export type Sources = {
  readonly fact: (id: string, period: Period) => string
  /** The last state's relations; present exactly when the plan has a previous state. */
  readonly previous?: { readonly customer: string; readonly moment: string; readonly noticed: string }
  /** Where the three results go: Parquet files in DuckDB, tables elsewhere. */
  readonly target: (result: 'customer' | 'moment' | 'noticed') => string
}

/** Turns a plan into the statements of a night, to be run in order on one connection. */
export function renderNight(plan: NightPlan, shim: Shim, sources: Sources): readonly Statement[] {
  throw new Error(`unfinished ${plan.asOf} ${shim.engine} ${String(sources)}`)
}
