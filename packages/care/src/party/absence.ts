import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopeOf } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { findStaff, type Staff } from './organisation.ts'
import { reaches } from './ownership.ts'

/** Days on which somebody is away, both ends included. */
export type Absence = {
  readonly absence_id: number
  readonly staff_id: string
  readonly from_day: string
  readonly to_day: string
  readonly substitute_id: string | null
  readonly reason: string
  readonly created_by: string
  readonly created_at: string
}

export type AbsenceInput = {
  readonly staffId: string
  readonly fromDay: string
  readonly toDay: string
  readonly substituteId: string | null
  readonly reason: string
}

const columns = 'absence_id, absence.staff_id, from_day, to_day, substitute_id, reason, created_by, created_at'

/** Absences that touch the days, cancelled ones aside; by person, then day. */
export const findAbsences = (
  db: Db,
  {
    fromDay,
    toDay,
    staffIds,
  }: { readonly fromDay: string; readonly toDay: string; readonly staffIds?: readonly string[] },
): Promise<Absence[]> =>
  db.query<Absence>(
    `select ${columns} from absence
     where cancelled_at is null and from_day <= $2 and to_day >= $1 and ($3::text[] is null or staff_id = any($3))
     order by staff_id, from_day`,
    [fromDay, toDay, staffIds ?? null],
  )

/** Absences that end on the day or later: one's own and those one stands in for; a supervisor's also of the people within scope. */
export const listAbsences = (
  db: Db,
  scope: Scope,
  query: { readonly staffId: string | null; readonly fromDay: string },
): Promise<Absence[]> => {
  const unitIds = scope.kind === 'units' ? scope.unitIds : []
  return db.query<Absence>(
    `select ${columns} from absence join staff on staff.staff_id = absence.staff_id
     where cancelled_at is null and to_day >= $1
     and ($2 or staff.unit_id = any($3) or absence.staff_id = $4 or substitute_id = $4)
     order by from_day, absence_id`,
    [query.fromDay, scope.kind === 'all', unitIds, query.staffId],
  )
}

/**
 * Puts down that somebody is away: oneself, or whom one supervises (`absences.manage`). Who stands in works tasks and is of the same region: of a unit
 * that lies in one branch with the person's. Two absences of a person never overlap; a substitute is not away themselves on any of the days.
 */
export const addAbsence = (
  store: Store,
  command: Command,
  input: AbsenceInput,
): Promise<{ readonly kind: 'done'; readonly absenceId: number } | Refusal> =>
  runOnce(store, command, { name: 'addAbsence', input }, async (tx) => {
    const { actor, now } = command
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason_required')
    if (input.toDay < input.fromDay) return refuse('invalid_value', input.toDay)
    const staff = await requireManaged(tx, command, input.staffId)
    if ('kind' in staff) return staff
    const problem = await checkDays(tx, staff, input)
    if (problem) return problem
    const [row] = await tx.query<{ absence_id: number }>(
      `insert into absence (staff_id, from_day, to_day, substitute_id, reason, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7) returning absence_id`,
      [input.staffId, input.fromDay, input.toDay, input.substituteId, reason, actor.userId, now],
    )
    if (row === undefined) throw new Error('An absence was not kept.')
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'absence.add',
      subjectKind: 'staff',
      subjectId: input.staffId,
      detail: { from: input.fromDay, to: input.toDay, substitute: input.substituteId },
    })
    return { kind: 'done', absenceId: row.absence_id }
  })

/** Takes an absence back, whole or (with `lastDay`) from the day after it: who returns early is there again. */
export const endAbsence = (
  store: Store,
  command: Command,
  input: { readonly absenceId: number; readonly lastDay?: string },
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'endAbsence', input }, async (tx) => {
    const { actor, now } = command
    const absence = await findAbsence(tx, input.absenceId)
    if (absence === undefined) return refuse('not_found')
    const staff = await requireManaged(tx, command, absence.staff_id)
    if ('kind' in staff) return staff
    const { lastDay } = input
    if (lastDay !== undefined && (lastDay < absence.from_day || lastDay >= absence.to_day))
      return refuse('invalid_value', lastDay)
    if (lastDay === undefined)
      await tx.execute('update absence set cancelled_at = $2, cancelled_by = $3 where absence_id = $1', [
        input.absenceId,
        now,
        actor.userId,
      ])
    else await tx.execute('update absence set to_day = $2 where absence_id = $1', [input.absenceId, lastDay])
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'absence.end',
      subjectKind: 'staff',
      subjectId: absence.staff_id,
      detail: { absence: input.absenceId, lastDay: lastDay ?? null },
    })
    return { kind: 'done' }
  })

export const findAbsence = async (db: Db, absenceId: number): Promise<Absence | undefined> => {
  const [absence] = await db.query<Absence>(
    `select ${columns} from absence where absence_id = $1 and cancelled_at is null`,
    [absenceId],
  )
  return absence
}

/** The person whose leave the actor may keep; held, so that two absences of one person wait for each other. Unknown and foreign people answer alike. */
export const requireManaged = async (tx: Db, command: Command, staffId: string): Promise<Staff | Refusal> => {
  const { actor } = command
  await tx.query('select staff_id from staff where staff_id = $1 for update', [staffId])
  const staff = await findStaff(tx, staffId)
  if (staff === undefined || !staff.is_active) return refuse('unknown_staff', staffId)
  if (actor.staffId === staffId) return staff
  if (!can(actor, 'absences.manage')) return refuse('forbidden')
  return reaches(await scopeOf(tx, actor, command), staff) ? staff : refuse('unknown_staff', staffId)
}

const checkDays = async (tx: Db, staff: Staff, input: AbsenceInput): Promise<Refusal | undefined> => {
  const [own] = await findAbsences(tx, { fromDay: input.fromDay, toDay: input.toDay, staffIds: [staff.staff_id] })
  if (own) return refuse('overlap', `${own.from_day} – ${own.to_day}`)
  if (input.substituteId === null) return undefined
  const substitutes = await listSubstitutes(tx, staff, input)
  if (!substitutes.some(({ staff_id }) => staff_id === input.substituteId))
    return refuse('unknown_staff', input.substituteId)
  const [theirs] = await findAbsences(tx, {
    fromDay: input.fromDay,
    toDay: input.toDay,
    staffIds: [input.substituteId],
  })
  return theirs && refuse('overlap', `${input.substituteId} ${theirs.from_day} – ${theirs.to_day}`)
}

/** Who may stand in: active people of the same role within the region, which is the unit above the person's own and all below it; the own unit's first. */
export type Substitute = Staff & { readonly is_away: boolean; readonly open_tasks: number }

export const listSubstitutes = (
  db: Db,
  staff: Staff,
  { fromDay, toDay }: { readonly fromDay: string; readonly toDay: string },
): Promise<Substitute[]> =>
  db.query<Substitute>(
    `select staff.staff_id, staff.name, staff.role, staff.unit_id, staff.is_active,
       exists (
         select from absence
         where absence.staff_id = staff.staff_id and cancelled_at is null and from_day <= $5 and to_day >= $4
       ) as is_away,
       (select count(*) from task where assignee_id = staff.staff_id and closed_at is null) as open_tasks
     from staff join org_unit on org_unit.unit_id = staff.unit_id
     where staff.is_active and staff.role = $2 and staff.staff_id <> $1
     and org_unit.path @> array[(
       select case when parent_id is null or parent_id = 'root' then unit_id else parent_id end from org_unit where unit_id = $3
     )]
     order by staff.unit_id <> $3, staff.name, staff.staff_id`,
    [staff.staff_id, staff.role, staff.unit_id, fromDay, toDay],
  )
