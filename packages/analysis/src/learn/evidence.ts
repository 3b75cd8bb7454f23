import type { ScoredBin } from './artifact.ts'

/**
 * Pseudo-customers with the rate of all that every bin is given, so that a bin of a handful who all stayed does not count as proof, and
 * an empty one weighs nothing.
 */
const smoothing = 10

export type Evidence = {
  readonly bins: readonly Omit<ScoredBin, 'points'>[]
  /** Information value: below 0.02 the feature says next to nothing. */
  readonly informationValue: number
}

/** Weight of evidence by bin, over the customers in `rows`. */
export function weighEvidence(bins: Uint8Array, binCount: number, outcome: Uint8Array, rows: Int32Array): Evidence {
  const all = new Float64Array(binCount)
  const events = new Float64Array(binCount)
  let eventTotal = 0
  for (const row of rows) {
    const bin = bins[row] as number
    const event = outcome[row] as number
    all[bin] = (all[bin] as number) + 1
    events[bin] = (events[bin] as number) + event
    eventTotal += event
  }
  const total = rows.length
  const rate = eventTotal / total
  let informationValue = 0
  const found = Array.from({ length: binCount }, (_, bin) => {
    const count = all[bin] as number
    const event = events[bin] as number
    const eventShare = (event + smoothing * rate) / eventTotal
    const otherShare = (count - event + smoothing * (1 - rate)) / (total - eventTotal)
    const woe = count === 0 ? 0 : Math.log(eventShare / otherShare)
    informationValue += (event / eventTotal - (count - event) / (total - eventTotal)) * woe
    return { share: count / total, rate: count === 0 ? rate : event / count, woe }
  })
  return { bins: found, informationValue }
}
