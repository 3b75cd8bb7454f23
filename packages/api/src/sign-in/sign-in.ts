import type { Store } from '@tend/store'
import { betterAuth } from 'better-auth'
import { username } from 'better-auth/plugins/username'
import pg from 'pg'
import { hashPassword, verifyPassword } from './password.ts'

export type SignInOptions = { readonly store: Store; readonly secret: string; readonly publicUrl?: string | undefined }

const hour = 3600
/** A working day; used sessions are prolonged once an hour. */
const sessionSeconds = 12 * hour

export type SignedIn = { readonly userId: string; readonly token: string; readonly expiresAt: Date }
export type WithCookies<T> = { readonly value: T; readonly cookies: readonly string[] }

/** The sign-in library behind four verbs. Its own HTTP routes are not mounted: nobody signs up, and errors are ours. */
export interface SignIn {
  /** Undefined for a wrong name or password. */
  signIn(
    credentials: { readonly username: string; readonly password: string },
    headers: Headers,
  ): Promise<WithCookies<string> | undefined>
  findSession(headers: Headers): Promise<WithCookies<SignedIn> | undefined>
  signOut(headers: Headers): Promise<readonly string[]>
  /** Creates a sign-in and answers its user id; the caller completes our own columns. */
  close(): Promise<void>
}

/** Opens better-auth over our own tables (`app_user`, `app_session`, `app_account`). */
export function openSignIn({ store, secret, publicUrl }: SignInOptions): SignIn {
  // A pool of its own: the library compares instants as dates, which the store's pool reads as text.
  const pool = new pg.Pool({ ...store.connection, max: 4 })
  pool.on('error', () => {})
  const auth = createAuth(pool, secret, publicUrl)
  return {
    signIn: async (credentials, headers) => {
      try {
        const answer = await auth.api.signInUsername({ body: credentials, headers, returnHeaders: true })
        const userId = answer.response?.user.id
        return userId === undefined ? undefined : { value: userId, cookies: answer.headers.getSetCookie() }
      } catch (error) {
        if (isRefusal(error)) return undefined
        throw error
      }
    },
    findSession: async (headers) => {
      const answer = await auth.api.getSession({ headers, returnHeaders: true })
      if (answer.response === null) return undefined
      const { session } = answer.response
      return {
        value: { userId: session.userId, token: session.token, expiresAt: session.expiresAt },
        cookies: answer.headers.getSetCookie(),
      }
    },
    signOut: async (headers) => (await auth.api.signOut({ headers, returnHeaders: true })).headers.getSetCookie(),
    close: () => pool.end(),
  }
}

// The library answers 401 for a wrong name or password, and 400 or 422 for a name that it would not have accepted.
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500

const createAuth = (pool: pg.Pool, secret: string, publicUrl: string | undefined) =>
  betterAuth({
    database: pool,
    secret,
    baseURL: publicUrl ?? 'http://localhost',
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    plugins: [
      username({
        minUsernameLength: 2,
        maxUsernameLength: 100,
        usernameValidator: (name) => /^[^\s\p{C}]+$/u.test(name),
        schema: { user: { fields: { displayUsername: 'display_username' } } },
      }),
    ],
    session: {
      modelName: 'app_session',
      expiresIn: sessionSeconds,
      updateAge: hour,
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    user: {
      modelName: 'app_user',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    account: {
      modelName: 'app_account',
      fields: {
        userId: 'user_id',
        accountId: 'provider_account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'app_verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      // A session and its user in one question: it is asked with every request.
      database: { joins: true },
      cookiePrefix: 'tend',
      useSecureCookies: publicUrl?.startsWith('https://') ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      // Our server checks the origin of every unsafe request before the library sees it.
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
  })
