import { duckdbDialect, type Expression, type Level, type Pack, renderSql, type Scheme, type Unit } from '@tend/pack'
import { quoteIdentifier } from '../render/sql.ts'
import { Conditions, QueryRefused, type RowFilter, relationOf, requireColumn, type State } from '../state/state.ts'

export type NearDirection = 'up' | 'down'

export type NearLineQuery = {
  readonly scheme: string
  readonly scope: RowFilter
  /** At most so far from the line; minor units for money. */
  readonly within?: number
}

export type NearLinePage = NearLineQuery & {
  readonly direction: NearDirection
  /** Only this line. */
  readonly level?: string
  readonly limit: number
  /** Behind this place of the order. */
  readonly after?: { readonly distance: number; readonly customerId: string }
}

/** One customer near a line. `line` is the level that would be entered, or the one that would be lost; `distance` in minor units for money. */
export type NearLine = {
  readonly customer_id: string
  readonly unit_id: string
  readonly owner_id: string | null
  readonly level: string | null
  readonly line: string
  readonly distance: number
}

/**
 * Customers of a ladder within scope who lack something to the next level (`up`, by the level's `gap`) or may lose something before theirs is lost
 * (`down`, by its `margin`), nearest first, ties by customer id (S173). Who already meets the next level's figure, or no longer the own one's, stands on
 * no line: the next judging day moves them. Throws `QueryRefused`.
 */
export async function listNearLine(state: State, query: NearLinePage): Promise<readonly NearLine[]> {
  const lines = linesOf(state, query.scheme, query.direction).filter(({ level }) => (query.level ?? level) === level)
  if (lines.length === 0) return []
  const { conditions, from } = nearSql(state, query, lines)
  if (query.after !== undefined) {
    const { distance, customerId } = query.after
    const place = `cast(${conditions.bind(distance)} as double)`
    conditions.add(`distance > ${place} or (distance = ${place} and customer_id > ${conditions.bind(customerId)})`)
  }
  return state.duck.rows<NearLine>(
    `select customer_id, unit_id, owner_id, level, line, distance from ${from} where ${conditions.sql}
     order by distance, customer_id limit ${query.limit}`,
    conditions.params,
  )
}

/** How many stand near each line, by direction. */
export async function countNearLine(
  state: State,
  query: NearLineQuery,
): Promise<readonly { readonly direction: NearDirection; readonly line: string; readonly customers: number }[]> {
  const counts: { direction: NearDirection; line: string; customers: number }[] = []
  for (const direction of ['up', 'down'] as const) {
    const lines = linesOf(state, query.scheme, direction)
    if (lines.length === 0) continue
    const { conditions, from } = nearSql(state, query, lines)
    const rows = await state.duck.rows<{ line: string; customers: number }>(
      `select line, count(*) as customers from ${from} where ${conditions.sql} group by 1`,
      conditions.params,
    )
    const found = new Map(rows.map(({ line, customers }) => [line, customers]))
    counts.push(...lines.map(({ level }) => ({ direction, line: level, customers: found.get(level) ?? 0 })))
  }
  return counts
}

/** Unit of a scheme's distances: that of what its gaps and margins read. */
export function distanceUnit(pack: Pack, scheme: string): Unit {
  const levels = pack.schemes.get(scheme)?.levels ?? []
  const names = levels.flatMap(({ gap, margin }) => [...(gap?.names ?? []), ...(margin?.names ?? [])])
  const units = names.map((name) => unitOf(pack, name))
  return units.find((unit) => unit === 'money') ?? units[0] ?? 'number'
}

function unitOf(pack: Pack, name: string): Unit {
  const type = pack.facts.get('customer')?.columns.find(({ id }) => id === name)?.type
  return pack.indicators.get(name)?.unit ?? (type === 'money' ? 'money' : type === 'integer' ? 'count' : 'number')
}

type Line = { readonly level: string; readonly at: string | null; readonly distance: Expression }

function linesOf(state: State, schemeId: string, direction: NearDirection): readonly Line[] {
  const scheme = state.pack.schemes.get(schemeId)
  if (scheme === undefined) throw new QueryRefused('unknown_column', `"${schemeId}" is no scheme`)
  requireColumn(state, schemeId)
  const readable = ({ names }: Expression) => names.every((name) => state.columns.has(name))
  return byRank(scheme).flatMap((level, index, levels): Line[] => {
    const distance = direction === 'up' ? level.gap : level.margin
    if (distance === undefined || !readable(distance)) return []
    return [{ level: level.id, at: direction === 'up' ? (levels[index - 1]?.id ?? null) : level.id, distance }]
  })
}

const byRank = (scheme: Scheme): readonly Level[] => [...scheme.levels].sort((a, b) => a.rank - b.rank)

function nearSql(
  state: State,
  query: NearLineQuery,
  lines: readonly Line[],
): { readonly conditions: Conditions; readonly from: string } {
  const { decimals } = state.pack.currency
  const scheme = quoteIdentifier(query.scheme)
  const scale = distanceUnit(state.pack, query.scheme) === 'money' ? 10 ** decimals : 1
  const options = { column: quoteIdentifier, asOf: state.asOf, decimals, dialect: duckdbDialect }
  const at = ({ at: level }: Line) => (level === null ? `${scheme} is null` : `${scheme} = '${level}'`)
  const distance = lines.map(
    (line) => `when ${at(line)} then round((${renderSql(line.distance, options)}) * ${scale}, 6)`,
  )
  const { among: classed } = state.pack.schemes.get(query.scheme) ?? {}
  const isReadable = classed?.names.every((name) => state.columns.has(name)) === true
  const among = classed && isReadable ? renderSql(classed, options) : 'true'
  const line = lines.map((each) => `when ${at(each)} then '${each.level}'`)
  const conditions = new Conditions(query.scope)
  conditions.add('distance > 0')
  if (query.within !== undefined) conditions.add(`distance <= cast(${conditions.bind(query.within)} as double)`)
  const levels = lines.map(({ level }) => `'${level}'`).join(', ')
  conditions.add(`line in (${levels})`)
  const from = [
    `(select customer_id, unit_id, owner_id, ${scheme} as level,`,
    `case ${line.join(' ')} end as line, cast(case ${distance.join(' ')} end as double) as distance`,
    // Whoever the scheme does not class stands before no line.
    `from ${relationOf(state, 'customer')} where ${among})`,
    'as near',
  ].join(' ')
  return { conditions, from }
}
