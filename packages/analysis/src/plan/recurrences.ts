import { LunarDay, LunarMonth, LunarYear, SolarDay } from 'tyme4ts'
import { addDays, daysInMonth, join, split } from './dates.ts'
import type { Occurrence } from './plan.ts'

/** Nobody who is served is older; bounds the table of dates that are looked for. */
const yearsBack = 120

/**
 * The dates whose anniversary falls within `withinDays` of `asOf`. Solar: 29 February comes round on the 28th in common years. Lunar: a
 * 30th comes round on the 29th where the month is short, a date in a leap month in the plain month of that number. A date is
 * no anniversary of itself.
 */
export function recurrences(calendar: 'solar' | 'lunar', asOf: string, withinDays: number): readonly Occurrence[] {
  const occurrences: Occurrence[] = []
  for (let daysLeft = 0; daysLeft <= withinDays; daysLeft++) {
    const dueOn = addDays(asOf, daysLeft)
    const dates = calendar === 'solar' ? solarDates(dueOn) : lunarDates(dueOn)
    for (const date of dates) occurrences.push({ date, dueOn, daysLeft })
  }
  return occurrences
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

function lunarDates(dueOn: string): readonly string[] {
  const { year, month, day } = split(dueOn)
  const lunar = SolarDay.fromYmd(year, month, day).getLunarDay()
  const lunarMonth = lunar.getLunarMonth()
  if (lunarMonth.isLeap()) return []
  const isShortMonthEnd = lunar.getDay() === 29 && lunarMonth.getDayCount() === 29
  const days = isShortMonthEnd ? [29, 30] : [lunar.getDay()]
  const lunarYear = lunarMonth.getLunarYear().getYear()
  const dates: string[] = []
  for (let earlier = lunarYear - yearsBack; earlier < lunarYear; earlier++) {
    const months = [lunarMonth.getMonth()]
    if (LunarYear.fromYear(earlier).getLeapMonth() === lunarMonth.getMonth()) months.push(-lunarMonth.getMonth())
    for (const earlierMonth of months) {
      const length = LunarMonth.fromYm(earlier, earlierMonth).getDayCount()
      for (const earlierDay of days) {
        if (earlierDay <= length) dates.push(solarDateOf(LunarDay.fromYmd(earlier, earlierMonth, earlierDay)))
      }
    }
  }
  return dates
}

function solarDateOf(lunar: LunarDay): string {
  const solar = lunar.getSolarDay()
  return join(solar.getYear(), solar.getMonth(), solar.getDay())
}
