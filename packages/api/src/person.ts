import { type Actor, can, type Scope, scopeOf } from '@tend/care'
import { type Permission, permissions } from '@tend/contract'
import type { Db } from '@tend/store'
import type { UserRow } from './sign-in/users.ts'

/** Who is signed in, for the length of one request. */
export type Person = {
  readonly actor: Actor
  readonly user: UserRow
  readonly session: { readonly token: string; readonly expiresAt: Date }
  readonly may: (permission: Permission) => boolean
  /** Resolved at the first question and kept for the request, so that all its parts see the same customers. */
  readonly scope: () => Promise<Scope>
}

export function createPerson(
  db: Db,
  user: UserRow,
  session: Person['session'],
  at: { readonly now: Date; readonly timeZone: string },
): Person {
  const actor: Actor = {
    userId: user.id,
    staffId: user.staff_id,
    name: user.name,
    role: user.role,
    unitId: user.unit_id,
  }
  let scope: Promise<Scope> | undefined
  return {
    actor,
    user,
    session,
    may: (permission) => can(actor, permission),
    scope: () => {
      scope ??= scopeOf(db, actor, at)
      return scope
    },
  }
}

export const permissionsOf = (person: Person): Permission[] =>
  permissions.filter((permission) => person.may(permission))
