import type { Db, Store } from '@tend/store'
import chineseDays from 'chinese-days'
import { can } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { addDays, localDay } from '../days.ts'
import { type Holiday, listHolidays, saveHolidays } from '../task/calendar.ts'

/** A year whose days off somebody entered, or that came with Tend. */
export type HolidayYear = { readonly year: number; readonly source: 'built_in' | 'entered' }

export const listHolidayYears = (db: Db): Promise<HolidayYear[]> =>
  db.query<HolidayYear>('select year, source from holiday_year order by year')

/** From this month on the next year is missed: it is announced in November, and work is planned into it from then on. */
const askedFromMonth = 10

/** This year and, from October on, the next, where nobody has entered them: every Monday to Friday then counts as worked. */
export const missingYears = (years: readonly HolidayYear[], { now, timeZone }: At): number[] => {
  const today = localDay(now, timeZone)
  const year = Number(today.slice(0, 4))
  const wanted = Number(today.slice(5, 7)) >= askedFromMonth ? [year, year + 1] : [year]
  return wanted.filter((one) => !years.some((known) => known.year === one))
}

const builtInFrom = 2004

/**
 * Enters the official days off and make-up workdays of mainland China that come with Tend, up to the year after `now`; years that are there already, by
 * whomever, stay as they are. Answers the years that were added.
 */
export const seedHolidays = async (store: Store, now: Date): Promise<number[]> => {
  const known = new Set((await listHolidayYears(store)).map(({ year }) => year))
  const years = new Map<number, readonly Holiday[]>()
  for (let year = builtInFrom; year <= now.getUTCFullYear() + 1; year++) {
    const days = known.has(year) ? [] : builtInDays(year)
    if (days.length > 0) years.set(year, days)
  }
  return years.size === 0 ? [] : store.transaction((tx) => enterYears(tx, years, now))
}

const enterYears = async (tx: Db, years: ReadonlyMap<number, readonly Holiday[]>, now: Date): Promise<number[]> => {
  // Two servers that start at once enter one list.
  await tx.execute('lock table holiday_year in exclusive mode')
  const known = new Set((await listHolidayYears(tx)).map(({ year }) => year))
  const added = [...years].filter(([year]) => !known.has(year))
  const numbers = added.map(([year]) => year)
  const kept = (await listHolidays(tx)).filter(({ day }) => !numbers.includes(Number(day.slice(0, 4))))
  await saveHolidays(tx, [...kept, ...added.flatMap(([, days]) => days)])
  await tx.execute(
    "insert into holiday_year (year, source, saved_by, saved_at) select year, 'built_in', 'system', $2 from unnest($1::int[]) as year",
    [numbers, now],
  )
  return numbers
}

/** The library's list of a year; empty for a year that it does not know, of which it would otherwise make plain weekdays. */
const builtInDays = (year: number): Holiday[] => {
  const days: Holiday[] = []
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
    const { work, name } = chineseDays.getDayDetail(day)
    // A day of the official list reads `National Day,国庆节,3`, any other day as the name of its weekday.
    const [, chinese] = name.split(',')
    if (chinese !== undefined) days.push({ day, name: chinese, is_working: work })
  }
  return days
}

export type SaveYearInput = { readonly year: number; readonly holidays: readonly Holiday[] }
export type YearChange = { readonly added: number; readonly removed: number }

/** How a list would change a year. */
export const compareYear = async (db: Db, { year, holidays }: SaveYearInput): Promise<YearChange> => {
  const before = (await listHolidays(db)).filter(({ day }) => day.startsWith(`${year}-`)).map(keyOf)
  const after = holidays.map(keyOf)
  return {
    added: after.filter((key) => !before.includes(key)).length,
    removed: before.filter((key) => !after.includes(key)).length,
  }
}

const keyOf = ({ day, name, is_working }: Holiday): string => JSON.stringify([day, name, is_working])

/** Puts a year's days off in place of what is there; planners and administrators. An empty list says that the year has none. */
export const saveHolidayYear = (
  store: Store,
  command: Command,
  input: SaveYearInput,
): Promise<({ readonly kind: 'done' } & YearChange) | Refusal> =>
  runOnce(store, command, { name: 'saveHolidayYear', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'holidays.manage')) return refuse('forbidden')
    const problem = checkYear(input)
    if (problem !== undefined) return refuse('invalid_value', problem)
    await tx.execute('lock table holiday_year in exclusive mode')
    const change = await compareYear(tx, input)
    const others = (await listHolidays(tx)).filter(({ day }) => !day.startsWith(`${input.year}-`))
    await saveHolidays(tx, [...others, ...input.holidays])
    await tx.execute(
      `insert into holiday_year (year, source, saved_by, saved_at) values ($1, 'entered', $2, $3)
       on conflict (year) do update set source = excluded.source, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
      [input.year, actor.userId, now],
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'holidays.save',
      subjectKind: 'holidays',
      subjectId: String(input.year),
      detail: { days: input.holidays.length, ...change },
    })
    return { kind: 'done', ...change }
  })

const checkYear = ({ year, holidays }: SaveYearInput): string | undefined => {
  const seen = new Set<string>()
  for (const { day, name } of holidays) {
    if (!day.startsWith(`${year}-`) || name.trim() === '' || seen.has(day)) return day
    seen.add(day)
  }
  return undefined
}
