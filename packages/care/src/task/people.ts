import type { Work } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { addDays, instantAt, localDay, weekdayOf } from '../days.ts'
import { findStaff } from '../party/organisation.ts'
import { reaches } from '../party/ownership.ts'
import { dayStart } from './boards.ts'
import { overdueBefore } from './overdue.ts'

/** What somebody holds; minutes are those of the plays' effort. */
export type PersonLoad = {
  readonly staff_id: string
  readonly name: string
  readonly unit_id: string
  readonly role: string
  readonly skills: readonly string[]
  /** Null: the pack's figure. */
  readonly minutes_per_day: number | null
  readonly open: number
  readonly due: number
  /** Open tasks that lie so long that the supervisor is told. */
  readonly escalated: number
  readonly open_minutes: number
  readonly done_today: number
  /** Last day of the absence that is going on, and who stands in. */
  readonly away_to: string | null
  readonly substitute_id: string | null
}

type Measure = { readonly work: Pick<Work, 'overdueDays'> }

/** People of the scope's units who work tasks, the most loaded first. To someone who sees only their own customers, nobody. */
export const listPeople = async (db: Db, scope: Scope, at: At, { work }: Measure): Promise<PersonLoad[]> => {
  if (scope.kind !== 'all' && scope.kind !== 'units') return []
  return db.query<PersonLoad>(
    `select staff.staff_id, name, staff.unit_id, role, skills, minutes_per_day,
       coalesce(held.open, 0) as open, coalesce(held.due, 0) as due, coalesce(held.escalated, 0) as escalated,
       coalesce(held.minutes, 0) as open_minutes, coalesce(done.today, 0) as done_today,
       away.to_day as away_to, away.substitute_id
     from staff
     left join (
       select assignee_id, count(*) as open, count(*) filter (where due_at <= $2) as due, count(*) filter (where due_at < $4) as escalated,
         sum(effort_minutes)::bigint as minutes
       from task where closed_at is null and assignee_id is not null group by assignee_id
     ) as held on held.assignee_id = staff.staff_id
     left join (
       select closed_by, count(*) as today from task where closed_at >= $3 group by closed_by
     ) as done on done.closed_by = staff.staff_id
     left join absence as away on away.staff_id = staff.staff_id and cancelled_at is null and $5::date between from_day and to_day
     where is_active and role in ('owner', 'agent', 'leader') and ($1::text[] is null or staff.unit_id = any($1))
     order by open desc, staff.staff_id`,
    [
      scope.kind === 'all' ? null : scope.unitIds,
      at.now,
      dayStart(at),
      overdueBefore('escalate', work, at),
      localDay(at.now, at.timeZone),
    ],
  )
}

export type PersonRecord = {
  readonly customers: number
  readonly helps: number
  readonly done_this_week: number
  readonly done_this_month: number
  readonly succeeded_this_month: number
  /** The absence that begins next. */
  readonly next_from: string | null
  readonly next_to: string | null
}

/** What the board shows of a person on a click besides their load (S156). */
export const recordOfPerson = async (db: Db, staffId: string, { now, timeZone }: At): Promise<PersonRecord> => {
  const today = localDay(now, timeZone)
  const monday = addDays(today, -((weekdayOf(today) + 6) % 7))
  const [record] = await db.query<PersonRecord>(
    `select
       (select count(*) from customer where owner_id = $1 and is_present) as customers,
       (select count(*) from customer_helper where staff_id = $1) as helps,
       count(*) filter (where closed_at >= $2) as done_this_week,
       count(*) filter (where closed_at >= $3) as done_this_month,
       count(*) filter (where closed_at >= $3 and pool = 'success') as succeeded_this_month,
       (select min(from_day) from absence where staff_id = $1 and cancelled_at is null and from_day > $5) as next_from,
       (select to_day from absence where staff_id = $1 and cancelled_at is null and from_day > $5 order by from_day limit 1) as next_to
     from task where closed_by = $1 and closed_at >= least($2::timestamptz, $3::timestamptz) and closed_at <= $4`,
    [
      staffId,
      instantAt(monday, '00:00', timeZone),
      instantAt(`${today.slice(0, 7)}-01`, '00:00', timeZone),
      now,
      today,
    ],
  )
  if (record === undefined) throw new Error('Counting answers a row.')
  return record
}

export type UpdatePersonInput = {
  readonly staffId: string
  readonly skills: readonly string[]
  readonly minutesPerDay: number | null
}

/** What a person can do and how many minutes a day they have: kept by who supervises them. */
export const updatePerson = (
  store: Store,
  command: Command,
  input: UpdatePersonInput,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'updatePerson', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'tasks.assign')) return refuse('forbidden')
    const staff = await findStaff(tx, input.staffId)
    if (!staff?.is_active || !reaches(await scopeOf(tx, actor, command), staff))
      return refuse('unknown_staff', input.staffId)
    const skills = [...new Set(input.skills.map((skill) => skill.trim()).filter(Boolean))].sort()
    await tx.execute('update staff set skills = $2, minutes_per_day = $3 where staff_id = $1', [
      input.staffId,
      skills,
      input.minutesPerDay,
    ])
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'staff.work',
      subjectKind: 'staff',
      subjectId: input.staffId,
      detail: { skills, minutesPerDay: input.minutesPerDay },
    })
    return { kind: 'done' }
  })
