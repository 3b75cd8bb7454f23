import type { Duck, Lake } from '@tend/lake'
import type { Pack } from '@tend/pack'

export type SeriesQuery = {
  readonly customerId: string
  /** Indicator ids; measures, and derived indicators that rest on measures alone. */
  readonly indicators: readonly string[]
  readonly asOf: string
  /** Points, one a month end, the last at `asOf`; 24 without it. */
  readonly months?: number
}

export type Series = {
  readonly indicator: string
  readonly points: readonly { readonly date: string; readonly value: number | null }[]
}

/** An indicator's value at each month end, by the same definition as the night's. Reads the facts of one customer; the caller checks scope. */
export async function customerSeries(
  duck: Duck,
  lake: Lake,
  pack: Pack,
  query: SeriesQuery,
): Promise<readonly Series[]> {
  throw new Error(`unfinished ${String(duck)} ${String(lake)} ${pack.id} ${query.customerId}`)
}
