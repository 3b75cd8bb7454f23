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

export type Actor = {
  readonly userId: string
  /** Absent for people who are not in the staff list (an administrator). */
  readonly staffId: string | null
  readonly name: string
  readonly role: Role
  readonly unitId: string
}

export type Permission =
  | 'customers.view'
  | 'customers.search'
  | 'customers.export'
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
  | 'audit.view'
  | 'users.manage'
