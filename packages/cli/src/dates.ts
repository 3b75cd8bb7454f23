import { UserError } from '@tend/jobs'

/** The instant's day in the time zone, `YYYY-MM-DD`. */
export const today = (now: Date, timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(now)

/** The day before the instant in the time zone, `YYYY-MM-DD`. */
export const yesterday = (now: Date, timeZone: string): string => addDays(today(now, timeZone), -1)

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The last day of the month before the date's, `YYYY-MM-DD`. */
export const monthEndBefore = (date: string): string =>
  new Date(Date.parse(`${date.slice(0, 7)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** The same day so many months earlier, or the month's last day where it has no such day. */
export const monthsBefore = (date: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(day, last))).toISOString().slice(0, 10)
}

/** `from`, and every last day of June and December after it and before `to`. */
export const halfYearEnds = (from: string, to: string): readonly string[] => {
  const years = Array.from(
    { length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1 },
    (_, index) => Number(from.slice(0, 4)) + index,
  )
  const ends = years.flatMap((year) => [`${year}-06-30`, `${year}-12-31`])
  return [from, ...ends.filter((end) => end > from && end < to)]
}

/** Refuses what is given for a date and is none; nothing given passes. */
export const requireDate = (text: string | undefined): void => {
  if (text !== undefined && !isDate(text)) throw new UserError(`${text} is not a date: write it as 2026-10-31.`)
}

const isDate = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
