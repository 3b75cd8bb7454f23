import { join } from 'node:path'
import { type LearnedScorecard, writeModel } from '@tend/analysis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, asOf, makeWorld, type World } from './world.ts'

/** A score of two features as training would leave it; its figures are not looked at here. */
const scorecard: LearnedScorecard = {
  format: 1,
  kind: 'scorecard',
  model: 'churn',
  packHash: '',
  asOf: '2026-07-31',
  outcomeAsOf: asOf,
  decimals: 2,
  customers: 300,
  population: {
    score: { name: 'points', binning: { kind: 'cuts', cuts: [600] }, shares: [0.5, 0.5, 0] },
    features: [],
  },
  notes: [{ zh: '样本少', en: 'Few events' }],
  features: [
    {
      name: 'product_count',
      unit: 'count',
      binning: { kind: 'cuts', cuts: [2] },
      coefficient: 1,
      informationValue: 0.2,
      bins: [
        { share: 0.5, rate: 0.2, woe: 0.5, points: -20 },
        { share: 0.5, rate: 0.1, woe: -0.5, points: 30 },
        { share: 0, rate: 0, woe: 0, points: 0 },
      ],
    },
  ],
  intercept: -1,
  basePoints: 600,
  dropped: [],
  quality: { customers: 300, events: 45, aucs: [0.7], auc: 0.7, ks: 0.3, brier: 0.1, deciles: [] },
}

let world: World
let owner: Ask
let planner: Ask

beforeAll(async () => {
  world = await makeWorld()
  owner = await world.signIn('owner')
  planner = await world.signIn('planner')
})
afterAll(() => world?.close())

test('a model tells what was learned of it, and before that nothing', async () => {
  const untrained = (await planner('GET', '/v1/models')).json().items
  expect(untrained.map(({ learned }: { learned: unknown }) => learned)).toEqual([null])
  await writeModel(join(world.states, '..', '..', 'models'), scorecard)
  const [model] = (await planner('GET', '/v1/models')).json().items
  expect(model).toMatchObject({ id: 'churn', kind: 'scorecard', drift: null })
  expect(model.learned).toMatchObject({ number: 1, asOf: '2026-07-31', notUsed: null, notes: scorecard.notes })
  const [feature] = model.learned.result.features
  // A bin that nobody was in is not shown.
  expect(
    feature.bins.map(({ label, points }: { label: { en: string }; points: number }) => [label.en, points]),
  ).toEqual([
    ['≤ 2', -20],
    ['> 2', 30],
  ])
  expect((await owner('GET', '/v1/models')).statusCode).toBe(403)
})

test('a score is its base and the points of each feature, and only those are scored whom the model is for', async () => {
  const { items } = (await owner('GET', '/v1/customers?limit=20')).json()
  const scored = []
  for (const { customerId, indicators } of items) {
    const answer = (await owner('GET', `/v1/customers/${customerId}/scores`)).json()
    const isFor = indicators.total_assets >= 100_000
    expect(answer).toMatchObject({ asOf, items: isFor ? [{ model: 'churn', basePoints: 600 }] : [] })
    if (isFor) scored.push({ score: answer.items[0], products: indicators.product_count })
  }
  expect(scored.length).toBeGreaterThan(0)
  for (const { score, products } of scored) {
    const isFew = products <= 2
    expect(score).toMatchObject({ points: isFew ? 580 : 630, reasons: [{ lost: isFew ? 50 : 0 }] })
  }
})
