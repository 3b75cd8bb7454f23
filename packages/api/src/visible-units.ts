import type { Actor, OrgUnit, Scope } from '@tend/care'

/** The units that a person may filter by: those of the scope, and for people who see their own customers the unit they sit in. */
export function visibleUnits(units: readonly OrgUnit[], scope: Scope, actor: Actor): OrgUnit[] {
  const sorted = [...units].sort((a, b) => a.path.length - b.path.length || (a.unit_id < b.unit_id ? -1 : 1))
  switch (scope.kind) {
    case 'all':
      return sorted
    case 'units': {
      const permitted = new Set(scope.unitIds)
      return sorted.filter(({ unit_id }) => permitted.has(unit_id))
    }
    case 'own':
      return sorted.filter(({ unit_id }) => unit_id === actor.unitId)
    case 'none':
      return []
  }
}
