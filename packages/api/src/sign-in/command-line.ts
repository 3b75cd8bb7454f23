import { type Actor, recordAudit } from '@tend/care'
import type { Store } from '@tend/store'
import { ApiFailure } from '../failure.ts'
import { clearFailures, countAttempt } from './lockout.ts'
import { verifyPassword } from './password.ts'
import { findUser } from './users.ts'

/**
 * Who gives a command that only a certain person may give, by user name and password: the same accounts, locks and audit as on the screen. Throws
 * ApiFailure with the sentence for people.
 */
export async function signInAtCommandLine(
  store: Store,
  { username, password }: { readonly username: string; readonly password: string },
  now: Date,
): Promise<Actor> {
  await countAttempt(store, { username, address: 'command-line' }, now)
  const [account] = await store.query<{ id: string; password: string | null }>(
    `select app_user.id, app_account.password from app_user join app_account on app_account.user_id = app_user.id
     where app_user.username = lower($1)`,
    [username],
  )
  const isKnown = account?.password != null && (await verifyPassword({ hash: account.password, password }))
  const user = isKnown ? await findUser(store, account.id, now) : undefined
  if (user === undefined || !user.is_active) throw new ApiFailure('sign-in-refused')
  await clearFailures(store, username, 'command-line')
  if (user.must_change_password) throw new ApiFailure('password-change-required')
  await recordAudit(store, {
    at: now,
    actor: user.id,
    action: 'session.command_line',
    subjectKind: 'user',
    subjectId: user.id,
  })
  return { userId: user.id, staffId: user.staff_id, name: user.name, role: user.role, unitId: user.unit_id }
}
