/** Generic roles of the glossary (4.4) and what each may do; the table of ARCHITECTURE "Roles, scope, masks". */
export type Role =
  | 'owner'
  | 'agent'
  | 'supervisor'
  | 'leader'
  | 'front_desk'
  | 'planner'
  | 'finance'
  | 'verifier'
  | 'admin'

/** Who acts: a signed-in person, with the place in the institution that the sign-in names. */
export type Actor = {
  readonly userId: string
  /** Null for people who are not in the staff list (an administrator). */
  readonly staffId: string | null
  readonly name: string
  readonly role: Role
  readonly unitId: string
}

export type Permission =
  | 'customers.view'
  | 'customers.search'
  | 'customers.reveal'
  | 'profile.edit'
  | 'ownership.change'
  | 'tasks.view'
  | 'tasks.claim'
  | 'tasks.work'
  | 'tasks.assign'
  | 'contacts.record'
  | 'pools.view'
  | 'people.view'
  | 'boards.view'
  | 'runs.view'
  | 'runs.start'
  | 'imports.start'
  /** Conditions in words, and how many of one's own customers they hold for. */
  | 'conditions.read'
  | 'studio.view'
  | 'studio.edit'
  | 'studio.approve'
  | 'near_line.view'
  | 'audit.view'
  | 'users.manage'
  | 'levels.override'
  | 'consents.record'
  | 'policy.view'
  | 'messages.view'
  | 'messages.send'
  | 'messages.manage'
  | 'cases.work'
  | 'benefits.approve'
  | 'themes.manage'
  | 'absences.manage'
  | 'holidays.manage'
  | 'ratings.view'
  | 'dialler.exchange'
  | 'content.edit'
  | 'content.approve'

/** How a class of personal data reads: `clear`, with stars, or not at all. */
export type Visibility = 'clear' | 'masked' | 'hidden'

type RoleRule = {
  /** `own`: owned, helped or worked on; `unit`: the unit itself; `region`: it and all below. */
  readonly scope: 'none' | 'own' | 'unit' | 'region' | 'all'
  readonly name: Visibility
  readonly phone: Visibility
  readonly idNumber: Visibility
  readonly may: readonly Permission[]
}

/** A role or permission that is missing here is denied. */
export const roles: Readonly<Record<Role, RoleRule>> = {
  owner: {
    scope: 'own',
    name: 'clear',
    phone: 'clear',
    idNumber: 'masked',
    may: [
      'customers.view',
      'customers.search',
      'customers.reveal',
      'profile.edit',
      'tasks.view',
      'tasks.work',
      'contacts.record',
      'near_line.view',
      'consents.record',
      'messages.view',
      'messages.send',
      'cases.work',
    ],
  },
  agent: {
    scope: 'own',
    name: 'clear',
    phone: 'clear',
    idNumber: 'masked',
    may: [
      'customers.view',
      'tasks.view',
      'tasks.claim',
      'tasks.work',
      'contacts.record',
      'consents.record',
      'messages.send',
      'cases.work',
    ],
  },
  supervisor: {
    scope: 'region',
    name: 'clear',
    phone: 'masked',
    idNumber: 'masked',
    may: [
      'customers.view',
      'customers.search',
      'customers.reveal',
      'levels.override',
      'ownership.change',
      'tasks.view',
      'tasks.assign',
      'pools.view',
      'people.view',
      'boards.view',
      'runs.view',
      'near_line.view',
      'consents.record',
      'policy.view',
      'messages.view',
      'messages.send',
      'messages.manage',
      'cases.work',
      'benefits.approve',
      'conditions.read',
      'themes.manage',
      'absences.manage',
      'ratings.view',
      'dialler.exchange',
      'contacts.record',
    ],
  },
  leader: {
    scope: 'region',
    name: 'clear',
    phone: 'masked',
    idNumber: 'masked',
    may: [
      'customers.view',
      'customers.search',
      'tasks.view',
      'pools.view',
      'people.view',
      'boards.view',
      'runs.view',
      'near_line.view',
      'tasks.work',
      'contacts.record',
      'consents.record',
      'policy.view',
      'messages.view',
      'cases.work',
      'benefits.approve',
      'ratings.view',
    ],
  },
  front_desk: {
    scope: 'unit',
    name: 'clear',
    phone: 'masked',
    idNumber: 'masked',
    may: ['customers.view', 'customers.search', 'contacts.record', 'consents.record', 'cases.work'],
  },
  planner: {
    scope: 'all',
    name: 'masked',
    phone: 'masked',
    idNumber: 'masked',
    may: [
      'customers.view',
      'customers.search',
      'boards.view',
      'pools.view',
      'runs.view',
      'runs.start',
      'imports.start',
      'near_line.view',
      'conditions.read',
      'studio.view',
      'studio.edit',
      'policy.view',
      'messages.view',
      'themes.manage',
      'holidays.manage',
      'content.edit',
    ],
  },
  finance: { scope: 'all', name: 'masked', phone: 'masked', idNumber: 'masked', may: ['boards.view'] },
  verifier: {
    scope: 'all',
    name: 'masked',
    phone: 'masked',
    idNumber: 'masked',
    may: [
      'customers.view',
      'customers.search',
      'tasks.view',
      'pools.view',
      'people.view',
      'boards.view',
      'runs.view',
      'audit.view',
      'near_line.view',
      'conditions.read',
      'studio.view',
      'studio.approve',
      'policy.view',
      'messages.view',
      'content.approve',
    ],
  },
  admin: {
    scope: 'none',
    name: 'hidden',
    phone: 'hidden',
    idNumber: 'hidden',
    may: [
      'users.manage',
      'imports.start',
      'runs.view',
      'runs.start',
      'audit.view',
      'holidays.manage',
      'messages.view',
      'messages.manage',
    ],
  },
}

export const can = (actor: { readonly role: Role }, permission: Permission): boolean =>
  roles[actor.role]?.may.includes(permission) ?? false
