import type { Db } from '@tend/store'
import type { At } from '../command.ts'
import { unfinished } from '../unfinished.ts'
import type { Actor, Permission } from './roles.ts'

/** Which customers a person may see, resolved from role, place and work; plain data, to be rendered by `scopePredicate`. */
export type Scope =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | { readonly kind: 'units'; readonly unitIds: readonly string[] }
  /**
   * `staffId`: customers whose owner this is (null: nobody's). `customerIds`: also these, helped ones, those of the person's tasks, and those
   * handed over in Tend whose file still names another owner. `exceptIds`: not these, which the file still gives to the person.
   */
  | { readonly kind: 'own'; readonly staffId: string | null; readonly customerIds: readonly string[]; readonly exceptIds: readonly string[] }

export const can = (_actor: Actor, _permission: Permission): boolean => unfinished()

export const scopeOf = async (_db: Db, _actor: Actor, _at: At): Promise<Scope> => unfinished()

/** Columns of the statement that the predicate stands in, as SQL (e.g. `customer.owner_id`). */
export type ScopeColumns = { readonly customer: string; readonly unit: string; readonly owner: string }
export type Predicate = { readonly sql: string; readonly params: readonly string[] }

/** The scope as a condition for PostgreSQL and DuckDB alike; its parameters count from `firstParam` (`$3` for 3). */
export const scopePredicate = (_scope: Scope, _columns: ScopeColumns, _firstParam: number): Predicate => unfinished()
