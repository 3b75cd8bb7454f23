import type { Work } from '@tend/pack'
import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { addDays, instantAt, localDay, weekdayOf } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { findAbsences } from '../party/absence.ts'
import { isWorkingDay, readWorkingDays } from './calendar.ts'
import { type Task, taskScopeColumns, taskSelect } from './task.ts'

/** A person and the hours of a week, before work is held against them. `week`: its Monday. */
type Supply = {
  readonly staff_id: string
  readonly week: string
  readonly index: number
  readonly working_days: number
  readonly days_away: number
  readonly available: number
  /** From today to the end of the week. */
  readonly until: number
  readonly begins_at: Date
  readonly ends_at: Date
}

/** Minutes that the work of a person's week needs against those they have. */
export type PersonWeek = Pick<Supply, 'staff_id' | 'week' | 'working_days' | 'days_away' | 'available'> & {
  readonly name: string
  readonly unit_id: string
  /** Of open tasks that are due in the week; of the first week also those that are late. */
  readonly tasks: number
  readonly needed: number
  readonly appointments: number
  /** Of all that is due until the week's end: what does not fit into the minutes until then. */
  readonly left_out: number
  readonly left_out_minutes: number
}

export type CapacityQuery = {
  /** Any day of the first week, at most a year ahead; weeks that are over are not counted. */
  readonly from: string
  readonly weeks: number
  readonly unitIds?: readonly string[]
  readonly staffId?: string
}

type Measure = { readonly work: Pick<Work, 'minutesPerDay'> }

/**
 * Hours needed against available, by person and week: open tasks by their effort and due day against working days less leave and holidays. What is due
 * until a week's end is taken in by priority, agreed times first; what then exceeds the minutes until that day is left out, the lowest priority last
 * to be taken in. To someone who sees only their own customers, nobody.
 */
export const listCapacity = async (
  db: Db,
  scope: Scope,
  at: At,
  { work }: Measure,
  query: CapacityQuery,
): Promise<PersonWeek[]> => {
  const people = await readPeople(db, scope, query)
  const supply = await supplyOf(db, people, at, work, query)
  const rows = await db.query<Omit<PersonWeek, 'name' | 'unit_id'>>(
    `select staff_id, week, working_days, days_away, available,
       count(task_id) filter (where of_week) as tasks,
       coalesce(sum(effort_minutes) filter (where of_week), 0)::bigint as needed,
       coalesce(sum(effort_minutes) filter (where of_week and is_agreed), 0)::bigint as appointments,
       count(task_id) filter (where running > until) as left_out,
       coalesce(sum(effort_minutes) filter (where running > until), 0)::bigint as left_out_minutes
     from (${ranked}) as ranked
     group by staff_id, week, working_days, days_away, available
     order by staff_id, week`,
    [JSON.stringify(supply)],
  )
  const byId = new Map(people.map((person) => [person.staff_id, person]))
  return rows.flatMap((row) => {
    const person = byId.get(row.staff_id)
    return person === undefined ? [] : [{ ...row, name: person.name, unit_id: person.unit_id }]
  })
}

/** Each person's open tasks until each week's end, with the minutes that they and all before them take. */
const ranked = `
  select supply.staff_id, supply.week, working_days, days_away, available, until, task.task_id, task.effort_minutes,
    task.appointment_at is not null as is_agreed, task.due_at >= begins_at or supply.index = 0 as of_week,
    sum(task.effort_minutes) over (
      partition by supply.staff_id, supply.week order by task.appointment_at is null, task.priority desc, task.task_id
    ) as running
  from jsonb_to_recordset($1) as supply (staff_id text, week date, index integer, working_days integer, days_away integer, available integer,
    until integer, begins_at timestamptz, ends_at timestamptz)
  left join task on task.assignee_id = supply.staff_id and task.closed_at is null and task.due_at < supply.ends_at`

type WorkingPerson = {
  readonly staff_id: string
  readonly name: string
  readonly unit_id: string
  readonly minutes_per_day: number | null
}

const readPeople = (db: Db, scope: Scope, { unitIds, staffId }: CapacityQuery): Promise<WorkingPerson[]> =>
  db.query<WorkingPerson>(
    `select staff_id, name, unit_id, minutes_per_day from staff
     where is_active and role in ('owner', 'agent', 'leader') and ($1::text[] is null or unit_id = any($1))
     and ($2::text[] is null or unit_id = any($2)) and ($3::text is null or staff_id = $3)
     order by unit_id, staff_id`,
    [scope.kind === 'all' ? null : scope.kind === 'units' ? scope.unitIds : [], unitIds ?? null, staffId ?? null],
  )

/** Weeks further ahead are answered as this one: every day until then is counted, for every person. */
const aheadMax = 366

const supplyOf = async (
  db: Db,
  people: readonly WorkingPerson[],
  { now, timeZone }: At,
  work: Measure['work'],
  { from, weeks }: CapacityQuery,
): Promise<Supply[]> => {
  const today = localDay(now, timeZone)
  const latest = addDays(today, aheadMax)
  const first = mondayOf(from < today ? today : from > latest ? latest : from)
  const mondays = Array.from({ length: weeks }, (_, index) => addDays(first, 7 * index))
  const end = addDays(first, 7 * weeks)
  const exceptions = await readWorkingDays(db)
  const absences = Map.groupBy(
    await findAbsences(db, { fromDay: today, toDay: end, staffIds: people.map(({ staff_id }) => staff_id) }),
    ({ staff_id }) => staff_id,
  )
  return people.flatMap((person) => {
    const isAway = (day: string): boolean =>
      absences.get(person.staff_id)?.some(({ from_day, to_day }) => from_day <= day && day <= to_day) ?? false
    const minutes = person.minutes_per_day ?? work.minutesPerDay
    let until = 0
    // Weeks between today and the first that is shown give their minutes to what is due in them.
    for (let day = today; day < first; day = addDays(day, 1))
      if (isWorkingDay(day, exceptions) && !isAway(day)) until += minutes
    return mondays.map((week, index) => {
      const days = Array.from({ length: 7 }, (_, day) => addDays(week, day)).filter(
        (day) => day >= today && isWorkingDay(day, exceptions),
      )
      const daysAway = days.filter(isAway).length
      const available = (days.length - daysAway) * minutes
      until += available
      return {
        staff_id: person.staff_id,
        week,
        index,
        working_days: days.length,
        days_away: daysAway,
        available,
        until,
        begins_at: instantAt(week, '00:00', timeZone),
        ends_at: instantAt(addDays(week, 7), '00:00', timeZone),
      }
    })
  })
}

const mondayOf = (day: string): string => addDays(day, -((weekdayOf(day) + 6) % 7))

/** A task that does not fit, with the minutes of all that goes before it and itself, and the minutes there are until the week's end. */
export type LeftOutTask = Task & { readonly running: number; readonly until: number; readonly days_away: number }

/** What of a person's work does not fit until the end of the week that holds the day, highest priority first. */
export const listLeftOut = async (
  db: Db,
  scope: Scope,
  at: At,
  { work }: Measure,
  query: PageRequest & { readonly staffId: string; readonly day: string },
): Promise<Page<LeftOutTask>> => {
  const people = await readPeople(db, { kind: 'all' }, { from: query.day, weeks: 1, staffId: query.staffId })
  const supply = await supplyOf(db, people, at, work, { from: query.day, weeks: 1 })
  const after = decodeCursor(query.cursor, ['number', 'number'])
  const limit = limitOf(query)
  const { sql, params } = scopePredicate(scope, taskScopeColumns, 5)
  const rows = await db.query<LeftOutTask>(
    `select listed.*, ranked.running, ranked.until, ranked.days_away
     from (${ranked}) as ranked
     join (${taskSelect} where task.closed_at is null and task.assignee_id = $2 and ${sql}) as listed on listed.task_id = ranked.task_id
     where running > until and ($3::bigint is null or running > $3)
     order by running, ranked.task_id
     limit $4`,
    [JSON.stringify(supply), query.staffId, after?.[0] ?? null, limit + 1, ...params],
  )
  return pageOf(rows, limit, (last) => [last.running, last.task_id])
}
