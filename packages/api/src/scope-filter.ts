import type { RowFilter } from '@tend/analysis'
import { type Scope, scopePredicate } from '@tend/care'

const columns = { customer: 'customer_id', unit: 'unit_id', owner: 'owner_id' }

/** The scope as a condition over the wide row; further scopes narrow it and can never widen it. */
export function scopeFilter(scope: Scope, ...narrower: readonly Scope[]): RowFilter {
  const params: string[] = []
  const conditions = [scope, ...narrower].map((part) => {
    const predicate = scopePredicate(part, columns, params.length + 1)
    params.push(...predicate.params)
    return `(${predicate.sql})`
  })
  return { sql: conditions.join(' and '), params }
}

export const onlyUnits = (unitIds: readonly string[]): Scope => ({ kind: 'units', unitIds })

export const onlyOwner = (staffId: string): Scope => ({ kind: 'own', staffId, customerIds: [], exceptIds: [] })

export const onlyCustomers = (customerIds: readonly string[]): Scope => ({
  kind: 'own',
  staffId: null,
  customerIds,
  exceptIds: [],
})
