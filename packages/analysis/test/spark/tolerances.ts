import { expressionsOf, type ModelOutput, type Pack, type Unit } from '@tend/pack'

/**
 * The share of the larger of two figures by which the engines may differ in what a model says: their logarithms and exponentials come from two
 * mathematical libraries. Seen are one last digit in a probability, eight in the chance of being active, and seven parts in 10¹¹ in expected purchases,
 * which subtract nearly equal powers. Points are sums of whole numbers, and distances roots, which the standard of doubles settles.
 */
const modelTolerances: Readonly<Record<ModelOutput, number>> = {
  segment: 0,
  distance: 0,
  points: 0,
  probability: 1e-14,
  p_alive: 1e-13,
  expected_purchases: 1e-9,
  expected_value: 1e-9,
}

/** A quantile that lies between two customers is weighed in another order: its last digit. */
const quantileTolerance = 1e-15

const fractions: readonly (Unit | undefined)[] = ['ratio', 'score', 'number']

/** Of the result's column; 0 is equal to the last digit, as texts, dates, flags, whole numbers and money always are. */
export type ToleranceOf = (result: string, column: string) => number

/** Only fractions that a model says or that are quantiles, or that rest on these, may differ; the pack tells which these are. */
export function tolerancesOf(pack: Pack): ToleranceOf {
  const ofName = (name: string): number => {
    const indicator = pack.indicators.get(name)
    if (indicator?.kind === 'model') return modelTolerances[indicator.output]
    if (indicator?.kind === 'population' && indicator.function === 'quantile')
      return Math.max(quantileTolerance, widest(indicator))
    // A measure reads columns of its fact, which may bear the name of an indicator.
    return indicator?.kind === 'measure' ? 0 : widest(indicator)
  }
  const widest = (definition: unknown): number =>
    Math.max(0, ...expressionsOf(definition).flatMap(({ names }) => names.map(ofName)))
  const urgency = Math.max(0, ...[...pack.moments.values()].map((moment) => widest(moment.urgency)))
  return (result, column) => {
    if (result === 'customer') return fractions.includes(pack.indicators.get(column)?.unit) ? ofName(column) : 0
    return result === 'moment' && column === 'urgency' ? urgency : 0
  }
}
