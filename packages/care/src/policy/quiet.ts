import type { Channel, Pack, Policy, Purpose } from '@tend/pack'
import { addDays, instantAt, localDay, localTime } from '../days.ts'
import type { WorkingDays } from '../task/calendar.ts'

/** What makes an hour quiet for a contact. */
export type Hours = {
  readonly policies: readonly Policy[]
  readonly basis: Purpose['basis']
  readonly channel: Pick<Channel, 'isQuiet'>
  readonly workingDays: WorkingDays
  readonly timeZone: string
}

/** The hours that a purpose on a channel keeps to. */
export const hoursOf = (
  pack: Pick<Pack, 'policies' | 'purposes' | 'channels'>,
  { workingDays, timeZone }: Pick<Hours, 'workingDays' | 'timeZone'>,
  { channel, purpose }: { readonly channel: string; readonly purpose: string },
): Hours => ({
  policies: [...pack.policies.values()],
  basis: pack.purposes.get(purpose)?.basis ?? 'consent',
  channel: { isQuiet: pack.channels.get(channel)?.isQuiet ?? false },
  workingDays,
  timeZone,
})

/**
 * Whether the instant is a quiet one. Quiet hours hold from `from` to just before `to` on the local clock, also across midnight, for every basis; days
 * off for purposes that need consent. A weekend is no day off here: those who sell on Saturdays may write on Saturdays.
 */
export const quietAt = (at: Date, hours: Hours): 'quiet-hours' | 'holiday' | undefined => {
  if (hours.channel.isQuiet) return undefined
  const time = localTime(at, hours.timeZone)
  if (hours.policies.some((policy) => policy.quietHours && liesIn(time, policy.quietHours))) return 'quiet-hours'
  return isDayOff(at, hours) ? 'holiday' : undefined
}

/** The first instant from `at` on that is not quiet; null where the rules leave none within a month (they cover the whole day). */
export const firstLoudInstant = (at: Date, hours: Hours): Date | null => {
  let instant = at
  for (let step = 0; step < searchStepsMax; step += 1) {
    if (quietAt(instant, hours) === undefined) return instant
    instant = endOfQuiet(instant, hours)
  }
  return null
}

/** Every step reaches the end of one stretch of quiet: with several policies a day may have a few. */
const searchStepsMax = 100

const endOfQuiet = (at: Date, { policies, timeZone, ...hours }: Hours): Date => {
  const day = localDay(at, timeZone)
  const time = localTime(at, timeZone)
  const ends = policies.flatMap(({ quietHours }) => {
    if (quietHours === undefined || !liesIn(time, quietHours)) return []
    const endsNextDay = quietHours.from >= quietHours.to && time >= quietHours.from
    return [instantAt(endsNextDay ? addDays(day, 1) : day, quietHours.to, timeZone)]
  })
  if (isDayOff(at, { policies, timeZone, ...hours })) ends.push(instantAt(addDays(day, 1), '00:00', timeZone))
  return new Date(Math.max(...ends.map((end) => end.getTime())))
}

const isDayOff = (at: Date, { policies, basis, workingDays, timeZone }: Hours): boolean =>
  basis === 'consent' &&
  policies.some(({ quietOnHolidays }) => quietOnHolidays) &&
  workingDays.get(localDay(at, timeZone)) === false

const liesIn = (time: string, { from, to }: { readonly from: string; readonly to: string }): boolean => {
  if (from === to) return true
  return from < to ? time >= from && time < to : time >= from || time < to
}
