import type { Work } from '@tend/pack'
import type { Db } from '@tend/store'
import { addDays, localTime, weekdayOf } from '../days.ts'
import type { TimeBand } from './task.ts'

/** Days off besides Saturday and Sunday, and weekend days that are worked, as an administrator keeps them. */
export type Holiday = { readonly day: string; readonly name: string; readonly is_working: boolean }

/** What differs from Monday to Friday: a day and whether it is worked. */
export type WorkingDays = ReadonlyMap<string, boolean>

/** The band in which a clock of the zone stands at the instant; before the morning begins it is morning already. */
export const timeBandOf = (instant: Date, timeZone: string, { afternoon, evening }: Work['timeBands']): TimeBand => {
  const time = localTime(instant, timeZone)
  if (time >= evening) return 'evening'
  return time >= afternoon ? 'afternoon' : 'morning'
}

/** The band of the next attempt (G26): who did not answer in the morning is tried in the afternoon, then in the evening, then in the morning. */
export const nextTimeBand = (band: TimeBand): TimeBand =>
  (({ morning: 'afternoon', afternoon: 'evening', evening: 'morning' }) as const)[band]

/** In the customer's own quiet period where one is known (S114), unless that was just tried in vain. */
export const retryBand = (tried: TimeBand, preferred: TimeBand | null): TimeBand =>
  preferred !== null && preferred !== tried ? preferred : nextTimeBand(tried)

export const isWorkingDay = (day: string, exceptions: WorkingDays): boolean =>
  exceptions.get(day) ?? ![0, 6].includes(weekdayOf(day))

/** A list of days off longer than this is a mistake of its keeper, which must not stop the work. */
const searchDaysMax = 400

/** The `count`-th working day after `day`; for 0, `day` itself or the first working day after it. */
export const workingDayAfter = (day: string, count: number, exceptions: WorkingDays): string => {
  let left = Math.max(count, 1)
  let current = count === 0 ? day : addDays(day, 1)
  for (let searched = 0; searched < searchDaysMax; searched += 1) {
    if (isWorkingDay(current, exceptions)) left -= 1
    if (left === 0) break
    current = addDays(current, 1)
  }
  return current
}

export const listHolidays = (db: Db): Promise<Holiday[]> =>
  db.query<Holiday>('select day, name, is_working from holiday order by day', [], { isPrepared: true })

export const readWorkingDays = async (db: Db): Promise<WorkingDays> =>
  new Map((await listHolidays(db)).map(({ day, is_working }) => [day, is_working]))

/** Replaces the whole list. */
export const saveHolidays = async (tx: Db, holidays: readonly Holiday[]): Promise<void> => {
  await tx.execute('delete from holiday')
  await tx.execute(
    'insert into holiday (day, name, is_working) select day, name, is_working from jsonb_to_recordset($1) as holiday (day date, name text, is_working boolean)',
    [JSON.stringify(holidays)],
  )
}
