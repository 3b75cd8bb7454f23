import type { Health, Run } from '@tend/contract'

export type Freshness = 'fresh' | 'stale' | 'failed' | 'none' | 'unknown'

/** A nightly run that is missed once leaves results older than this. */
const staleAfterHours = 36

export const freshnessOf = (data: Health['data'], latestRun: Run['status'] | undefined): Freshness => {
  if (latestRun === 'failed') return 'failed'
  if (data === null) return 'none'
  return data.ageHours > staleAfterHours ? 'stale' : 'fresh'
}
