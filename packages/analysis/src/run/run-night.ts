import type { Duck, Lake } from '@tend/lake'
import type { Pack } from '@tend/pack'
import type { Period } from '../plan/plan.ts'

export type NightOptions = {
  readonly duck: Duck
  readonly pack: Pack
  /** ISO date; only facts up to it count. */
  readonly asOf: string
  /** State folder of the latest committed run with an earlier as-of. */
  readonly previous?: string
  /** Folder to write; it appears whole or not at all. */
  readonly out: string
  readonly onProgress?: (progress: NightProgress) => void
} & (
  | { readonly lake: Lake }
  /** Relations (SQL texts that may stand behind FROM) instead of the lake's files. */
  | { readonly sources: (fact: string, period: Period) => string }
)

export type NightProgress = { readonly done: number; readonly total: number; readonly statement: string }

export type NightResult = {
  readonly customers: number
  /** Open occurrences, and those noticed by this as-of. */
  readonly moments: number
  readonly newMoments: number
  /** Customers by level, for each scheme. */
  readonly levels: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly statements: readonly { readonly name: string; readonly seconds: number }[]
}

/**
 * Runs the night: facts + pack + last state → `customer.parquet`, `moment.parquet`, `noticed.parquet` and `state.json` in `out`. The same
 * facts, pack, as-of and previous state give the same bytes.
 */
export async function runNight(options: NightOptions): Promise<NightResult> {
  throw new Error(`unfinished ${options.asOf}`)
}
