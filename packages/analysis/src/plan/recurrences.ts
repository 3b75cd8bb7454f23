import { LunarDay, LunarMonth, LunarYear, SolarDay } from 'tyme4ts'
import { addDays, daysBetween, daysInMonth, join, split } from './dates.ts'
import type { Occurrence } from './plan.ts'

/** Nobody who is served is older; bounds the table of dates that are looked for. */
const yearsBack = 120

type Calendar = 'solar' | 'lunar'

/** Days that are looked at, both ends inclusive. */
export type Days = { readonly from: string; readonly to: string }

/**
 * The dates whose anniversary falls on one of `days`, as seen at `asOf`. Solar: 29 February comes round on the 28th in common years. Lunar: a
 * 30th comes round on the 29th where the month is short, a date in a leap month in the plain month of that number. A date is
 * no anniversary of itself.
 */
export function recurrences(calendar: Calendar, asOf: string, days: Days): readonly Occurrence[] {
  return eachDay(days).flatMap((dueOn) => {
    const dates = calendar === 'solar' ? solarDates(dueOn) : lunarDates(dueOn)
    const daysLeft = daysBetween(asOf, dueOn)
    return dates.map((date) => ({ date, dueOn, daysLeft }))
  })
}

/** Month and day of a date in the lunar calendar, `08-15`; of a leap month the plain month's number. */
export function lunarMonthDay(date: string): string {
  const { year, month, day } = split(date)
  const lunar = SolarDay.fromYmd(year, month, day).getLunarDay()
  return [lunar.getLunarMonth().getMonth(), lunar.getDay()].map((one) => String(one).padStart(2, '0')).join('-')
}

/** The days among `days` on which a festival falls; by the same rules, so that New Year's Eve (the 30th of the 12th) has a day every year. */
export function festivals(
  calendar: Calendar,
  asOf: string,
  days: Days,
  festival: { readonly month: number; readonly day: number },
): readonly Occurrence[] {
  return eachDay(days)
    .filter((day) => (calendar === 'solar' ? isSolarDay(day, festival) : isLunarDay(day, festival)))
    .map((day) => ({ date: day, dueOn: day, daysLeft: daysBetween(asOf, day) }))
}

function eachDay({ from, to }: Days): readonly string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index))
}

function isSolarDay(date: string, festival: { readonly month: number; readonly day: number }): boolean {
  const { year, month, day } = split(date)
  return month === festival.month && day === Math.min(festival.day, daysInMonth(year, month))
}

function isLunarDay(date: string, festival: { readonly month: number; readonly day: number }): boolean {
  const { month, isLeap, days } = lunarOf(date)
  return !isLeap && month === festival.month && days.includes(festival.day)
}

/** The lunar day, and the 30th beside the 29th where the month ends with it. */
function lunarOf(date: string) {
  const { year, month, day } = split(date)
  const lunar = SolarDay.fromYmd(year, month, day).getLunarDay()
  const lunarMonth = lunar.getLunarMonth()
  const isShortMonthEnd = lunar.getDay() === 29 && lunarMonth.getDayCount() === 29
  return {
    year: lunarMonth.getLunarYear().getYear(),
    month: lunarMonth.getMonth(),
    isLeap: lunarMonth.isLeap(),
    days: isShortMonthEnd ? [29, 30] : [lunar.getDay()],
  }
}

function solarDates(dueOn: string): readonly string[] {
  const { year, month, day } = split(dueOn)
  const celebratesLeapDay = month === 2 && day === 28 && daysInMonth(year, 2) === 28
  const dates: string[] = []
  for (let earlier = year - yearsBack; earlier < year; earlier++) {
    if (day <= daysInMonth(earlier, month)) dates.push(join(earlier, month, day))
    if (celebratesLeapDay && daysInMonth(earlier, 2) === 29) dates.push(join(earlier, 2, 29))
  }
  return dates
}

/** Lunar dates take the calendar a while, and several nights of one process (a backtest, tests) ask for the same days. */
const lunarDatesKnown = new Map<string, readonly string[]>()

function lunarDates(dueOn: string): readonly string[] {
  const known = lunarDatesKnown.get(dueOn)
  if (known !== undefined) return known
  const dates = findLunarDates(dueOn)
  lunarDatesKnown.set(dueOn, dates)
  return dates
}

function findLunarDates(dueOn: string): readonly string[] {
  const { year, month, isLeap, days } = lunarOf(dueOn)
  if (isLeap) return []
  const dates: string[] = []
  for (let earlier = year - yearsBack; earlier < year; earlier++) {
    for (const { first, length } of lunarMonthsOf(earlier, month)) {
      for (const earlierDay of days) {
        if (earlierDay <= length) dates.push(addDays(first, earlierDay - 1))
      }
    }
  }
  return dates
}

type LunarMonthSpan = { readonly first: string; readonly length: number }

/** The days of one solar month ask for the same two or three months of every year. */
const lunarMonthsKnown = new Map<string, readonly LunarMonthSpan[]>()

/** The month of that number, and after it the leap month of the same number where the year has one. */
function lunarMonthsOf(year: number, month: number): readonly LunarMonthSpan[] {
  const key = `${year}-${month}`
  const known = lunarMonthsKnown.get(key)
  if (known !== undefined) return known
  const hasLeap = LunarYear.fromYear(year).getLeapMonth() === month
  const found = (hasLeap ? [month, -month] : [month]).map((number) => ({
    first: solarDateOf(LunarDay.fromYmd(year, number, 1)),
    length: LunarMonth.fromYm(year, number).getDayCount(),
  }))
  lunarMonthsKnown.set(key, found)
  return found
}

function solarDateOf(lunar: LunarDay): string {
  const solar = lunar.getSolarDay()
  return join(solar.getYear(), solar.getMonth(), solar.getDay())
}
