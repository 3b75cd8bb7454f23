import { expect, test } from 'vitest'
import { dayOf, formatBytes, formatDuration, formatInstant, formatMoney, formatPercent } from './format.ts'

const yuan = { code: 'CNY', decimals: 2 }

test.each([
  [17_500_000, 'zh', 'whole', '¥175,000'],
  [17_500_050, 'zh', 'exact', '¥175,000.50'],
  [17_500_000, 'zh', 'compact', '¥17.5万'],
  [12_345_678_900_000, 'zh', 'compact', '¥1234.6亿'],
  [524_100, 'zh', 'compact', '¥5,241'],
  [17_500_000, 'en', 'compact', '¥175K'],
  [-54_800, 'zh', 'whole', '-¥548'],
  [0, 'en', 'exact', '¥0.00'],
] as const)('%d minor units in %s, %s, read %s', (minor, language, style, text) => {
  expect(formatMoney(minor, yuan, language, style)).toBe(text)
})

test('a currency without minor units is not divided', () => {
  expect(formatMoney(5000, { code: 'JPY', decimals: 0 }, 'en')).toBe('¥5,000')
})

test('an instant is written on the institution’s clock, whatever the reader’s', () => {
  expect(formatInstant('2026-11-22T16:30:00Z', 'Asia/Shanghai')).toBe('2026-11-23 00:30')
  expect(formatInstant('2026-11-22T16:30:00+08:00', 'Asia/Shanghai')).toBe('2026-11-22 16:30')
  expect(dayOf('2026-11-22T15:59:59Z', 'Asia/Shanghai')).toBe('2026-11-22')
})

test.each([
  [850, '850 毫秒'],
  [4_640, '4.6 秒'],
  [200_000, '3 分 20 秒'],
])('%d milliseconds read %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds, 'zh')).toBe(text)
})

test('shares and sizes', () => {
  expect(formatPercent(0.1568, 'zh')).toBe('15.7%')
  expect(formatBytes(0, 'en')).toBe('0 B')
  expect(formatBytes(1_572_864, 'en')).toBe('1.5 MB')
})
