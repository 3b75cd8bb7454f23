import { type Lake, listBatches } from '@tend/lake'
import type { Pack } from '@tend/pack'

/**
 * The latest business date that delivered files carry, `YYYY-MM-DD`, or undefined for a lake without dated facts. Contacts, which
 * Tend writes itself, do not count: a day is over when the systems have delivered it.
 */
export const lastBusinessDate = async (lake: Lake, pack: Pack): Promise<string | undefined> => {
  const dates = (await listBatches(lake))
    .filter((batch) => batch.fact !== 'contact' && pack.facts.has(batch.fact))
    .map((batch) => batch.businessDates?.last ?? batch.businessDate)
    .filter((date) => date !== null && date !== undefined)
  return dates.sort().at(-1)
}
