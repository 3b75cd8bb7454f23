/** Days are ISO dates as text (`2026-10-31`), instants are Dates; what ties them together is the institution's time zone. */

const dayMs = 86_400_000

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** 0 is Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()

export const localDay = (instant: Date, timeZone: string): string => localParts(instant, timeZone).slice(0, 10)

export const localHour = (instant: Date, timeZone: string): number =>
  Number(localParts(instant, timeZone).slice(11, 13))

/** `21:00` as clocks of the zone show it. */
export const localTime = (instant: Date, timeZone: string): string => localParts(instant, timeZone).slice(11, 16)

/** The instant at which clocks of the zone show `time` (`09:30`) on `day`; within the gap of a clock change, one hour later. */
export const instantAt = (day: string, time: string, timeZone: string): Date => {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  // The zone's offset is read off at a first guess, then at the corrected one, which settles clock changes.
  const guess = wanted - offsetAt(wanted, timeZone)
  return new Date(wanted - offsetAt(guess, timeZone))
}

const offsetAt = (instantMs: number, timeZone: string): number =>
  Date.parse(`${localParts(new Date(instantMs), timeZone)}Z`) - instantMs

const formats = new Map<string, Intl.DateTimeFormat>()

/** `2026-10-31T09:30:00` as clocks of the zone show it. */
const localParts = (instant: Date, timeZone: string): string => {
  const format = formats.get(timeZone) ?? createFormat(timeZone)
  return format.format(instant).replace(' ', 'T')
}

// Sweden writes dates as ISO does.
const createFormat = (timeZone: string): Intl.DateTimeFormat => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(timeZone, format)
  return format
}
