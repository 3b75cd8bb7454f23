import { type Level, renderSql, type Scheme } from '@tend/pack'
import { addDays, addMonths } from '../plan/dates.ts'
import { schemeColumn as at } from './names.ts'
import { dateLiteral, quoteIdentifier, quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

export type Ladder = Extract<Scheme, { variant: 'ladder' }>

/**
 * A ladder's columns in three passes, each over the columns of the one before.
 *
 * 1. `enters`: the highest level whose entry holds. `holds`: the highest level, not above the last one, whose keep or entry holds.
 * 2. `rank`: up at once when `enters` is higher. Otherwise, within a ratchet's validity, the last level; without one, or once it has
 *    ended, `holds`. Who had no level takes `enters`.
 * 3. The level's id, the day it was reached, and the last day of its validity: counted from as-of when the level changes
 *    and when an ended validity is renewed, else carried on.
 */
export function ladderPasses(scheme: Ladder, context: RenderContext): readonly (readonly string[])[] {
  const levels = [...scheme.levels].sort((a, b) => b.rank - a.rank)
  return [
    [`${renderRankBefore(scheme, context)} as ${name(at.rankBefore(scheme.id))}`],
    [
      `${renderEnters(levels, context)} as ${name(at.enters(scheme.id))}`,
      `${renderHolds(scheme, levels, context)} as ${name(at.holds(scheme.id))}`,
    ],
    [`${renderRank(scheme, context)} as ${name(at.rank(scheme.id))}`],
    [
      `${renderLevel(scheme, levels, context)} as ${name(scheme.id)}`,
      `${renderSince(scheme, context)} as ${name(at.since(scheme.id))}`,
      `${renderUntil(scheme, context)} as ${name(at.until(scheme.id))}`,
    ],
  ]
}

/** The lowest level needs no rule: who meets nothing stands there. */
function entryOf(level: Level, context: RenderContext): string | undefined {
  if (level.enter) return renderSql(level.enter, context)
  return level.rank === 0 ? 'true' : undefined
}

function renderRankBefore(scheme: Ladder, { column }: RenderContext): string {
  const before = column(at.before(scheme.id))
  return cases(scheme.levels.map((level) => `when ${before} = ${quoteText(level.id)} then ${level.rank}`))
}

function renderEnters(levels: readonly Level[], context: RenderContext): string {
  return cases(
    levels.flatMap((level) => {
      const entry = entryOf(level, context)
      return entry === undefined ? [] : [`when ${entry} then ${level.rank}`]
    }),
  )
}

function renderHolds(scheme: Ladder, levels: readonly Level[], context: RenderContext): string {
  const rankBefore = context.column(at.rankBefore(scheme.id))
  return cases(
    levels.flatMap((level) => {
      const routes = [level.keep && renderSql(level.keep, context), entryOf(level, context)].filter(
        (route) => route !== undefined,
      )
      if (routes.length === 0) return []
      return [`when ${rankBefore} >= ${level.rank} and (${routes.join(' or ')}) then ${level.rank}`]
    }),
  )
}

function renderRank(scheme: Ladder, { asOf, column }: RenderContext): string {
  const before = column(at.rankBefore(scheme.id))
  const enters = column(at.enters(scheme.id))
  const isValid = `${column(at.untilBefore(scheme.id))} >= ${dateLiteral(asOf)}`
  const stays = scheme.ratchet && scheme.validityMonths !== undefined ? [`when ${isValid} then ${before}`] : []
  return `case ${[`when ${before} is null or ${enters} > ${before} then ${enters}`, ...stays].join(' ')} else ${column(at.holds(scheme.id))} end`
}

function renderLevel(scheme: Ladder, levels: readonly Level[], { column }: RenderContext): string {
  const rank = column(at.rank(scheme.id))
  return cases(levels.map((level) => `when ${rank} = ${level.rank} then ${quoteText(level.id)}`))
}

function renderSince(scheme: Ladder, { asOf, column }: RenderContext): string {
  const rank = column(at.rank(scheme.id))
  const isSame = `${rank} = ${column(at.rankBefore(scheme.id))}`
  return `case when ${rank} is null then null when ${isSame} then ${column(at.sinceBefore(scheme.id))} else ${dateLiteral(asOf)} end`
}

/** Valid to the day before the same day N months on: reached on 15 April 2005 for 24 months, until 14 April 2007 (B10). */
function renderUntil(scheme: Ladder, { asOf, column }: RenderContext): string {
  if (scheme.validityMonths === undefined) return 'cast(null as date)'
  const rank = column(at.rank(scheme.id))
  const untilBefore = column(at.untilBefore(scheme.id))
  const until = dateLiteral(addDays(addMonths(asOf, scheme.validityMonths), -1))
  const isCarried = `${rank} = ${column(at.rankBefore(scheme.id))} and ${untilBefore} >= ${dateLiteral(asOf)}`
  return `case when ${rank} is null then null when ${isCarried} then ${untilBefore} else ${until} end`
}

function cases(branches: readonly string[]): string {
  return branches.length === 0 ? 'cast(null as integer)' : `case ${branches.join(' ')} end`
}

function name(text: string): string {
  return quoteIdentifier(text)
}
