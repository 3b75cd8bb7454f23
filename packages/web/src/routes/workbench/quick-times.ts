import dayjs, { type Dayjs } from 'dayjs'
import timezone from 'dayjs/plugin/timezone.js'
import utc from 'dayjs/plugin/utc.js'

dayjs.extend(utc)
dayjs.extend(timezone)

export type QuickTime = { readonly key: QuickKey; readonly at: string }
export type QuickKey =
  | 'todayAfternoon'
  | 'tomorrowMorning'
  | 'tomorrowAfternoon'
  | 'dayAfterMorning'
  | 'dayAfterAfternoon'
  | 'nextMonday'

const morning = 10
const afternoon = 15

const inDays = (days: number, hour: number) => (today: Dayjs) => today.add(days, 'day').hour(hour)

/** From Monday on, as people say it: on a Sunday it is tomorrow. */
const nextMonday = (today: Dayjs): Dayjs =>
  today.add(((8 - today.day()) % 7) + (today.day() === 1 ? 7 : 0), 'day').hour(morning)

const choices: readonly { readonly key: QuickKey; readonly of: (today: Dayjs) => Dayjs }[] = [
  { key: 'todayAfternoon', of: inDays(0, afternoon) },
  { key: 'tomorrowMorning', of: inDays(1, morning) },
  { key: 'tomorrowAfternoon', of: inDays(1, afternoon) },
  { key: 'dayAfterMorning', of: inDays(2, morning) },
  { key: 'dayAfterAfternoon', of: inDays(2, afternoon) },
  { key: 'nextMonday', of: nextMonday },
]

/** The usual times of an appointment on the institution's clock, those that still lie ahead, each instant once. */
export const quickTimes = (now: Date, timeZone: string): readonly QuickTime[] => {
  const local = dayjs(now).tz(timeZone)
  const today = dayjs(local.format('YYYY-MM-DDT00:00'))
  const seen = new Set<string>()
  return choices.flatMap(({ key, of }) => {
    const at = dayjs.tz(of(today).format('YYYY-MM-DDTHH:mm'), timeZone)
    const instant = at.format()
    if (!at.isAfter(now) || seen.has(instant)) return []
    seen.add(instant)
    return [{ key, at: instant }]
  })
}

/** Two writings of one instant: what was typed here names the offset, what the server kept does not. */
export const isSameInstant = (one: string, other: string | undefined): boolean =>
  other !== undefined && Date.parse(one) === Date.parse(other)
