import { addDays, instantAt, localDay, weekdayOf } from '../days.ts'
import type { Period, Windows } from './render.ts'
import type { PolicyPack } from './verdict.ts'

/** Where the periods of a local day begin: weeks on Monday (ISO), half years in January and July. */
export const windowsOf = (pack: PolicyPack, at: Date, timeZone: string): Windows => {
  const day = localDay(at, timeZone)
  const start = (period: Period): Date => instantAt(firstDayOf(period, day), '00:00', timeZone)
  const coolOffDays = coolOffDaysOf(pack)
  return {
    now: at,
    day,
    dayEnd: instantAt(addDays(day, 1), '00:00', timeZone),
    start: {
      day: start('day'),
      week: start('week'),
      month: start('month'),
      quarter: start('quarter'),
      half_year: start('half_year'),
      year: start('year'),
    },
    coolOffFrom: coolOffDays === 0 ? null : instantAt(addDays(day, -coolOffDays), '00:00', timeZone),
  }
}

/** Of several policies the longest counts. */
export const coolOffDaysOf = ({ policies }: PolicyPack): number =>
  Math.max(0, ...[...policies.values()].map((policy) => policy.coolOffDays))

/** So many whole days are left free after the day of the refusal. */
export const coolOffEnd = (declinedAt: Date, coolOffDays: number, timeZone: string): Date =>
  instantAt(addDays(localDay(declinedAt, timeZone), coolOffDays + 1), '00:00', timeZone)

/** When the period that a cap counts in is over. */
export const capEnd = (per: 'day' | 'week' | 'month', at: Date, timeZone: string): Date => {
  const first = firstDayOf(per, localDay(at, timeZone))
  const next = per === 'day' ? addDays(first, 1) : per === 'week' ? addDays(first, 7) : firstOfNextMonth(first)
  return instantAt(next, '00:00', timeZone)
}

const monthsPer = { month: 1, quarter: 3, half_year: 6, year: 12 } as const

const firstDayOf = (period: Period, day: string): string => {
  if (period === 'day') return day
  if (period === 'week') return addDays(day, -((weekdayOf(day) + 6) % 7))
  const month = Number(day.slice(5, 7))
  const first = month - ((month - 1) % monthsPer[period])
  return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
}

// The 32nd day from the first of a month always lies in the next one.
const firstOfNextMonth = (first: string): string => `${addDays(first, 31).slice(0, 7)}-01`
