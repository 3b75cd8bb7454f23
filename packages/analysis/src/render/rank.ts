import { renderSql, type Scheme } from '@tend/pack'
import type { SchemePlan } from '../plan/plan.ts'
import { daysOfLevel, levelColumn } from './manual.ts'
import { schemeColumn as at } from './names.ts'
import { quoteIdentifier, quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

export type Rank = Extract<Scheme, { variant: 'rank' }>

/** What places read of each customer besides the metrics: one or zero for whether the customer is classed at all. */
export function rankInputs({ scheme }: SchemePlan<Rank>, context: RenderContext): readonly string[] {
  if (!scheme.among) return []
  return [
    `case when ${renderSql(scheme.among, context)} then 1 else 0 end as ${quoteIdentifier(at.isCounted(scheme.id))}`,
  ]
}

/**
 * Places of a rank scheme, on a narrow table of its own because sorting wide rows costs several times as much. Ties go by the second metric, then
 * by customer id. With `zeroLast`, customers without a positive metric get no place and so the bottom level (G18); with a `zero` level they count in
 * no share either (S166).
 */
export function renderPositions({ scheme }: SchemePlan<Rank>, inputs: string): string {
  const order = [scheme.metric, ...(scheme.tie === undefined ? [] : [scheme.tie])].map(
    (metric) => `w.${quoteIdentifier(metric)} desc nulls last`,
  )
  const hasZero = scheme.levels.some(({ zero }) => zero)
  const isClassed = scheme.among ? [`w.${quoteIdentifier(at.isCounted(scheme.id))} = 1`] : []
  const isPositive = `w.${quoteIdentifier(scheme.metric)} > 0`
  const counted = whereAll([...isClassed, ...(hasZero ? [isPositive] : [])])
  const placed = whereAll([...isClassed, ...(hasZero || scheme.zeroLast ? [isPositive] : [])])
  return [
    `select w.customer_id, row_number() over (order by ${order.join(', ')}, w.customer_id) as position, t.total`,
    `from ${inputs} w`,
    `cross join (select count(*) as total from ${inputs} w${counted}) t`,
  ]
    .join('\n')
    .concat(placed)
}

function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `\nwhere ${conditions.join(' and ')}`
}

/**
 * A level's columns from the place in `positions`. A cut is round-half-up(share × customers), the first at least 1 (G18a); shares are taken
 * as millionths, so that the product is a whole number and rounds alike everywhere. A person's word moves one customer and nobody else: places stay.
 */
export function rankPasses(
  plan: SchemePlan<Rank>,
  positions: string,
  context: RenderContext,
): readonly (readonly string[])[] {
  const { scheme } = plan
  const levels = scheme.levels.filter(({ zero }) => !zero).sort((a, b) => (a.cut ?? 1) - (b.cut ?? 1))
  const bottom = levels.at(-1)
  if (!bottom) throw new Error(`${scheme.id} has no levels`)
  const zero = scheme.levels.find((level) => level.zero)
  const branches = levels.slice(0, -1).map((level, index) => {
    const millionths = Math.round((level.cut ?? 1) * 1_000_000)
    const cut = `floor((${positions}.total * ${millionths} + 500000) / 1000000.0)`
    const last = index === 0 ? `greatest(${cut}, 1)` : cut
    return `when ${positions}.position <= ${last} then ${quoteText(level.id)}`
  })
  const hasNothing = zero ? [`when ${positions}.position is null then ${quoteText(zero.id)}`] : []
  const rule = [...hasNothing, ...branches, `when true then ${quoteText(bottom.id)}`]
  return [
    [
      levelColumn(plan, rule, context),
      `${positions}.position as ${quoteIdentifier(at.position(scheme.id))}`,
      `${positions}.total as ${quoteIdentifier(at.of(scheme.id))}`,
    ],
    daysOfLevel(plan, context),
  ]
}
