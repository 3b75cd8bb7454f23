import { Readable } from 'node:stream'
import { recordAudit } from '@tend/care'
import { type Route, type RouteName, routeNames, routes } from '@tend/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { z } from 'zod'
import type { Api, Call, Handlers } from './call.ts'
import { ApiFailure } from './failure.ts'
import { languageOf } from './http/language.ts'
import type { Person } from './person.ts'
import { findPerson } from './sign-in/find-person.ts'

/** A handler as the registration calls it: the table has paired its types with its route's schemas. */
type AnyHandler = (call: Call) => Promise<unknown>

/**
 * Registers every route of the contract with its handler. What holds for all of them is here and nowhere else: who may, what is checked, what
 * leaves, and the audit row of a view.
 */
export function registerRoutes(app: FastifyInstance, api: Api, handlers: Handlers): void {
  for (const name of routeNames) registerRoute(app, api, name, handlers[name] as unknown as AnyHandler)
}

function registerRoute(app: FastifyInstance, api: Api, name: RouteName, handler: AnyHandler): void {
  const route: Route = routes[name]
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOf(name, route),
    // A multipart body is read by the handler, part by part, and never as a whole.
    ...(route.multipart ? { validatorCompiler: () => () => true } : {}),
    // Who may is decided before anything that was sent is looked at.
    onRequest: async (request, reply) => {
      request.person = await authorise(api, route, request, reply)
    },
    handler: (request, reply) => answer(api, name, route, handler, request, reply),
  })
}

async function authorise(
  api: Api,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Person | undefined> {
  if (route.permission === 'open') return undefined
  const person = await findPerson(api, request, reply)
  if (person === undefined) throw new ApiFailure('sign-in-required')
  if (route.permission === 'signed_in') return person
  // The first password is known to whoever set it: until it is changed it opens nothing.
  if (person.user.must_change_password) throw new ApiFailure('password-change-required')
  if (!person.may(route.permission)) throw new ApiFailure('forbidden')
  return person
}

async function answer(
  api: Api,
  name: RouteName,
  route: Route,
  handler: AnyHandler,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const at = { now: api.clock(), timeZone: api.pack.timeZone }
  const gone = new AbortController()
  // The response closes when it has been sent, or before that when the client is gone.
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) gone.abort()
  })
  const call = {
    api,
    person: request.person,
    params: request.params,
    query: request.query,
    body: request.body,
    lang: languageOf(request.headers['accept-language']),
    at,
    signal: gone.signal,
    request,
    reply,
  } as unknown as Call
  const result = await handler(call)
  if (route.audit === 'view' && request.person) await auditView(api, name, request.person, request, at.now)
  if (route.audit === 'list' && request.person) await auditList(api, name, request.person, request, at.now)
  reply.header('cache-control', 'no-store')
  // A page for people says what is wrong by itself and keeps the status that its handler gave it.
  if (!route.html) reply.code(route.status ?? 200)
  if (route.html) reply.type('text/html; charset=utf-8')
  if (route.events) reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no')
  if (route.csv) reply.type('text/csv; charset=utf-8')
  if (route.calendar) reply.type('text/calendar; charset=utf-8')
  if (route.pdf) reply.type('application/pdf')
  if (route.status === 204) return undefined
  return route.csv || route.events ? Readable.from(result as AsyncIterable<string>) : result
}

/** No answer about one customer leaves before the row that says who looked. */
async function auditView(api: Api, name: RouteName, person: Person, request: FastifyRequest, now: Date): Promise<void> {
  const { customerId, ...detail } = request.params as Readonly<Record<string, string>>
  const subjectId = request.viewedCustomer ?? customerId
  if (subjectId === undefined) throw new Error(`${name} is audited as a view but names no customer`)
  await recordAudit(api.store, {
    at: now,
    actor: person.actor.userId,
    action: `customer.view.${name}`,
    subjectKind: 'customer',
    subjectId,
    detail,
  })
}

/** What was searched for stays out: it may be a name or a number. */
async function auditList(api: Api, name: RouteName, person: Person, request: FastifyRequest, now: Date): Promise<void> {
  const customers = request.viewedCustomers
  if (customers === undefined) return
  const isSearch = (request.query as { readonly search?: string }).search !== undefined
  await recordAudit(api.store, {
    at: now,
    actor: person.actor.userId,
    action: `customer.view.${name}`,
    subjectKind: 'list',
    subjectId: name,
    detail: { customers, ...(isSearch ? { searched: true } : {}) },
  })
}

function schemaOf(name: RouteName, route: Route): FastifySchema {
  return {
    operationId: name,
    summary: route.summary.en,
    description: describe(route),
    tags: [...route.tags],
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
    ...(route.multipart ? { consumes: ['multipart/form-data'] } : {}),
    ...(route.permission === 'open' ? {} : { security: [{ session: [] }] }),
    response: { [route.status ?? 200]: responseOf(route) },
  } as FastifySchema
}

const csvResponse = { description: 'CSV', content: { 'text/csv': { schema: z.string() } } }
const calendarResponse = { description: 'iCalendar', content: { 'text/calendar': { schema: z.string() } } }
const fileResponse = { description: 'A file', content: { 'application/octet-stream': { schema: z.string() } } }
const pdfResponse = { description: 'PDF', content: { 'application/pdf': { schema: z.string() } } }

function responseOf(route: Route) {
  if (route.csv) return csvResponse
  if (route.calendar) return calendarResponse
  if (route.pdf) return pdfResponse
  return route.file ? fileResponse : route.response
}

function describe({ summary, permission, audit }: Route): string {
  const who =
    permission === 'open'
      ? 'Open to everybody.'
      : permission === 'signed_in'
        ? 'For everybody who is signed in.'
        : `Needs \`${permission}\`.`
  const noted = audit === undefined ? '' : audit === 'change' ? ' Each change is audited.' : ' Each view is audited.'
  return `${summary.zh}。\n\n${who}${noted}`
}
