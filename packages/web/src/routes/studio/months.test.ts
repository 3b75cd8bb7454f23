import { expect, test } from 'vitest'
import { monthsBefore } from './months.ts'

test('months are counted back over the turn of the year', () => {
  expect(monthsBefore('2026-11-30', 3)).toBe('2026-08')
  expect(monthsBefore('2026-03-31', 3)).toBe('2025-12')
  expect(monthsBefore('2026-01-01', 13)).toBe('2024-12')
})
