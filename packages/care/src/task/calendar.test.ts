import { testDatabase } from '@tend/store/testing'
import { expect, test } from 'vitest'
import { nextTimeBand, readWorkingDays, retryBand, saveHolidays, timeBandOf, workingDayAfter } from './calendar.ts'

test.each([
  ['2026-11-02', 1, '2026-11-03', 'the day after a Monday'],
  ['2026-11-06', 1, '2026-11-09', 'over the weekend'],
  ['2026-11-07', 0, '2026-11-09', 'a Saturday itself is none'],
  ['2026-11-02', 0, '2026-11-02', 'a Monday itself is one'],
  ['2026-11-05', 3, '2026-11-10', 'three of them'],
] as const)('working day after %s + %i is %s: %s', (day, count, expected, _situation) => {
  expect(workingDayAfter(day, count, new Map())).toBe(expected)
})

test('holidays are skipped, and worked weekends count', async () => {
  const store = await testDatabase()
  await store.transaction((tx) =>
    saveHolidays(tx, [
      { day: '2026-10-01', name: '国庆节', is_working: false },
      { day: '2026-10-02', name: '国庆节', is_working: false },
      { day: '2026-10-03', name: '调休', is_working: true },
    ]),
  )
  const workingDays = await readWorkingDays(store)
  expect(workingDayAfter('2026-09-30', 1, workingDays)).toBe('2026-10-03')
  await store.close()
})

test('a list of nothing but days off does not hang the work', () => {
  const always = new Map(
    Array.from({ length: 500 }, (_, index) => [
      new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
      false,
    ]),
  )
  expect(workingDayAfter('2026-01-01', 1, always)).toMatch(/^2027-/)
})

test('each attempt falls into another band than the one before', () => {
  const bands = { morning: '09:00', afternoon: '13:30', evening: '18:00' }
  const bandAt = (time: string) => timeBandOf(new Date(`2026-11-02T${time}:00+08:00`), 'Asia/Shanghai', bands)
  expect(['08:00', '10:00', '13:29', '13:30', '17:59', '18:00'].map(bandAt)).toEqual([
    'morning',
    'morning',
    'morning',
    'afternoon',
    'afternoon',
    'evening',
  ])
  expect([nextTimeBand('morning'), nextTimeBand('afternoon'), nextTimeBand('evening')]).toEqual([
    'afternoon',
    'evening',
    'morning',
  ])
})

test("the next attempt falls into the customer's own quiet period, unless that was tried in vain (S114)", () => {
  expect(retryBand('morning', 'evening')).toBe('evening')
  expect(retryBand('evening', 'evening')).toBe('morning')
  expect(retryBand('morning', null)).toBe('afternoon')
})
