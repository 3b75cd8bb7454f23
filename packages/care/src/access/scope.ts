import type { Db } from '@tend/store'
import type { At } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import { subtreeOf } from '../party/organisation.ts'
import { type Actor, roles } from './roles.ts'

/** Which customers a person may see, resolved from role, place and work; plain data, to be rendered by `scopePredicate`. */
export type Scope =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | { readonly kind: 'units'; readonly unitIds: readonly string[] }
  /**
   * `staffId`: customers whose owner this is (null: nobody's). `customerIds`: also these, helped ones, those of the person's tasks, and those
   * handed over in Tend whose file still names another owner. `exceptIds`: not these, which the file still gives to the person.
   */
  | {
      readonly kind: 'own'
      readonly staffId: string | null
      readonly customerIds: readonly string[]
      readonly exceptIds: readonly string[]
    }

/**
 * Resolves what the person may see at this instant; a role without a rule sees nothing. An owner sees owned and helped customers and those of
 * tasks that are theirs; an agent sees customers of their open tasks and those they closed or contacted on the local day (S163), and of
 * tasks that were stopped under their hands on it.
 */
export const scopeOf = async (db: Db, actor: Actor, at: At): Promise<Scope> => {
  switch (roles[actor.role]?.scope) {
    case 'all':
      return { kind: 'all' }
    case 'region':
      return { kind: 'units', unitIds: await subtreeOf(db, actor.unitId) }
    case 'unit':
      return { kind: 'units', unitIds: [actor.unitId] }
    case 'own':
      return actor.staffId === null ? { kind: 'none' } : ownScope(db, actor.role, actor.staffId, at)
    default:
      return { kind: 'none' }
  }
}

/** Whether an open task lies in the scope of whoever it is assigned to: what `scopeOf` would say of it, without a question to the store. */
export const seesByWork = (
  actor: Actor,
  task: { readonly is_open: boolean; readonly assignee_id: string | null },
): boolean =>
  roles[actor.role]?.scope === 'own' && actor.staffId !== null && task.is_open && task.assignee_id === actor.staffId

const ownScope = async (db: Db, role: Actor['role'], staffId: string, { now, timeZone }: At): Promise<Scope> => {
  const dayStart = instantAt(localDay(now, timeZone), '00:00', timeZone)
  const owns = role === 'owner'
  // Customers whom the file gives to the person anyway are not named, which keeps the predicate short.
  const worked = await db.query<{ customer_id: string }>(
    `select customer_id from (
       select customer_id from task where assignee_id = $1 and closed_at is null
       union select customer_id from task where closed_by = $1 and closed_at >= $2
       union select customer_id from task where closed_by is null and closed_at >= $2 and assignee_id = $1
       union select customer_id from contact where staff_id = $1 and at >= $2 and delivered_id is null
       union select customer_id from customer_helper where staff_id = $1 and $3
       union select customer_id from customer where owner_id = $1 and has_local_owner and $3
     ) as worked
     where not exists (
       select from customer
       where customer.customer_id = worked.customer_id and $3 and owner_id = $1 and not has_local_owner
     )
     order by customer_id`,
    [staffId, dayStart, owns],
    { isPrepared: true },
  )
  const given = await db.query<{ customer_id: string }>(
    'select customer_id from customer where file_owner_id = $1 and has_local_owner and owner_id is distinct from $1 and $2 order by customer_id',
    [staffId, owns],
    { isPrepared: true },
  )
  const customerIds = worked.map((row) => row.customer_id)
  const exceptIds = given.map((row) => row.customer_id)
  return { kind: 'own', staffId: owns ? staffId : null, customerIds, exceptIds }
}

/** Columns of the statement that the predicate stands in, as SQL (e.g. `customer.owner_id`). */
export type ScopeColumns = { readonly customer: string; readonly unit: string; readonly owner: string }
export type Predicate = { readonly sql: string; readonly params: readonly string[] }

/** The scope as a condition for PostgreSQL and DuckDB alike; its parameters count from `firstParam` (`$3` for 3). */
export const scopePredicate = (scope: Scope, columns: ScopeColumns, firstParam: number): Predicate => {
  switch (scope.kind) {
    case 'all':
      return { sql: 'true', params: [] }
    case 'units':
      return { sql: isOneOf(columns.unit, scope.unitIds, firstParam), params: scope.unitIds }
    case 'own':
      return ownPredicate(scope, columns, firstParam)
    default:
      return { sql: 'false', params: [] }
  }
}

const ownPredicate = (scope: Extract<Scope, { kind: 'own' }>, columns: ScopeColumns, firstParam: number): Predicate => {
  const params: string[] = []
  const place = (values: readonly string[]): number => {
    const first = firstParam + params.length
    params.push(...values)
    return first
  }
  const named = isOneOf(columns.customer, scope.customerIds, place(scope.customerIds))
  if (scope.staffId === null) return { sql: named, params }
  const owned = `${columns.owner} = $${place([scope.staffId])}`
  if (scope.exceptIds.length === 0) return { sql: `(${named} or ${owned})`, params }
  const handedAway = isOneOf(columns.customer, scope.exceptIds, place(scope.exceptIds))
  return { sql: `(${named} or (${owned} and not ${handedAway}))`, params }
}

const isOneOf = (column: string, values: readonly string[], first: number): string =>
  values.length === 0 ? 'false' : `(${column} in (${values.map((_, index) => `$${first + index}`).join(', ')}))`
