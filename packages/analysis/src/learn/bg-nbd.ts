import type { BgNbd } from './artifact.ts'
import { logBeta, logGamma } from './log-gamma.ts'
import { minimise } from './minimise.ts'

/**
 * BG/NBD (Fader, Hardie, Lee 2005). While alive a customer buys at a rate λ ~ Gamma(r, alpha); after each purchase they leave with chance
 * p ~ Beta(a, b). What is known of a customer is x repeat purchases, the last of them `recency` after the first purchase, and the `age` since then.
 */
export type PurchaseHistory = { readonly x: number; readonly recency: number; readonly age: number }

/** Histories that occur, each with the customers who have it: the likelihood needs no more. */
export type HistoryCounts = {
  readonly x: ArrayLike<number>
  readonly recency: ArrayLike<number>
  readonly age: ArrayLike<number>
  readonly customers: ArrayLike<number>
}

/**
 * Above this a shape says that all customers are alike, and more of it changes nothing that is expected; but the series would lose its digits.
 */
export const shapeMax = 12

/** Maximum likelihood in log parameters. */
export function fitBgNbd(counts: HistoryCounts): BgNbd {
  const likelihood = logLikelihood(counts)
  const ofLogs = (logs: readonly number[]): BgNbd => {
    const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number]
    return { r: Math.min(r, shapeMax), alpha, a: Math.min(a, shapeMax), b }
  }
  return ofLogs(minimise((logs) => -likelihood(ofLogs(logs)), [0, Math.log(typicalGap(counts)), 0, 0]))
}

/** Time between purchases over all customers: where the search begins. */
function typicalGap({ x, age, customers }: HistoryCounts): number {
  let time = 0
  let purchases = 0
  for (let i = 0; i < x.length; i++) {
    time += (age[i] as number) * (customers[i] as number)
    purchases += ((x[i] as number) + 1) * (customers[i] as number)
  }
  return Math.max(time / purchases, 1e-3)
}

/** Mean log-likelihood of a customer. Gammas and logs are looked up by distinct value, which leaves one exp and one log a history. */
function logLikelihood(counts: HistoryCounts): (parameters: BgNbd) => number {
  const xs = distinct(counts.x)
  const ages = distinct(counts.age)
  const recencies = distinct(counts.recency)
  const total = Array.from(counts.customers).reduce((sum, count) => sum + count, 0)
  return ({ r, alpha, a, b }) => {
    const base = xs.values.map(
      (x) => logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + logBeta(a, b + x) - logBeta(a, b),
    )
    const leave = xs.values.map((x) => (x > 0 ? Math.log(a / (b + x - 1)) : Number.NEGATIVE_INFINITY))
    const logAges = ages.values.map((age) => Math.log(alpha + age))
    const logRecencies = recencies.values.map((recency) => Math.log(alpha + recency))
    let sum = 0
    for (let i = 0; i < xs.places.length; i++) {
      const place = xs.places[i] as number
      const shape = r + (xs.values[place] as number)
      const stays = -shape * (logAges[ages.places[i] as number] as number)
      const left = (leave[place] as number) - shape * (logRecencies[recencies.places[i] as number] as number)
      const high = Math.max(stays, left)
      const both = high + Math.log1p(Math.exp(Math.min(stays, left) - high))
      sum += (counts.customers[i] as number) * ((base[place] as number) + both)
    }
    return sum / total
  }
}

function distinct(values: ArrayLike<number>): { readonly values: Float64Array; readonly places: Int32Array } {
  const found = new Map<number, number>()
  const places = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    const place = found.get(value) ?? found.size
    if (place === found.size) found.set(value, place)
    places[i] = place
  }
  return { values: Float64Array.from(found.keys()), places }
}

/** The chance that a customer is still there. Who never came back cannot have left after a repeat purchase: 1. */
export function aliveProbability({ r, alpha, a, b }: BgNbd, { x, recency, age }: PurchaseHistory): number {
  if (x <= 0) return 1
  const power = Math.exp(Math.min((x + r) * Math.log((age + alpha) / (recency + alpha)), 700))
  return 1 / (1 + (a / (x + b - 1)) * power)
}

/** More terms than any series here takes until nothing is added any more. */
const convergedTerms = 100_000

/** Expected purchases within the coming `horizon`, in the unit of the parameters. */
export function expectedPurchases(
  parameters: BgNbd,
  history: PurchaseHistory,
  horizon: number,
  terms = convergedTerms,
): number {
  return expectedWhileAlive(parameters, history, horizon, terms) * aliveProbability(parameters, history)
}

/**
 * The published form, c/(a−1) · (1 − w^(r+x) · ₂F₁(r+x, b+x; c; z)) with c = a+b+x−1, w = (alpha+age)/(alpha+age+horizon), z = 1 − w, converges slowly and
 * divides by zero at a = 1. Euler's transformation gives w^(a−1) · ₂F₁(p, a−1; c; z) with p = a+b−1−r instead, whose terms fall as
 * z^n · n^(a−r−x−2), and taking its factor a−1 out leaves
 *
 *     −c · ((w^(a−1) − 1)/(a−1)) − w^(a−1) · p·z · (1 + ρ₁(1 + ρ₂(1 + …))),   ρ_n = (p+n)(a−1+n) / ((c+n)(n+1)) · z
 *
 * without a pole. After `terms` factors the rest counts as a geometric series with the last ratio; `seriesTerms` bounds what that leaves out.
 */
function expectedWhileAlive(
  { r, alpha, a, b }: BgNbd,
  { x, age }: PurchaseHistory,
  horizon: number,
  terms: number,
): number {
  const z = horizon / (age + alpha + horizon)
  const p = a + b - 1 - r
  const c = a + b - 1 + x
  const ratio = (n: number) => (((p + n) * (a - 1 + n)) / (n + 1) / (c + n)) * z
  let term = 1
  let series = 0
  for (let n = 1; n < terms; n++) {
    series += term
    term *= ratio(n)
    if (Math.abs(term) < 1e-18 * Math.abs(series) && p + n > 0) break
  }
  if (terms < convergedTerms) series += term / (1 - ratio(terms))
  const logW = Math.log((age + alpha) / (age + alpha + horizon))
  const head = a === 1 ? logW : Math.expm1((a - 1) * logW) / (a - 1)
  return -(c * head + Math.exp((a - 1) * logW) * p * z * series)
}

/**
 * How many terms the series needs for a relative error below `tolerance`, and the proved bound reached with them, at most `termsMax`. The worst is the
 * customer without age or repeat purchase: z falls with age, and the terms fall faster with every purchase.
 *
 * ρ_n/z is (p+n)/(c+n), which rises to 1 because p < c, times (a−1+n)/(n+1), which runs to 1 from below (a ≤ 2) or above (a > 2). Once p+n > 0 every
 * later ratio, and the last one that the rest counts with, lies between `low` and `high`; so does the rest between their geometric series.
 */
export function seriesTerms(
  parameters: BgNbd,
  horizon: number,
  { tolerance, termsMax }: { readonly tolerance: number; readonly termsMax: number },
): { readonly terms: number; readonly remainder: number } {
  const exact = expectedPurchases(parameters, { x: 0, recency: 0, age: 0 }, horizon)
  const { r, alpha, a, b } = parameters
  const z = horizon / (alpha + horizon)
  const p = a + b - 1 - r
  const c = a + b - 1
  const scale = Math.abs((1 - z) ** (a - 1) * p * z) / exact
  let term = 1
  let remainder = 1
  for (let n = 1; n <= termsMax; n++) {
    const rising = (p + n) / (c + n)
    const other = (a - 1 + n) / (n + 1)
    const low = z * rising * Math.min(1, other)
    const high = z * Math.max(1, other)
    if (p + n > 0 && high < 1) {
      remainder = scale * Math.abs(term) * (1 / (1 - high) - 1 / (1 - low))
      if (remainder < tolerance) return { terms: n, remainder }
    }
    term *= z * rising * other
  }
  return { terms: termsMax, remainder }
}

/** The chance of exactly 0, 1, …, `countMax` − 1 repeat purchases within `age` of the first one, and of `countMax` or more. */
export function repeatProbabilities({ r, alpha, a, b }: BgNbd, age: number, countMax: number): readonly number[] {
  const stay = alpha / (alpha + age)
  const probabilities: number[] = []
  let negativeBinomial = stay ** r
  let below = 0
  for (let x = 0; x < countMax; x++) {
    const alive = Math.exp(logBeta(a, b + x) - logBeta(a, b)) * negativeBinomial
    const left = x === 0 ? 0 : Math.exp(logBeta(a + 1, b + x - 1) - logBeta(a, b)) * (1 - below)
    probabilities.push(alive + left)
    below += negativeBinomial
    negativeBinomial *= ((r + x) / (x + 1)) * (1 - stay)
  }
  return [...probabilities, Math.max(0, 1 - probabilities.reduce((sum, value) => sum + value, 0))]
}
