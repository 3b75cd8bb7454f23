import type { Db } from '@tend/store'
import { type Actor, can } from '../access/roles.ts'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { Page, PageRequest } from '../command.ts'
import { addDays, instantAt } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'
import type { Score } from './rating.ts'

export type Rating = {
  readonly rating_id: number
  readonly customer_id: string
  readonly customer_name: string | null
  readonly staff_id: string
  readonly staff_name: string
  readonly unit_id: string
  readonly score: Score
  readonly comment: string | null
  readonly way: 'person' | 'link'
  readonly given_at: string
}

export type RatingQuery = PageRequest & {
  readonly staffId?: string | undefined
  readonly unitIds?: readonly string[] | undefined
  readonly scoreMax?: number | undefined
}

/** Ratings of customers in scope, latest first, for who may read them; never those about the reader. */
export const listRatings = async (db: Db, actor: Actor, scope: Scope, query: RatingQuery): Promise<Page<Rating>> => {
  if (!can(actor, 'ratings.view')) return { items: [] }
  const { sql, parameters } = visibleTo(actor, scope)
  const conditions = [sql]
  if (query.staffId !== undefined) conditions.push(`rating.staff_id = ${parameters.add(query.staffId)}`)
  if (query.unitIds !== undefined) conditions.push(`customer.unit_id = any(${parameters.add(query.unitIds)}::text[])`)
  if (query.scoreMax !== undefined) conditions.push(`score <= ${parameters.add(query.scoreMax)}`)
  const [before] = decodeCursor(query.cursor, ['number']) ?? []
  if (before !== undefined) conditions.push(`rating_id < ${parameters.add(before)}`)
  const limit = limitOf(query)
  const rows = await db.query<Rating>(
    `select rating_id, rating.customer_id, customer.name as customer_name, rating.staff_id, coalesce(staff.name, rating.staff_id) as staff_name,
       customer.unit_id, score, comment, way, given_at
     from rating join customer using (customer_id) left join staff on staff.staff_id = rating.staff_id
     where ${conditions.join(' and ')} order by rating_id desc limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.rating_id])
}

/** `by_score`: how many gave 1, 2, … 5. */
export type RatingSummary = {
  readonly staff_id: string
  readonly staff_name: string
  readonly unit_id: string
  readonly ratings: number
  readonly mean: number
  readonly by_score: readonly number[]
}

/** By manager, over local days, both ends inclusive. */
export const countRatings = async (
  db: Db,
  actor: Actor,
  scope: Scope,
  query: {
    readonly timeZone: string
    readonly unitIds?: readonly string[] | undefined
    readonly from?: string | undefined
    readonly until?: string | undefined
  },
): Promise<RatingSummary[]> => {
  if (!can(actor, 'ratings.view')) return []
  const { sql, parameters } = visibleTo(actor, scope)
  const conditions = [sql]
  const dayStart = (day: string) => parameters.add(instantAt(day, '00:00', query.timeZone))
  if (query.unitIds !== undefined) conditions.push(`customer.unit_id = any(${parameters.add(query.unitIds)}::text[])`)
  if (query.from !== undefined) conditions.push(`given_at >= ${dayStart(query.from)}`)
  if (query.until !== undefined) conditions.push(`given_at < ${dayStart(addDays(query.until, 1))}`)
  return db.query<RatingSummary>(
    `select rating.staff_id, coalesce(min(staff.name), rating.staff_id) as staff_name, coalesce(min(staff.unit_id), min(customer.unit_id)) as unit_id,
       count(*) as ratings, avg(score)::double precision as mean,
       array[${[1, 2, 3, 4, 5].map((score) => `count(*) filter (where score = ${score})`).join(', ')}]::int[] as by_score
     from rating join customer using (customer_id) left join staff on staff.staff_id = rating.staff_id
     where ${conditions.join(' and ')} group by rating.staff_id order by mean, ratings desc, rating.staff_id`,
    parameters.values,
  )
}

const visibleTo = (actor: Actor, scope: Scope) => {
  const parameters = collectParameters()
  const predicate = scopePredicate(
    scope,
    { customer: 'customer.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' },
    1,
  )
  for (const param of predicate.params) parameters.add(param)
  return { sql: `${predicate.sql} and rating.staff_id is distinct from ${parameters.add(actor.staffId)}`, parameters }
}
