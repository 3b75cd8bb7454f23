import type { Scheme } from '@tend/pack'
import { schemeColumn as at } from './names.ts'
import { quoteIdentifier, quoteText } from './sql.ts'

export type Rank = Extract<Scheme, { variant: 'rank' }>

/**
 * Places of a rank scheme, on a narrow table of its own because sorting wide rows costs several times as much. Ties go by the second metric, then
 * by customer id. With `zeroLast`, customers without a positive metric get no place and so the bottom level (G18).
 */
export function renderPositions(scheme: Rank, inputs: string): string {
  const order = [scheme.metric, ...(scheme.tie === undefined ? [] : [scheme.tie])].map(
    (metric) => `w.${quoteIdentifier(metric)} desc nulls last`,
  )
  return [
    `select w.customer_id, row_number() over (order by ${order.join(', ')}, w.customer_id) as position, t.total`,
    `from ${inputs} w`,
    `cross join (select count(*) as total from ${inputs}) t`,
    ...(scheme.zeroLast ? [`where w.${quoteIdentifier(scheme.metric)} > 0`] : []),
  ].join('\n')
}

/**
 * A level's columns from the place in `positions`. A cut is round-half-up(share × customers), the first at least 1 (G18a); shares are taken
 * as millionths, so that the product is a whole number and rounds alike everywhere.
 */
export function rankColumns(scheme: Rank, positions: string): readonly string[] {
  const levels = [...scheme.levels].sort((a, b) => (a.cut ?? 1) - (b.cut ?? 1))
  const bottom = levels.at(-1)
  if (!bottom) throw new Error(`${scheme.id} has no levels`)
  const branches = levels.slice(0, -1).map((level, index) => {
    const millionths = Math.round((level.cut ?? 1) * 1_000_000)
    const cut = `floor((${positions}.total * ${millionths} + 500000) / 1000000.0)`
    const last = index === 0 ? `greatest(${cut}, 1)` : cut
    return `when ${positions}.position <= ${last} then ${quoteText(level.id)}`
  })
  const level =
    branches.length === 0 ? quoteText(bottom.id) : `case ${branches.join(' ')} else ${quoteText(bottom.id)} end`
  return [
    `${level} as ${quoteIdentifier(scheme.id)}`,
    `${positions}.position as ${quoteIdentifier(at.position(scheme.id))}`,
    `${positions}.total as ${quoteIdentifier(at.of(scheme.id))}`,
  ]
}
