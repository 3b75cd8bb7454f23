import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import type { At, Page, PageRequest } from '../command.ts'
import { addDays, localDay } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'

/** `expiring`: valid for thirty days at most; `due`: never learned, or no longer valid. */
export type TrainingState = 'valid' | 'expiring' | 'due'
export type TrainingStanding = {
  readonly state: TrainingState
  readonly learned_on: string | null
  readonly valid_until: string | null
}

/** A person who has to learn a text, and where they stand. */
export type Learner = TrainingStanding & {
  readonly staff_id: string
  readonly name: string
  readonly role: Actor['role']
  readonly unit_id: string
  readonly training: string
}

export type LearnerQuery = PageRequest & {
  readonly training?: string
  readonly state?: TrainingState
  /** Only people of these units. */
  readonly unitIds?: readonly string[]
}

/** What of a pack says who has to learn what. */
export type Trainings = Pick<Pack, 'trainings'>

const daysAhead = 30

/** Every active person with every text that the pack has them learn: $1 trainings and roles, $2 units or null, $3 the day, $4 when it soon ends. */
const learners = `
  select staff.staff_id, staff.name, staff.role, staff.unit_id, required.training, learned_on, valid_until,
    case when valid_until is null or valid_until < $3 then 'due' when valid_until < $4 then 'expiring' else 'valid' end as state
  from jsonb_to_recordset($1) as required (training text, role text)
  join staff on staff.role = required.role and staff.is_active and ($2::text[] is null or staff.unit_id = any($2))
  left join lateral (
    select learned_on, valid_until from training_record
    where training_record.staff_id = staff.staff_id and training_record.training = required.training
    order by valid_until desc limit 1
  ) as record on true`

const requiredBy = ({ trainings }: Trainings, only?: string): string =>
  JSON.stringify(
    [...trainings.values()]
      .filter(({ id }) => only === undefined || id === only)
      .flatMap(({ id, roles }) => roles.map((role) => ({ training: id, role }))),
  )

const baseParameters = (pack: Trainings, units: readonly string[] | null, { now, timeZone }: At, only?: string) => {
  const today = localDay(now, timeZone)
  return [requiredBy(pack, only), units, today, addDays(today, daysAhead)]
}

/** People within the scope and the texts they have to learn, by person and text; nobody to who sees only their own customers. */
export const listLearners = async (
  db: Db,
  scope: Scope,
  pack: Trainings,
  at: At,
  query: LearnerQuery,
): Promise<Page<Learner>> => {
  const units = unitsOf(scope, query.unitIds)
  const [staffId, training] = decodeCursor(query.cursor, ['string', 'string']) ?? []
  const limit = limitOf(query)
  const rows = await db.query<Learner>(
    `select * from (${learners}) as learner
     where ($5::text is null or state = $5) and ($6::text is null or (staff_id, training) > ($6, $7))
     order by staff_id, training limit $8`,
    [
      ...baseParameters(pack, units, at, query.training),
      query.state ?? null,
      staffId ?? null,
      training ?? null,
      limit + 1,
    ],
  )
  return pageOf(rows, limit, (last) => [last.staff_id, last.training])
}

/** Within the scope: how many have to learn each text, and how many still have to. */
export const countLearners = async (
  db: Db,
  scope: Scope,
  pack: Trainings,
  at: At,
): Promise<ReadonlyMap<string, { readonly total: number; readonly due: number }>> => {
  const rows = await db.query<{ training: string; total: number; due: number }>(
    `select training, count(*)::int as total, (count(*) filter (where state = 'due'))::int as due from (${learners}) as learner group by training`,
    baseParameters(pack, unitsOf(scope), at),
  )
  return new Map(rows.map(({ training, total, due }) => [training, { total, due }]))
}

/** Units of the scope, of `only` those within it; null for all. */
export const unitsOf = (scope: Scope, only?: readonly string[]): readonly string[] | null => {
  if (scope.kind === 'all') return only ?? null
  const seen = scope.kind === 'units' ? scope.unitIds : []
  return only === undefined ? seen : seen.filter((unit) => only.includes(unit))
}

/** Where one person stands, by text; only those that their role has to learn. */
export const readTrainings = async (
  db: Db,
  pack: Trainings,
  { staffId, role }: Pick<Actor, 'staffId' | 'role'>,
  { now, timeZone }: At,
): Promise<ReadonlyMap<string, TrainingStanding>> => {
  const rows = await db.query<{ training: string; learned_on: string; valid_until: string }>(
    `select distinct on (training) training, learned_on, valid_until from training_record where staff_id = $1
     order by training, valid_until desc`,
    [staffId],
  )
  const today = localDay(now, timeZone)
  const soon = addDays(today, daysAhead)
  const required = [...pack.trainings.values()].filter(({ roles }) => roles.includes(role))
  return new Map(
    required.map(({ id }): [string, TrainingStanding] => {
      const row = rows.find(({ training }) => training === id)
      if (row === undefined || row.valid_until < today)
        return [id, { state: 'due', learned_on: row?.learned_on ?? null, valid_until: row?.valid_until ?? null }]
      return [id, { ...row, state: row.valid_until < soon ? 'expiring' : 'valid' }]
    }),
  )
}
