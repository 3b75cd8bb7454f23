import { expect, test } from 'vitest'
import { freshnessOf } from './freshness.ts'

const data = (ageHours: number) => ({
  asOf: '2026-11-21',
  publishedAt: '2026-11-22T01:00:00Z',
  ageHours,
  customers: 10,
})

test.each([
  ['last night’s results', data(8), 'committed', 'fresh'],
  ['one night missed', data(37), 'committed', 'stale'],
  ['the latest run failed', data(8), 'failed', 'failed'],
  ['a run is under way', data(8), 'running', 'fresh'],
  ['nothing published yet', null, undefined, 'none'],
  ['a reader who may not see runs', data(8), undefined, 'fresh'],
] as const)('%s', (_situation, published, latest, freshness) => {
  expect(freshnessOf(published, latest)).toBe(freshness)
})
