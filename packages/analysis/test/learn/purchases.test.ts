import { expect, test } from 'vitest'
import {
  aliveProbability,
  expectedPurchases,
  fitBgNbd,
  repeatProbabilities,
  seriesTerms,
} from '../../src/learn/bg-nbd.ts'
import { expectedSpend, fitGammaGamma } from '../../src/learn/gamma-gamma.ts'
import { logBeta, logGamma } from '../../src/learn/log-gamma.ts'
import { Simulation } from './simulate.ts'

/** Parameters and expectation of the paper's own example (Fader, Hardie, Lee 2005, and its note on the CDNOW cohort). */
const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }

test('parameters of 400,000 simulated customers are found again within 2 %', { timeout: 120_000 }, () => {
  const truth = { r: 1.2, alpha: 9, a: 1.1, b: 2.8 }
  const spend = { p: 6, q: 4, gamma: 90 }
  const draw = new Simulation(20_261_031)
  const histories = new Counter()
  const spending = new Counter()
  const spent = new Map<string, number>()
  for (let customer = 0; customer < 400_000; customer++) {
    const age = 10 + Math.floor(draw.uniform() * 95)
    const times = draw.repeats(truth, age)
    histories.add([times.length, Math.floor((times.at(-1) ?? 0) + 0.5), age])
    const purchases = times.length + 1
    const value = draw.values(spend, purchases).reduce((sum, one) => sum + one, 0) / purchases
    const key = spending.add([purchases, Math.floor(Math.log(value) * 200)])
    spent.set(key, (spent.get(key) ?? 0) + value)
  }
  const [x, recency, age] = histories.columns()
  const fit = fitBgNbd({ x: x ?? [], recency: recency ?? [], age: age ?? [], customers: histories.counts() })
  for (const name of ['r', 'alpha', 'a', 'b'] as const)
    expect(Math.abs(fit[name] / truth[name] - 1), name).toBeLessThan(0.02)
  const [purchases] = spending.columns()
  const customers = spending.counts()
  const value = [...spending.keys()].map((key, i) => (spent.get(key) ?? 0) / (customers[i] ?? 1))
  const found = fitGammaGamma({ purchases: purchases ?? [], value, customers })
  for (const name of ['p', 'q', 'gamma'] as const)
    expect(Math.abs(found[name] / spend[name] - 1), name).toBeLessThan(0.02)
})

test('the published example: two repeat purchases in 38.86 weeks, 1.226 more to come in 39', () => {
  const history = { x: 2, recency: 30.43, age: 38.86 }
  expect(expectedPurchases(published, history, 39)).toBeCloseTo(1.226, 3)
  expect(aliveProbability(published, history)).toBeCloseTo(0.7266, 3)
})

test('expected purchases agree with what simulated customers of the same history went on to do', () => {
  const truth = { r: 1.2, alpha: 9, a: 1.1, b: 2.8 }
  const draw = new Simulation(5)
  let [expected, seen, customers] = [0, 0, 0]
  for (let drawn = 0; drawn < 60_000; drawn++) {
    const times = draw.repeats(truth, 78)
    const known = times.filter((time) => time <= 52)
    expected += expectedPurchases(truth, { x: known.length, recency: known.at(-1) ?? 0, age: 52 }, 26)
    seen += times.length - known.length
    customers++
  }
  expect(expected / customers).toBeCloseTo(seen / customers, 1.9)
})

test('the series stops with the error that was promised, also for a customer of today, and has no pole at a = 1', () => {
  for (const [parameters, horizon] of [
    [published, 39],
    [{ r: 0.8, alpha: 60, a: 0.8, b: 2.5 }, 365],
    [{ r: 3, alpha: 20, a: 2.2, b: 1.4 }, 90],
    [{ r: 0.5, alpha: 30, a: 0.2, b: 0.3 }, 90],
    [{ r: 0.72, alpha: 66, a: 2e-6, b: 22_000 }, 365],
    [{ r: 12, alpha: 400, a: 12, b: 3 }, 365],
    [{ r: 12, alpha: 400, a: 0.3, b: 0.5 }, 365],
  ] as const) {
    const { terms, remainder } = seriesTerms(parameters, horizon, { tolerance: 1e-9, termsMax: 160 })
    expect(remainder).toBeLessThan(1e-8)
    for (const history of [
      { x: 0, recency: 0, age: 0 },
      { x: 0, recency: 0, age: 50 },
      { x: 7, recency: 20, age: 30 },
      { x: 400, recency: 90, age: 100 },
    ]) {
      const exact = expectedPurchases(parameters, history, horizon)
      const error = Math.abs(expectedPurchases(parameters, history, horizon, terms) / exact - 1)
      expect(error).toBeLessThan(Math.max(remainder, 1e-12))
    }
  }
  const history = { x: 3, recency: 20, age: 30 }
  const around = [1 - 1e-7, 1, 1 + 1e-7].map((a) => expectedPurchases({ ...published, a }, history, 39))
  expect(around[1]).toBeCloseTo(((around[0] ?? 0) + (around[2] ?? 0)) / 2, 9)
})

test('who never came back cannot have left; a long silence after many purchases says they have', () => {
  expect(aliveProbability(published, { x: 0, recency: 0, age: 100 })).toBe(1)
  const quiet = aliveProbability(published, { x: 20, recency: 20, age: 100 })
  expect(quiet).toBeLessThan(0.001)
  expect(aliveProbability(published, { x: 20, recency: 98, age: 100 })).toBeGreaterThan(0.9)
  expect(aliveProbability(published, { x: 5000, recency: 1, age: 1e6 })).toBeGreaterThanOrEqual(0)
})

test('chances of 0, 1, 2, … repeat purchases are those of simulated customers and total 1', () => {
  const draw = new Simulation(9)
  const seen = new Float64Array(5)
  const customers = 100_000
  for (let drawn = 0; drawn < customers; drawn++) {
    const place = Math.min(4, draw.repeats(published, 39).length)
    seen[place] = (seen[place] ?? 0) + 1 / customers
  }
  const chances = repeatProbabilities(published, 39, 4)
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12)
  chances.forEach((chance, count) => {
    expect(Math.abs(chance - (seen[count] ?? 0))).toBeLessThan(0.006)
  })
})

test('one purchase moves the expected value a little from that of everybody, many move it to the customer’s own', () => {
  const spend = { p: 6, q: 4, gamma: 90 }
  expect(expectedSpend(spend, 1, null)).toBe(180)
  const [one, many] = [expectedSpend(spend, 1, 400), expectedSpend(spend, 100, 400)]
  expect(one).toBeGreaterThan(180)
  expect(one).toBeLessThan(many)
  expect(Math.abs(many - 400)).toBeLessThan(2)
})

test('the logarithm of the gamma function has fourteen digits', () => {
  expect(logGamma(1)).toBeCloseTo(0, 14)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14)
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 13)
  expect(logGamma(0.01)).toBeCloseTo(4.599479878042022, 12)
  expect(logGamma(1e5) / 1051287.7089736538).toBeCloseTo(1, 14)
  expect(logBeta(2, 3)).toBeCloseTo(-Math.log(12), 14)
})

/** Counts equal lists of numbers. */
class Counter {
  private readonly found = new Map<string, number>()

  add(values: readonly number[]): string {
    const key = values.join(',')
    this.found.set(key, (this.found.get(key) ?? 0) + 1)
    return key
  }

  keys(): Iterable<string> {
    return this.found.keys()
  }

  columns(): readonly number[][] {
    const rows = [...this.found.keys()].map((key) => key.split(',').map(Number))
    return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] as number))
  }

  counts(): readonly number[] {
    return [...this.found.values()]
  }
}
