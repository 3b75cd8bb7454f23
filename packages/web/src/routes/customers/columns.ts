import type { Catalogue } from '@tend/contract'

const shownAtFirst = 4

/** Indicators shown as columns: those of the address, else the first few of the pack that are figures. */
export const shownColumns = ({ indicators }: Catalogue, asked: readonly string[] | undefined): readonly string[] => {
  const known = asked?.filter((id) => indicators.some((indicator) => indicator.id === id))
  return known && known.length > 0
    ? known
    : indicators
        .filter(({ unit }) => unit === 'money' || unit === 'score' || unit === 'count')
        .slice(0, shownAtFirst)
        .map(({ id }) => id)
}
