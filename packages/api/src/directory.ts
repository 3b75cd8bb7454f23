import { listUnits, type OrgUnit } from '@tend/care'
import type { Db } from '@tend/store'

export type Directory = {
  readonly units: readonly OrgUnit[]
  readonly unitName: (unitId: string) => string
  readonly staffName: (staffId: string) => string
}

/** The tree changes with the night's import; a name may be this old on a screen. */
const freshMs = 10_000

/** Names of units and people (also of those who left), read seldom and kept. */
export function openDirectory(db: Db, clock: () => Date): () => Promise<Directory> {
  let known: { readonly at: number; readonly directory: Promise<Directory> } | undefined
  return () => {
    const now = clock().getTime()
    if (known === undefined || Math.abs(now - known.at) > freshMs) {
      const directory = readDirectory(db)
      known = { at: now, directory }
      directory.catch(() => {
        known = undefined
      })
    }
    return known.directory
  }
}

async function readDirectory(db: Db): Promise<Directory> {
  const units = await listUnits(db)
  const staff = await db.query<{ staff_id: string; name: string }>('select staff_id, name from staff')
  const unitNames = new Map(units.map((unit) => [unit.unit_id, unit.name]))
  const staffNames = new Map(staff.map((person) => [person.staff_id, person.name]))
  return {
    units,
    unitName: (unitId) => unitNames.get(unitId) ?? unitId,
    staffName: (staffId) => staffNames.get(staffId) ?? staffId,
  }
}
