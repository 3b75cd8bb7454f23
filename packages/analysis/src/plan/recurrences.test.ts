import { LunarDay, LunarYear } from 'tyme4ts'
import { expect, test } from 'vitest'
import { addDays, join } from './dates.ts'
import { festivals, recurrences } from './recurrences.ts'

test('a solar date comes round once a year, for everybody of the last 120 years', () => {
  const found = comingRound('solar', '2026-10-31', 1)
  expect(found.filter(({ dueOn }) => dueOn === '2026-10-31').length).toBe(120)
  expect(found).toContainEqual({ date: '1990-11-01', dueOn: '2026-11-01', daysLeft: 1 })
  expect(found.some(({ date }) => date === '2026-10-31')).toBe(false)
})

test('a week that reaches into the next year holds its first birthdays, also of those born this year', () => {
  const found = comingRound('solar', '2026-12-28', 7)
  expect(found).toContainEqual({ date: '1990-01-04', dueOn: '2027-01-04', daysLeft: 7 })
  expect(found).toContainEqual({ date: '2026-01-02', dueOn: '2027-01-02', daysLeft: 5 })
  expect(found.some(({ date }) => date === '1990-01-05' || date === '2026-12-29')).toBe(false)
})

test('mid-autumn 1990 comes round at mid-autumn 2026', () => {
  expect(comingRound('lunar', '2026-09-25', 0)).toContainEqual({ date: '1990-10-03', dueOn: '2026-09-25', daysLeft: 0 })
})

test('a date in a leap month comes round in the plain month, and nothing comes round in a leap month', () => {
  // 2023 had a second (leap) second month; its 5th day was 26 March. The plain 5th of the second month of 2026 is 23 March.
  const leapBirth = solar(LunarDay.fromYmd(2023, -2, 5))
  const plain = solar(LunarDay.fromYmd(2026, 2, 5))
  expect(comingRound('lunar', plain, 0)).toContainEqual({ date: leapBirth, dueOn: plain, daysLeft: 0 })
  expect(comingRound('lunar', leapBirth, 0)).toEqual([])
})

test('every lunar date of a year comes round exactly once in the next plain year, the 30th of a short month on the 29th', () => {
  const births = daysOfLunarYear(1991)
  const start = solar(LunarDay.fromYmd(2026, 1, 1))
  expect(LunarYear.fromYear(2026).getLeapMonth()).toBe(0)
  const found = comingRound('lunar', start, LunarYear.fromYear(2026).getDayCount() - 1)
  for (const birth of births) expect(found.filter(({ date }) => date === birth).length, birth).toBe(1)
})

function daysOfLunarYear(year: number): readonly string[] {
  const first = LunarDay.fromYmd(year, 1, 1)
  return Array.from({ length: LunarYear.fromYear(year).getDayCount() }, (_, index) => solar(first.next(index)))
}

function solar(lunar: LunarDay): string {
  const day = lunar.getSolarDay()
  return join(day.getYear(), day.getMonth(), day.getDay())
}

function comingRound(calendar: 'solar' | 'lunar', asOf: string, withinDays: number) {
  return recurrences(calendar, asOf, { from: asOf, to: addDays(asOf, withinDays) })
}

test('a festival has one day a year, by either calendar, also where its month is short', () => {
  const eve = (year: number) =>
    festivals('lunar', `${year}-01-01`, { from: `${year}-01-01`, to: `${year}-12-31` }, { month: 12, day: 30 })
  expect(eve(2026).map(({ dueOn }) => dueOn)).toEqual(['2026-02-16'])
  expect(eve(2027).map(({ dueOn }) => dueOn)).toEqual(['2027-02-05'])
  const days = { from: '2026-09-20', to: '2026-10-02' }
  expect(festivals('lunar', '2026-09-20', days, { month: 8, day: 15 })).toEqual([
    { date: '2026-09-25', dueOn: '2026-09-25', daysLeft: 5 },
  ])
  expect(festivals('solar', '2026-09-20', days, { month: 10, day: 1 })).toEqual([
    { date: '2026-10-01', dueOn: '2026-10-01', daysLeft: 11 },
  ])
})
