import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../call.ts'
import { createPerson, type Person } from '../person.ts'
import { findUser } from './users.ts'

/** The person of the request's session; undefined without one, and for people who were disabled or left since. */
export async function findPerson(api: Api, request: FastifyRequest, reply: FastifyReply): Promise<Person | undefined> {
  return find(api, request, (cookies) => reply.header('set-cookie', [...cookies]))
}

/** The same question in the midst of a long answer, whose headers have left. */
export async function findPersonAgain(api: Api, request: FastifyRequest): Promise<Person | undefined> {
  return find(api, request, () => {})
}

async function find(
  api: Api,
  request: FastifyRequest,
  onCookies: (cookies: readonly string[]) => void,
): Promise<Person | undefined> {
  if (request.headers.cookie === undefined) return undefined
  const found = await api.signIn.findSession(headersOf(request))
  if (found === undefined) return undefined
  const now = api.clock()
  const user = await findUser(api.store, found.value.userId, now)
  if (!user?.is_active || user.role === null) return undefined
  if (found.cookies.length > 0) onCookies(found.cookies)
  return createPerson(api.store, user, found.value, { now, timeZone: api.pack.timeZone })
}

/** The request's headers as the sign-in library reads them. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers({ 'x-forwarded-for': request.ip })
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  return headers
}
