import type { GammaGamma } from './artifact.ts'
import { logGamma } from './log-gamma.ts'
import { minimise } from './minimise.ts'

/** Customers with `purchases` purchases (the first one counts) of mean value `value`, in groups so narrow that one value stands for the group. */
export type SpendCounts = {
  readonly purchases: ArrayLike<number>
  readonly value: ArrayLike<number>
  readonly customers: ArrayLike<number>
}

/**
 * Gamma-Gamma (Fader, Hardie 2005) by maximum likelihood: values of purchases are Gamma(p, ν) with ν ~ Gamma(q, gamma), independent of how often
 * somebody buys. q stays above 1, because the mean over customers exists only there.
 */
export function fitGammaGamma({ purchases, value, customers }: SpendCounts): GammaGamma {
  const size = purchases.length
  const logs = Float64Array.from({ length: size }, (_, i) => Math.log(value[i] as number))
  const total = Array.from(customers).reduce((sum, count) => sum + count, 0)
  const mean = Array.from(customers).reduce((sum, count, i) => sum + count * (value[i] as number), 0) / total
  const ofLogs = ([p, q, gamma]: readonly number[]): GammaGamma => ({
    p: Math.exp(p as number),
    q: 1 + Math.exp(q as number),
    gamma: mean * Math.exp(gamma as number),
  })
  const negative = (at: readonly number[]): number => {
    const { p, q, gamma } = ofLogs(at)
    const byPurchases = new Map<number, number>()
    let sum = 0
    for (let i = 0; i < size; i++) {
      const n = purchases[i] as number
      let gammas = byPurchases.get(n)
      if (gammas === undefined) {
        gammas = logGamma(p * n + q) - logGamma(p * n) - logGamma(q) + q * Math.log(gamma) + p * n * Math.log(n)
        byPurchases.set(n, gammas)
      }
      const own = (p * n - 1) * (logs[i] as number) - (p * n + q) * Math.log(gamma + n * (value[i] as number))
      sum += (customers[i] as number) * (gammas + own)
    }
    return -sum / total
  }
  return ofLogs(minimise(negative, [0, 0, 0]))
}

/** Expected value of a purchase given the mean over `purchases` of them; without a value that of everybody. */
export function expectedSpend({ p, q, gamma }: GammaGamma, purchases: number, value: number | null): number {
  if (value === null || value <= 0) return (p * gamma) / (q - 1)
  return (p * (gamma + purchases * value)) / (p * purchases + (q - 1))
}
