import { setImmediate as immediately } from 'node:timers/promises'
import { type Moment, renderSql } from '@tend/pack'
import { addDays } from '../plan/dates.ts'
import { festivals, lunarMonthDay, recurrences } from '../plan/recurrences.ts'
import { quoteIdentifier } from '../render/sql.ts'
import { Conditions, plainRow, type RowFilter, relationOf, type State } from './state.ts'

export type CalendarMoment = Extract<Moment, { kind: 'calendar' }>

/** Days of which the customers' own dates are asked, both ends included; `perDay` customers of each day at most. */
export type CareDaysQuestion = {
  readonly scope: RowFilter
  readonly from: string
  readonly to: string
  readonly perDay: number
  /** Of all calendar moments without it. */
  readonly moment?: string
}

/** A customer's own date that comes round on a day, by the moment that speaks of it. */
export type CareDay = {
  readonly day: string
  readonly moment: string
  readonly customer_id: string
  readonly unit_id: string
  readonly owner_id: string | null
  /** How many customers the day holds for this moment. */
  readonly total: number
}

/**
 * Birthdays, anniversaries and other dates of the customers that come round on these days: of every calendar moment with a date whose `when` holds for the customer as
 * the state has them, on its own day and however far ahead. A customer's date stands once a day, under the moment of the highest priority.
 */
export async function listCareDays(state: State, question: CareDaysQuestion): Promise<readonly CareDay[]> {
  const conditions = new Conditions(question.scope)
  const moments = calendarMoments(state, question.moment)
  const rounds = await roundsOf(state, question, new Set(moments.map(({ calendar }) => calendar)))
  const parts = moments.map((moment) => renderOwnDates(state, moment, rounds[moment.calendar], conditions))
  if (parts.length === 0) return []
  const rows = await state.duck.rows<CareDay>(
    `with own as (${parts.join(' union all ')}),
     once as (
       select *, row_number() over (partition by date_column, customer_id, day order by priority desc, moment) as choice from own
     ),
     counted as (
       select *, count(*) over (partition by day, moment) as total,
         row_number() over (partition by day order by priority desc, moment, customer_id) as place
       from once where choice = 1
     )
     select cast(day as varchar) as day, moment, customer_id, unit_id, owner_id, total from counted
     where place <= ${conditions.bind(question.perDay)}
     order by day, place`,
    conditions.params,
  )
  return rows.map((row) => plainRow(row) as CareDay)
}

/** The days among these on which a festival of the pack falls, with its moment. */
export function listFestivals(
  state: State,
  { from, to, moment }: Pick<CareDaysQuestion, 'from' | 'to' | 'moment'>,
): readonly { readonly day: string; readonly moment: string }[] {
  const known = new Set<string>()
  return [...state.pack.moments.values()]
    .filter((one) => one.kind === 'calendar' && (moment === undefined || one.id === moment))
    .flatMap((one) => {
      if (one.kind !== 'calendar' || one.festival === undefined) return []
      return festivals(one.calendar, state.asOf, { from, to }, one.festival).map(({ date }) => ({
        day: date,
        moment: one.id,
      }))
    })
    .filter(({ day, moment: id }) => known.size < known.add(`${day} ${id}`).size)
}

function calendarMoments(state: State, only: string | undefined): readonly CalendarMoment[] {
  return [...state.pack.moments.values()].filter(
    (moment): moment is CalendarMoment =>
      moment.kind === 'calendar' &&
      moment.on !== undefined &&
      state.columns.has(moment.on) &&
      (moment.when?.names ?? []).every((name) => state.columns.has(name)) &&
      (only === undefined || moment.id === only),
  )
}

function renderOwnDates(state: State, moment: CalendarMoment, round: Round, conditions: Conditions): string {
  const on = quoteIdentifier(moment.on ?? '')
  const { decimals } = state.pack.currency
  const when =
    moment.when === undefined ? 'true' : renderSql(moment.when, { column: quoteIdentifier, asOf: state.asOf, decimals })
  return `
    select ${conditions.bind(moment.on ?? '')} as date_column, round_day.day, ${conditions.bind(moment.id)} as moment,
      ${conditions.bind(moment.priority)}::double as priority, customer_id, unit_id, owner_id
    from ${relationOf(state, 'customer')}
    join (${renderRound(round, conditions)}) as round_day on ${on} = round_day.own
    where (${conditions.sql}) and (${when})`
}

/** Dates of earlier years and the days on which they come round. */
type Round = readonly { readonly date: string; readonly dueOn: string | null }[]

// Lunar dates take a few hundredths of a second for a day that nobody has asked for before; between two days others are served.
async function roundsOf(
  { asOf }: State,
  { from, to }: { readonly from: string; readonly to: string },
  calendars: ReadonlySet<'solar' | 'lunar'>,
): Promise<Readonly<Record<'solar' | 'lunar', Round>>> {
  const rounds = { solar: [] as Round[number][], lunar: [] as Round[number][] }
  for (const calendar of calendars) {
    for (let day = from; day <= to; day = addDays(day, 1)) {
      rounds[calendar].push(...recurrences(calendar, asOf, { from: day, to: day }))
      await immediately()
    }
  }
  return rounds
}

const renderRound = (found: Round, conditions: Conditions): string => {
  const own = conditions.bind(found.map(({ date }) => date))
  const day = conditions.bind(found.map(({ dueOn, date }) => dueOn ?? date))
  return `select unnest(cast(${own} as date[])) as own, unnest(cast(${day} as date[])) as day`
}

export type BirthdayQuestion = {
  readonly scope: RowFilter
  readonly from: string
  readonly to: string
  /** The last row of the page before. */
  readonly after?: { readonly day: string; readonly customerId: string }
  readonly limit: number
}

/** Whose birthday it is; of the birth date month and day alone (G49). */
export type Birthday = {
  readonly customer_id: string
  readonly unit_id: string
  readonly owner_id: string | null
  readonly day: string
  readonly calendar: 'solar' | 'lunar'
  /** In the calendar that the customer keeps. */
  readonly month_day: string
}

/**
 * Everybody whose birthday falls on these days, by day (S21, golden B17): solar or lunar as the customer keeps it; who was born on 29 February stands on
 * the 28th where the year has none. Customers who have left by the state's day are not listed.
 */
export async function listBirthdays(state: State, question: BirthdayQuestion): Promise<readonly Birthday[]> {
  const { pack, columns } = state
  if (!columns.has('birth_date')) return []
  const conditions = new Conditions(question.scope)
  if (pack.departure !== undefined && columns.has(pack.departure))
    conditions.add(`coalesce(${quoteIdentifier(pack.departure)} > date '${state.asOf}', true)`)
  const kept = columns.has('birthday_calendar') ? `coalesce(birthday_calendar, 'solar')` : `'solar'`
  const rounds = await roundsOf(state, question, new Set(['solar', 'lunar']))
  const parts = (['solar', 'lunar'] as const).map(
    (calendar) => `
      select customer_id, unit_id, owner_id, cast(round_day.day as varchar) as day, '${calendar}' as calendar, cast(birth_date as varchar) as born
      from ${relationOf(state, 'customer')}
      join (${renderRound(rounds[calendar], conditions)}) as round_day on birth_date = round_day.own
      where ${conditions.sql} and ${kept} = '${calendar}'`,
  )
  const { after } = question
  const place =
    after === undefined
      ? 'true'
      : `(day, customer_id) > (${conditions.bind(after.day)}, ${conditions.bind(after.customerId)})`
  const rows = await state.duck.rows<Omit<Birthday, 'month_day'> & { readonly born: string }>(
    `select * from (${parts.join(' union all ')}) as birthday where ${place} order by day, customer_id limit ${conditions.bind(question.limit)}`,
    conditions.params,
  )
  return rows.map(({ born, ...row }) => ({
    ...row,
    month_day: row.calendar === 'lunar' ? lunarMonthDay(born) : born.slice(5),
  }))
}
