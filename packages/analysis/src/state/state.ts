import { join } from 'node:path'
import type { Duck, DuckParam } from '@tend/lake'
import { customerScope, type Pack, type Unit } from '@tend/pack'
import { laddersThatCount } from '../plan/schemes.ts'
import { readStateFile } from '../run/state-file.ts'
import { duckdbShim } from '../shim/duckdb.ts'

/** A row of the wide table: numbers (money in minor units), texts, flags, dates as `YYYY-MM-DD`, null where unknown. */
export type StateRow = Readonly<Record<string, string | number | boolean | null>>

/**
 * What a person may see, as a condition over `customer_id`, `unit_id` and `owner_id`; placeholders are `$1`, `$2`, … for `params`. Every
 * query over people takes one, so that no caller can forget it.
 */
export type RowFilter = { readonly sql: string; readonly params: readonly unknown[] }

/** One committed state, open for reading. `duck` answers one question at a time. */
export type State = {
  readonly duck: Duck
  readonly folder: string
  readonly pack: Pack
  readonly asOf: string
  /** Columns of the wide row that the state holds and the pack knows, in order, with their units; reasons of levels are told of one customer at a time. */
  readonly columns: ReadonlyMap<string, Unit>
}

/** A question that cannot be answered as asked: unknown column, spoilt cursor, condition with mistakes. `message` says what to do. */
export class QueryRefused extends Error {
  readonly code: 'unknown_column' | 'unknown_level' | 'bad_cursor' | 'bad_condition' | 'bad_value'
  constructor(code: QueryRefused['code'], message: string) {
    super(message)
    this.name = 'QueryRefused'
    this.code = code
  }
}

/**
 * Opens a state folder. `pack` names the columns; one that a changed pack has and the state has not yet is absent until the next night.
 * Throws when the folder holds no state.
 */
export async function openState(duck: Duck, folder: string, pack: Pack): Promise<State> {
  const { asOf } = await readStateFile(folder)
  const units = unitsOf(pack)
  const described = await duck.rows<{ column_name: string }>(`describe select * from ${relationIn(folder, 'customer')}`)
  const columns = new Map(
    described.flatMap(({ column_name }) => {
      const unit = units.get(column_name)
      return unit === undefined ? [] : [[column_name, unit] as const]
    }),
  )
  return { duck, folder, pack, asOf, columns }
}

export function relationOf(state: State, result: 'customer' | 'moment'): string {
  return relationIn(state.folder, result)
}

function relationIn(folder: string, result: 'customer' | 'moment'): string {
  return duckdbShim.source(join(folder, `${result}.parquet`))
}

function unitsOf(pack: Pack): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>([...customerScope(pack)].map(([name, { unit }]) => [name, unit]))
  for (const id of pack.schemes.keys()) {
    units.set(`${id}_since`, 'date')
    units.set(`${id}_until`, 'date')
  }
  for (const id of laddersThatCount(pack)) {
    units.set(`${id}_period`, 'date')
    units.set(`${id}_restart`, 'date')
  }
  return units
}

/** The unit of a column; throws `QueryRefused` for one that the state has not. */
export function requireColumn(state: State, name: string): Unit {
  const unit = state.columns.get(name)
  if (unit === undefined) throw new QueryRefused('unknown_column', `there is no column "${name}" in this state`)
  return unit
}

/** Conditions and their parameters, numbered on from those of the scope. */
export class Conditions {
  readonly params: DuckParam[]
  private readonly texts: string[]

  constructor(scope: RowFilter) {
    this.texts = [`(${scope.sql})`]
    this.params = [...scope.params] as DuckParam[]
  }

  /** Binds a value and answers with its placeholder. */
  bind(value: DuckParam): string {
    this.params.push(value)
    return `$${this.params.length}`
  }

  add(text: string): void {
    this.texts.push(`(${text})`)
  }

  get sql(): string {
    return this.texts.join(' and ')
  }
}

/** Values as the row promises them; a whole number beyond 2^53 loses its last digits and nothing else. */
export function plainRow(row: Readonly<Record<string, unknown>>): StateRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  ) as StateRow
}
