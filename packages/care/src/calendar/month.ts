import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import { addDays, instantAt } from '../days.ts'

/** What of the days from `from` to `to` (both included) is asked; `perDay` entries of each day at most. */
export type DaysQuestion = {
  readonly scope: Scope
  /** Further scopes narrow it. */
  readonly narrower?: readonly Scope[]
  readonly from: string
  readonly to: string
  readonly perDay: number
}

/** Something that falls on a day: an occurrence that is due, or an agreed time. */
export type DueEntry = {
  readonly day: string
  readonly customer_id: string
  readonly owner_id: string | null
  /** Of an occurrence. */
  readonly moment: string | null
  /** Of an appointment. */
  readonly task_id: number | null
  readonly play: string | null
  readonly at: string | null
  /** How many the day holds of this moment, or of appointments. */
  readonly total: number
}

/** Open occurrences of the given moments by the day on which they are due: maturities, renewals (S183, G68). */
export const listDueMoments = (db: Db, moments: readonly string[], question: DaysQuestion): Promise<DueEntry[]> => {
  const { sql, params } = scoped(question, 5)
  return db.query<DueEntry>(
    `select day, customer_id, owner_id, moment, null as task_id, null as play, null as at, total from (
       select moment.due_on as day, moment.customer_id, moment.owner_id, moment.moment,
         count(*) over (partition by moment.due_on, moment.moment) as total,
         row_number() over (partition by moment.due_on order by moment.priority desc, moment.value desc, moment.customer_id, moment.moment_id) as place
       from moment join customer using (customer_id)
       where moment.is_open and moment.due_on between $1 and $2 and moment.moment = any($3) and ${sql}
     ) as due
     where place <= $4
     order by day, place`,
    [question.from, question.to, moments, question.perDay, ...params],
  )
}

/** Open tasks with an agreed time on these local days. */
export const listAgreedTimes = (
  db: Db,
  question: DaysQuestion & { readonly timeZone: string },
): Promise<DueEntry[]> => {
  const { timeZone } = question
  const { sql, params } = scoped(question, 5)
  return db.query<DueEntry>(
    `select day, customer_id, owner_id, null as moment, task_id, play, at, total from (
       select (appointment_at at time zone $3)::date as day, task.customer_id, coalesce(task.assignee_id, task.owner_id) as owner_id, task_id, play,
         appointment_at as at,
         count(*) over (partition by (appointment_at at time zone $3)::date) as total,
         row_number() over (partition by (appointment_at at time zone $3)::date order by appointment_at, task_id) as place
       from task join customer using (customer_id)
       where task.closed_at is null and appointment_at >= $1 and appointment_at < $2 and ${sql}
     ) as agreed
     where place <= $4
     order by day, place`,
    [
      instantAt(question.from, '00:00', timeZone),
      instantAt(addDays(question.to, 1), '00:00', timeZone),
      timeZone,
      question.perDay,
      ...params,
    ],
  )
}

const scoped = ({ scope, narrower = [] }: DaysQuestion, firstParam: number) => {
  const params: string[] = []
  const conditions = [scope, ...narrower].map((part) => {
    const columns = { customer: 'customer.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }
    const predicate = scopePredicate(part, columns, firstParam + params.length)
    params.push(...predicate.params)
    return `(${predicate.sql})`
  })
  return { sql: ['customer.is_present', ...conditions].join(' and '), params }
}
