import { expect, test } from 'vitest'
import { readNearLineSearch } from '../near-line/near-line-search.ts'
import { readBacktestSearch, readDefinitionSearch, readStudioSearch, readVersionSearch } from './studio-search.ts'

test('an address of the studio is read as it was written', () => {
  expect(readStudioSearch({ kind: 'moments', search: 'S155', version: '3' })).toEqual({
    kind: 'moments',
    search: 'S155',
    version: 3,
  })
  expect(readDefinitionSearch({ version: '12', as: 'text' })).toEqual({ version: 12, as: 'text' })
  expect(readVersionSearch({ tab: 'simulation', job: 'j', scheme: 's' })).toEqual({
    tab: 'simulation',
    job: 'j',
    scheme: 's',
  })
  const backtest = { subject: 'level:churn_risk:high', from: '2026-02', to: '2026-08' }
  expect(readBacktestSearch(backtest)).toEqual(backtest)
  const near = { scheme: 'asset_tier', direction: 'down', within: '1000000', level: 'gold', unit: 'B01' }
  expect(readNearLineSearch(near)).toEqual(near)
})

test('what an address holds and is not understood is dropped', () => {
  expect(readStudioSearch({ kind: 'secrets', version: '0' })).toEqual({})
  expect(readStudioSearch({ version: '1e3' })).toEqual({})
  expect(readDefinitionSearch({ as: 'source' })).toEqual({})
  expect(readVersionSearch({ tab: 'all' })).toEqual({})
  expect(readBacktestSearch({ subject: 'customer:C1', from: '2026-13', to: 'now' })).toEqual({})
  expect(readNearLineSearch({ direction: 'sideways', within: '-5' })).toEqual({})
})
