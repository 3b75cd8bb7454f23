import type { Db } from '@tend/store'
import type { Role } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import { unfinished } from '../unfinished.ts'

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

/** Replaces tree and people by the given rows; units without a parent hang under `root`, people who are missing become inactive. A cycle or an unknown parent is an error that names it. */
export const importOrganisation = async (
  _tx: Db,
  _rows: { readonly units: readonly UnitRow[]; readonly staff: readonly StaffRow[] },
): Promise<{ readonly units: number; readonly staff: number }> => unfinished()
export const listUnits = async (_db: Db): Promise<OrgUnit[]> => unfinished()
/** Active people whose unit lies in the scope. */
export const listStaff = async (_db: Db, _scope: Scope): Promise<Staff[]> => unfinished()
export const findStaff = async (_db: Db, _staffId: string): Promise<Staff | undefined> => unfinished()
/** The unit itself and all below it. */
export const subtreeOf = async (_db: Db, _unitId: string): Promise<string[]> => unfinished()
