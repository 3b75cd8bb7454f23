import type { Db } from '@tend/store'
import type { Role } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'

export type UnitRow = {
  readonly unit_id: string
  readonly parent_id: string | null
  readonly name: string
  readonly kind: string
}
export type StaffRow = {
  readonly staff_id: string
  readonly name: string
  readonly role: Role
  readonly unit_id: string
}
export type OrgUnit = UnitRow & { readonly path: readonly string[] }
export type Staff = StaffRow & { readonly is_active: boolean }

/** The unit above all, which always exists; customers without a unit belong to it. */
export const rootUnitId = 'root'

/**
 * Puts in the given tree and people. Units without a parent hang under `root`; units that are not delivered any more stay while others point to
 * them; people who are missing become inactive (their tasks: `poolTasksOfLeavers`). A cycle or an unknown parent or unit is an error that names it, and nothing is changed.
 */
export const importOrganisation = async (
  tx: Db,
  rows: { readonly units: readonly UnitRow[]; readonly staff: readonly StaffRow[] },
): Promise<{ readonly units: number; readonly staff: number; readonly changed: readonly StaffChange[] }> => {
  const units = withPaths(rows.units)
  const known = new Set(units.map((unit) => unit.unit_id)).add(rootUnitId)
  const lost = rows.staff.find((person) => !known.has(person.unit_id))
  if (lost)
    throw new Error(
      `Staff ${lost.staff_id} names the unit ${lost.unit_id}, which is not among the org units. Correct the file of org units and deliver it again.`,
    )

  await tx.execute(
    `insert into org_unit (unit_id, parent_id, name, kind, path)
     select unit_id, parent_id, name, kind, path from jsonb_to_recordset($1) as unit (unit_id text, parent_id text, name text, kind text, path text[])
     on conflict (unit_id) do update set parent_id = excluded.parent_id, name = excluded.name, kind = excluded.kind, path = excluded.path`,
    [JSON.stringify(units)],
  )
  const changed = await findStaffChanges(tx, rows.staff)
  await tx.execute(
    `insert into staff (staff_id, name, role, unit_id)
     select staff_id, name, role, unit_id from jsonb_to_recordset($1) as person (staff_id text, name text, role text, unit_id text)
     on conflict (staff_id) do update set name = excluded.name, role = excluded.role, unit_id = excluded.unit_id, is_active = true`,
    [JSON.stringify(rows.staff)],
  )
  await tx.execute('update staff set is_active = false where is_active and staff_id <> all($1::text[])', [
    rows.staff.map((person) => person.staff_id),
  ])
  await tx.execute(
    `delete from org_unit
     where unit_id <> all($1::text[])
     and not exists (
       select from org_unit as below
       where below.path @> array[org_unit.unit_id]
       and (
         below.unit_id = any($1::text[])
         or exists (select from staff where staff.unit_id = below.unit_id)
         or exists (select from customer where customer.unit_id = below.unit_id)
       )
     )`,
    [[...known]],
  )
  return { units: units.length, staff: rows.staff.length, changed }
}

type Standing = { readonly role: Role; readonly unit: string; readonly isActive: boolean }

/** What a file of staff changes of what a person may see and do. */
export type StaffChange = { readonly staffId: string; readonly before: Standing; readonly after: Standing }

/** Of people who were there: another role, another unit, gone or back. */
const findStaffChanges = async (tx: Db, staff: readonly StaffRow[]): Promise<readonly StaffChange[]> => {
  const rows = await tx.query<Staff & { readonly new_role: Role | null; readonly new_unit_id: string | null }>(
    `select staff.staff_id, staff.name, staff.role, staff.unit_id, is_active, delivered.role as new_role, delivered.unit_id as new_unit_id
     from staff left join jsonb_to_recordset($1) as delivered (staff_id text, role text, unit_id text) on delivered.staff_id = staff.staff_id
     where (staff.role, staff.unit_id, is_active) is distinct from
       (coalesce(delivered.role, staff.role), coalesce(delivered.unit_id, staff.unit_id), delivered.staff_id is not null)
     order by staff.staff_id`,
    [JSON.stringify(staff)],
  )
  return rows.map(({ staff_id, role, unit_id, is_active, new_role, new_unit_id }) => ({
    staffId: staff_id,
    before: { role, unit: unit_id, isActive: is_active },
    after: { role: new_role ?? role, unit: new_unit_id ?? unit_id, isActive: new_role !== null },
  }))
}

/** A row of the audit for each person whom a file of staff gives other rights. */
export const auditStaffChanges = async (tx: Db, changed: readonly StaffChange[], now: Date): Promise<void> => {
  for (const { staffId, before, after } of changed)
    await recordAudit(tx, {
      at: now,
      actor: 'system',
      action: 'staff.changed',
      subjectKind: 'staff',
      subjectId: staffId,
      detail: { from: before, to: after },
    })
}

/** The open tasks of people who are no longer active go to the pool. After customers were published: who has another owner by then took their tasks along. */
export const poolTasksOfLeavers = (tx: Db): Promise<number> =>
  tx.execute(
    `with left_behind as materialized (
       select task_id from task
       where closed_at is null and assignee_id in (select staff_id from staff where not is_active)
       order by task_id
       for update
     )
     update task set assignee_id = null, assigned_by = null, assign = 'pool'
     from left_behind
     where task.task_id = left_behind.task_id`,
  )

const withPaths = (rows: readonly UnitRow[]): OrgUnit[] => {
  const byId = new Map(rows.map((row) => [row.unit_id, row]))
  const pathOf = (unitId: string, below: readonly string[]): string[] => {
    if (below.includes(unitId)) throw new Error(`The org units form a cycle: ${[...below, unitId].join(' → ')}.`)
    const unit = byId.get(unitId)
    if (unit === undefined && unitId !== rootUnitId)
      throw new Error(
        `Unit ${below.at(-1)} names the parent ${unitId}, which is not among the org units. Correct the file of org units and deliver it again.`,
      )
    if (unitId === rootUnitId) return [rootUnitId]
    return [...pathOf(unit?.parent_id || rootUnitId, [...below, unitId]), unitId]
  }
  return rows.map((row) => ({
    ...row,
    parent_id: row.unit_id === rootUnitId ? null : row.parent_id || rootUnitId,
    path: pathOf(row.unit_id, []),
  }))
}

/** Parents before their children. */
export const listUnits = (db: Db): Promise<OrgUnit[]> =>
  db.query<OrgUnit>('select unit_id, parent_id, name, kind, path from org_unit order by path')

/** Active people whose unit lies in the scope; to someone who sees only their own customers, nobody. */
export const listStaff = async (db: Db, scope: Scope): Promise<Staff[]> => {
  if (scope.kind !== 'all' && scope.kind !== 'units') return []
  return db.query<Staff>(
    `select staff_id, name, role, unit_id, is_active from staff
     where is_active and ($1::text[] is null or unit_id = any($1))
     order by unit_id, name, staff_id`,
    [scope.kind === 'all' ? null : scope.unitIds],
  )
}

export const findStaff = async (db: Db, staffId: string): Promise<Staff | undefined> => {
  const [person] = await db.query<Staff>(
    'select staff_id, name, role, unit_id, is_active from staff where staff_id = $1',
    [staffId],
  )
  return person
}

/** The unit itself and all below it; of an unknown unit, nothing. */
export const subtreeOf = async (db: Db, unitId: string): Promise<string[]> => {
  const rows = await db.query<{ unit_id: string }>(
    'select unit_id from org_unit where path @> array[$1]::text[] order by path',
    [unitId],
  )
  return rows.map((row) => row.unit_id)
}
