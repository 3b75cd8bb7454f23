import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, asOf, makeWorld, type World } from './world.ts'

let world: World
let owner: Ask
let planner: Ask
let supervisor: Ask

beforeAll(async () => {
  world = await makeWorld()
  owner = await world.signIn('owner')
  planner = await world.signIn('planner')
  supervisor = await world.signIn('supervisor')
})
afterAll(() => world?.close())

type Listed = Readonly<Record<string, string>>

/** Follows the cursors of a list to its end. */
async function walk(ask: Ask, path: string, id: string): Promise<string[]> {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const answer = await ask('GET', `${path}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
    expect(answer.statusCode, answer.body).toBe(200)
    const page: { items: Listed[]; nextCursor: string | null } = answer.json()
    seen.push(...page.items.map((item) => item[id] as string))
    cursor = page.nextCursor
  } while (cursor !== null)
  return seen
}

describe('lists', () => {
  test.each([
    ['/v1/customers?limit=7', 'customerId', 300],
    ['/v1/customers?limit=13&sort=-month_avg_assets', 'customerId', 300],
    ['/v1/customers?limit=11&sort=asset_tier', 'customerId', 300],
    ['/v1/imports?limit=2', 'importId', 14],
  ])('following the cursors of %s shows each row once', async (path, id, count) => {
    const seen = await walk(planner, path, id)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(count)
  })

  test('tasks come in order of priority, each once', async () => {
    const seen = await walk(supervisor, '/v1/tasks?scope=all&limit=1', 'taskId')
    expect(new Set(seen).size).toBe(seen.length)
    const whole = (await supervisor('GET', '/v1/tasks?scope=all&limit=200')).json().items
    expect(whole.map((task: Listed) => task.taskId)).toEqual(seen)
    const priorities = whole.map((task: { priority: number }) => task.priority)
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a))
  })

  test('count and list agree, filter by filter', async () => {
    const filters = [
      '',
      '&level=asset_tier:gold',
      '&level=asset_tier:gold&level=asset_tier:silver',
      '&range=month_avg_assets:100000..5000000',
      '&unit=B01',
      '&moment=first_week',
    ]
    const counts: number[] = []
    for (const filter of filters) {
      const { count } = (await planner('GET', `/v1/customers/count?x=1${filter}`)).json()
      expect(await walk(planner, `/v1/customers?limit=50${filter}`, 'customerId')).toHaveLength(count)
      counts.push(count)
    }
    expect(counts[0]).toBe(300)
    expect(new Set(counts).size).toBeGreaterThan(4)
  })

  test('levels of one scheme add up to everybody in scope, and units to the whole', async () => {
    const { items } = (await planner('GET', '/v1/boards/levels?scheme=asset_tier')).json()
    const sum = (rows: { customers: number }[]) => rows.reduce((total, { customers }) => total + customers, 0)
    type Row = { unit: unknown; customers: number }
    expect(sum(items.filter((row: Row) => row.unit === null))).toBe(300)
    expect(sum(items.filter((row: Row) => row.unit !== null))).toBe(300)
  })

  test('who reads names with stars finds nobody by name, by phone, or by sorting and narrowing masked numbers', async () => {
    const [someone] = await world.store.query<{ name: string; phone: string; customer_id: string }>(
      'select name, phone, customer_id from customer where phone is not null limit 1',
    )
    const found = async (text: string) =>
      (await planner('GET', `/v1/customers?search=${encodeURIComponent(text)}`)).json().items.length
    expect(await found(someone?.name ?? '')).toBe(0)
    expect(await found(someone?.phone ?? '')).toBe(0)
    expect(await found(someone?.customer_id ?? '')).toBe(1)
    for (const query of ['sort=phone', 'sort=-id_number', 'range=id_number:1..2', 'range=name:a..b']) {
      expect((await planner('GET', `/v1/customers?${query}`)).json().error?.code).toMatch(
        /unknown-definition|invalid-request/,
      )
    }
  })

  test('the desk finds a customer of its unit by the whole phone number', async () => {
    const desk = await world.signIn('front_desk')
    const [someone] = await world.store.query<{ phone: string; customer_id: string }>(
      'select phone, customer_id from customer where unit_id = $1 and phone is not null limit 1',
      [world.people.front_desk.unit_id],
    )
    const { items } = (await desk('GET', `/v1/customers?search=${encodeURIComponent(someone?.phone ?? '')}`)).json()
    expect(items.map((item: Listed) => item.customerId)).toEqual([someone?.customer_id])
    expect(items[0].phone).toContain('*')
  })
})

describe('injection', () => {
  const attempts = [
    "' or 1=1 --",
    "x'; drop table customer; --",
    '$1',
    '"',
    '%',
    '\\',
    "gold' or 'a'='a",
    '\u0000',
    '../../etc/passwd',
    '9'.repeat(90),
  ]
  test.each(attempts)('%j finds nothing that scope forbids and breaks nothing', async (text) => {
    const all = (await owner('GET', '/v1/customers/count')).json().count
    const value = encodeURIComponent(text)
    for (const path of [
      `/v1/customers?search=${value}`,
      `/v1/customers?unit=${value}`,
      `/v1/customers?owner=${value}`,
      `/v1/customers?level=asset_tier:${value}`,
      `/v1/customers?range=month_avg_assets:${value}..`,
      `/v1/customers?sort=${value}`,
      `/v1/customers?cursor=${value}`,
      `/v1/customers/${value}`,
      `/v1/customers/${value}/why/asset_tier`,
      `/v1/tasks?label=${value}`,
      `/v1/tasks?cursor=${value}`,
      `/v1/tasks/${value}`,
    ]) {
      const answer = await owner('GET', path)
      expect(answer.statusCode, `${path}: ${answer.body}`).toBeLessThan(500)
      if (answer.statusCode === 200) expect(answer.json().items.length).toBeLessThanOrEqual(all)
      expect(answer.body).not.toMatch(/select |syntax|DuckDB|Binder|at .*\.ts/i)
    }
    expect((await owner('GET', '/v1/customers/count')).json().count).toBe(all)
  })

  test('an owner cannot widen the scope by naming another owner or unit', async () => {
    const other = await world.store.query<{ owner_id: string; unit_id: string }>(
      'select owner_id, unit_id from customer where owner_id <> $1 limit 1',
      [world.people.owner.staff_id],
    )
    expect((await owner('GET', `/v1/customers/count?owner=${other[0]?.owner_id}`)).json().count).toBe(0)
    expect((await owner('GET', '/v1/customers/count?unit=HQ')).json()).toEqual(
      (await owner('GET', '/v1/customers/count')).json(),
    )
  })
})

describe('work', () => {
  const firstTask = async () => (await owner('GET', '/v1/tasks?scope=mine&limit=1')).json().items[0]

  test('the same outcome sent twice is one attempt', async () => {
    const task = await firstTask()
    const body = { outcome: 'no_answer', note: 'rang out', idempotencyKey: 'pressed-once-1' }
    const first = await owner('POST', `/v1/tasks/${task.taskId}/outcome`, body)
    expect(first.statusCode, first.body).toBe(200)
    expect(first.json().task).toMatchObject({ attempts: 1, pool: 'second' })
    const again = await owner('POST', `/v1/tasks/${task.taskId}/outcome`, body)
    expect(again.json().contactId).toBe(first.json().contactId)
    const timeline = (await owner('GET', `/v1/customers/${task.customer.customerId}/timeline`)).json().items
    expect(timeline.filter((entry: Listed) => entry.kind === 'contact')).toHaveLength(1)
    expect(timeline.find((entry: Listed) => entry.kind === 'contact')).toMatchObject({
      kind: 'contact',
      text: 'rang out',
      details: { outcome: 'no_answer', taskId: task.taskId },
    })
    const pools = (await supervisor('GET', '/v1/pools')).json().items
    expect(pools.some(({ pool }: Listed) => pool === 'second')).toBe(true)
    const detail = (await owner('GET', `/v1/tasks/${task.taskId}`)).json()
    expect(detail.lastContacts).toHaveLength(1)
    expect(detail.script.zh.length).toBeGreaterThan(10)
  })

  test('of one key two different commands are not taken', async () => {
    const task = await firstTask()
    const answer = await owner('POST', `/v1/customers/${task.customer.customerId}/contacts`, {
      channel: 'phone',
      outcome: 'no_answer',
      idempotencyKey: 'pressed-once-1',
    })
    expect(answer.json().error.code).toBe('idempotency-conflict')
  })

  test('a preview of an assignment changes nothing, the assignment does', async () => {
    const agentId = world.people.agent.staff_id
    const agent = (await supervisor('GET', '/v1/people')).json().items.find(({ role }: Listed) => role === 'agent')
    const take = { take: { count: 1 }, staffIds: [agent?.staffId ?? agentId], idempotencyKey: 'assigning-1' }
    const preview = await supervisor('POST', '/v1/tasks/assign', { ...take, preview: true })
    expect(preview.statusCode, preview.body).toBe(200)
    expect(preview.json().preview).toBe(true)
    const unassigned = async () =>
      (await world.store.query<{ n: number }>('select count(*) as n from task where assignee_id is null'))[0]?.n
    const before = await unassigned()
    const done = (await supervisor('POST', '/v1/tasks/assign', take)).json()
    expect(done.assignments).toEqual(preview.json().assignments)
    expect(await unassigned()).toBe((before ?? 0) - done.assignments.length)
  })

  test('a hand-over shows at once: the new owner sees the customer, the old one no longer does', async () => {
    const mine = (await owner('GET', '/v1/customers?limit=200'))
      .json()
      .items.map(({ customerId }: Listed) => customerId)
    const [heir] = await world.store.query<{ staff_id: string }>(
      "select staff_id from staff join org_unit using (unit_id) where role = 'owner' and staff_id <> $1 and $2 = any(path) limit 1",
      [world.people.owner.staff_id, world.people.supervisor.unit_id],
    )
    const [customer] = await world.store.query<{ customer_id: string }>(
      'select customer_id from customer where customer_id = any($1) and not exists (select from task where task.customer_id = customer.customer_id) limit 1',
      [mine],
    )
    const path = `/v1/customers/${customer?.customer_id}`
    const answer = await supervisor('POST', `${path}/owner`, {
      ownerId: heir?.staff_id,
      reason: 'left the bank',
      idempotencyKey: 'hand-over-1',
    })
    expect(answer.statusCode, answer.body).toBe(200)
    expect((await owner('GET', path)).statusCode).toBe(404)
    expect((await owner('GET', `${path}/series`)).statusCode).toBe(404)
    expect((await owner('GET', '/v1/customers/count')).json().count).toBe(mine.length - 1)
    expect((await supervisor('GET', path)).json().owner.staffId).toBe(heir?.staff_id)
  })

  test('a reveal needs a reason, answers in clear and leaves a trace', async () => {
    const { customerId, name } = (await owner('GET', '/v1/customers?limit=1')).json().items[0]
    const [raw] = await world.store.query<{ id_number: string }>(
      'select id_number from customer where customer_id = $1',
      [customerId],
    )
    expect(
      (await owner('POST', `/v1/customers/${customerId}/reveal`, { field: 'id_number', reason: '' })).statusCode,
    ).toBe(400)
    const shown = await owner('POST', `/v1/customers/${customerId}/reveal`, {
      field: 'id_number',
      reason: `opens an account for ${name}`,
    })
    expect(shown.json()).toEqual({ field: 'id_number', value: raw?.id_number })
    const verifier = await world.signIn('verifier')
    const log = (await verifier('GET', `/v1/audit?subject=${customerId}&limit=5`)).json().items
    expect(log[0]).toMatchObject({
      action: 'customer.reveal',
      details: { reason: expect.stringContaining('opens an account') },
    })
    expect(JSON.stringify(log)).not.toContain(name)
    await world.store.execute('update customer set is_present = false where customer_id = $1', [customerId])
    expect((await verifier('GET', `/v1/audit?subject=${customerId}&limit=5`)).body).not.toContain(name)
    await world.store.execute('update customer set is_present = true where customer_id = $1', [customerId])
    expect(JSON.stringify(log)).not.toContain(raw?.id_number)
    expect((await verifier('GET', '/v1/audit/verify')).json()).toMatchObject({ isWhole: true })
  })

  test('every view of a customer is in the audit', async () => {
    const { customerId } = (await owner('GET', '/v1/customers?limit=1')).json().items[0]
    const count = async () =>
      (
        await world.store.query<{ n: number }>(
          "select count(*) as n from audit where subject_id = $1 and action like 'customer.view.%'",
          [customerId],
        )
      )[0]?.n ?? 0
    const before = await count()
    for (const part of [
      '',
      '/why/asset_tier',
      '/series',
      '/moments',
      '/timeline',
      '/tasks',
      '/scores',
      '/level-overrides',
    ])
      await owner('GET', `/v1/customers/${customerId}${part}`)
    expect(await count()).toBe(before + 8)
  })

  test('whom a list showed, and that somebody was searched for, is in the audit', async () => {
    const shown = (await owner('GET', '/v1/customers?limit=3')).json().items.map((each: Listed) => each.customerId)
    const verifier = await world.signIn('verifier')
    const newest = async (query: string) => (await verifier('GET', `/v1/audit?limit=1&${query}`)).json().items[0]
    expect(await newest(`subject=${shown[1]}`)).toMatchObject({
      action: 'customer.view.listCustomers',
      details: { customers: shown },
    })
    await owner('GET', '/v1/tasks?scope=mine&limit=2')
    expect((await newest('action=customer.view.listTasks')).details.customers.length).toBeGreaterThan(0)
    await supervisor('GET', '/v1/customers/count?search=13900001111')
    const searched = await newest('action=customer.view.countCustomers')
    expect(searched.details).toEqual({ customers: [], searched: true })
  })

  test('a name and a number in a note read as they do in their columns', async () => {
    const { customerId, name, phone } = (await owner('GET', '/v1/customers?limit=1')).json().items[0]
    await owner('POST', `/v1/customers/${customerId}/contacts`, {
      channel: 'phone',
      outcome: 'no_answer',
      note: `${name} ${phone}`,
      idempotencyKey: 'with-a-number',
    })
    const newestNote = async (ask: Ask) =>
      (await ask('GET', `/v1/customers/${customerId}/timeline?limit=50`))
        .json()
        .items.find(({ kind }: Listed) => kind === 'contact').text
    expect(await newestNote(owner)).toBe(`${name} ${phone}`)
    const seen = await newestNote(await world.signIn('planner'))
    expect(seen).not.toContain(name)
    expect(seen).not.toContain(phone)
  })

  test('a form keeps its answers and says how complete it is', async () => {
    const { customerId } = (await owner('GET', '/v1/customers?limit=1')).json().items[0]
    const { forms } = (await owner('GET', '/v1/catalogue')).json()
    const form = forms[0]
    const field = form.fields.find(({ type, sensitivity }: Listed) => type === 'text' && !sensitivity)
    const save = (answers: unknown, key: string) =>
      owner('PUT', `/v1/customers/${customerId}/forms/${form.id}`, { answers, purposeShown: true, idempotencyKey: key })
    const saved = await save({ [field.id]: '喜欢茶' }, 'form-answer-1')
    expect(saved.statusCode, saved.body).toBe(200)
    expect(saved.json().answers[field.id].value).toBe('喜欢茶')
    expect(saved.json().completeness).toBeGreaterThan(0)
    expect((await save({ no_such_field: 'x' }, 'form-answer-2')).json().error.code).toBe('unknown-field')
    const withoutPurpose = { answers: {}, purposeShown: false, idempotencyKey: 'form-answer-3' }
    expect((await owner('PUT', `/v1/customers/${customerId}/forms/${form.id}`, withoutPurpose)).statusCode).toBe(400)
  })

  test('why names the values that decided, in both languages', async () => {
    const { items } = (await owner('GET', '/v1/customers?limit=5')).json()
    for (const { customerId } of items) {
      for (const scheme of Object.keys(items[0].levels)) {
        const answer = await owner('GET', `/v1/customers/${customerId}/why/${scheme}`)
        expect(answer.statusCode, answer.body).toBe(200)
        expect(answer.json().sentence.zh).toMatch(/\p{Script=Han}/u)
        expect(answer.json().asOf).toBe(asOf)
      }
    }
    expect((await owner('GET', `/v1/customers/${items[0].customerId}/why/no_such_scheme`)).statusCode).toBe(404)
  })

  test('why says of each tag whether it is held, and what may be lost before a level is', async () => {
    const { schemes } = (await owner('GET', '/v1/catalogue')).json()
    const rules = schemes.find((scheme: { variant: string }) => scheme.variant === 'rules')
    const { items } = (await owner('GET', '/v1/customers?limit=200')).json()
    const whyOf = async (customer: { customerId: string }, scheme: string) =>
      (await owner('GET', `/v1/customers/${customer.customerId}/why/${scheme}`)).json()
    const tagged = items.find(({ levels }: { levels: Record<string, string | null> }) => levels[rules.id])
    const { level, tags } = await whyOf(tagged, rules.id)
    const held = tags.filter(({ isHeld }: { isHeld: boolean }) => isHeld)
    expect(tags.map((tag: { level: string }) => tag.level)).toEqual(rules.levels.map(({ id }: { id: string }) => id))
    expect(held.map((tag: { level: string }) => tag.level)).toEqual(level.split(','))
    const [lowest] = schemes.find(({ id }: { id: string }) => id === 'asset_tier').levels
    const classed = items.find(
      ({ levels }: { levels: Record<string, string | null> }) => levels.asset_tier && levels.asset_tier !== lowest.id,
    )
    expect((await whyOf(classed, 'asset_tier')).margin).toMatchObject({ unit: 'money', value: expect.any(Number) })
  })
})

describe('imports and runs', () => {
  const upload = (ask: Ask, fact: string, name: string, content: string, extra: Record<string, string> = {}) => {
    const boundary = 'tend-test-boundary'
    const text = (field: string, value: string) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`
    const body = [
      text('fact', fact),
      ...Object.entries(extra).map(([field, value]) => text(field, value)),
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--${boundary}--\r\n`,
    ].join('')
    return ask('POST', '/v1/imports', body, { 'content-type': `multipart/form-data; boundary=${boundary}` })
  }
  const header = 'customer_id,name,phone,opened_on'

  test('a file is loaded, its bad rows are held back, and the quarantine downloads as CSV with numbers masked', async () => {
    const answer = await upload(
      planner,
      'customer',
      '客户.csv',
      `${header}\nC90000001,新客户,13900001111,2026-10-01\n=C9,坏日期,13900002222,never\nC90000003,坏号码,139-not-a-phone-0003333,2026-10-01\n`,
    )
    expect(answer.statusCode, answer.body).toBe(201)
    const batch = answer.json()
    expect(batch).toMatchObject({
      fact: 'customer',
      fileName: '客户.csv',
      rows: 3,
      loaded: 1,
      quarantined: 2,
      isRepeat: false,
    })
    const rows = (await planner('GET', `/v1/imports/${batch.importId}/quarantine`)).json().items
    expect(rows.map((row: { line: number; column: string }) => [row.line, row.column])).toEqual([
      [3, 'opened_on'],
      [4, 'phone'],
    ])
    const csv = await planner('GET', `/v1/imports/${batch.importId}/quarantine.csv`, undefined, {
      'accept-language': 'zh',
    })
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.headers['content-disposition']).toContain('attachment')
    expect(csv.body.startsWith('\u{feff}file,line,column,value,reason,message')).toBe(true)
    expect(csv.body.trim().split('\r\n')).toHaveLength(3)
    expect(csv.body).not.toContain('0003333')
    expect((await walk(planner, `/v1/imports/${batch.importId}/quarantine?limit=1`, 'line')).length).toBe(2)
    const ofTheRegion = await supervisor('GET', `/v1/imports/${batch.importId}/quarantine`)
    expect(ofTheRegion.json().items.map((row: { value: unknown }) => row.value)).toEqual(['never', null])
    const again = await upload(
      planner,
      'customer',
      '客户.csv',
      `${header}\nC90000001,新客户,13900001111,2026-10-01\n=C9,坏日期,13900002222,never\nC90000003,坏号码,139-not-a-phone-0003333,2026-10-01\n`,
    )
    expect(again.json()).toMatchObject({ isRepeat: true, importId: batch.importId })
  })

  test('a file that is refused is in the audit as well', async () => {
    expect((await upload(planner, 'customer', 'refused.csv', 'no,such,columns\n1,2,3\n')).statusCode).toBe(422)
    const verifier = await world.signIn('verifier')
    const [newest] = (await verifier('GET', '/v1/audit?limit=1&action=import.started')).json().items
    expect(newest).toMatchObject({ subjectId: 'customer', details: { file: 'refused.csv' } })
  })

  test('a file that cannot be read is refused with what to do, in the reader’s language', async () => {
    const missing = await upload(planner, 'customer', 'a.csv', 'name\n某\n')
    expect(missing.statusCode).toBe(422)
    expect(missing.json().error).toMatchObject({ code: 'import-refused' })
    expect(missing.json().error.details.reason).toContain('customer_id')
    expect((await upload(planner, 'no_such_fact', 'a.csv', 'x\n')).json().error.code).toBe('unknown-definition')
    expect(
      (await upload(planner, 'customer', 'a.csv', 'x', { businessDate: 'soon' })).json().error.details.issues[0].path,
    ).toBe('body.businessDate')
    expect((await planner('POST', '/v1/imports', { fact: 'customer' })).statusCode).toBe(415)
  })

  test('a run is started once; while one is under way the next is refused', async () => {
    const started = await planner('POST', '/v1/runs', { asOf: '2026-11-01' })
    expect(started.statusCode, started.body).toBe(202)
    expect(world.runs.started).toContain('2026-11-01')
    world.runs.busy = 'the-other'
    const refused = await planner('POST', '/v1/runs', { asOf: '2026-11-01' })
    expect(refused.statusCode).toBe(409)
    expect(refused.json().error.code).toBe('run-in-progress')
    world.runs.busy = undefined
  })
})

describe('the document', () => {
  test('is OpenAPI 3.1 and names every route with its errors', async () => {
    const { routes } = await import('@tend/contract')
    const document = (await world.signedOut('GET', '/docs/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    const operations = Object.entries<Record<string, { operationId: string; responses: Record<string, unknown> }>>(
      document.paths,
    ).flatMap(([, byMethod]) => Object.values(byMethod))
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort())
    for (const { responses } of operations) expect(responses.default).toBeDefined()
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path as string)
    for (const ref of new Set(refs)) {
      const found = ref
        .split('/')
        .reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], document)
      expect(found, ref).toBeDefined()
    }
  })

  test('its reading room asks nothing of the internet', async () => {
    const page = await world.signedOut('GET', '/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/(src|href)="https?:/)
    expect((await world.signedOut('GET', '/docs/js/scalar.js')).statusCode).toBe(200)
  })
})
