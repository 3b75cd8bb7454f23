const dayMs = 86_400_000

/** Days since 1970-01-01 of an ISO date; undefined where the text is no date of the calendar. */
export function dayNumber(date: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (match === null) return undefined
  const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  return new Date(time).toISOString().startsWith(date) ? time / dayMs : undefined
}

export function partsOf(date: string): { readonly year: number; readonly month: number; readonly day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) }
}

/**
 * Day of the month up to which a month counts as completed on `asOf`. The last day of a month completes every month, so that who came on
 * the 31st has one full month on 28 February.
 */
export function completedDay(asOf: string): number {
  const { year, month, day } = partsOf(asOf)
  return day === new Date(Date.UTC(year, month, 0)).getUTCDate() ? 31 : day
}
