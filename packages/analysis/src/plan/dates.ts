/** Calendar arithmetic on ISO dates (`YYYY-MM-DD`); no clock, no time zone. */

const millisecondsADay = 86_400_000

export function addDays(date: string, days: number): string {
  return fromNumber(toNumber(date) + days)
}

/** Days from `from` to `to`. */
export function daysBetween(from: string, to: string): number {
  return toNumber(to) - toNumber(from)
}

/**
 * The same day `months` later (earlier when negative). The last day of a month stays a last day, so that a window of whole months
 * ending on 30 November starts on the 1st and not on the 31st of an earlier month, whose month-end figures it must not hold.
 */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = split(date)
  const target = year * 12 + (month - 1) + months
  const targetYear = Math.floor(target / 12)
  const targetMonth = (target % 12) + 1
  const last = daysInMonth(targetYear, targetMonth)
  const isMonthEnd = day === daysInMonth(year, month)
  return join(targetYear, targetMonth, isMonthEnd ? last : Math.min(day, last))
}

/** First day of the calendar month, quarter or year that holds `date`. */
export function startOf(calendar: 'month' | 'quarter' | 'year', date: string): string {
  const { year, month } = split(date)
  if (calendar === 'month') return join(year, month, 1)
  if (calendar === 'quarter') return join(year, month - ((month - 1) % 3), 1)
  return join(year, 1, 1)
}

export function isMonthEnd(date: string): boolean {
  return split(addDays(date, 1)).day === 1
}

/** 0 is Sunday. */
export function weekday(date: string): number {
  return (((toNumber(date) + 4) % 7) + 7) % 7
}

export function split(date: string): { readonly year: number; readonly month: number; readonly day: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (!match) throw new Error(`not an ISO date: ${date}`)
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
}

export function join(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function toNumber(date: string): number {
  const { year, month, day } = split(date)
  return Date.UTC(year, month - 1, day) / millisecondsADay
}

function fromNumber(days: number): string {
  return new Date(days * millisecondsADay).toISOString().slice(0, 10)
}
