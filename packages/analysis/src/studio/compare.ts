import type { Duck } from '@tend/lake'
import type { Label, Pack, Scheme, Unit } from '@tend/pack'
import { quoteIdentifier } from '../render/sql.ts'
import { plainRow, relationOf, type State, type StateRow } from '../state/state.ts'
import { type Direction, directionOf, isOrdered, type LevelName, levelNames } from './level-order.ts'
import { namingOf } from './words.ts'

/** How two states of one day differ, `before` under the pack in force and `after` under a draft. Money in minor units. */
export type Comparison = {
  readonly customers: number
  /** Customers at the same level in every scheme. */
  readonly unchanged: number
  /** Schemes in which somebody moves, or whose yearly cost differs. */
  readonly schemes: readonly SchemeComparison[]
  readonly moments: readonly {
    readonly moment: string
    readonly label: Label
    readonly before: number
    readonly after: number
  }[]
  readonly affected: readonly Affected[]
}

export type SchemeComparison = {
  readonly scheme: string
  readonly label: Label
  readonly levels: readonly LevelName[]
  readonly matrix: readonly { readonly from: string | null; readonly to: string | null; readonly customers: number }[]
  readonly risers: number
  readonly fallers: number
  readonly unchanged: number
  /** Moves that are neither up nor down. */
  readonly others: number
  readonly byUnit: readonly { readonly id: string; readonly risers: number; readonly fallers: number }[]
  readonly byOwner: readonly { readonly id: string | null; readonly risers: number; readonly fallers: number }[]
  readonly cost: { readonly beforeMinor: number; readonly afterMinor: number } | null
}

/** One who moves, with the values that the draft's rule reads. Personal: for a reader's masks to be applied. */
export type Affected = {
  readonly customerId: string
  readonly unitId: string
  readonly ownerId: string | null
  readonly scheme: string
  readonly from: LevelName | null
  readonly to: LevelName | null
  readonly direction: Direction
  readonly values: readonly {
    readonly id: string
    readonly label: Label
    readonly unit: Unit
    readonly value: StateRow[string]
  }[]
}

const affectedMax = 100

/**
 * Compares two states of the same as-of and facts. The most affected are those who move furthest, then those with the most money in what the
 * scheme looks at. No person's scope bounds it: who shows the result applies one.
 */
export async function compareStates(before: State, after: State): Promise<Comparison> {
  const duck = await after.duck.session()
  try {
    const ids = [...new Set([...before.pack.schemes.keys(), ...after.pack.schemes.keys()])].sort()
    await duck.run(`create temp table sides as ${sidesSql(before, after, ids)}`)
    const schemes: SchemeComparison[] = []
    const affected: Found[] = []
    for (const id of ids) {
      const compared = await compareScheme(duck, id, before.pack, after.pack)
      const isCostly = compared.cost !== null && compared.cost.beforeMinor !== compared.cost.afterMinor
      if (compared.matrix.every(({ from, to }) => from === to) && !isCostly) continue
      schemes.push(compared)
      affected.push(...(await mostAffected(duck, compared, after)))
    }
    affected.sort((a, b) => b.jump - a.jump || (a.customerId < b.customerId ? -1 : 1))
    return {
      ...(await countHeads(duck, ids)),
      schemes,
      moments: await compareMoments(duck, before, after),
      affected: await withValues(duck, affected.slice(0, affectedMax), after),
    }
  } finally {
    await duck.run('drop table if exists sides')
    duck.close()
  }
}

const beforeColumn = (scheme: string): string => quoteIdentifier(`${scheme}:before`)
const afterColumn = (scheme: string): string => quoteIdentifier(`${scheme}:after`)

function sidesSql(before: State, after: State, schemes: readonly string[]): string {
  const column = (state: State, alias: string, scheme: string) =>
    state.columns.has(scheme) ? `${alias}.${quoteIdentifier(scheme)}` : 'cast(null as varchar)'
  const columns = schemes.flatMap((scheme) => [
    `${column(before, 'b', scheme)} as ${beforeColumn(scheme)}`,
    `${column(after, 'a', scheme)} as ${afterColumn(scheme)}`,
  ])
  return [
    `select ${['a.customer_id', 'a.unit_id', 'a.owner_id', ...columns].join(', ')}`,
    `from ${relationOf(after, 'customer')} a left join ${relationOf(before, 'customer')} b on b.customer_id = a.customer_id`,
  ].join('\n')
}

async function countHeads(duck: Duck, schemes: readonly string[]): Promise<{ customers: number; unchanged: number }> {
  const same =
    schemes.map((id) => `${beforeColumn(id)} is not distinct from ${afterColumn(id)}`).join(' and ') || 'true'
  const [row] = await duck.rows<{ customers: number; unchanged: number }>(
    `select count(*) as customers, count(*) filter (where ${same}) as unchanged from sides`,
  )
  return row ?? { customers: 0, unchanged: 0 }
}

async function compareScheme(duck: Duck, id: string, before: Pack, after: Pack): Promise<SchemeComparison> {
  const [old, now] = [before.schemes.get(id), after.schemes.get(id)]
  const moves = await duck.rows<Move & { customers: number }>(
    `select ${beforeColumn(id)} as "from", ${afterColumn(id)} as "to", count(*) as customers from sides group by 1, 2 order by 1 nulls first, 2 nulls first`,
  )
  const levels = levelNames(
    old,
    now,
    moves.flatMap(({ from, to }) => [from, to]),
  )
  const direction = ({ from, to }: Move) => directionOf(now ?? old, levels, from, to)
  const total = (wanted: Direction | 'none') =>
    moves.filter((move) => direction(move) === wanted).reduce((sum, { customers }) => sum + customers, 0)
  return {
    scheme: id,
    label: (now ?? old)?.label ?? { zh: id, en: id },
    levels,
    matrix: moves,
    risers: total('up'),
    fallers: total('down'),
    unchanged: total('none'),
    others: total('other'),
    byUnit: (await movesBy(duck, id, 'unit_id', direction)).map((row) => ({ ...row, id: row.id ?? 'root' })),
    byOwner: await movesBy(duck, id, 'owner_id', direction),
    cost: yearlyCost(old, now, moves, after.currency.decimals),
  }
}

type Move = { readonly from: string | null; readonly to: string | null }

async function movesBy(
  duck: Duck,
  scheme: string,
  column: 'unit_id' | 'owner_id',
  direction: (move: Move) => Direction | 'none',
): Promise<SchemeComparison['byOwner']> {
  const rows = await duck.rows<Move & { id: string | null; customers: number }>(
    `select ${column} as id, ${beforeColumn(scheme)} as "from", ${afterColumn(scheme)} as "to", count(*) as customers from sides
     where ${beforeColumn(scheme)} is distinct from ${afterColumn(scheme)} group by 1, 2, 3`,
  )
  const sums = new Map<string | null, { risers: number; fallers: number }>()
  for (const { id, customers, ...move } of rows) {
    const sum = sums.get(id) ?? { risers: 0, fallers: 0 }
    if (direction(move) === 'up') sum.risers += customers
    if (direction(move) === 'down') sum.fallers += customers
    sums.set(id, sum)
  }
  return [...sums]
    .map(([id, sum]) => ({ id, ...sum }))
    .filter(({ risers, fallers }) => risers + fallers > 0)
    .sort((a, b) => b.risers + b.fallers - a.risers - a.fallers || ((a.id ?? '') < (b.id ?? '') ? -1 : 1))
}

/** Heads × yearlyCost, under each pack's own costs; null where no level of either states one. */
function yearlyCost(
  old: Scheme | undefined,
  now: Scheme | undefined,
  moves: readonly (Move & { readonly customers: number })[],
  decimals: number,
): SchemeComparison['cost'] {
  const costs = (scheme: Scheme | undefined) =>
    new Map(scheme?.levels.flatMap(({ id, yearlyCost: cost }) => (cost === undefined ? [] : [[id, cost] as const])))
  const [costsBefore, costsAfter] = [costs(old), costs(now)]
  if (costsBefore.size + costsAfter.size === 0) return null
  // A customer with several tags has the benefits of each.
  const costOf = (cost: ReadonlyMap<string, number>, levels: string | null) =>
    (levels ?? '').split(',').reduce((sum, id) => sum + (cost.get(id) ?? 0), 0)
  const total = (cost: ReadonlyMap<string, number>, end: 'from' | 'to') =>
    Math.round(moves.reduce((sum, move) => sum + costOf(cost, move[end]) * move.customers, 0) * 10 ** decimals)
  return { beforeMinor: total(costsBefore, 'from'), afterMinor: total(costsAfter, 'to') }
}

async function compareMoments(duck: Duck, before: State, after: State): Promise<Comparison['moments']> {
  const counts = async (state: State) => {
    const rows = await duck.rows<{ moment: string; customers: number }>(
      `select moment, count(*) as customers from ${relationOf(state, 'moment')} where is_new group by 1`,
    )
    return new Map(rows.map(({ moment, customers }) => [moment, customers]))
  }
  const [old, now] = [await counts(before), await counts(after)]
  const ids = [...new Set([...before.pack.moments.keys(), ...after.pack.moments.keys()])].sort()
  return ids.map((moment) => ({
    moment,
    label: (after.pack.moments.get(moment) ?? before.pack.moments.get(moment))?.label ?? { zh: moment, en: moment },
    before: old.get(moment) ?? 0,
    after: now.get(moment) ?? 0,
  }))
}

type Found = Omit<Affected, 'values'> & { readonly jump: number }

async function mostAffected(duck: Duck, compared: SchemeComparison, after: State): Promise<Found[]> {
  const { scheme, levels } = compared
  const definition = after.pack.schemes.get(scheme)
  const place = new Map(levels.map(({ id }, index) => [id, index]))
  const moved = compared.matrix.filter(({ from, to }) => from !== to)
  if (moved.length === 0) return []
  const jumps = moved.map(({ from, to }) => Math.abs((place.get(to ?? '') ?? -1) - (place.get(from ?? '') ?? -1)))
  const cases = moved.map(
    ({ from, to }, index) =>
      `when s.${beforeColumn(scheme)} is not distinct from ${text(from)} and s.${afterColumn(scheme)} is not distinct from ${text(to)} then ${jumps[index]}`,
  )
  // Where levels have no order, everybody moves equally far.
  const jump = isOrdered(definition) ? `case ${cases.join(' ')} end` : '1'
  const money = rulesOf(definition).find((name) => after.columns.get(name) === 'money')
  const rows = await duck.rows<Move & { customer_id: string; unit_id: string; owner_id: string | null; jump: number }>(
    [
      `select s.customer_id, s.unit_id, s.owner_id, s.${beforeColumn(scheme)} as "from", s.${afterColumn(scheme)} as "to", ${jump} as jump`,
      `from sides s ${money ? `join ${relationOf(after, 'customer')} c on c.customer_id = s.customer_id` : ''}`,
      `where s.${beforeColumn(scheme)} is distinct from s.${afterColumn(scheme)}`,
      `order by jump desc, ${money ? `c.${quoteIdentifier(money)} desc nulls last,` : ''} s.customer_id limit ${affectedMax}`,
    ].join('\n'),
  )
  const named = (id: string | null) => levels.find((level) => level.id === id) ?? null
  return rows.map(({ customer_id, unit_id, owner_id, from, to, jump }) => ({
    customerId: customer_id,
    unitId: unit_id,
    ownerId: owner_id,
    scheme,
    from: named(from),
    to: named(to),
    direction: directionOf(definition, levels, from, to) as Direction,
    jump,
  }))
}

/** Level ids come from the state, not from a person; they are written out all the same as texts. */
const text = (value: string | null): string => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`)

async function withValues(duck: Duck, found: readonly Found[], after: State): Promise<Affected[]> {
  const names = [...new Set(found.flatMap(({ scheme }) => rulesOf(after.pack.schemes.get(scheme))))].filter((name) =>
    after.columns.has(name),
  )
  const rows = await duck.rows<Record<string, unknown>>(
    `select ${['customer_id', ...names].map(quoteIdentifier).join(', ')} from ${relationOf(after, 'customer')} where customer_id = any($1)`,
    [found.map(({ customerId }) => customerId)],
  )
  const byId = new Map(rows.map((row) => [String(row.customer_id), plainRow(row)]))
  const naming = namingOf(after.pack)
  return found.map(({ jump: _, ...each }) => ({
    ...each,
    values: rulesOf(after.pack.schemes.get(each.scheme))
      .filter((name) => after.columns.has(name))
      .map((name) => ({
        id: name,
        label: naming.labelOf(name),
        unit: after.columns.get(name) ?? 'text',
        value: byId.get(each.customerId)?.[name] ?? null,
      })),
  }))
}

/** Names that a scheme's rules read, each once. */
function rulesOf(scheme: Scheme | undefined): string[] {
  if (scheme === undefined) return []
  const rules = scheme.levels.flatMap(({ enter, keep }) => [...(enter?.names ?? []), ...(keep?.names ?? [])])
  const metrics =
    scheme.variant === 'rank'
      ? [scheme.metric, ...(scheme.tie === undefined ? [] : [scheme.tie])]
      : scheme.variant === 'matrix'
        ? [scheme.x.metric, scheme.y.metric]
        : []
  return [...new Set([...metrics, ...rules])]
}
