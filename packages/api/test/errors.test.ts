import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ErrorCode, errorCatalogue, errorCodes } from '@tend/contract'
import { LakeError } from '@tend/lake'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiFailure } from '../src/failure.ts'
import { installErrors } from '../src/http/errors.ts'
import { languageOf } from '../src/http/language.ts'
import { makeWorld, type World } from './world.ts'

/** An app with one route that throws what it is given. */
async function throwing(error: unknown) {
  const app = fastify()
  installErrors(app)
  app.get('/', () => {
    throw error
  })
  const answer = await app.inject({ url: '/', headers: { 'accept-language': 'en' } })
  await app.close()
  return answer
}

test.each(errorCodes)('%s answers with its status, its code and a request id, and without the cause', async (code) => {
  const answer = await throwing(
    new ApiFailure(
      code,
      { retryAfterSeconds: 5, minLength: 8, reason: 'r', detail: 'd' },
      { cause: new Error('secret cause') },
    ),
  )
  expect(answer.statusCode).toBe(errorCatalogue[code].status)
  expect(answer.json().error).toMatchObject({ code })
  expect(answer.json().error.requestId).toBeTruthy()
  expect(answer.json().error.message).not.toMatch(/[{}]/)
  expect(answer.body).not.toContain('secret cause')
})

test('no code stands in the catalogue that the server never answers with', () => {
  const folder = join(import.meta.dirname, '..', 'src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const source = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
  expect(errorCodes.filter((code) => !source.includes(`'${code}'`))).toEqual([])
})

const failing = (fields: Record<string, unknown>) =>
  Object.assign(new Error('select * from customer where password'), fields)

test.each<[string, unknown, ErrorCode]>([
  ['a fault of ours', new Error('at customer.ts:12'), 'internal-error'],
  ['something that is no error', 'thrown text', 'internal-error'],
  ['a database that is down', failing({ code: 'ECONNREFUSED', syscall: 'connect' }), 'unavailable'],
  ['a missing socket', failing({ code: 'ENOENT', syscall: 'connect' }), 'unavailable'],
  ['a missing file', failing({ code: 'ENOENT', syscall: 'open' }), 'internal-error'],
  ['a server that shuts down', failing({ code: '57P01' }), 'unavailable'],
  ['a value that no column holds', failing({ code: '22003' }), 'invalid-request'],
  ['a statement of ours that is wrong', failing({ code: '42601' }), 'internal-error'],
  ['a busy lake', new LakeError('busy', { zh: '忙', en: 'busy' }), 'run-in-progress'],
  [
    'a file without its columns',
    new LakeError('columns-missing', { zh: '缺列', en: 'columns are missing' }),
    'import-refused',
  ],
])('%s is told as %s', async (_what, error, code) => {
  const answer = await throwing(error)
  expect(answer.json().error.code).toBe(code)
  expect(answer.body).not.toMatch(/select|customer\.ts|thrown text/)
})

test('a fault of ours is logged once, with the request id and without the values of the row', async () => {
  const lines: string[] = []
  const app = fastify({ logger: { level: 'warn', stream: { write: (line: string) => lines.push(line) } } })
  installErrors(app)
  app.get('/', () => {
    throw Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (phone)=(13800001111) already exists.',
    })
  })
  const { error } = (await app.inject('/')).json()
  await app.close()
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    reqId: error.requestId,
    code: 'internal-error',
    fault: { code: '23505' },
  })
  expect(lines[0]).not.toContain('13800001111')
})

test('a question broken off because its client left is not logged as a fault', async () => {
  const lines: string[] = []
  const app = fastify({ logger: { level: 'warn', stream: { write: (line: string) => lines.push(line) } } })
  installErrors(app)
  app.get('/', async (_request, reply) => {
    reply.raw.destroy()
    throw new Error('INTERRUPT Error: Interrupted!')
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  await expect(fetch(address)).rejects.toThrow()
  await app.close()
  expect(lines).toEqual([])
})

test.each([
  [undefined, 'zh'],
  ['en-GB,en;q=0.9', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en;q=0.5,zh;q=0.8', 'zh'],
  ['fr', 'zh'],
])('a browser that prefers %s reads %s', (header, lang) => {
  expect(languageOf(header)).toBe(lang)
})

describe('over the whole server', () => {
  let world: World
  const webRoot = mkdtempSync(join(tmpdir(), 'tend-web-'))
  beforeAll(async () => {
    mkdirSync(join(webRoot, 'assets'))
    writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Tend</title>')
    writeFileSync(join(webRoot, 'assets', 'app-1a2b3c.js'), 'export {}')
    world = await makeWorld({ customers: 40, webRoot })
  })
  afterAll(async () => {
    await world?.close()
    rmSync(webRoot, { recursive: true, force: true })
  })

  test('a request that is wrong names each field, in the reader’s language', async () => {
    const ask = await world.signIn('planner')
    const wrong = (lang: string) =>
      ask('GET', '/v1/customers?limit=0&level=nonsense', undefined, { 'accept-language': lang })
    const { error } = (await wrong('en')).json()
    expect(error.code).toBe('invalid-request')
    expect(error.details.issues.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['query.limit']),
    )
    expect((await wrong('zh')).json().error.details.issues[0].message).toMatch(/\p{Script=Han}/u)
    expect((await ask('POST', '/v1/runs', { asOf: 'yesterday' })).json().error.details.issues[0]).toMatchObject({
      path: 'body.asOf',
    })
  })

  test.each([
    ['{"asOf": ', { 'content-type': 'application/json' }, 'invalid-request'],
    ['asOf: x', { 'content-type': 'text/yaml' }, 'unsupported-media-type'],
    [JSON.stringify({ asOf: 'x'.repeat(2_000_000) }), { 'content-type': 'application/json' }, 'file-too-large'],
  ])('a body that is spoilt, foreign or too large is refused: %#', async (body, headers, code) => {
    const ask = await world.signIn('planner')
    const answer = await ask('POST', '/v1/runs', body, headers)
    expect(answer.json().error.code).toBe(code)
  })

  test('an unknown address is JSON for a program and the app’s page for a browser', async () => {
    const browser = { accept: 'text/html,*/*' }
    expect((await world.signedOut('GET', '/v1/nothing', undefined, browser)).json().error.code).toBe('not-found')
    const page = await world.signedOut('GET', '/customers/C1?x=1', undefined, browser)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('<title>Tend</title>')
    expect(page.headers['cache-control']).toBe('no-cache')
    expect((await world.signedOut('GET', '/assets/gone.js', undefined, browser)).statusCode).toBe(404)
    expect((await world.signedOut('GET', '/../../etc/passwd')).statusCode).toBe(404)
  })

  test('built assets may be kept for a year, answers about people not at all', async () => {
    expect((await world.signedOut('GET', '/assets/app-1a2b3c.js')).headers['cache-control']).toContain('immutable')
    const ask = await world.signIn('planner')
    expect((await ask('GET', '/v1/customers')).headers['cache-control']).toBe('no-store')
  })

  test('a night that commits is read without a restart, and before the first there is a plain answer', async () => {
    const ask = await world.signIn('planner')
    expect((await ask('GET', '/health')).json().data.asOf).toBe('2026-10-31')
    await world.store.execute("update run set status = 'failed'")
    world.clock.now = new Date(world.clock.now.getTime() + 2000)
    expect((await ask('GET', '/v1/customers')).json().error.code).toBe('no-data-yet')
    expect((await ask('GET', '/health')).json()).toMatchObject({ ready: true, data: null })
    await world.store.execute("update run set status = 'committed'")
    world.clock.now = new Date(world.clock.now.getTime() + 2000)
    expect((await ask('GET', '/v1/customers')).statusCode).toBe(200)
  })

  test('questions at once wait for one another and are all answered', async () => {
    const ask = await world.signIn('planner')
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => ask('GET', '/v1/customers?limit=5&sort=-month_avg_assets')),
    )
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
  })
})
