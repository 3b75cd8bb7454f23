import type { Db } from '@tend/store'
import { type Scope, scopePredicate } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'

/** building → running → ended, or stopped by a person; failed where it could not be built, which leaves no task. */
export type ThemeState = 'building' | 'running' | 'ended' | 'stopped' | 'failed'

/** What became of a theme's segment; `minutes` is the work that its tasks need. */
export type ThemeCounts = {
  readonly segment: number
  readonly wanted: number
  readonly leftOut: number
  readonly tasks: number
  /** Reasons that went into tasks which were open already. */
  readonly merged: number
  readonly messages: number
  readonly benefits: number
  readonly cases: number
  readonly minutes: number
}

export type ThemeProgress = {
  readonly open: number
  readonly done: number
  readonly done_today: number
  readonly succeeded: number
}

/** A theme (S161): a segment and a play, worked between two days. `counts` is empty until it has been built. */
export type Theme = ThemeProgress & {
  readonly theme_id: number
  readonly name: string
  readonly play: string
  readonly condition: string
  readonly value: string
  readonly unit_id: string
  readonly starts_on: string
  readonly ends_on: string
  readonly goal: string
  readonly state: ThemeState
  readonly as_of: string | null
  readonly pack_hash: string
  readonly counts: Partial<ThemeCounts>
  readonly problem: string | null
  readonly created_by: string
  readonly created_by_name: string
  readonly created_at: string
  readonly built_at: string | null
  readonly pid: number | null
  readonly closed_at: string | null
  readonly closed_by: string | null
  readonly closed_reason: string | null
}

const columns = `theme.theme_id, name, play, condition, value, unit_id, starts_on, ends_on, goal, state, as_of, pack_hash, counts, problem,
  created_by, created_by_name, created_at, built_at, pid, closed_at, closed_by, closed_reason`

// What was closed with a reason (stopped, cancelled) was worked by nobody: it is neither done nor failed.
const progress = `
  left join lateral (
    select count(*) filter (where closed_at is null) as open,
      count(*) filter (where closed_at is not null and closed_reason is null) as done,
      count(*) filter (where closed_at >= $1 and closed_reason is null) as done_today,
      count(*) filter (where pool = 'success') as succeeded
    from task where task.theme_id = theme.theme_id
  ) as progress on true`

const select = `select ${columns}, open, done, done_today, succeeded from theme ${progress}`

/** A theme is seen by those whose region holds the whole of it. */
const unitsOf = (scope: Scope): readonly string[] | null =>
  scope.kind === 'all' ? null : scope.kind === 'units' ? scope.unitIds : []

const dayStart = ({ now, timeZone }: At): Date => instantAt(localDay(now, timeZone), '00:00', timeZone)

export const findTheme = async (db: Db, scope: Scope, themeId: number, at: At): Promise<Theme | undefined> => {
  const [theme] = await db.query<Theme>(
    `${select} where theme.theme_id = $2 and ($3::text[] is null or unit_id = any($3))`,
    [dayStart(at), themeId, unitsOf(scope)],
  )
  return theme
}

export type ThemeQuery = PageRequest & { readonly state?: ThemeState }

/** The latest first. */
export const listThemes = async (db: Db, scope: Scope, at: At, query: ThemeQuery): Promise<Page<Theme>> => {
  const [before = null] = decodeCursor(query.cursor, ['number']) ?? []
  const limit = limitOf(query)
  const rows = await db.query<Theme>(
    `${select}
     where ($2::text[] is null or unit_id = any($2)) and ($3::text is null or state = $3) and ($4::bigint is null or theme.theme_id < $4)
     order by theme.theme_id desc
     limit $5`,
    [dayStart(at), unitsOf(scope), query.state ?? null, before, limit + 1],
  )
  return pageOf(rows, limit, (last) => [last.theme_id])
}

export type ThemeUnit = {
  readonly unit_id: string
  readonly tasks: number
  readonly open: number
  readonly done: number
  readonly succeeded: number
  readonly left_out: number
}

/** Tasks and customers left out by the unit where they are, the most first. */
export const listThemeUnits = (db: Db, themeId: number): Promise<ThemeUnit[]> =>
  db.query<ThemeUnit>(
    `select unit_id, sum(tasks)::bigint as tasks, sum(open)::bigint as open, sum(done)::bigint as done, sum(succeeded)::bigint as succeeded,
       sum(left_out)::bigint as left_out
     from (
       select unit_id, count(*) as tasks, count(*) filter (where closed_at is null) as open,
         count(*) filter (where closed_at is not null and closed_reason is null) as done,
         count(*) filter (where pool = 'success') as succeeded, 0 as left_out
       from task where theme_id = $1 group by unit_id
       union all
       select unit_id, 0, 0, 0, 0, count(*) from theme_left_out where theme_id = $1 group by unit_id
     ) as each
     group by unit_id
     order by tasks desc, left_out desc, unit_id`,
    [themeId],
  )

export type ThemeLeftOut = {
  readonly customer_id: string
  readonly unit_id: string
  readonly code: string
  readonly detail: string | null
  readonly until: string | null
}

/** Whom the theme left out, and the first thing that spoke against it; of customers within the scope. Who is delivered no more is where the theme found them. */
export const listThemeLeftOut = async (
  db: Db,
  scope: Scope,
  query: PageRequest & { readonly themeId: number; readonly code?: string },
): Promise<Page<ThemeLeftOut>> => {
  const [after = null] = decodeCursor(query.cursor, ['string']) ?? []
  const limit = limitOf(query)
  const columns = {
    customer: 'left_out.customer_id',
    unit: 'coalesce(customer.unit_id, left_out.unit_id)',
    owner: 'customer.owner_id',
  }
  const { sql, params } = scopePredicate(scope, columns, 5)
  const rows = await db.query<ThemeLeftOut>(
    `select left_out.customer_id, left_out.unit_id, code, detail, until
     from theme_left_out as left_out left join customer on customer.customer_id = left_out.customer_id
     where theme_id = $1 and ($2::text is null or code = $2) and ($3::text is null or left_out.customer_id > $3) and ${sql}
     order by left_out.customer_id
     limit $4`,
    [query.themeId, query.code ?? null, after, limit + 1, ...params],
  )
  return pageOf(rows, limit, (last) => [last.customer_id])
}

/** By what speaks against it, the most first. */
export const countThemeLeftOut = (
  db: Db,
  themeId: number,
): Promise<{ readonly code: string; readonly customers: number }[]> =>
  db.query(
    'select code, count(*) as customers from theme_left_out where theme_id = $1 group by code order by customers desc, code',
    [themeId],
  )
