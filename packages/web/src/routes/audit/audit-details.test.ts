import { expect, test } from 'vitest'
import { emptyCatalogue } from '../../catalogue/test-catalogue.ts'
import { tellDetails } from './audit-details.ts'

test('details read in words: names of staff, labels of the pack, local time, the first few of many', () => {
  const bulletin = {
    id: 'market',
    label: { zh: '市场周报', en: 'Markets' },
    description: null,
    source: null,
    assumed: false,
  }
  const catalogue = { ...emptyCatalogue, bulletins: [bulletin] }
  const row = {
    details: {
      from: 'S1',
      categories: 'market',
      at: '2026-11-22T01:00:00.000Z',
      purpose: null,
      customers: ['C1', 'C2', 'C3', 'C4'],
      index: 2,
    },
    names: { S1: '王敏' },
  }
  expect(tellDetails({ row, catalogue, language: 'zh', templates: [] })).toBe(
    '从 王敏 · 类别 市场周报 · 时间 2026-11-22 09:00 · 客户 C1, C2, C3 … (4) · 第几项 2',
  )
})
