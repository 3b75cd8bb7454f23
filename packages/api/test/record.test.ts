import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, makeWorld, type World } from './world.ts'

let world: World
let owner: Ask
let supervisor: Ask
let leader: Ask
let planner: Ask
/** A customer of the owner with a task that is the owner's. */
let own = { customerId: '', taskId: '' }
let phone = ''

beforeAll(async () => {
  world = await makeWorld()
  owner = await world.signIn('owner')
  supervisor = await world.signIn('supervisor')
  leader = await world.signIn('leader')
  planner = await world.signIn('planner')
  const [found] = await world.store.query<{ customer_id: string; task_id: number; phone: string }>(
    `select customer_id, task_id, phone from task join customer using (customer_id)
     where assignee_id = $1 and closed_at is null and phone is not null order by task_id limit 1`,
    [world.people.owner.staff_id],
  )
  own = { customerId: found?.customer_id ?? '', taskId: String(found?.task_id) }
  phone = found?.phone ?? ''
})
afterAll(() => world?.close())

let keys = 0
const key = () => {
  keys += 1
  return `record-${keys}`
}
const at = (path: string) => `/v1/customers/${own.customerId}${path}`
const upload = (
  ask: Ask,
  url: string,
  file: { name: string; content: string },
  fields: Record<string, string> = {},
) => {
  const boundary = 'tend-test-boundary'
  const part = (header: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${header}\r\n\r\n${value}\r\n`
  const body = [
    ...Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value)),
    part(`name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream`, file.content),
    `--${boundary}--\r\n`,
  ].join('')
  return ask('POST', url, body, { 'content-type': `multipart/form-data; boundary=${boundary}` })
}
const done = async (answer: ReturnType<Ask>) => {
  const response = await answer
  expect(response.statusCode, response.body).toBeLessThan(300)
  return response.statusCode === 204 ? null : response.json()
}
const code = async (answer: ReturnType<Ask>) => (await answer).json().error?.code

describe('a contact', () => {
  test('turns what was said into cases with the same click, and the timeline tells all of it by kind and channel', async () => {
    const contact = await done(
      owner('POST', at('/contacts'), {
        channel: 'phone',
        direction: 'inbound',
        outcome: 'reached_done',
        note: `call back on ${phone}`,
        opinions: [{ kind: 'suggestion', text: 'open on Saturdays' }],
        idempotencyKey: key(),
      }),
    )
    expect(contact).toMatchObject({ contactId: expect.any(String), caseIds: [expect.any(String)] })
    const kinds = (await done(owner('GET', at('/timeline?limit=200')))).items.map(
      (entry: { kind: string }) => entry.kind,
    )
    expect(new Set(kinds)).toEqual(new Set([...kinds, 'contact', 'case', 'task', 'moment', 'level']))
    const calls = (await done(owner('GET', at('/timeline?kind=contact&kind=case&channel=phone')))).items
    expect(calls.map((entry: { kind: string }) => entry.kind)).toEqual(['contact'])
    expect(await code(owner('GET', at('/timeline?kind=rating')))).toBe('invalid-request')
  })

  test('reads with stars for who sees stars, in timeline and lists of cases', async () => {
    for (const ask of [supervisor, planner]) {
      const { body } = await ask('GET', at('/timeline?kind=contact'))
      expect(body).toContain('call back on')
      expect(body).not.toContain(phone)
    }
    expect((await owner('GET', at('/timeline?kind=contact'))).body).toContain(phone)
  })

  test('says what charted money did since, without claiming a cause', async () => {
    const [contact] = (await done(owner('GET', at('/timeline?kind=contact')))).items
    const effect = await done(owner('GET', at(`/contacts/${Number(contact.entryId)}/effect`)))
    expect(effect).toMatchObject({ month: '2026-11', asOf: '2026-10-31' })
    // The contact is of November and the last night of October: there is a before and no after yet.
    expect(effect.items.length).toBeGreaterThan(0)
    expect(effect.items[0]).toMatchObject({ before: expect.any(Number), after: null, afterMonth: null })
    await world.store.execute("update contact set at = '2026-08-15T02:00:00Z' where contact_id = $1", [
      Number(contact.entryId),
    ])
    const later = await done(owner('GET', at(`/contacts/${Number(contact.entryId)}/effect?months=2`)))
    expect(later.items).toContainEqual(
      expect.objectContaining({ indicator: 'total_assets', before: expect.any(Number), afterMonth: '2026-10' }),
    )
    expect(await code(owner('GET', at('/contacts/999999/effect')))).toBe('not-found')
  })
})

describe('a visit', () => {
  test('is kept phase by phase, found again, and closed with an evaluation and the next contact', async () => {
    const begun = await done(
      owner('POST', at('/visits'), { taskId: own.taskId, channel: 'visit', idempotencyKey: key() }),
    )
    expect(begun).toMatchObject({ revision: 1, mayEdit: true, missing: ['goalReached', 'summary', 'next'] })
    const url = at(`/visits/${begun.visitId}`)
    const before = await done(
      owner('PATCH', url, { revision: 1, goal: 'renew', answers: [{ question: 'rate?', answer: '2.1 %' }] }),
    )
    expect(before).toMatchObject({ revision: 2, goal: 'renew', answers: [{ question: 'rate?' }] })
    expect(await code(owner('PATCH', url, { revision: 1, goal: 'other' }))).toBe('content-differs')
    expect(await code(owner('POST', `${url}/close`, { idempotencyKey: key() }))).toBe('wrong-state')
    await done(owner('PATCH', url, { revision: 2, notes: `ring ${phone}`, goalReached: 'yes', summary: 'renews' }))
    await done(
      owner('POST', `/v1/tasks/${own.taskId}/outcome`, {
        outcome: 'reached_done',
        noNextReason: 'renewed for a year',
        idempotencyKey: key(),
      }),
    )
    const closed = await done(owner('POST', `${url}/close`, { idempotencyKey: key() }))
    expect(closed).toMatchObject({
      contactId: expect.any(String),
      visit: { noNextReason: 'renewed for a year', mayEdit: false, closedAt: expect.any(String) },
    })
    const seen = await supervisor('GET', at('/visits'))
    expect(seen.json().items[0].notes).toContain('ring ')
    expect(seen.body).not.toContain(phone)
  })

  test('without a next appointment or the reason for none stays open', async () => {
    const { visitId } = await done(owner('POST', at('/visits'), { channel: 'visit', idempotencyKey: key() }))
    const url = at(`/visits/${visitId}`)
    await done(owner('PATCH', url, { revision: 1, goalReached: 'no', summary: 'was not at home' }))
    const close = { outcome: 'no_answer', idempotencyKey: key() }
    expect(await code(owner('POST', `${url}/close`, close))).toBe('next-contact-required')
    await done(owner('PATCH', url, { revision: 2, nextAt: '2026-11-05T10:00:00+08:00' }))
    const closed = await done(owner('POST', `${url}/close`, close))
    expect(closed).toMatchObject({ contactId: expect.any(String), followUpTaskId: expect.any(String) })
    expect(await done(owner('POST', `${url}/close`, close))).toEqual(closed)
    expect((await done(owner('GET', `/v1/tasks/${closed.followUpTaskId}`))).appointmentAt).toBe(
      '2026-11-05T02:00:00.000Z',
    )
  })
})

test('what is being typed at a task is found again by its person alone', async () => {
  const [task] = await world.store.query<{ task_id: number }>(
    'select task_id from task where assignee_id = $1 and closed_at is null order by task_id desc limit 1',
    [world.people.owner.staff_id],
  )
  const url = `/v1/tasks/${task?.task_id}/draft`
  expect(await done(owner('GET', url))).toEqual({ draft: null, savedAt: null })
  await done(owner('PUT', url, { draft: { outcome: 'reached_done', note: 'half a sent' } }))
  expect(await done(owner('GET', url))).toMatchObject({ draft: { note: 'half a sent' } })
  expect(await done(leader('GET', url))).toMatchObject({ draft: null })
  await done(owner('PUT', url, { draft: null }))
  expect(await done(owner('GET', url))).toMatchObject({ draft: null })
})

describe('a file', () => {
  test('comes back byte by byte, to be kept and not shown, and only within the scope', async () => {
    const kept = await done(
      upload(owner, at('/attachments'), { name: '合同.pdf', content: '%PDF-1.7 x' }, { idempotencyKey: key() }),
    )
    expect(kept).toMatchObject({ fileName: '合同.pdf', contentType: 'application/pdf', sizeBytes: 10, removed: null })
    const url = at(`/attachments/${kept.attachmentId}/content`)
    const file = await owner('GET', url)
    expect(file.body).toBe('%PDF-1.7 x')
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="__.pdf"; filename*=UTF-8''${encodeURIComponent('合同.pdf')}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    })
    const [audit] = await world.store.query(
      'select actor, detail from audit where action = $1 order by audit_id desc limit 1',
      ['customer.view.getAttachment'],
    )
    expect(audit).toMatchObject({ detail: { attachmentId: kept.attachmentId } })
    const [foreign] = await world.store.query<{ customer_id: string }>(
      'select customer_id from customer where owner_id <> $1 limit 1',
      [world.people.owner.staff_id],
    )
    expect(await code(owner('GET', url.replace(own.customerId, foreign?.customer_id ?? '')))).toBe('not-found')
    const removal = { reason: 'of somebody else', idempotencyKey: key() }
    expect(await done(owner('POST', at(`/attachments/${kept.attachmentId}/removal`), removal))).toMatchObject({
      removed: { reason: 'of somebody else' },
    })
    expect(await code(owner('GET', url))).toBe('not-found')
  })

  test('that is too large, of another kind, or without a key is refused with what is wrong', async () => {
    const fields = { idempotencyKey: key() }
    const large = { name: 'a.txt', content: 'x'.repeat(5 * 2 ** 20 + 1) }
    expect(await code(upload(owner, at('/attachments'), large, fields))).toBe('file-too-large')
    const page = { name: 'a.pdf', content: '<script>alert(1)</script>' }
    expect(await code(upload(owner, at('/attachments'), page, fields))).toBe('invalid-value')
    expect(await code(upload(owner, at('/attachments'), { name: 'a.pdf', content: '%PDF-' }))).toBe('invalid-request')
    expect(await code(owner('POST', at('/attachments'), {}))).toBe('unsupported-media-type')
  })
})

describe('a rating of the manager', () => {
  test('is refused from the manager, taken by others, read by those above, and in nothing that the manager reads', async () => {
    const body = { score: 2, comment: 'seldom calls' }
    expect(await code(owner('POST', at('/ratings'), { ...body, idempotencyKey: key() }))).toBe('forbidden')
    await done(supervisor('POST', at('/ratings'), { ...body, idempotencyKey: key() }))
    const { items } = await done(supervisor('GET', '/v1/ratings'))
    expect(items).toMatchObject([
      { score: 2, comment: 'seldom calls', staff: { staffId: world.people.owner.staff_id } },
    ])
    expect(await code(owner('GET', '/v1/ratings'))).toBe('forbidden')
    for (const path of ['', '/timeline?limit=200', '/visits', '/attachments', '/benefits'])
      expect((await owner('GET', at(path))).body).not.toContain('seldom calls')
    const { items: counts } = await done(leader('GET', '/v1/ratings/counts'))
    expect(counts).toMatchObject([{ ratings: 1, mean: 2, byScore: [0, 1, 0, 0, 0] }])
  })

  test('by link needs no sign-in, tells nothing of the customer, and counts once', async () => {
    const click = { idempotencyKey: key() }
    const { path } = await done(supervisor('POST', at('/rating-links'), click))
    expect(await done(supervisor('POST', at('/rating-links'), click))).toMatchObject({ path })
    const page = await world.signedOut('GET', path, undefined, { 'accept-language': 'zh' })
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.body).toContain('的服务是否满意')
    for (const secret of [own.customerId, phone]) expect(page.body).not.toContain(secret)
    const send = (form: string) =>
      world.signedOut('POST', path, form, { 'content-type': 'application/x-www-form-urlencoded' })
    expect((await send('comment=hello')).body).toContain('Choose one of the five')
    expect((await send('score=5&comment=%E5%BE%88%E5%A5%BD')).body).toContain('Thank you')
    expect((await send('score=1')).statusCode).toBe(404)
    expect((await world.signedOut('GET', path)).statusCode).toBe(404)
    expect((await done(supervisor('GET', '/v1/ratings'))).items[0]).toMatchObject({
      score: 5,
      comment: '很好',
      way: 'link',
    })
  })
})

describe('a case', () => {
  test('goes from hand to hand to its end, each step with its words, and shows when it is late', async () => {
    const desk = await world.signIn('front_desk')
    // The desk sits where the owner's customer is.
    await world.store.execute(
      'update staff set unit_id = (select unit_id from customer where customer_id = $1) where staff_id = $2',
      [own.customerId, world.people.front_desk.staff_id],
    )
    const opened = await done(
      desk('POST', at('/cases'), {
        kind: 'lead',
        text: 'has sold a flat',
        source: 'desk',
        idempotencyKey: key(),
      }),
    )
    expect(opened).toMatchObject({
      state: 'open',
      referrer: { staffId: world.people.front_desk.staff_id },
      dueOn: '2026-11-03',
      isLate: false,
      may: ['note'],
    })
    const url = `/v1/cases/${opened.caseId}`
    const seen = await done(supervisor('GET', url))
    expect(seen.may).toEqual(['start', 'note', 'hand_on', 'answer', 'close', 'decline'])
    expect(await code(desk('POST', `${url}/steps`, { action: 'start', idempotencyKey: key() }))).toBe('forbidden')
    const to = seen.handOnTo[0].staffId
    const handed = { action: 'hand_on', toStaffId: to, text: 'is nearer', idempotencyKey: key() }
    expect(await done(supervisor('POST', `${url}/steps`, handed))).toMatchObject({ assignee: { staffId: to } })
    world.clock.now = new Date('2026-11-05T02:00:00Z')
    const late = await done(supervisor('GET', '/v1/cases?state=late&kind=lead'))
    expect(late.items).toMatchObject([{ caseId: opened.caseId, isLate: true }])
    expect((await done(supervisor('GET', '/v1/cases/counts?scope=all'))).byKind).toContainEqual(
      expect.objectContaining({ kind: 'lead', open: 1, late: 1 }),
    )
    world.clock.now = new Date('2026-11-02T02:00:00Z')
    const closed = await done(
      supervisor('POST', `${url}/steps`, { action: 'close', outcome: 'achieved', idempotencyKey: key() }),
    )
    expect(closed).toMatchObject({ state: 'closed', outcome: 'achieved', steps: [{}, {}, { action: 'close' }] })
  })
})

describe('a benefit', () => {
  test('over a certain worth is approved by a second person, given, and stands in the register', async () => {
    const offered = await done(owner('POST', at('/benefits'), { benefit: 'flowers', idempotencyKey: key() }))
    expect(offered).toMatchObject({ state: 'offered', needsApproval: true, costMinor: 20_000, may: ['refuse'] })
    const url = `/v1/benefits/${offered.grantId}/steps`
    expect(await code(owner('POST', url, { action: 'give', idempotencyKey: key() }))).toBe('wrong-state')
    expect((await done(leader('GET', '/v1/benefits?toApprove=true'))).items).toMatchObject([
      { grantId: offered.grantId, may: ['approve', 'refuse'] },
    ])
    await done(supervisor('POST', url, { action: 'approve', idempotencyKey: key() }))
    expect(await done(owner('POST', url, { action: 'give', idempotencyKey: key() }))).toMatchObject({ state: 'given' })
    const register = await done(leader('GET', '/v1/benefits/register?year=2026'))
    expect(register.items).toMatchObject([{ customer: { customerId: own.customerId }, given: 1, costMinor: 20_000 }])
    const { left } = await done(owner('GET', at('/benefits')))
    expect(left).toContainEqual(expect.objectContaining({ benefit: 'flowers', left: 1, perYear: 2 }))
  })
})

describe('the dialler', () => {
  test('gets who may be called, and its results count once, row by row', async () => {
    await world.store.execute(
      "update task set closed_at = created_at, pool = 'failure' where assign = 'pool' and closed_at is null",
    )
    // Tasks of the pool: what an owner holds is not dialled.
    const agent = world.people.agent.staff_id
    await world.store.execute('update staff set unit_id = $1 where staff_id = $2', [
      world.people.supervisor.unit_id,
      agent,
    ])
    const agentOf = await world.store.query<{ task_id: number; customer_id: string }>(
      `update task set assign = 'pool', assignee_id = null, assigned_by = null, channel = 'phone', purpose = 'service', not_before = created_at
       where task_id in (
         select distinct on (customer_id) task_id from task join customer using (customer_id) join org_unit on org_unit.unit_id = customer.unit_id
         where closed_at is null and $1 = any(path) and phone is not null order by customer_id, task_id limit 3
       )
       returning task_id, customer_id`,
      [world.people.supervisor.unit_id],
    )
    expect(agentOf.length).toBeGreaterThan(1)
    const list = await done(supervisor('POST', '/v1/dialler/lists', { count: 50, idempotencyKey: key() }))
    expect(list).toMatchObject({ leads: agentOf.length, callable: agentOf.length, stopped: [] })
    const { items } = await done(supervisor('GET', `/v1/dialler/lists/${list.listId}/leads`))
    expect(items.map((lead: { vendor_lead_code: string }) => Number(lead.vendor_lead_code)).sort()).toEqual(
      agentOf.map(({ task_id }) => task_id).sort(),
    )
    const csv = await supervisor('GET', `/v1/dialler/lists/${list.listId}/leads.csv`)
    expect(csv.body.split('\r\n')[0]).toBe(
      '\ufeffvendor_lead_code,source_id,list_id,phone_number,title,first_name,last_name,owner,comments,rank',
    )
    expect(csv.body).toContain(items[0].phone_number)
    const [audit] = await world.store.query<{ detail: { customers: string[] } }>(
      "select detail from audit where action = 'customer.view.exportDiallerLeads'",
    )
    expect(audit?.detail.customers).toHaveLength(agentOf.length)
    for (const ask of [owner, planner])
      expect(await code(ask('GET', `/v1/dialler/lists/${list.listId}`))).toBe('forbidden')

    const rows = items.map((lead: { vendor_lead_code: string }, index: number) => ({
      call_id: `u-${index}`,
      vendor_lead_code: lead.vendor_lead_code,
      status: 'NA',
      user: index === 0 ? 'nobody' : agent,
      call_date: '2026-11-02 09:50:00',
    }))
    const results = { rows, mapping: { NA: 'no_answer' } }
    const known = agentOf.length - 1
    expect(await done(supervisor('POST', '/v1/dialler/results', results))).toMatchObject({
      done: known,
      refused: 1,
      rows: expect.arrayContaining([expect.objectContaining({ callId: 'u-0', reason: 'unknown_staff: nobody' })]),
    })
    const header = Object.keys(rows[0]).join(',')
    const content = [header, ...rows.map((row: object) => Object.values(row).join(','))].join('\n')
    const again = upload(
      supervisor,
      '/v1/dialler/results/file',
      { name: 'r.csv', content },
      { mapping: 'NA=no_answer' },
    )
    expect(await done(again)).toMatchObject({ done: 0, known, refused: 1 })
    expect((await done(supervisor('GET', '/v1/dialler/results/refused'))).items).toMatchObject([
      { callId: 'u-0', status: 'NA', reason: 'unknown_staff: nobody' },
    ])
    const after = await done(supervisor('GET', `/v1/dialler/lists/${list.listId}`))
    expect(after).toMatchObject({ callable: 1, stopped: [{ reason: 'too-early', leads: known }] })
  })

  test('a large file is taken in after the answer, and its progress is read by who sent it', async () => {
    const row = ',999999,NA,nobody,2026-11-02 09:50:00'
    const content = [
      'call_id,vendor_lead_code,status,user,call_date',
      ...Array.from({ length: 501 }, (_, id) => `big-${id}${row}`),
    ]
    const file = { name: 'r.csv', content: content.join('\n') }
    const begun = await done(upload(supervisor, '/v1/dialler/results/file', file, { mapping: 'NA=no_answer' }))
    expect(begun).toMatchObject({ importId: expect.any(String), state: 'running', total: 501, rows: [] })
    const read = () => done(supervisor('GET', `/v1/dialler/imports/${begun.importId}`))
    await expect.poll(async () => (await read()).state, { timeout: 20_000 }).toBe('done')
    const { done: counted, refused, rows } = await read()
    expect([counted, refused, rows.length]).toEqual([0, 501, 501])
    expect(rows[0]).toMatchObject({ callId: 'big-0', state: 'refused', reason: 'not_found: 999999' })
  })

  test('an import that lost the database before its end says so, and the same file begins it anew', async () => {
    const content = ['call_id,vendor_lead_code,status,user,call_date']
    for (let id = 0; id <= 500; id += 1) content.push(`cut-${id},999999,NA,nobody,2026-11-02 09:50:00`)
    const send = () =>
      done(upload(supervisor, '/v1/dialler/results/file', { name: 'r.csv', content: content.join('\n') }))
    const read = (importId: string) => done(supervisor('GET', `/v1/dialler/imports/${importId}`))
    const { importId: cut } = await send()
    await expect.poll(async () => (await read(cut)).state, { timeout: 20_000 }).toBe('done')
    const lost = "update dialler_import set state = 'running', finished_at = null where import_id = $1"
    await world.store.execute(lost, [cut])
    const { importId: anew } = await send()
    expect(anew).not.toBe(cut)
    expect(await read(cut)).toMatchObject({ state: 'failed', problem: 'interrupted' })
    await expect.poll(async () => (await read(anew)).state, { timeout: 20_000 }).toBe('done')
    await world.store.execute(lost, [anew])
    expect(await read(anew)).toMatchObject({ state: 'failed', problem: 'interrupted' })
  })

  test('a file that is no list of results is refused as a whole, and a bad mapping by name', async () => {
    const file = { name: 'r.csv', content: 'a,b\n1,2\n' }
    expect(await code(upload(supervisor, '/v1/dialler/results/file', file))).toBe('import-refused')
    expect(await code(upload(supervisor, '/v1/dialler/results/file', file, { mapping: 'x' }))).toBe('invalid-request')
  })
})
