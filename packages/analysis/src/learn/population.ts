import type { Expression } from '@tend/pack'
import type { State } from '../state/state.ts'
import type { BinShares, Feature } from './artifact.ts'
import { type Binning, binCount, renderBins } from './binning.ts'
import { customersOf, renderAmong, stateContext } from './columns.ts'
import { isNumeric, renderFeature } from './feature-values.ts'

/** A figure of the wide row whose spread over customers is watched. */
export type Watched = { readonly name: string; readonly sql: string; readonly binning: Binning }

const bins = 10

/** Shares of customers by bin, for each figure. */
export async function measureShares(
  state: State,
  among: Expression | undefined,
  watched: readonly Watched[],
): Promise<readonly BinShares[]> {
  const shares: BinShares[] = []
  for (const { name, sql, binning } of watched) {
    const bin = renderBins(sql, binning, String, stateContext(state))
    const counted = await state.duck.rows<{ bin: number; customers: number }>(
      `select ${bin} as bin, count(*) as customers from ${customersOf(state)} where ${renderAmong(state, among)} group by 1`,
    )
    const total = counted.reduce((sum, { customers }) => sum + customers, 0)
    const of = new Map(counted.map((row) => [Number(row.bin), row.customers]))
    const found = Array.from({ length: binCount(binning) }, (_, place) => (of.get(place) ?? 0) / Math.max(1, total))
    shares.push({ name, binning, shares: found })
  }
  return shares
}

/** A feature in tenths of today's customers; of a flag its two values, of a text the frequent ones. */
export async function watchFeature(state: State, among: Expression | undefined, feature: Feature): Promise<Watched> {
  const sql = renderFeature(feature, stateContext(state))
  if (isNumeric(feature)) return watchNumber(state, among, feature.name, sql)
  const values = await state.duck.rows<{ value: string }>(
    `select value from (select ${sql} as value from ${customersOf(state)} where ${renderAmong(state, among)})
     where value is not null group by 1 order by count(*) desc, 1 limit 20`,
  )
  return { name: feature.name, sql, binning: { kind: 'values', values: values.map(({ value }) => value) } }
}

/** A number in tenths of today's customers. */
export async function watchNumber(
  state: State,
  among: Expression | undefined,
  name: string,
  sql: string,
): Promise<Watched> {
  const tenths = Array.from(
    { length: bins },
    (_, i) => `percentile_disc(${(i + 1) / bins}) within group (order by value) as t${i}`,
  )
  const [row] = await state.duck.rows<Record<string, number | null>>(
    `select ${tenths.join(', ')} from (select ${sql} as value from ${customersOf(state)} where ${renderAmong(state, among)}) where value is not null`,
  )
  const found = Object.values(row ?? {}).flatMap((cut) => (cut === null ? [] : [cut]))
  const cuts = [...new Set(found.slice(0, -1))].filter((cut) => cut !== found.at(-1))
  return { name, sql, binning: { kind: 'cuts', cuts } }
}
