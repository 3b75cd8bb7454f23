import { expect, test } from 'vitest'
import { parseSearch, stringifySearch } from '../../search-params.ts'
import {
  levelsOf,
  readCustomersSearch,
  readRange,
  readSort,
  withLevels,
  writeRange,
  writeSort,
} from './customers-search.ts'

test('a link reproduces filters, order and columns', () => {
  const search = {
    level: ['asset_tier:gold', 'asset_tier:platinum', 'lifecycle:decline'],
    range: ['total_assets:10000000..', 'risk_index:2.5..10'],
    search: '王 小明',
    sort: '-total_assets',
    columns: ['total_assets,risk_index'],
  }
  const link = stringifySearch(search)
  expect(link).toContain('level=asset_tier:gold&level=asset_tier:platinum')
  expect(readCustomersSearch(parseSearch(link))).toEqual({ ...search, columns: ['total_assets', 'risk_index'] })
})

test('a single level in the link is a list of one', () => {
  expect(readCustomersSearch(parseSearch('?level=asset_tier:gold'))).toEqual({ level: ['asset_tier:gold'] })
})

test.each([
  ['level', 'gold'],
  ['level', "asset_tier:gold' or 1=1"],
  ['range', 'total_assets'],
  ['range', 'total_assets:..'],
  ['sort', '--total_assets'],
  ['sort', 'total assets'],
  ['search', '   '],
  ['unheard_of', 'x'],
])('what is not understood is dropped: %s=%s', (name, value) => {
  expect(readCustomersSearch({ [name]: value })).toEqual({})
})

test.each([
  ['total_assets:100..200', { indicator: 'total_assets', from: '100', to: '200' }],
  ['total_assets:..200', { indicator: 'total_assets', to: '200' }],
  ['net_outflow_7d:-5.5..', { indicator: 'net_outflow_7d', from: '-5.5' }],
  ['last_active_on:2026-01-01..2026-10-31', { indicator: 'last_active_on', from: '2026-01-01', to: '2026-10-31' }],
])('the range %s reads and writes alike', (text, range) => {
  expect(readRange(text)).toEqual(range)
  expect(writeRange(range)).toBe(text)
})

test('choosing levels of one scheme leaves the other schemes as they are', () => {
  const level = ['asset_tier:gold', 'lifecycle:decline']
  expect(levelsOf(level, 'asset_tier')).toEqual(['gold'])
  expect(withLevels(level, 'asset_tier', ['silver', 'basic'])).toEqual([
    'lifecycle:decline',
    'asset_tier:silver',
    'asset_tier:basic',
  ])
  expect(withLevels(level, 'lifecycle', [])).toEqual(['asset_tier:gold'])
})

test('a scheme whose name begins like another keeps its own levels', () => {
  expect(levelsOf(['asset_tier:gold', 'asset:high'], 'asset')).toEqual(['high'])
})

test('descending order is written with a dash', () => {
  expect(readSort('-risk_index')).toEqual({ field: 'risk_index', isDescending: true })
  expect(writeSort({ field: 'risk_index', isDescending: false })).toBe('risk_index')
  expect(readSort(undefined)).toBeUndefined()
})
