import { randomUUID } from 'node:crypto'
import { type Role, recordAudit } from '@tend/care'
import type { Db, Store } from '@tend/store'
import { ApiFailure } from '../failure.ts'
import { clearFailures } from './lockout.ts'
import { hashPassword, requireStrongPassword } from './password.ts'

/** A sign-in with the person behind it; role and unit are those of the staff list where the person is on it. */
export type UserRow = {
  readonly id: string
  readonly username: string
  readonly staff_id: string | null
  readonly name: string
  readonly role: Role
  readonly unit_id: string
  /** False also when the person is no longer active in the staff list. */
  readonly is_active: boolean
  readonly language: 'zh' | 'en'
  readonly must_change_password: boolean
  readonly last_sign_in_at: string | null
  readonly is_locked: boolean
}

const selectUser = `
  select app_user.id, app_user.username, app_user.staff_id, coalesce(staff.name, app_user.name) as name,
    coalesce(staff.role, app_user.role) as role, coalesce(staff.unit_id, 'root') as unit_id,
    app_user.is_active and coalesce(staff.is_active, app_user.staff_id is null) as is_active,
    app_user.language, app_user.must_change_password, app_user.last_sign_in_at,
    coalesce(failure.locked_until > $1::timestamptz, false) as is_locked
  from app_user
  left join staff on staff.staff_id = app_user.staff_id
  left join sign_in_failure as failure on failure.subject = 'name:' || app_user.username`

export async function findUser(db: Db, userId: string, now: Date): Promise<UserRow | undefined> {
  return (await db.query<UserRow>(`${selectUser} where app_user.id = $2`, [now, userId], { isPrepared: true }))[0]
}

export type UserQuery = {
  readonly search?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** In order of user name. */
export function listUsers(db: Db, { search, after, limit }: UserQuery, now: Date): Promise<UserRow[]> {
  return db.query<UserRow>(
    `${selectUser}
     where ($2::text is null or strpos(app_user.username, lower($2)) > 0 or strpos(coalesce(staff.name, app_user.name), $2) > 0)
       and ($3::text is null or app_user.username > $3)
     order by app_user.username limit $4`,
    [now, search ?? null, after ?? null, limit],
  )
}

export type NewUser = {
  readonly username: string
  readonly password: string
  /** A person of the staff list. */
  readonly staffId: string
  readonly mustChangePassword?: boolean
}

/**
 * Creates a sign-in and answers its id. Throws `username-taken`, or `staff-has-sign-in` where the person has one, disabled ones included: with two,
 * one person could make and check.
 */
export async function createUser(tx: Db, user: NewUser): Promise<string> {
  const id = randomUUID()
  const created = await tx.execute(
    `insert into app_user (id, name, email, username, display_username, staff_id, must_change_password)
     values ($1, $2, $3, $4, $4, $5, $6) on conflict do nothing`,
    [
      id,
      user.username,
      // The library wants an address that is unique; nothing is ever sent to it.
      `${id}@sign-in.invalid`,
      user.username.toLowerCase(),
      user.staffId,
      user.mustChangePassword ?? false,
    ],
  )
  if (created === 0) await refuseSignIn(tx, user.staffId)
  await tx.execute(
    `insert into app_account (id, user_id, provider_id, provider_account_id, password, updated_at)
     values ($1, $2, 'credential', $2, $3, now())`,
    [randomUUID(), id, await hashPassword(user.password)],
  )
  return id
}

async function refuseSignIn(db: Db, staffId: string): Promise<never> {
  const [own] = await db.query<{ username: string }>('select username from app_user where staff_id = $1', [staffId])
  if (own === undefined) throw new ApiFailure('username-taken')
  throw new ApiFailure('staff-has-sign-in', { detail: own.username })
}

/**
 * Makes sign-ins that do not exist yet and leaves those alone that do, so that it may run at every start. For the sample and for the
 * first administrator; passwords are taken as they are.
 */
export async function seedUsers(store: Store, users: readonly NewUser[]): Promise<number> {
  const usernames = users.map(({ username }) => username.toLowerCase())
  const rows = await store.query<{ username: string }>('select username from app_user where username = any($1)', [
    usernames,
  ])
  const known = new Set(rows.map(({ username }) => username))
  const missing = users.filter(({ username }) => !known.has(username.toLowerCase()))
  for (const user of missing) {
    await store.transaction(async (tx) => {
      const subjectId = await createUser(tx, user)
      const detail = { username: user.username, staffId: user.staffId }
      await recordAudit(tx, {
        at: new Date(),
        actor: 'system',
        action: 'user.created',
        subjectKind: 'user',
        subjectId,
        detail,
      })
    })
  }
  return missing.length
}

export type PasswordChange = {
  readonly userId: string
  readonly username: string
  readonly password: string
  readonly mustChange: boolean
  /** The session that stays; all others end. */
  readonly keepToken?: string
}

/** Sets a password and ends the user's other sessions. Throws `weak-password`. */
export async function setPassword(tx: Db, change: PasswordChange): Promise<void> {
  requireStrongPassword(change.password, change.username)
  const hash = await hashPassword(change.password)
  await tx.execute(
    "update app_account set password = $2, updated_at = now() where user_id = $1 and provider_id = 'credential'",
    [change.userId, hash],
  )
  await tx.execute('update app_user set must_change_password = $2, updated_at = now() where id = $1', [
    change.userId,
    change.mustChange,
  ])
  await endSessions(tx, change.userId, change.keepToken)
  await clearFailures(tx, change.username)
}

export async function setActive(tx: Db, userId: string, isActive: boolean): Promise<void> {
  await tx.execute('update app_user set is_active = $2, updated_at = now() where id = $1', [userId, isActive])
  if (!isActive) await endSessions(tx, userId)
}

export async function readPasswordHash(db: Db, userId: string): Promise<string | undefined> {
  const rows = await db.query<{ password: string }>(
    "select password from app_account where user_id = $1 and provider_id = 'credential'",
    [userId],
  )
  return rows[0]?.password
}

async function endSessions(tx: Db, userId: string, keepToken?: string): Promise<void> {
  await tx.execute('delete from app_session where user_id = $1 and token is distinct from $2', [
    userId,
    keepToken ?? null,
  ])
}
