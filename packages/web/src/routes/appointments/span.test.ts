import { expect, test } from 'vitest'
import { readAppointmentsSearch } from './appointments-search.ts'
import { spanOf, stepOf } from './span.ts'

test('a week begins on Monday, whichever of its days is asked for, and shows the next one too', () => {
  expect(spanOf('week', '2026-11-22')).toHaveLength(14)
  expect(spanOf('week', '2026-11-22')).toEqual(spanOf('week', '2026-11-16'))
  expect(spanOf('week', '2026-11-22')[0]).toBe('2026-11-16')
  expect(spanOf('week', '2026-11-23')[0]).toBe('2026-11-23')
})

test.each([
  ['2027-02-14', '2027-02-01', '2027-02-28'],
  ['2026-11-22', '2026-10-26', '2026-12-06'],
  ['2026-12-31', '2026-11-30', '2027-01-03'],
])('the month of %s shows its whole weeks', (day, first, last) => {
  const span = spanOf('month', day)
  expect([span[0], span.at(-1)]).toEqual([first, last])
})

test('stepping moves by what is shown', () => {
  expect(stepOf('day', '2026-11-30', 1)).toBe('2026-12-01')
  expect(stepOf('week', '2026-11-30', -1)).toBe('2026-11-23')
  expect(stepOf('month', '2026-01-31', 1)).toBe('2026-02-28')
})

test('an address that names no day opens today', () => {
  expect(readAppointmentsSearch({ view: 'day', day: '2026-11-22' })).toEqual({ view: 'day', day: '2026-11-22' })
  expect(readAppointmentsSearch({ view: 'year', day: '22.11.' })).toEqual({})
})
