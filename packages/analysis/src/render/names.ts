/** Names of staged tables and of columns that live only for the night. A colon keeps them apart from every id that a pack can give. */

export const staged = {
  population: 'night:population',
  measures: (scan: string) => `night:measures:${scan}`,
  /** Levels that people have given, a row a customer. */
  manual: 'night:manual',
  /** Population and measures: what all layers rest on. */
  base: 'night:base',
  /** What a layer's rates, figures of all, ranks and matrices read, and nothing else. */
  inputs: (layer: number) => `night:inputs:${layer}`,
  rates: (indicator: string) => `night:rates:${indicator}`,
  populations: (indicator: string) => `night:population:${indicator}`,
  positions: (scheme: string) => `night:positions:${scheme}`,
  cuts: (scheme: string) => `night:cuts:${scheme}`,
  list: (scheme: string) => `night:list:${scheme}`,
  /** The days that a moment looks at. */
  days: (moment: string) => `night:days:${moment}`,
  candidates: 'night:candidates',
  /** Occurrences of moments that are looked at in the same turn. */
  turn: (turn: number) => `night:moments:${turn}`,
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

/** Columns of a layer's inputs for a figure of all customers. */
export const populationColumn = {
  by: (indicator: string) => `${indicator}:by`,
  value: (indicator: string) => `${indicator}:of`,
  isCounted: (indicator: string) => `${indicator}:among`,
} as const

export const schemeColumn = {
  /** Level, since and until of the last state. */
  before: (scheme: string) => `${scheme}:before`,
  sinceBefore: (scheme: string) => `${scheme}:since-before`,
  untilBefore: (scheme: string) => `${scheme}:until-before`,
  periodBefore: (scheme: string) => `${scheme}:period-before`,
  restartBefore: (scheme: string) => `${scheme}:restart-before`,
  /** Whether the last state's level was given by a person. */
  wasManual: (scheme: string) => `${scheme}:was-manual`,
  /** A person's word that counts on this day: 1 where there is one, its level (null holds the present one), its end, why and who. */
  manual: (scheme: string) => `${scheme}:manual`,
  manualLevel: (scheme: string) => `${scheme}:manual-level`,
  manualUntil: (scheme: string) => `${scheme}:manual-until`,
  manualReason: (scheme: string) => `${scheme}:manual-reason`,
  manualBy: (scheme: string) => `${scheme}:manual-by`,
  rankBefore: (scheme: string) => `${scheme}:rank-before`,
  /** ladder: the level whose conditions of entry hold, and the highest that may be kept. */
  enters: (scheme: string) => `${scheme}:enters`,
  holds: (scheme: string) => `${scheme}:holds`,
  /** ladder: the highest level entered that waits for no day of recomputing. */
  immediate: (scheme: string) => `${scheme}:immediate`,
  /** ladder: the outcome as a number. */
  rank: (scheme: string) => `${scheme}:rank`,
  /** rank: place from the top, and the number of customers. */
  position: (scheme: string) => `${scheme}:position`,
  of: (scheme: string) => `${scheme}:of`,
  /** rank and matrix: whether the customer counts in cuts. */
  isCounted: (scheme: string) => `${scheme}:counted`,
  /** matrix: where low ends and high begins. */
  cut: (scheme: string, axis: 'x' | 'y') => `${scheme}:${axis}-cut`,
  /** list: the row that counts. */
  listSince: (scheme: string) => `${scheme}:list-since`,
  listUntil: (scheme: string) => `${scheme}:list-until`,
  listReason: (scheme: string) => `${scheme}:list-reason`,
  since: (scheme: string) => `${scheme}:since`,
  until: (scheme: string) => `${scheme}:until`,
  period: (scheme: string) => `${scheme}:period`,
  restart: (scheme: string) => `${scheme}:restart`,
} as const
