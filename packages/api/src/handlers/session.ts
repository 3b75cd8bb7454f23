import { recordAudit } from '@tend/care'
import type { Health, Me, sessionRoutes } from '@tend/contract'
import type { Api, Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { createPerson, type Person, permissionsOf } from '../person.ts'
import { headersOf } from '../sign-in/find-person.ts'
import { clearFailures, countAttempt } from '../sign-in/lockout.ts'
import { verifyPassword } from '../sign-in/password.ts'
import { findUser, readPasswordHash, setPassword } from '../sign-in/users.ts'

export const sessionHandlers: Handlers<keyof typeof sessionRoutes> = {
  getHealth: async ({ api, at }): Promise<Health> => {
    const run = await api.state.currentRun()
    const { id, version, hash, label } = api.pack
    const publishedAt = run?.finished_at
    return {
      ready: true,
      version: api.version,
      pack: { id, version, hash, label },
      data:
        run && publishedAt
          ? {
              asOf: run.as_of,
              publishedAt,
              ageHours: Math.round((at.now.getTime() - Date.parse(publishedAt)) / 36_000) / 100,
              customers: run.counts.customers ?? 0,
            }
          : null,
    }
  },

  signIn: async ({ api, body, at, request, reply }) => {
    const attempt = { username: body.username, address: request.ip }
    await countAttempt(api.store, attempt, at.now)
    const signedIn = await api.signIn.signIn(body, headersOf(request))
    const user = signedIn && (await findUser(api.store, signedIn.value, at.now))
    if (!signedIn || !user?.is_active || user.role === null) {
      // Written under the name that was tried: a person who is not one has no id.
      await auditSignIn(api, user?.id ?? 'unknown', 'session.refused', at.now)
      throw new ApiFailure('sign-in-refused')
    }
    await clearFailures(api.store, body.username, request.ip)
    await api.store.execute('update app_user set last_sign_in_at = $2 where id = $1', [user.id, at.now])
    await auditSignIn(api, user.id, 'session.started', at.now)
    reply.header('set-cookie', signedIn.cookies)
    const session = await api.signIn.findSession(withCookies(signedIn.cookies))
    if (session === undefined) throw new Error('a session that was just started is not found')
    return meOf(api, createPerson(api.store, user, session.value, at))
  },

  signOut: async ({ api, request, reply }) => {
    const found = await api.signIn.findSession(headersOf(request))
    if (found) reply.header('set-cookie', await api.signIn.signOut(headersOf(request)))
    return null
  },

  getMe: ({ api, person }) => meOf(api, person),

  updateMe: async ({ api, person, body }) => {
    await api.store.execute('update app_user set language = $2 where id = $1', [person.user.id, body.language])
    return meOf(api, { ...person, user: { ...person.user, language: body.language } })
  },

  changePassword: async ({ api, person, body, at, request }) => {
    const { id, username } = person.user
    const attempt = { username, address: request.ip }
    await countAttempt(api.store, attempt, at.now)
    const hash = await readPasswordHash(api.store, id)
    if (hash === undefined || !(await verifyPassword({ hash, password: body.currentPassword }))) {
      throw new ApiFailure('password-wrong')
    }
    await clearFailures(api.store, username, request.ip)
    await api.store.transaction(async (tx) => {
      await setPassword(tx, {
        userId: id,
        username,
        password: body.newPassword,
        mustChange: false,
        keepToken: person.session.token,
      })
      await recordAudit(tx, {
        at: at.now,
        actor: id,
        action: 'user.password_changed',
        subjectKind: 'user',
        subjectId: id,
      })
    })
    return null
  },
}

async function meOf(api: Api, person: Person): Promise<Me> {
  const { user, actor, session } = person
  const directory = await api.directory()
  return {
    userId: user.id,
    username: user.username,
    staffId: actor.staffId,
    name: actor.name,
    role: actor.role,
    unit: { unitId: actor.unitId, name: directory.unitName(actor.unitId) },
    permissions: permissionsOf(person),
    language: user.language,
    mustChangePassword: user.must_change_password,
    sessionExpiresAt: session.expiresAt.toISOString(),
  }
}

const auditSignIn = (api: Api, userId: string, action: string, now: Date): Promise<void> =>
  recordAudit(api.store, { at: now, actor: userId, action, subjectKind: 'user', subjectId: userId })

/** Cookies that were just set, as a browser would send them back. */
const withCookies = (cookies: readonly string[]): Headers =>
  new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') })
