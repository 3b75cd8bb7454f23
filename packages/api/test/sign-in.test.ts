import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, password, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ customers: 40 })
})
afterAll(() => world?.close())

const signIn = (username: string, secret: string, headers: Record<string, string> = {}) =>
  world.signedOut('POST', '/api/auth/sign-in', { username, password: secret }, headers)

test('a person signs in, is known by the cookie, and signs out for good', async () => {
  const answer = await signIn('owner', password)
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ username: 'owner', role: 'owner', mustChangePassword: false })
  const cookie = String(answer.headers['set-cookie'])
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
  const ask = await world.signIn('owner')
  expect((await ask('GET', '/v1/me')).json()).toMatchObject({ staffId: world.people.owner.staff_id })
  expect((await ask('POST', '/api/auth/sign-out')).statusCode).toBe(204)
  expect((await ask('GET', '/v1/me')).statusCode).toBe(401)
})

test('user names are not case-sensitive, passwords are', async () => {
  expect((await signIn('Leader', password)).statusCode).toBe(200)
  expect((await signIn('leader', password.toUpperCase())).statusCode).toBe(401)
})

test('an unknown name and a wrong password answer alike', async () => {
  const unknown = await signIn('nobody-at-all', 'x')
  const wrong = await signIn('finance', 'x')
  const said = ({ statusCode, body }: typeof wrong) => [statusCode, body.replace(/"requestId":"[^"]*"/, '')]
  expect(said(wrong)).toEqual(said(unknown))
})

test.each(['verifier', 'no-such-person'])(
  'five wrong passwords lock the name %s for a quarter of an hour',
  async (name) => {
    for (let tries = 0; tries < 5; tries++) expect((await signIn(name, 'wrong')).statusCode).toBe(401)
    const locked = await signIn(name, password)
    expect(locked.statusCode).toBe(429)
    expect(locked.json().error).toMatchObject({ code: 'sign-in-locked', details: { retryAfterSeconds: 900 } })
    expect(locked.headers['retry-after']).toBe('900')
    const before = world.clock.now
    world.clock.now = new Date(before.getTime() + 15 * 60_000 + 1000)
    expect((await signIn(name, password)).statusCode).toBe(name === 'verifier' ? 200 : 401)
    world.clock.now = before
  },
)

test('guesses that come all at once are no more than five', async () => {
  const guesses = await Promise.all(Array.from({ length: 20 }, () => signIn('guessed-at', 'wrong')))
  expect(guesses.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5)
  expect(guesses.filter(({ statusCode }) => statusCode === 429)).toHaveLength(15)
})

test('a branch behind one address that signs in all day is not locked', async () => {
  const headers = { 'x-forwarded-for': '10.1.1.1' }
  for (let times = 0; times < 55; times++) expect((await signIn('finance', password, headers)).statusCode).toBe(200)
})

test('a session ends when its time is over', async () => {
  const ask = await world.signIn('front_desk')
  expect((await ask('GET', '/v1/me')).statusCode).toBe(200)
  await world.store.execute(
    "update app_session set expires_at = now() - interval '1 second' where user_id = (select id from app_user where username = 'front_desk')",
  )
  const answer = await ask('GET', '/v1/me')
  expect(answer.statusCode).toBe(401)
  expect(answer.json().error.code).toBe('sign-in-required')
})

test('a forged or foreign cookie is nobody’s', async () => {
  const ask = await world.signIn('planner')
  const [session] = await world.store.query<{ token: string }>(
    'select token from app_session order by created_at desc limit 1',
  )
  expect((await ask('GET', '/v1/me')).statusCode).toBe(200)
  const forged = { cookie: `tend.session_token=${session?.token}.${'A'.repeat(43)}%3D` }
  expect((await world.signedOut('GET', '/v1/me', undefined, forged)).statusCode).toBe(401)
})

test('passwords lie in the database as argon2id only', async () => {
  const rows = await world.store.query<{ password: string }>('select password from app_account')
  for (const row of rows) expect(row.password).toMatch(/^\$argon2id\$/)
})

test('a changed password ends the other sessions and keeps this one', async () => {
  const [here, elsewhere] = [await world.signIn('agent'), await world.signIn('agent')]
  const change = (currentPassword: string, newPassword: string) =>
    here('POST', '/v1/me/password', { currentPassword, newPassword })
  expect((await change('not it', 'a better one')).json().error.code).toBe('password-wrong')
  expect((await change(password, 'short')).json().error).toMatchObject({
    code: 'weak-password',
    details: { minLength: 8 },
  })
  expect((await change(password, 'a better one')).statusCode).toBe(204)
  expect((await here('GET', '/v1/me')).statusCode).toBe(200)
  expect((await elsewhere('GET', '/v1/me')).statusCode).toBe(401)
  expect((await signIn('agent', password)).statusCode).toBe(401)
  expect((await signIn('agent', 'a better one')).statusCode).toBe(200)
})

/** An owner without a sign-in. */
const freeOwner = async (): Promise<string> => {
  const [free] = await world.store.query<{ staff_id: string }>(
    "select staff_id from staff where role = 'owner' and is_active and staff_id not in (select staff_id from app_user) limit 1",
  )
  return free?.staff_id ?? ''
}

test('an administrator makes, disables and resets sign-ins; a disabled person is out at once', async () => {
  const admin = await world.signIn('admin')
  const body = { username: 'chen.wei', password: 'first password', staffId: await freeOwner() }
  const made = await admin('POST', '/v1/users', body)
  expect(made.statusCode, made.body).toBe(201)
  const taken = { ...body, staffId: await freeOwner() }
  expect((await admin('POST', '/v1/users', taken)).json().error.code).toBe('username-taken')
  const first = await signIn('chen.wei', 'first password')
  expect(first.json()).toMatchObject({ mustChangePassword: true, role: 'owner' })
  const cookie = { cookie: first.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ') }
  const meanwhile = async (url: string) => world.signedOut('GET', url, undefined, cookie)
  expect((await meanwhile('/v1/customers')).json().error.code).toBe('password-change-required')
  expect((await meanwhile('/v1/me')).statusCode).toBe(200)
  const change = { currentPassword: 'first password', newPassword: 'one of their own' }
  expect((await world.signedOut('POST', '/v1/me/password', change, cookie)).statusCode).toBe(204)
  expect((await meanwhile('/v1/customers')).statusCode).toBe(200)
  const { userId } = made.json()
  expect((await admin('PATCH', `/v1/users/${userId}`, { isActive: false })).json().isActive).toBe(false)
  expect((await world.signedOut('GET', '/v1/me', undefined, cookie)).statusCode).toBe(401)
  expect((await signIn('chen.wei', 'one of their own')).json().error.code).toBe('sign-in-refused')
  await admin('PATCH', `/v1/users/${userId}`, { isActive: true, password: 'second password' })
  expect((await signIn('chen.wei', 'second password')).statusCode).toBe(200)
  const listed = (await admin('GET', '/v1/users?search=chen')).json().items
  expect(listed).toHaveLength(1)
})

test('a person has one sign-in: a second is refused with the name of the first, which may be disabled', async () => {
  const admin = await world.signIn('admin')
  const staffId = world.people.verifier.staff_id
  const second = { username: 'another.name', password: 'first password', staffId }
  const refused = async () => (await admin('POST', '/v1/users', second)).json().error
  expect(await refused()).toMatchObject({ code: 'staff-has-sign-in', details: { detail: 'verifier' } })
  const [own] = (await admin('GET', '/v1/users?search=verifier')).json().items
  await admin('PATCH', `/v1/users/${own.userId}`, { isActive: false })
  expect((await refused()).code).toBe('staff-has-sign-in')
  await admin('PATCH', `/v1/users/${own.userId}`, { isActive: true })
  const two = { password: 'first password', staffId: await freeOwner() }
  const answers = await Promise.all(
    ['twin.one', 'twin.two'].map((username) => admin('POST', '/v1/users', { ...two, username })),
  )
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409])
  // Nobody who works with customers or rules stands outside the staff list.
  const outside = "insert into app_user (id, name, email, role) values ('x', 'x', 'x', 'verifier')"
  await expect(world.store.execute(outside)).rejects.toThrow('app_user_of_staff')
})

test('a person who left the staff list gets no sign-in', async () => {
  const admin = await world.signIn('admin')
  const staffId = await freeOwner()
  await world.store.execute('update staff set is_active = false where staff_id = $1', [staffId])
  const made = await admin('POST', '/v1/users', { username: 'gone', password: 'first password', staffId })
  expect(made.json().error.code).toBe('unknown-staff')
})

test('a person who left the staff list is out, sign-in or not', async () => {
  const ask = await world.signIn('supervisor')
  await world.store.execute('update staff set is_active = false where staff_id = $1', [
    world.people.supervisor.staff_id,
  ])
  expect((await ask('GET', '/v1/me')).statusCode).toBe(401)
  expect((await signIn('supervisor', password)).statusCode).toBe(401)
  await world.store.execute('update staff set is_active = true where staff_id = $1', [world.people.supervisor.staff_id])
})

test.each([
  [{ origin: 'https://evil.example' }, 403],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ origin: 'null' }, 403],
  [{ origin: 'http://localhost:3000', host: 'localhost:3000', 'sec-fetch-site': 'same-origin' }, 200],
  [{}, 200],
])('of another site’s page no change is taken: %o → %i', async (headers, status) => {
  const ask = await world.signIn('planner')
  const answer = await ask('PATCH', '/v1/me', { language: 'en' }, headers as Record<string, string>)
  expect(answer.statusCode).toBe(status)
})

test('every answer carries the headers that keep a browser safe', async () => {
  for (const path of ['/health', '/v1/nothing', '/docs/']) {
    const { headers } = await world.signedOut('GET', path)
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe-eval')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-request-id']).toBeTruthy()
  }
})

test('sign-ins, refusals and changes of password are in the audit', async () => {
  const rows = await world.store.query<{ action: string }>('select distinct action from audit')
  const actions = rows.map(({ action }) => action)
  expect(actions).toEqual(
    expect.arrayContaining([
      'session.started',
      'session.refused',
      'user.password_changed',
      'user.created',
      'user.disabled',
    ]),
  )
})
