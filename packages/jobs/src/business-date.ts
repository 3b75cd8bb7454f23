import { localDay } from '@tend/care'
import { factRelation, type Lake, listBatches, openDuck, readCatalog } from '@tend/lake'
import type { Fact, Pack } from '@tend/pack'
import { ownSource } from './collect.ts'

/**
 * The latest business date up to today that delivered files carry, `YYYY-MM-DD`, or undefined for a lake without dated facts. What
 * Tend brings itself (contacts, events) does not count: a day is over when the systems have delivered it. A date after today is a planned or a mistyped one; a
 * night as of it would be the last, for no later day would come.
 */
export const lastBusinessDate = async (lake: Lake, pack: Pack, now: Date): Promise<string | undefined> => {
  const today = localDay(now, pack.timeZone)
  const dates: string[] = []
  const beyond = new Set<Fact>()
  for (const batch of await listBatches(lake)) {
    const fact = pack.facts.get(batch.fact)
    const last = batch.businessDates?.last ?? batch.businessDate
    if (!fact || batch.source === ownSource || last === null) continue
    if (last <= today) dates.push(last)
    else if (fact.date !== undefined) beyond.add(fact)
  }
  if (beyond.size > 0) dates.push(...(await lastDates(lake, [...beyond], today)))
  return dates.sort().at(-1)
}

/** A batch tells its last date only; where that lies ahead, the rows are asked. */
const lastDates = async (lake: Lake, facts: readonly Fact[], today: string): Promise<string[]> => {
  const catalog = await readCatalog(lake)
  const duck = await openDuck({ memoryLimitMb: 512, threads: 1 })
  try {
    const dates: string[] = []
    for (const fact of facts) {
      const date = `"${fact.date}"`
      const [found] = await duck.rows<{ last: string | null }>(
        `select max(${date}) as last from ${factRelation(lake, catalog, fact, { to: today })} as fact where ${date} <= $1::date`,
        [today],
      )
      if (found?.last) dates.push(found.last)
    }
    return dates
  } finally {
    duck.close()
  }
}
