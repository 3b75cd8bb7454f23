/** The day before the instant in the time zone, `YYYY-MM-DD`. */
export const yesterday = (now: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(now.getTime() - 86_400_000))

/** The last day of the month before the date's, `YYYY-MM-DD`. */
export const monthEndBefore = (date: string): string =>
  new Date(Date.parse(`${date.slice(0, 7)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
