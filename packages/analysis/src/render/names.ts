/** Names of staged tables and of columns that live only for the night. A colon keeps them apart from every id that a pack can give. */

export const staged = {
  population: 'night:population',
  lastDates: (fact: string) => `night:last:${fact}`,
  measures: (fact: string) => `night:measures:${fact}`,
  /** Population and measures: what all layers rest on. */
  base: 'night:base',
  /** What a layer's rates and ranks read, and nothing else. */
  inputs: (layer: number) => `night:inputs:${layer}`,
  rates: (indicator: string) => `night:rates:${indicator}`,
  positions: (scheme: string) => `night:positions:${scheme}`,
  recurrences: (moment: string) => `night:recurrences:${moment}`,
  candidates: 'night:candidates',
  moments: 'night:moments',
} as const

/** A customer's place in the book order; sorting by one number at the end is cheaper than by three texts. */
export const bookPlace = 'book:place'

/** Columns of a layer's inputs for a group rate. */
export const rateColumn = {
  value: (indicator: string) => `${indicator}:value`,
  isCounted: (indicator: string) => `${indicator}:counted`,
  hasEvent: (indicator: string) => `${indicator}:event`,
} as const

export const schemeColumn = {
  /** Level, since and until of the last state. */
  before: (scheme: string) => `${scheme}:before`,
  sinceBefore: (scheme: string) => `${scheme}:since-before`,
  untilBefore: (scheme: string) => `${scheme}:until-before`,
  rankBefore: (scheme: string) => `${scheme}:rank-before`,
  /** ladder: the level whose conditions of entry hold, and the highest that may be kept. */
  enters: (scheme: string) => `${scheme}:enters`,
  holds: (scheme: string) => `${scheme}:holds`,
  /** ladder: the outcome as a number. */
  rank: (scheme: string) => `${scheme}:rank`,
  /** rank: place from the top, and the number of customers. */
  position: (scheme: string) => `${scheme}:position`,
  of: (scheme: string) => `${scheme}:of`,
  since: (scheme: string) => `${scheme}:since`,
  until: (scheme: string) => `${scheme}:until`,
} as const
