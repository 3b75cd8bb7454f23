import dayjs from 'dayjs'
import type { CalendarView } from './appointments-search.ts'

const iso = 'YYYY-MM-DD'

/** The days of a day, of a week from Monday on and the next one, or of the whole weeks that hold a month. */
export const spanOf = (view: CalendarView, day: string): readonly string[] => {
  const at = dayjs(day)
  if (view === 'day') return [day]
  if (view === 'week') return daysFrom(mondayOf(day), 14)
  const first = mondayOf(at.startOf('month').format(iso))
  const last = at.endOf('month')
  return daysFrom(first, last.diff(dayjs(first), 'day') < 28 ? 28 : last.diff(dayjs(first), 'day') < 35 ? 35 : 42)
}

/** A day of the span before or after. */
export const stepOf = (view: CalendarView, day: string, by: 1 | -1): string => dayjs(day).add(by, view).format(iso)

const mondayOf = (day: string): string => {
  const at = dayjs(day)
  return at.subtract((at.day() + 6) % 7, 'day').format(iso)
}

const daysFrom = (first: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => dayjs(first).add(place, 'day').format(iso))
