/** The day before the instant in the time zone, `YYYY-MM-DD`. */
export const yesterday = (now: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(now.getTime() - 86_400_000))
