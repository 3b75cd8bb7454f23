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

/** The list without a wish of the reader: the greatest first, by the weightiest indicator that is money. */
export const defaultSort = (catalogue: Pick<Catalogue, 'indicators'>): string | undefined => {
  const [first] = indicatorsByWeight(catalogue).filter(({ unit }) => unit === 'money')
  return first && `-${first.id}`
}
