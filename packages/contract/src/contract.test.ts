import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  ApiError,
  createClient,
  errorCatalogue,
  errorCodes,
  type Route,
  type RouteName,
  renderMessage,
  routeNames,
  routes,
} from './index.ts'

const all = routeNames.map((name) => [name, routes[name] as Route] as const)

test('two routes never share a method and a path', () => {
  const places = all.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`)
  expect(new Set(places).size).toBe(places.length)
})

test.each(all)('%s declares exactly the parameters of its path', (_name, { path, params }) => {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name).sort()
  expect(Object.keys(params?.shape ?? {}).sort()).toEqual(inPath)
})

test.each(all)('%s audits what it shows or changes', (_name, { method, path, audit }) => {
  const isUnsafe = method !== 'GET'
  const isOwnSession = path.startsWith('/api/auth/') || path === '/v1/me'
  // What a preview names goes into a body for its length only; it changes nothing.
  const isPreview = path.endsWith('/preview')
  if (isUnsafe && !isOwnSession) expect(isPreview ? ['list', 'change'] : ['change']).toContain(audit)
  if (!isUnsafe && path.includes(':customerId')) expect(audit).toBe('view')
})

test('lists page by cursor and not by number', () => {
  const paged = all.filter(([, { response }]) => response instanceof z.ZodObject && 'nextCursor' in response.shape)
  expect(paged.length).toBeGreaterThan(5)
  for (const [, { query }] of paged)
    expect(Object.keys(query?.shape ?? {})).toEqual(expect.arrayContaining(['limit', 'cursor']))
})

test.each(errorCodes)('%s has a status, and a message in both languages', (code) => {
  const { status, message } = errorCatalogue[code]
  expect(status).toBeGreaterThanOrEqual(400)
  expect(message.zh).toMatch(/\p{Script=Han}/u)
  expect(message.en).toMatch(/^[A-Z].*[.}]$/)
})

test('a message is filled from the details and leaves no place open', () => {
  expect(renderMessage('sign-in-locked', 'en', { retryAfterSeconds: 90 })).toContain('90 seconds')
  expect(renderMessage('import-refused', 'zh')).not.toContain('{')
})

const answering = (status: number, body: unknown) => {
  const calls: { readonly url: string; readonly init: RequestInit }[] = []
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    calls.push({ url: String(url), init })
    return new Response(status === 204 ? null : JSON.stringify(body), { status })
  }
  return { calls, client: createClient({ baseUrl: '', fetch, lang: () => 'en' }) }
}

test('the client writes parameters, repeated queries and the language', async () => {
  const { calls, client } = answering(200, { items: [], nextCursor: null, asOf: '2026-10-31' })
  await client.call('listCustomers', { query: { level: ['value_tier:gold', 'value_tier:iron'], limit: 10 } })
  expect(calls[0]?.url).toBe('/v1/customers?level=value_tier%3Agold&level=value_tier%3Airon&limit=10')
  expect(calls[0]?.init.headers).toMatchObject({ 'accept-language': 'en' })
  await client.call('explainClass', { params: { customerId: 'a/b', scheme: 'value_tier' } })
  expect(calls[1]?.url).toBe('/v1/customers/a%2Fb/why/value_tier')
})

test('the client throws the catalogue’s code', async () => {
  const { client } = answering(409, { error: { code: 'task-closed', message: 'closed', requestId: 'r1' } })
  const failure = await client
    .call('releaseTask', { params: { taskId: '1' }, body: { idempotencyKey: 'k-1234567' } })
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ApiError)
  expect(failure).toMatchObject({ code: 'task-closed', status: 409, requestId: 'r1' })
})

test('an answer without a body is null, and a proxy’s page is an error with its status', async () => {
  expect(await answering(204, null).client.call('signOut')).toBeNull()
  const client = createClient({ baseUrl: '', fetch: async () => new Response('<html>', { status: 503 }) })
  await expect(client.call('getHealth')).rejects.toMatchObject({ code: 'unavailable', status: 503 })
})

test('an upload sends its text parts before the file', async () => {
  const { calls, client } = answering(201, {})
  const file = new File(['a'], 'a.csv')
  await client.call('startImport', { body: { file, fact: 'customer' } })
  const body = calls[0]?.init.body
  expect(body instanceof FormData && [...body.keys()]).toEqual(['fact', 'file'])
})

test('calls are typed by the table', () => {
  const { client } = answering(200, {})
  const name: RouteName = 'getTask'
  expect(name).toBe('getTask')
  // @ts-expect-error a task is named by its id
  expect(() => client.url('getTask', {})).toThrow('taskId')
  // @ts-expect-error there is no such route
  expect(() => client.url('getNothing')).toThrow()
})
