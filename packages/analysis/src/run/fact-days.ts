import type { Duck } from '@tend/lake'
import type { Fact, Indicator, Pack } from '@tend/pack'
import type { FactDays } from '../plan/scans.ts'
import { quoteIdentifier } from '../render/sql.ts'

/**
 * The days on which facts have rows, of all customers, for those facts whose end some of `indicators` looks at (`at_end`): they are few, and a plan
 * settles with them which day that is. `relation` is SQL of a fact's rows.
 */
export async function factDays(
  duck: Duck,
  pack: Pack,
  indicators: Iterable<Indicator>,
  relation: (fact: Fact) => string,
): Promise<FactDays> {
  const measured = [...indicators].flatMap((one) =>
    one.kind === 'measure' && one.function === 'at_end' ? [one.fact] : [],
  )
  const days = new Map<string, readonly string[]>()
  for (const id of new Set(measured)) {
    const fact = pack.facts.get(id)
    if (fact?.date === undefined) continue
    const date = quoteIdentifier(fact.date)
    const rows = await duck.rows<{ day: string }>(
      `select distinct ${date} as day from ${relation(fact)} f where ${date} is not null order by 1`,
    )
    days.set(
      id,
      rows.map(({ day }) => day),
    )
  }
  return days
}
