import { type Level, renderSql, type Scheme } from '@tend/pack'
import { addDays, addMonths } from '../plan/dates.ts'
import type { SchemePlan } from '../plan/plan.ts'
import { branchesBefore } from './manual.ts'
import { schemeColumn as at } from './names.ts'
import { dateLiteral, quoteIdentifier, quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

export type Ladder = Extract<Scheme, { variant: 'ladder' }>
type Plan = SchemePlan<Ladder>

/**
 * A ladder's columns in passes, each over the columns of the one before.
 *
 * 1. `rank-before`: the last level as a number.
 * 2. `enters`: the highest level whose entry holds; `immediate`: the highest of those that wait for no day of recomputing. `holds`: the highest
 *    level, not above the last one, that may be kept.
 * 3. `rank`: a person's word first. Who had no level takes `enters`. On a night that does not judge (`recomputeMonths`) the last level stays, or an
 *    immediate one is reached, unless the validity has ended. Otherwise up at once when `enters` is higher; within a ratchet's
 *    validity the last level; without one, or once it has ended, down to `holds`, one step, or not at all.
 * 4. The level's id, the day it was reached, the last day of its validity (carried on, or counted anew from as-of when the level changes and
 *    when an ended validity is renewed), and the days from which the windows count that begin with the level or after a fall.
 */
export function ladderPasses(plan: Plan, context: RenderContext): readonly (readonly string[])[] {
  const { id } = plan.scheme
  const levels = [...plan.scheme.levels].sort((a, b) => b.rank - a.rank)
  const immediate = levels.filter((level) => level.immediate)
  return [
    [`${renderRankBefore(plan.scheme, context)} as ${name(at.rankBefore(id))}`],
    [
      `${renderEnters(levels, context)} as ${name(at.enters(id))}`,
      ...(plan.isJudged ? [] : [`${renderEnters(immediate, context)} as ${name(at.immediate(id))}`]),
      `${renderHolds(plan.scheme, levels, context)} as ${name(at.holds(id))}`,
    ],
    [`${renderRank(plan, context)} as ${name(at.rank(id))}`],
    [
      `${renderLevel(plan.scheme, levels, context)} as ${name(id)}`,
      `${renderSince(plan.scheme, context)} as ${name(at.since(id))}`,
      `${renderUntil(plan, context)} as ${name(at.until(id))}`,
      ...(plan.hasCounters
        ? [
            `${renderPeriod(plan, context)} as ${name(at.period(id))}`,
            `${renderRestart(plan, context)} as ${name(at.restart(id))}`,
          ]
        : []),
    ],
  ]
}

/** The lowest level needs no rule: who meets nothing stands there. */
function entryOf(level: Level, context: RenderContext): string | undefined {
  if (level.enter) return renderSql(level.enter, context)
  return level.rank === 0 ? 'true' : undefined
}

function renderRankBefore(scheme: Ladder, { column }: RenderContext): string {
  return rankOf(scheme, column(at.before(scheme.id)))
}

function rankOf(scheme: Ladder, level: string): string {
  return cases(scheme.levels.map((one) => `when ${level} = ${quoteText(one.id)} then ${one.rank}`))
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
      const routes = routesToStay(scheme, level, context)
      if (routes.length === 0) return []
      return [`when ${rankBefore} >= ${level.rank} and (${routes.join(' or ')}) then ${level.rank}`]
    }),
  )
}

/**
 * What keeps a level: its own rule for that, or its entry. Where levels are judged once a validity, the rule alone decides, because it is the minimum
 * of that period (S65, G11); where they are judged every night, who meets the entry stays too, or would fall tonight and rise tomorrow.
 */
function routesToStay(scheme: Ladder, level: Level, context: RenderContext): readonly string[] {
  const keep = level.keep && renderSql(level.keep, context)
  const entry = entryOf(level, context)
  if (keep !== undefined && isHeldByValidity(scheme)) return [keep]
  return [keep, entry].filter((route) => route !== undefined)
}

function isHeldByValidity(scheme: Ladder): boolean {
  return scheme.ratchet && scheme.validityMonths !== undefined
}

function renderRank(plan: Plan, context: RenderContext): string {
  const { scheme } = plan
  const { column } = context
  const before = column(at.rankBefore(scheme.id))
  const enters = column(at.enters(scheme.id))
  const given = rankOf(scheme, column(at.manualLevel(scheme.id)))
  const branches = [
    ...branchesBefore(plan, context, { none: 'null', given, held: before, before }),
    `when ${before} is null then ${enters}`,
    ...(plan.isJudged ? [] : [renderWaiting(plan, context)]),
    `when ${enters} > ${before} then ${enters}`,
    ...(isHeldByValidity(scheme) ? [`when ${isValid(scheme, context)} then ${before}`] : []),
  ]
  return `case ${branches.join('\n    ')} else ${renderFall(scheme, context)} end`
}

/** Between the days of recomputing: only an immediate level is reached, unless the validity or a person's word has ended. */
function renderWaiting({ scheme, isManual }: Plan, context: RenderContext): string {
  const { column } = context
  const before = column(at.rankBefore(scheme.id))
  const immediate = column(at.immediate(scheme.id))
  const hasEnded = [
    `coalesce(${column(at.untilBefore(scheme.id))} < ${dateLiteral(context.asOf)}, false)`,
    ...(isManual ? [column(at.wasManual(scheme.id))] : []),
  ].join(' or ')
  return `when not (${hasEnded}) then case when ${immediate} > ${before} then ${immediate} else ${before} end`
}

function renderFall(scheme: Ladder, { column }: RenderContext): string {
  const before = column(at.rankBefore(scheme.id))
  const holds = column(at.holds(scheme.id))
  switch (scheme.demote) {
    case 'qualifying':
      return holds
    case 'one_step':
      return `case when ${holds} = ${before} or ${before} = 0 then ${holds} else ${before} - 1 end`
    case 'never':
      return before
  }
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

/**
 * Valid to the day before the same day N months on: reached on 15 April 2005 for 24 months, until 14 April 2007 (B10). A level that a person gave ends
 * with that word; one that a person holds keeps its own validity while that lasts.
 */
function renderUntil({ scheme, isManual }: Plan, context: RenderContext): string {
  if (scheme.validityMonths === undefined && !isManual) return 'cast(null as date)'
  const { asOf, column } = context
  const rank = column(at.rank(scheme.id))
  const untilBefore = column(at.untilBefore(scheme.id))
  const manualUntil = column(at.manualUntil(scheme.id))
  const branches = [
    `when ${rank} is null then null`,
    ...(isManual ? [`when ${column(at.manualLevel(scheme.id))} is not null then ${manualUntil}`] : []),
    ...(isManual && scheme.validityMonths === undefined ? [`when ${isHeld(scheme, context)} then ${manualUntil}`] : []),
    ...(isManual && scheme.validityMonths !== undefined
      ? [
          `when ${isHeld(scheme, context)} then case when ${isValid(scheme, context)} then ${untilBefore} else ${manualUntil} end`,
        ]
      : []),
    ...(scheme.validityMonths === undefined ? [] : [`when ${isCarriedOn(scheme, context)} then ${untilBefore}`]),
  ]
  const ends =
    scheme.validityMonths === undefined
      ? 'cast(null as date)'
      : dateLiteral(addDays(addMonths(asOf, scheme.validityMonths), -1))
  return `case ${branches.join(' ')} else ${ends} end`
}

/** The day from which `sinceLevel` counts: the first of the validity, or of the level where it has none. */
function renderPeriod({ scheme }: Plan, context: RenderContext): string {
  const { asOf, column } = context
  const rank = column(at.rank(scheme.id))
  const isSame = `${rank} = ${column(at.rankBefore(scheme.id))}`
  const goesOn = scheme.validityMonths === undefined ? isSame : isCarriedOn(scheme, context)
  const before = `coalesce(${column(at.periodBefore(scheme.id))}, ${column(at.sinceBefore(scheme.id))}, ${dateLiteral(asOf)})`
  return `case when ${rank} is null then null when ${goesOn} then ${before} else ${dateLiteral(asOf)} end`
}

/** The day from which `sinceDemotion` counts: the day after the ladder last brought the customer down; a person's word is no fall. */
function renderRestart({ scheme, isManual }: Plan, { asOf, column }: RenderContext): string {
  const falls = `${column(at.rank(scheme.id))} < ${column(at.rankBefore(scheme.id))}`
  const isJudged = isManual ? ` and ${column(at.manual(scheme.id))} is null` : ''
  return `case when ${falls}${isJudged} then ${dateLiteral(addDays(asOf, 1))} else ${column(at.restartBefore(scheme.id))} end`
}

function isValid({ id }: Ladder, { asOf, column }: RenderContext): string {
  return `${column(at.untilBefore(id))} >= ${dateLiteral(asOf)}`
}

/** Whether the validity of before goes on: the level is the same, or it has risen and a rise renews nothing. */
function isCarriedOn(scheme: Ladder, context: RenderContext): string {
  const comparison = scheme.riseRenewsValidity ? '=' : '>='
  const { column } = context
  return `${column(at.rank(scheme.id))} ${comparison} ${column(at.rankBefore(scheme.id))} and ${isValid(scheme, context)}`
}

function isHeld({ id }: Ladder, { column }: RenderContext): string {
  return `${column(at.manual(id))} = 1 and ${column(at.rankBefore(id))} is not null`
}

function cases(branches: readonly string[]): string {
  return branches.length === 0 ? 'cast(null as integer)' : `case ${branches.join(' ')} end`
}

function name(text: string): string {
  return quoteIdentifier(text)
}
