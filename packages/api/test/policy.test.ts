import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refuseToken, seedHolidays } from '@tend/care'
import type { Birthday, Consents, ContactPermission, Holidays, PolicyCount } from '@tend/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, asOf, makeWorld, password, type World } from './world.ts'

let world: World
let owner: Ask
let planner: Ask
let supervisor: Ask
/** A customer of the owner's, and one of somebody else's. */
let mine: string
let foreign: string
let keys = 0
const key = () => `policy-test-${++keys}`

beforeAll(async () => {
  world = await makeWorld({ customers: 250, months: 2 })
  owner = await world.signIn('owner')
  planner = await world.signIn('planner')
  supervisor = await world.signIn('supervisor')
  const staffId = world.people.owner.staff_id
  const [own] = await world.store.query<{ customer_id: string }>(
    'select customer_id from customer where owner_id = $1 and is_present order by customer_id limit 1',
    [staffId],
  )
  const [other] = await world.store.query<{ customer_id: string }>(
    'select customer_id from customer where owner_id is distinct from $1 and is_present order by customer_id desc limit 1',
    [staffId],
  )
  mine = own?.customer_id ?? ''
  foreign = other?.customer_id ?? ''
})
afterAll(() => world?.close())

const record = (ask: Ask, customerId: string, body: object) =>
  ask('POST', `/v1/customers/${customerId}/consents`, { how: 'phone', idempotencyKey: key(), ...body })
const given = { purpose: 'marketing', state: 'given', textVersion: '2026-11' }
const withdrawn = { purpose: 'marketing', state: 'withdrawn' }
const may = async (customerId: string): Promise<ContactPermission | undefined> => {
  const answer = await owner('GET', `/v1/customers/${customerId}/may-contact?purpose=marketing&channel=phone`)
  return answer.json().items[0]
}

test('a consent is recorded with its proof, permits at once, and a withdrawal forbids at once', async () => {
  const answer = await record(owner, mine, { ...given, how: 'form', proof: 'F-12' })
  expect(answer.statusCode).toBe(200)
  const consents: Consents = answer.json().consents
  expect(consents.items[0]).toMatchObject({
    state: 'given',
    textVersion: '2026-11',
    how: 'form',
    proof: 'F-12',
    takenBy: world.people.owner.name,
  })
  expect(await may(mine)).toMatchObject({ verdict: { isAllowed: true, consentId: answer.json().consentId } })
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  await record(owner, mine, withdrawn)
  const verdict = (await may(mine))?.verdict
  expect(verdict).toMatchObject({ isAllowed: false, code: 'no-consent', consentId: null })
  expect(verdict?.sentence).toEqual({
    zh: '客户于 2026-11-02 撤回了对“营销推荐”的同意。',
    en: 'The customer withdrew the consent to “Marketing” on 2026-11-02.',
  })
})

test('consents of foreign customers, unknown purposes and old texts are refused alike for everybody', async () => {
  expect((await record(owner, foreign, given)).statusCode).toBe(404)
  expect((await owner('GET', `/v1/customers/${foreign}/may-contact`)).statusCode).toBe(404)
  expect((await record(owner, mine, { ...given, purpose: 'spying' })).json().error.code).toBe('unknown-purpose')
  expect((await record(owner, mine, { ...given, textVersion: '1999' })).json().error.code).toBe('content-differs')
  expect((await record(planner, mine, given)).statusCode).toBe(403)
})

/** Listens as a browser would: a real connection that stays open. */
const listen = async (cookie: string) => {
  const { port } = world.app.server.address() as AddressInfo
  const seen: { readonly text: string; readonly at: number }[] = []
  const call = request({ port, path: '/v1/stops', headers: { cookie, accept: 'text/event-stream' } })
  const status = await new Promise<number>((resolve, reject) => {
    call.on('error', reject)
    call.on('response', (response) => {
      response.setEncoding('utf8')
      response.on('data', (text: string) => seen.push({ text, at: performance.now() }))
      response.on('error', () => {})
      resolve(response.statusCode ?? 0)
    })
    call.end()
  })
  const stops = () =>
    seen.flatMap(({ text, at }) =>
      text
        .split('event: stop')
        .slice(1)
        .map((one) => ({ text: one, at })),
    )
  return { status, stops, isReady: () => seen.length > 0, close: () => call.destroy() }
}

const cookieOf = async (username: string): Promise<string> => {
  const answer = await world.signedOut('POST', '/api/auth/sign-in', { username, password })
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

test('a browser shows the stop within a second, and only of customers that its person may see', async () => {
  await world.app.listen({ port: 0, host: '127.0.0.1' })
  expect((await listen('')).status).toBe(401)
  const own = await listen(await cookieOf('owner'))
  const all = await listen(await cookieOf('planner'))
  expect([own.status, all.status]).toEqual([200, 200])
  await expect.poll(() => own.isReady() && all.isReady()).toBe(true)
  const began = performance.now()
  await world.signedOut('POST', `/v1/refuse/${tokenOf(foreign)}`)
  await record(owner, mine, withdrawn)
  await expect.poll(() => [own.stops().length, all.stops().length], { timeout: 2000, interval: 5 }).toEqual([1, 2])
  expect(own.stops()[0]?.text).toContain(`"customerId":"${mine}"`)
  expect((own.stops()[0]?.at ?? Number.POSITIVE_INFINITY) - began).toBeLessThan(1000)
  own.close()
  // The other one stays open: a server that closes ends it.
})

test('a person holds twenty streams at most, and one that is closed makes room', async () => {
  const cookie = await cookieOf('owner')
  const open = await Promise.all(Array.from({ length: 21 }, () => listen(cookie)))
  expect(open.map(({ status }) => status).sort()).toEqual([...Array(20).fill(200), 429])
  const colleague = await listen(await cookieOf('planner'))
  expect(colleague.status).toBe(200)
  colleague.close()
  for (const one of open) one.close()
  await expect
    .poll(async () => {
      const one = await listen(cookie)
      one.close()
      return one.status
    })
    .toBe(200)
})

const tokenOf = (customerId: string): string =>
  refuseToken('a secret of the test that is long enough', { customerId, purpose: 'marketing', channel: 'email' })

test('a customer refuses by the link of a message with one click, without signing in and in their language', async () => {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  await record(owner, mine, given)
  const page = await world.signedOut('GET', `/v1/refuse/${tokenOf(mine)}`, undefined, { 'accept-language': 'zh-CN' })
  expect(page.headers['content-type']).toContain('text/html')
  expect(page.body).toContain('不再接收这类消息')
  expect(page.body).not.toContain(mine)
  expect((await may(mine))?.verdict.isAllowed).toBe(true)
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  // As mail programs do it by themselves (RFC 8058).
  const done = await world.signedOut('POST', `/v1/refuse/${tokenOf(mine)}`, 'List-Unsubscribe=One-Click', {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(done.statusCode).toBe(200)
  expect(done.body).toContain('It has been stopped')
  expect((await may(mine))?.verdict).toMatchObject({ code: 'withdrawn' })
  const [latest] = ((await owner('GET', `/v1/customers/${mine}/consents`)).json() as Consents).items
  expect(latest).toMatchObject({ state: 'withdrawn', how: 'link', takenBy: 'customer', source: 'link' })
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  await record(owner, mine, given)
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  // The other form that RFC 8058 allows, which most mail programs choose.
  const parts = '--x\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
  const again = await world.signedOut('POST', `/v1/refuse/${tokenOf(mine)}`, parts, {
    'content-type': 'multipart/form-data; boundary=x',
  })
  expect(again.statusCode, again.body).toBe(200)
  expect((await may(mine))?.verdict).toMatchObject({ code: 'withdrawn' })
})

test('who guesses links is held up, and who has one is not', async () => {
  const remoteAddress = '203.0.113.9'
  const ask = (token: string) => world.app.inject({ method: 'POST', url: `/v1/refuse/${token}`, remoteAddress })
  const guesses = await Promise.all(Array.from({ length: 61 }, (_, guess) => ask(`guess-${guess}`)))
  expect(guesses.filter(({ statusCode }) => statusCode === 429)).toHaveLength(1)
  expect(guesses.find(({ statusCode }) => statusCode === 429)?.headers['retry-after']).toBeDefined()
  const rating = { method: 'GET', url: '/v1/rate/guess', remoteAddress } as const
  expect((await world.app.inject(rating)).statusCode).toBe(429)
  const ofMine = await supervisor('POST', `/v1/customers/${mine}/rating-links`, { idempotencyKey: key() })
  expect((await world.app.inject({ ...rating, url: ofMine.json().path })).statusCode).toBe(200)
  expect((await ask(tokenOf('C-left'))).statusCode).toBe(200)
  const again = await Promise.all(Array.from({ length: 30 }, () => ask(tokenOf('C-left'))))
  expect(again.filter(({ statusCode }) => statusCode === 429)).toHaveLength(1)
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  expect((await ask('guess')).statusCode).toBe(404)
})

test('the link of a customer with the longest of ids works', async () => {
  const page = await world.signedOut('GET', `/v1/refuse/${tokenOf('客'.repeat(128))}`)
  expect(page.statusCode, page.body).toBe(200)
})

test('a link that is not ours does nothing and says what to do; forms serve nothing else', async () => {
  for (const method of ['GET', 'POST']) {
    const answer = await world.signedOut(method, `/v1/refuse/${tokenOf(mine)}x`)
    expect(answer.statusCode).toBe(404)
    expect(answer.body).toContain('copy all of it from the message')
  }
  const form = await world.signedOut('POST', '/api/auth/sign-in', 'username=owner', {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(form.statusCode).toBe(415)
})

test('the rules are told in words, in both languages', async () => {
  const { rules, purposes, channels } = (await owner('GET', '/v1/policy')).json()
  const told = rules.map(({ sentence }: { sentence: { zh: string } }) => sentence.zh)
  expect(told).toContain('21:00 至 09:00 不打电话、不发消息。')
  expect(told).toContain('每位客户每周最多联系 1 次（营销推荐；电话、消息等各渠道合计）。')
  expect(purposes.find(({ id }: { id: string }) => id === 'marketing')).toMatchObject({
    basis: 'consent',
    consentVersion: '2026-11',
  })
  expect(channels.length).toBeGreaterThan(5)
})

test('the policy board counts everybody within scope once, and its lists name exactly whom it counted', async () => {
  const query = 'purpose=marketing&channel=phone'
  const board = async (ask: Ask): Promise<PolicyCount[]> =>
    (await ask('GET', `/v1/policy/board?${query}&scheme=asset_tier`)).json().items
  const whole = (await board(planner)).filter(({ unit }) => unit === null)
  const [present] = await world.store.query<{ count: number }>('select count(*) from customer where is_present')
  const sum = (of: (one: PolicyCount) => number) => whole.reduce((total, one) => total + of(one), 0)
  expect(sum(({ customers }) => customers)).toBe(present?.count)
  expect(sum(({ reachable }) => reachable)).toBeGreaterThan(50)
  expect(sum(({ refused }) => refused['no-consent'] ?? 0)).toBeGreaterThan(20)
  const listed: string[] = []
  for (let cursor = ''; ; ) {
    const page = (await planner('GET', `/v1/policy/customers?${query}&group=no-consent&limit=50${cursor}`)).json()
    listed.push(...page.items.map(({ customerId }: { customerId: string }) => customerId))
    for (const { verdict, name } of page.items) {
      expect(verdict.code).toBe('no-consent')
      expect(name).toContain('*')
    }
    if (page.nextCursor === null) break
    cursor = `&cursor=${page.nextCursor}`
  }
  expect(new Set(listed).size).toBe(sum(({ refused }) => refused['no-consent'] ?? 0))
  const region = (await board(supervisor)).filter(({ unit }) => unit === null)
  expect(region.reduce((total, { customers }) => total + customers, 0)).toBeLessThan(present?.count ?? 0)
  expect((await owner('GET', `/v1/policy/board?${query}&scheme=asset_tier`)).statusCode).toBe(403)
  const [audit] = await world.store.query<{ detail: { customers: string[] } }>(
    "select detail from audit where action = 'customer.view.listPolicyCustomers' order by audit_id desc limit 1",
  )
  expect(listed).toEqual(expect.arrayContaining(audit?.detail.customers ?? ['none']))
})

test('a month of the care calendar shows birthdays, festivals, maturities and agreed times of those within scope', async () => {
  const answer = await owner('GET', '/v1/calendar?month=2026-11')
  const { days } = answer.json()
  expect(days).toHaveLength(30)
  const shown = days.flatMap(({ entries }: { entries: { customer: { customerId: string } | null }[] }) => entries)
  const names = shown.flatMap(({ customer }: { customer: { customerId: string } | null }) => customer?.customerId ?? [])
  const foreignOnes = await world.store.query(
    'select customer_id from customer where customer_id = any($1) and owner_id is distinct from $2 and not exists (select from task where task.customer_id = customer.customer_id and assignee_id = $2)',
    [names, world.people.owner.staff_id],
  )
  expect(foreignOnes).toEqual([])
  const everybody = (await planner('GET', '/v1/calendar?month=2026-11')).json().days
  const kinds = new Set(
    everybody.flatMap(({ counts }: { counts: { kind: string }[] }) => counts.map(({ kind }) => kind)),
  )
  expect([...kinds]).toEqual(expect.arrayContaining(['birthday', 'expiry']))
  const january = (await planner('GET', '/v1/calendar?month=2027-02')).json().days
  // The lunar new year of 2027.
  expect(january[5].entries[0]).toMatchObject({ kind: 'festival', customer: null })
  expect((await owner('GET', '/v1/calendar?month=2026-13')).statusCode).toBe(400)
})

test('the birthday list of next month holds everybody once, by day, with month and day and never the year', async () => {
  const all: Birthday[] = []
  let month = ''
  for (let cursor = ''; ; ) {
    const page = (await planner('GET', `/v1/calendar/birthdays?limit=7${cursor}`)).json()
    month = page.month
    all.push(...page.items)
    if (page.nextCursor === null) break
    cursor = `&cursor=${page.nextCursor}`
  }
  expect(month).toBe(asOf === '2026-10-31' ? '2026-11' : '')
  const born = await world.duck.rows<{ customer_id: string; born: string; kept: string }>(
    `select customer_id, cast(birth_date as varchar) as born, coalesce(birthday_calendar, 'solar') as kept
     from read_parquet('${world.states}/*/customer.parquet') where coalesce(closed_on > date '${asOf}', true)`,
  )
  const solar = born.filter(({ born: day, kept }) => kept === 'solar' && day.slice(5, 7) === '11')
  expect(
    all
      .filter(({ calendar }) => calendar === 'solar')
      .map(({ customerId }) => customerId)
      .sort(),
  ).toEqual(solar.map(({ customer_id }) => customer_id).sort())
  expect(all.map(({ day }) => day)).toEqual(all.map(({ day }) => day).sort())
  for (const { monthDay, day, calendar, name } of all) {
    expect(monthDay).toMatch(/^\d{2}-\d{2}$/)
    if (calendar === 'solar') expect(day.slice(5)).toBe(monthDay)
    expect(name).toContain('*')
  }
  const shy = all.at(-1)?.customerId ?? ''
  await world.signedOut('POST', `/v1/refuse/${tokenOf(shy)}`)
  const told: Birthday[] = (await planner('GET', '/v1/calendar/birthdays?limit=200')).json().items
  expect(told.find(({ customerId }) => customerId === shy)?.isRefused).toBe(true)
  expect(told.some(({ isRefused }) => !isRefused)).toBe(true)
  const ofDay = (await planner('GET', '/v1/calendar?month=2026-11')).body
  if (ofDay.includes(`"${shy}"`)) expect(ofDay).toMatch(new RegExp(`"${shy}","name":[^}]*"isRefused":true`))
  const page = (await planner('GET', '/v1/calendar/birthdays')).body
  for (const { customer_id, born: day } of solar)
    if (all.some(({ customerId }) => customerId === customer_id)) expect(page).not.toContain(day)
})

test('holidays are listed for everybody, warn of a missing year, and are saved by planners after a preview', async () => {
  await seedHolidays(world.store, world.clock.now)
  const list = async (): Promise<Holidays> => (await owner('GET', '/v1/holidays?year=2026')).json()
  expect(await list()).toMatchObject({ missingYears: [2027], may: { manage: false } })
  expect((await list()).items).toContainEqual({ day: '2026-10-01', name: '国庆节', isWorking: false })
  const save = (ask: Ask, body: object) => ask('PUT', '/v1/holidays/2027', { idempotencyKey: key(), ...body })
  const text = '2027-01-01 元旦\n2027-02-06..2027-02-08 春节'
  expect((await save(planner, { text, preview: true })).json()).toMatchObject({
    preview: true,
    added: 4,
    removed: 0,
    problems: [],
  })
  expect((await save(planner, { text: `${text}\nsome day` })).json()).toMatchObject({
    preview: true,
    problems: [{ line: 3 }],
  })
  expect((await list()).missingYears).toEqual([2027])
  expect((await save(owner, { text })).statusCode).toBe(403)
  expect((await save(planner, { text })).json()).toMatchObject({ preview: false, added: 4 })
  expect((await list()).missingYears).toEqual([])
  expect((await save(planner, {})).statusCode).toBe(400)
  expect((await save(planner, { items: [{ day: '2026-01-01', name: '元旦', isWorking: false }] })).statusCode).toBe(400)
})
