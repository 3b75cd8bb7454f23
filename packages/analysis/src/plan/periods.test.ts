import { expect, test } from 'vitest'
import { enclose, periodOf } from './periods.ts'

const cases = [
  [{ days: 30, offset: 0 }, '2026-10-31', '2026-10-02', '2026-10-31'],
  [{ days: 30, offset: 1 }, '2026-10-31', '2026-09-02', '2026-10-01'],
  [{ months: 3, offset: 0 }, '2026-10-31', '2026-08-01', '2026-10-31'],
  [{ months: 3, offset: 0 }, '2026-11-30', '2026-09-01', '2026-11-30'],
  [{ months: 3, offset: 1 }, '2026-11-30', '2026-06-01', '2026-08-31'],
  [{ months: 3, offset: 0 }, '2026-10-15', '2026-07-16', '2026-10-15'],
  [{ months: 1, offset: 0 }, '2026-02-28', '2026-02-01', '2026-02-28'],
  [{ months: 1, offset: 0 }, '2026-03-30', '2026-03-01', '2026-03-30'],
  [{ months: 12, offset: 0 }, '2028-02-29', '2027-03-01', '2028-02-29'],
  [{ calendar: 'month', offset: 0 }, '2026-10-15', '2026-10-01', '2026-10-15'],
  [{ calendar: 'month', offset: 1 }, '2026-10-31', '2026-09-01', '2026-09-30'],
  [{ calendar: 'month', offset: 12 }, '2026-01-31', '2025-01-01', '2025-01-31'],
  [{ calendar: 'quarter', offset: 0 }, '2026-11-30', '2026-10-01', '2026-11-30'],
  [{ calendar: 'quarter', offset: 1 }, '2026-02-10', '2025-10-01', '2025-12-31'],
  [{ calendar: 'year', offset: 1 }, '2026-02-10', '2025-01-01', '2025-12-31'],
  [{ lifetime: true }, '2026-02-10', undefined, '2026-02-10'],
] as const

test.each(cases)('%o at %s is %s to %s', (window, asOf, from, to) => {
  expect(periodOf(window, asOf)).toEqual({ from, to })
})

test('the whole history encloses every other period', () => {
  const bounded = { from: '2026-01-01', to: '2026-01-31' }
  expect(enclose([bounded, { from: '2025-12-01', to: '2025-12-31' }])).toEqual({ from: '2025-12-01', to: '2026-01-31' })
  expect(enclose([bounded, { from: undefined, to: '2026-02-10' }])).toEqual({ from: undefined, to: '2026-02-10' })
})
