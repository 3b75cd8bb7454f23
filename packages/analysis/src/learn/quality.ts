import type { Decile, ScorecardQuality } from './artifact.ts'

/**
 * How well probabilities of customers whom the model had not seen tell those with the outcome from the others. `fold` says which model judged
 * a customer: areas are taken within a fold, the rest over all.
 */
export function judge(
  probability: Float64Array,
  outcome: Uint8Array,
  fold: Uint8Array,
  folds: number,
): ScorecardQuality {
  const order = descending(probability)
  const aucs = Array.from({ length: folds }, (_, of) => order.filter((row) => fold[row] === of))
    .map((rows) => area(rows, probability, outcome))
    // A fold without an event, or without anybody else, has no area.
    .filter((auc) => !Number.isNaN(auc))
  const events = outcome.reduce((sum, event) => sum + event, 0)
  return {
    customers: outcome.length,
    events,
    aucs,
    auc: aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length,
    ks: separation(order, probability, outcome),
    brier: probability.reduce((sum, p, row) => sum + (p - (outcome[row] as number)) ** 2, 0) / outcome.length,
    deciles: deciles(order, probability, outcome, events),
  }
}

/** Customers by probability, the highest first, ties in the order of the rows. */
function descending(probability: Float64Array): Uint32Array {
  const order = Uint32Array.from(probability, (_, row) => row)
  return order.sort((a, b) => (probability[b] as number) - (probability[a] as number) || a - b)
}

/** The chance that a customer with the outcome stands above one without; equal probabilities count half. */
function area(order: Uint32Array, probability: Float64Array, outcome: Uint8Array): number {
  let events = 0
  let others = 0
  let pairs = 0
  forTies(order, probability, outcome, (tieEvents, tieOthers) => {
    pairs += tieOthers * (events + tieEvents / 2)
    events += tieEvents
    others += tieOthers
  })
  return pairs / (events * others)
}

/** Kolmogorov–Smirnov: the widest gap between the shares of events and of others found down to the same place. */
function separation(order: Uint32Array, probability: Float64Array, outcome: Uint8Array): number {
  const events = outcome.reduce((sum, event) => sum + event, 0)
  const others = outcome.length - events
  let seenEvents = 0
  let seenOthers = 0
  let widest = 0
  forTies(order, probability, outcome, (tieEvents, tieOthers) => {
    seenEvents += tieEvents
    seenOthers += tieOthers
    widest = Math.max(widest, Math.abs(seenEvents / events - seenOthers / others))
  })
  return widest
}

function forTies(
  order: Uint32Array,
  probability: Float64Array,
  outcome: Uint8Array,
  each: (events: number, others: number) => void,
): void {
  let start = 0
  while (start < order.length) {
    let events = 0
    let end = start
    while (end < order.length && probability[order[end] as number] === probability[order[start] as number]) {
      events += outcome[order[end] as number] as number
      end++
    }
    each(events, end - start - events)
    start = end
  }
}

function deciles(
  order: Uint32Array,
  probability: Float64Array,
  outcome: Uint8Array,
  allEvents: number,
): readonly Decile[] {
  const overall = allEvents / order.length
  let captured = 0
  return Array.from({ length: 10 }, (_, tenth) => {
    const rows = order.subarray(Math.floor((order.length * tenth) / 10), Math.floor((order.length * (tenth + 1)) / 10))
    const events = rows.reduce((sum, row) => sum + (outcome[row] as number), 0)
    const expected = rows.reduce((sum, row) => sum + (probability[row] as number), 0) / rows.length
    captured += events
    const rate = events / rows.length
    return { customers: rows.length, events, expected, rate, lift: rate / overall, captured: captured / allEvents }
  })
}
