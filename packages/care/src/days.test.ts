import { expect, test } from 'vitest'
import { addDays, instantAt, localDay, localHour } from './days.ts'

test('a day begins at local midnight', () => {
  expect(instantAt('2026-11-02', '00:00', 'Asia/Shanghai').toISOString()).toBe('2026-11-01T16:00:00.000Z')
  expect(localDay(new Date('2026-11-01T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-02')
  expect(localDay(new Date('2026-11-01T15:59:59Z'), 'Asia/Shanghai')).toBe('2026-11-01')
  expect(localHour(new Date('2026-11-01T16:00:00Z'), 'Asia/Shanghai')).toBe(0)
})

test('clock changes are met', () => {
  expect(instantAt('2026-03-29', '09:00', 'Europe/Berlin').toISOString()).toBe('2026-03-29T07:00:00.000Z')
  expect(instantAt('2026-03-28', '09:00', 'Europe/Berlin').toISOString()).toBe('2026-03-28T08:00:00.000Z')
})

test('days are counted over month ends and leap days', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31')
})
