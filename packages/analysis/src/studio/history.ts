import { join } from 'node:path'
import type { Duck } from '@tend/lake'
import type { Pack } from '@tend/pack'
import { quoteIdentifier } from '../render/sql.ts'
import { withReasons } from '../state/reasons.ts'
import { plainRow, type StateRow } from '../state/state.ts'

/** One night that judged, latest first in lists. */
export type JudgedState = { readonly asOf: string; readonly folder: string; readonly packHash: string }

/** A stretch of nights that said the same of a customer in one scheme under one pack. */
export type LevelStretch = {
  readonly scheme: string
  readonly level: string | null
  readonly from: string
  readonly to: string
  readonly since: string | null
  readonly packHash: string
  readonly reason: Readonly<Record<string, unknown>>
}

/**
 * A customer's levels over committed states, latest first, nights that say the same told once. Scope is the caller's: it answers for whoever is named.
 * A scheme that a state has not is left out for it.
 */
export async function levelHistory(
  duck: Duck,
  states: readonly JudgedState[],
  { customerId, schemes }: { readonly customerId: string; readonly schemes: readonly string[] },
): Promise<readonly LevelStretch[]> {
  const earliestFirst = [...states].sort((a, b) => (a.asOf < b.asOf ? -1 : 1))
  const stretches = new Map<string, LevelStretch[]>()
  for (const state of earliestFirst) {
    const row = await rowIn(duck, state, customerId, schemes)
    if (row === undefined) continue
    for (const scheme of schemes) {
      if (!(scheme in row)) continue
      const known = stretches.get(scheme) ?? []
      stretches.set(scheme, extend(known, stretchOf(scheme, row, state)))
    }
  }
  return [...stretches.values()].flatMap((list) => [...list].reverse())
}

function stretchOf(scheme: string, row: StateRow, { asOf, packHash }: JudgedState): LevelStretch {
  const text = (column: string): string | null => (typeof row[column] === 'string' ? String(row[column]) : null)
  return {
    scheme,
    level: text(scheme),
    from: asOf,
    to: asOf,
    since: text(`${scheme}_since`),
    packHash,
    reason: JSON.parse(text(`${scheme}_reason`) ?? '{}') as Readonly<Record<string, unknown>>,
  }
}

function extend(known: LevelStretch[], next: LevelStretch): LevelStretch[] {
  const last = known.at(-1)
  const isSame = last?.level === next.level && last.packHash === next.packHash && last.since === next.since
  return isSame && last ? [...known.slice(0, -1), { ...last, to: next.to, reason: next.reason }] : [...known, next]
}

async function rowIn(
  duck: Duck,
  { folder }: JudgedState,
  customerId: string,
  schemes: readonly string[],
): Promise<StateRow | undefined> {
  const file = `read_parquet('${join(folder, 'customer.parquet').replaceAll("'", "''")}')`
  const described = await duck.rows<{ column_name: string }>(`describe select * from ${file}`)
  const wanted = schemes.flatMap((scheme) => [scheme, `${scheme}_since`, `${scheme}_reason`])
  const there = described.map(({ column_name }) => column_name).filter((name) => wanted.includes(name))
  const [row] = await duck.rows<Record<string, unknown>>(
    `select ${['customer_id', ...there].map(quoteIdentifier).join(', ')} from ${file} where customer_id = $1`,
    [customerId],
  )
  const [told] = await withReasons(duck, folder, schemes, row ? [plainRow(row)] : [])
  return told
}

/** Schemes of several packs, those of the first one first. */
export const schemesOf = (packs: readonly Pack[]): readonly string[] => [
  ...new Set(packs.flatMap((pack) => [...pack.schemes.keys()])),
]
