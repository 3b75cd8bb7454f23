import { expect, test } from 'vitest'
import { binOf, quantileCuts } from '../../src/learn/binning.ts'
import { cluster, randIndex } from '../../src/learn/k-means.ts'
import { fitLogistic } from '../../src/learn/logistic.ts'
import { minimise } from '../../src/learn/minimise.ts'
import { judge } from '../../src/learn/quality.ts'
import { hashText, seededRandom } from '../../src/learn/random.ts'

test('a logistic regression finds the coefficients that made its data', () => {
  const random = seededRandom(4)
  const rows = 200_000
  const bins = [0, 1].map(() => Uint8Array.from({ length: rows }, () => Math.floor(random() * 3)))
  const values = [Float64Array.of(-1, 0, 1), Float64Array.of(0.5, -0.2, 0.9)]
  const truth = [-1.5, 0.8, 1.7]
  const outcome = Uint8Array.from({ length: rows }, (_, row) => {
    const logit = values.reduce(
      (sum, value, j) => sum + (truth[j + 1] ?? 0) * (value[bins[j]?.[row] ?? 0] ?? 0),
      truth[0] ?? 0,
    )
    return random() < 1 / (1 + Math.exp(-logit)) ? 1 : 0
  })
  const beta = fitLogistic(
    values,
    bins,
    outcome,
    Int32Array.from(outcome, (_, row) => row),
  )
  truth.forEach((coefficient, j) => {
    expect(Math.abs((beta[j] ?? 0) - coefficient)).toBeLessThan(0.04)
  })
})

test('area, separation and lift of four customers in a known order', () => {
  const probability = Float64Array.of(0.9, 0.6, 0.6, 0.1)
  const quality = judge(probability, Uint8Array.of(1, 0, 1, 0), new Uint8Array(4), 1)
  expect(quality.auc).toBe(0.875)
  expect(quality.ks).toBe(0.5)
  expect(quality.brier).toBeCloseTo((0.01 + 0.36 + 0.16 + 0.01) / 4, 12)
})

test('clusters that stand apart are found, whatever the seed; the index of Rand is 1 for one partition under two names', () => {
  const random = seededRandom(8)
  const count = 600
  const values = new Float64Array(count * 2)
  for (let i = 0; i < count; i++) {
    values[i * 2] = (i % 3) * 10 + random()
    values[i * 2 + 1] = (i % 3 === 1 ? 10 : 0) + random()
  }
  const partitions = [1, 2, 3].map((seed) => cluster({ values, count, width: 2 }, 3, seed).assigned)
  for (const found of partitions)
    expect(
      randIndex(
        found,
        Uint8Array.from(found, (_, i) => i % 3),
      ),
    ).toBe(1)
})

test('the index of Rand of partitions that have nothing to do with each other is about 0', () => {
  const random = seededRandom(2)
  const [a, b] = [0, 1].map(() => Uint8Array.from({ length: 20_000 }, () => Math.floor(random() * 4)))
  expect(Math.abs(randIndex(a ?? new Uint8Array(), b ?? new Uint8Array()))).toBeLessThan(0.01)
  expect(randIndex(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 0, 1, 2))).toBeCloseTo(0.5714, 4)
})

test('the simplex finds the bottom of a narrow valley', () => {
  const found = minimise(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1])
  expect(found[0]).toBeCloseTo(1, 4)
  expect(found[1]).toBeCloseTo(1, 4)
})

test('quantile bins keep equal values together, and what is unknown has a bin of its own', () => {
  const cuts = quantileCuts(Float64Array.of(0, 0, 0, 0, 0, 1, 2, 3, 4, 5), 4)
  expect(cuts).toEqual([0, 3])
  const binning = { kind: 'cuts', cuts } as const
  expect([0, 0.5, 3, 99, null].map((value) => binOf(binning, value))).toEqual([0, 1, 1, 2, 3])
  expect(['a', 'b', 'zzz', null].map((value) => binOf({ kind: 'values', values: ['a', 'b'] }, value))).toEqual([
    0, 1, 2, 3,
  ])
})

test('folds drawn by id are even and independent of the order of customers', () => {
  const counts = new Float64Array(5)
  for (let id = 0; id < 50_000; id++) {
    const fold = hashText(`C${String(id).padStart(8, '0')}`, 7) % 5
    counts[fold] = (counts[fold] ?? 0) + 1
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
})
