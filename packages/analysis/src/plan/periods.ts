import type { Window } from '@tend/pack'
import { addDays, addMonths, daysBetween, startOf } from './dates.ts'
import type { Period } from './plan.ts'

const monthsOf = { month: 1, quarter: 3, year: 12 } as const

/**
 * The days that a window means at `asOf`, both ends inclusive and never after `asOf`. A window that begins on the customer's own day may reach
 * back to any day.
 */
export function periodOf(window: Window, asOf: string): Period {
  if ('lifetime' in window || 'sinceLevel' in window || 'sinceDemotion' in window) return { from: undefined, to: asOf }
  if ('days' in window) {
    const to = addDays(asOf, -window.days * window.offset)
    return { from: addDays(to, 1 - window.days), to }
  }
  if ('months' in window) {
    return {
      from: addDays(addMonths(asOf, -window.months * (window.offset + 1)), 1),
      to: addMonths(asOf, -window.months * window.offset),
    }
  }
  const { offset, count = 1 } = window
  const length = monthsOf[window.calendar]
  const current = startOf(window.calendar, asOf)
  const from = addMonths(current, -length * (count * offset + count - 1))
  return { from, to: offset === 0 ? asOf : addDays(addMonths(from, length * count), -1) }
}

/** The smallest period that holds all of them. */
export function enclose(periods: readonly Period[]): Period {
  const to = periods
    .map((period) => period.to)
    .sort()
    .at(-1)
  if (to === undefined) throw new Error('no period to enclose')
  const starts = periods.map((period) => period.from)
  const from = starts.includes(undefined) ? undefined : starts.sort()[0]
  return { from, to }
}

/** Calendar days of a period (G05); undefined without a start. */
export function daysOf(period: Period): number | undefined {
  return period.from === undefined ? undefined : daysBetween(period.from, period.to) + 1
}
