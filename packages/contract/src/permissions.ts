import { z } from 'zod'

/** Generic roles of the glossary; who holds which permission is care's table, not ours. */
export const roles = [
  'owner',
  'agent',
  'supervisor',
  'leader',
  'front_desk',
  'planner',
  'finance',
  'verifier',
  'admin',
] as const
export const role = z.enum(roles)
export type Role = z.infer<typeof role>

/** What a signed-in person may be allowed to do. The web shows or hides by the list that `GET /v1/me` returns. */
export const permissions = [
  'customers.view',
  'customers.search',
  'customers.reveal',
  'profile.edit',
  'ownership.change',
  'tasks.view',
  'tasks.claim',
  'tasks.work',
  'tasks.assign',
  'contacts.record',
  'pools.view',
  'people.view',
  'boards.view',
  'runs.view',
  'runs.start',
  'imports.start',
  'conditions.read',
  'studio.view',
  'studio.edit',
  'studio.approve',
  'near_line.view',
  'audit.view',
  'users.manage',
  'levels.override',
  'consents.record',
  'policy.view',
  'messages.view',
  'messages.send',
  'messages.manage',
  'cases.work',
  'benefits.approve',
  'themes.manage',
  'absences.manage',
  'holidays.manage',
  'ratings.view',
  'dialler.exchange',
  'content.edit',
  'content.approve',
] as const
export const permission = z.enum(permissions)
export type Permission = z.infer<typeof permission>

/** `open` needs no sign-in; `signed_in` needs a session and nothing more. */
export type RoutePermission = Permission | 'open' | 'signed_in'
