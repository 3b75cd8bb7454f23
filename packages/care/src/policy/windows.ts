import { addDays, instantAt, localDay, weekdayOf } from '../days.ts'
import type { Cap, Minimum, Windows } from './render.ts'
import type { PolicyPack } from './verdict.ts'

/** From where caps and minimums count on a local day: caps on the calendar, with weeks from Monday (ISO), minimums back from the day. */
export const windowsOf = (pack: PolicyPack, at: Date, timeZone: string): Windows => {
  const day = localDay(at, timeZone)
  const start = (per: Cap['per']): Date => instantAt(firstDayOf(per, day), '00:00', timeZone)
  const since = (per: Minimum['per']): Date => instantAt(monthsBefore(day, monthsPer[per]), '00:00', timeZone)
  const coolOffDays = coolOffDaysOf(pack)
  return {
    now: at,
    day,
    dayEnd: instantAt(addDays(day, 1), '00:00', timeZone),
    start: { day: start('day'), week: start('week'), month: start('month') },
    since: { month: since('month'), quarter: since('quarter'), half_year: since('half_year'), year: since('year') },
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
export const capEnd = (per: Cap['per'], at: Date, timeZone: string): Date => {
  const first = firstDayOf(per, localDay(at, timeZone))
  const next = per === 'day' ? addDays(first, 1) : per === 'week' ? addDays(first, 7) : firstOfNextMonth(first)
  return instantAt(next, '00:00', timeZone)
}

const monthsPer = { month: 1, quarter: 3, half_year: 6, year: 12 } as const

const firstDayOf = (per: Cap['per'], day: string): string => {
  if (per === 'day') return day
  return per === 'week' ? addDays(day, -((weekdayOf(day) + 6) % 7)) : `${day.slice(0, 7)}-01`
}

/** The same day of an earlier month, or the last that it has. */
const monthsBefore = (day: string, months: number): string => {
  const ordinal = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - months
  const month = `${Math.floor(ordinal / 12)}-${String((ordinal % 12) + 1).padStart(2, '0')}`
  const last = addDays(firstOfNextMonth(`${month}-01`), -1)
  return [`${month}-${day.slice(8)}`, last].sort()[0] ?? last
}

// The 32nd day from the first of a month always lies in the next one.
const firstOfNextMonth = (first: string): string => `${addDays(first, 31).slice(0, 7)}-01`
