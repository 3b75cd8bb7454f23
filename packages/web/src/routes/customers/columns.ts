import type { Catalogue } from '@tend/contract'
import { indicatorsByWeight } from '../../catalogue/catalogue.ts'

const shownAtFirst = 3

/** Indicators shown as columns: those of the address, else the first few of the pack that are figures. */
export const shownColumns = (catalogue: Catalogue, asked: readonly string[] | undefined): readonly string[] => {
  const known = asked?.filter((id) => catalogue.indicators.some((indicator) => indicator.id === id))
  return known && known.length > 0
    ? known
    : indicatorsByWeight(catalogue)
        .filter(({ unit }) => unit === 'money' || unit === 'score' || unit === 'count')
        .slice(0, shownAtFirst)
        .map(({ id }) => id)
}
