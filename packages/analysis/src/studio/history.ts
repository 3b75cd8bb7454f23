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

/** A stretch whose reason is still to be read: in the row of its last night, and in what that night carried on. */
type Found = Omit<LevelStretch, 'reason'> & { readonly folder: string; readonly row: StateRow }

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
  const stretches = new Map<string, Found[]>()
  for (const state of earliestFirst) {
    const row = await rowIn(duck, state, customerId, schemes)
    if (row === undefined) continue
    for (const scheme of schemes) {
      if (scheme in row) stretches.set(scheme, extend(stretches.get(scheme) ?? [], stretchOf(scheme, row, state)))
    }
  }
  const found = [...stretches.values()].flatMap((list) => list.toReversed())
  const told = new Map<string, StateRow>()
  for (const { folder, row } of found) {
    if (!told.has(folder)) told.set(folder, (await withReasons(duck, folder, schemes, [row]))[0] ?? row)
  }
  return found.map(({ folder, row, ...stretch }) => ({
    ...stretch,
    reason: JSON.parse(textIn(told.get(folder) ?? row, `${stretch.scheme}_reason`) ?? '{}'),
  }))
}

function stretchOf(scheme: string, row: StateRow, { asOf, folder, packHash }: JudgedState): Found {
  const since = textIn(row, `${scheme}_since`)
  return { scheme, level: textIn(row, scheme), from: asOf, to: asOf, since, packHash, folder, row }
}

function textIn(row: StateRow, column: string): string | null {
  const value = row[column]
  return typeof value === 'string' ? value : null
}

function extend(known: readonly Found[], next: Found): Found[] {
  const last = known.at(-1)
  const isSame = last?.level === next.level && last.packHash === next.packHash && last.since === next.since
  return isSame && last ? [...known.slice(0, -1), { ...next, from: last.from }] : [...known, next]
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
  return row && plainRow(row)
}

/** Schemes of several packs, those of the first one first. */
export const schemesOf = (packs: readonly Pack[]): readonly string[] => [
  ...new Set(packs.flatMap((pack) => [...pack.schemes.keys()])),
]
