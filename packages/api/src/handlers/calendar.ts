import { listBirthdays, listCareDays, listFestivals } from '@tend/analysis'
import {
  compareYear,
  isWorkingDay,
  listAgreedTimes,
  listDueMoments,
  listHolidays,
  listHolidayYears,
  missingYears,
  parseHolidays,
  readWorkingDays,
  type Scope,
  type Holiday as StoredHoliday,
  saveHolidayYear,
  subtreeOf,
} from '@tend/care'
import type { CalendarDay, calendarRoutes, Holiday } from '@tend/contract'
import { commandOf, type Handlers } from '../call.ts'
import { readTextCursor, writeCursor } from '../cursor.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import {
  countEntries,
  expiryMoments,
  kindOfDate,
  noAppointment,
  presentEntry,
  presentFestival,
} from '../present/care-days.ts'
import { customersShown } from '../present/named.ts'
import { refusedAmong } from '../refused-among.ts'
import { onlyOwner, onlyUnits, scopeFilter } from '../scope-filter.ts'

/** Entries of a day that are shown; its counts tell of all. */
const perDay = 12

export const calendarHandlers: Handlers<keyof typeof calendarRoutes> = {
  listHolidays: async ({ api, person, query, at }) => {
    const [days, years] = await Promise.all([listHolidays(api.store), listHolidayYears(api.store)])
    const ofYear = (year: number): number => days.filter(({ day }) => day.startsWith(`${year}-`)).length
    return {
      items: days.filter(({ day }) => query.year === undefined || day.startsWith(`${query.year}-`)).map(presentHoliday),
      years: years.map(({ year, source }) => ({ year, source, days: ofYear(year) })),
      missingYears: missingYears(years, at),
      may: { manage: person.may('holidays.manage') },
    }
  },

  saveHolidays: async (call) => {
    const { api, params, body } = call
    const { year } = params
    if ((body.items === undefined) === (body.text === undefined))
      throw new ApiFailure('invalid-value', { detail: 'items / text' })
    const read =
      body.text === undefined
        ? { holidays: (body.items ?? []).map(storedHoliday), problems: [] }
        : parseHolidays(body.text, year)
    const input = { year, holidays: read.holidays }
    const isKept = body.preview || read.problems.length > 0
    const change = isKept
      ? await compareYear(api.store, input)
      : required(await saveHolidayYear(api.store, commandOf(call, body.idempotencyKey), input))
    return {
      preview: isKept,
      items: read.holidays.map(presentHoliday),
      problems: read.problems.map((problem) => ({ ...problem })),
      added: change.added,
      removed: change.removed,
    }
  },

  getCalendar: async (call) => {
    const { api, person, query, signal, request } = call
    const { pack } = api
    if (query.moment !== undefined && !pack.moments.has(query.moment))
      throw new ApiFailure('unknown-definition', { detail: query.moment })
    const { from, to, days } = daysOf(query.month)
    const scope = await person.scope()
    const narrower: Scope[] = []
    if (query.unit !== undefined) narrower.push(onlyUnits(await subtreeOf(api.store, query.unit)))
    if (query.owner !== undefined) narrower.push(onlyOwner(query.owner))
    const only = query.moment === undefined ? {} : { moment: query.moment }
    const { own, festivals } = await api.state.read(signal, async (state) => ({
      own: await listCareDays(state, { scope: scopeFilter(scope, ...narrower), from, to, perDay, ...only }),
      festivals: listFestivals(state, { from, to, ...only }),
    }))
    const question = { scope, narrower, from, to, perDay }
    const due = await listDueMoments(api.store, expiryMoments(pack, query.moment), question)
    const mayTasks = person.may('tasks.view') && query.moment === undefined
    const agreed = mayTasks ? await listAgreedTimes(api.store, { ...question, timeZone: pack.timeZone }) : []

    const found = [
      ...agreed.map((entry) => ({ ...entry, kind: 'appointment' as const })),
      ...own.map((entry) => ({ ...noAppointment, ...entry, kind: kindOfDate(pack, entry.moment) })),
      ...due.map((entry) => ({ ...entry, kind: 'expiry' as const })),
    ]
    const customers = await customersShown(
      { api, person },
      found.map(({ customer_id }) => customer_id),
    )
    request.viewedCustomers = customers.ids
    const refused = await refusedAmong(call, customers.ids)
    const workingDays = await readWorkingDays(api.store)
    const names = new Map((await listHolidays(api.store)).map(({ day, name }) => [day, name]))
    const byDay = Map.groupBy(found, ({ day }) => day)
    return {
      month: query.month,
      days: days.map((day): CalendarDay => {
        const feasts = festivals.filter((one) => one.day === day)
        const entries = byDay.get(day) ?? []
        return {
          day,
          isWorking: isWorkingDay(day, workingDays),
          name: names.get(day) ?? null,
          counts: [
            ...feasts.map(({ moment }) => ({ kind: 'festival' as const, moment, count: 1 })),
            ...countEntries(entries),
          ],
          entries: [
            ...feasts.map(({ moment }) => presentFestival(pack, moment)),
            ...entries.map((entry) => presentEntry(pack, customers, refused, entry)),
          ],
        }
      }),
    }
  },

  listBirthdays: async (call) => {
    const { api, person, query, signal, request } = call
    const narrower = query.unit === undefined ? [] : [onlyUnits(await subtreeOf(api.store, query.unit))]
    const filter = scopeFilter(await person.scope(), ...narrower)
    const place = placeOf(query.cursor)
    const { month, found } = await api.state.read(signal, async (state) => {
      const month = query.month ?? monthAfter(state.asOf)
      const { from, to } = daysOf(month)
      return {
        month,
        found: await listBirthdays(state, {
          scope: filter,
          from,
          to,
          limit: query.limit + 1,
          ...(place === undefined ? {} : { after: place }),
        }),
      }
    })
    const shown = found.slice(0, query.limit)
    const last = found.length > query.limit ? shown.at(-1) : undefined
    const customers = await customersShown(
      { api, person },
      shown.map(({ customer_id }) => customer_id),
    )
    request.viewedCustomers = customers.ids
    const refused = await refusedAmong(call, customers.ids)
    return {
      month,
      items: shown.map((each) => ({
        customerId: each.customer_id,
        name: customers.name(each.customer_id),
        monthDay: each.month_day,
        calendar: each.calendar,
        day: each.day,
        unit: customers.unit(each.unit_id),
        owner: customers.owner(each.customer_id, each.owner_id),
        isRefused: refused.has(each.customer_id),
      })),
      nextCursor: last === undefined ? null : writeCursor(`${last.day}|${last.customer_id}`),
    }
  },
}

const presentHoliday = ({ day, name, is_working }: StoredHoliday): Holiday => ({ day, name, isWorking: is_working })
const storedHoliday = ({ day, name, isWorking }: Holiday): StoredHoliday => ({ day, name, is_working: isWorking })

const monthAfter = (asOf: string): string => {
  const [year = 0, month = 0] = asOf.split('-').map(Number)
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
}

function daysOf(month: string): { readonly from: string; readonly to: string; readonly days: readonly string[] } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  if (number < 1 || number > 12 || year < 1900 || year > 2100) throw new ApiFailure('invalid-value', { detail: month })
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const days = Array.from({ length }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
  return { from: `${month}-01`, to: `${month}-${length}`, days }
}

function placeOf(cursor: string | undefined): { readonly day: string; readonly customerId: string } | undefined {
  const place = readTextCursor(cursor)
  if (place === undefined) return undefined
  const [day = '', customerId = ''] = place.split(/\|(.*)/)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || customerId === '') throw new ApiFailure('invalid-cursor')
  return { day, customerId }
}
