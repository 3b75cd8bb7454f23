import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from './world.ts'

let world: World
/** Of the owner: somebody with a phone, who has agreed to nothing. */
let customer: { customer_id: string; name: string; phone: string }
let keys = 0
const key = (): string => `messages-${++keys}-key`

beforeAll(async () => {
  world = await makeWorld({ customers: 120, months: 3 })
  const [found] = await world.store.query<typeof customer>(
    'select customer_id, name, phone from customer where owner_id = $1 and phone is not null and name is not null order by 1 limit 1',
    [world.people.owner.staff_id],
  )
  if (found === undefined) throw new Error('the owner has nobody to write to')
  customer = found
  await world.store.execute('delete from message')
  await world.store.execute('delete from contact where customer_id = $1', [customer.customer_id])
})
afterAll(() => world?.close())

const templateOf = async (kind: string, channel = 'sms'): Promise<string> => {
  const ask = await world.signIn('owner')
  const { items } = (await ask('GET', `/v1/templates?channel=${channel}`)).json() as {
    items: { id: string; kind: { id: string } }[]
  }
  const found = items.find((template) => template.kind.id === kind)
  if (found === undefined) throw new Error(`the pack has no template of the kind ${kind} for ${channel}`)
  return found.id
}

test('a person previews and sends a greeting; it waits, may be followed and is audited without its text', async () => {
  const ask = await world.signIn('owner')
  const template = await templateOf('greeting')
  const base = `/v1/customers/${customer.customer_id}/messages`
  const preview = await ask('POST', `${base}/preview`, { template })
  expect(preview.statusCode, preview.body).toBe(200)
  expect(preview.json()).toMatchObject({
    sender: { staffId: world.people.owner.staff_id },
    sms: { alphabet: 'ucs2' },
    verdict: { isAllowed: true },
  })
  const body = { template, idempotencyKey: key() }
  const sent = await ask('POST', base, body)
  expect(sent.statusCode, sent.body).toBe(201)
  expect((await ask('POST', base, body)).json().messageId).toBe(sent.json().messageId)
  const whole = (await ask('GET', `/v1/messages/${sent.json().messageId}`)).json()
  expect(whole).toMatchObject({
    state: 'waiting',
    body: preview.json().body,
    address: customer.phone,
    why: { sentence: { en: 'A person wrote it.' }, createdBy: world.people.owner.name },
    permission: { basis: 'objection', consentId: null },
    tries: [],
  })
  const [audit] = await world.store.query<{ detail: object }>("select detail from audit where action = 'message.send'")
  expect(JSON.stringify(audit)).not.toContain(customer.name)
})

test.each([
  ['commercial', undefined, 409, 'not-permitted'],
  ['greeting', '全场八折优惠', 422, 'lint-failed'],
] as const)('a %s message that may not be sent is refused with its reason', async (kind, text, status, code) => {
  const ask = await world.signIn('owner')
  const body = {
    template: await templateOf(kind),
    idempotencyKey: key(),
    ...(text === undefined ? {} : { text: { body: text } }),
  }
  const answer = await ask('POST', `/v1/customers/${customer.customer_id}/messages`, body)
  expect(answer.statusCode, answer.body).toBe(status)
  expect(answer.json().error.code).toBe(code)
})

test('who reads names with stars reads them so in texts, too; an administrator reads neither text nor reason', async () => {
  const [row] = await world.store.query<{ message_id: number }>('select message_id from message order by 1 limit 1')
  await world.store.execute("update message set body = $2 || '：' || $3 where message_id = $1", [
    row?.message_id,
    customer.name,
    customer.phone,
  ])
  const read = async (role: 'verifier' | 'admin') =>
    (await (await world.signIn(role))('GET', `/v1/messages/${row?.message_id}`)).json()
  const masked = await read('verifier')
  expect(masked.body).not.toContain(customer.name)
  expect(masked.body).not.toContain(customer.phone)
  expect(masked.address).toMatch(/^\d{3}\*{4}\d{4}$/)
  expect(await read('admin')).toMatchObject({
    customer: null,
    body: null,
    subject: null,
    address: null,
    why: { sentence: null },
    state: 'waiting',
  })
})

test('a supervisor sends a dead message anew, settles an unknown one and cancels a waiting one', async () => {
  const ask = await world.signIn('supervisor')
  const { items } = (await ask('GET', '/v1/messages?state=waiting')).json()
  const messageId = items[0]?.messageId
  expect(items[0]?.may).toEqual({ cancel: true, resend: false, settle: false, answer: false })
  await world.store.execute("update message set state = 'unknown', reason = 'timeout' where message_id = $1", [
    messageId,
  ])
  expect((await ask('GET', `/v1/messages?state=unknown&customer=${customer.customer_id}`)).json().items).toHaveLength(1)
  const settled = await ask('POST', `/v1/messages/${messageId}/settle`, {
    as: 'not_delivered',
    reason: 'asked',
    idempotencyKey: key(),
  })
  expect(settled.json()).toMatchObject({ state: 'dead', reason: { code: 'not-delivered' }, may: { resend: true } })
  const anew = await ask('POST', `/v1/messages/${messageId}/resend`, { idempotencyKey: key() })
  expect(anew.statusCode, anew.body).toBe(201)
  expect((await ask('POST', `/v1/messages/${messageId}/resend`, { idempotencyKey: key() })).statusCode).toBe(409)
  expect((await ask('GET', `/v1/messages/${messageId}`)).json()).toMatchObject({ resentAs: anew.json().messageId })
  const cancelled = await ask('POST', `/v1/messages/${anew.json().messageId}/cancel`, {
    reason: 'enough',
    idempotencyKey: key(),
  })
  expect(cancelled.json()).toMatchObject({
    state: 'cancelled',
    reason: { code: 'by-hand', sentence: { en: 'A person cancelled it.' } },
  })
  const counts = (await ask('GET', '/v1/messages/counts')).json()
  expect(counts.items).toContainEqual({ state: 'cancelled', channel: 'sms', messages: 1 })
})

test('letters are printed as one PDF, within one’s region', async () => {
  await world.store.execute(
    `insert into message (customer_id, unit_id, channel, purpose, kind, template, language, address, body, sender_name, not_before, next_attempt_at,
       idempotency_key, dedupe_key, pack_hash, created_at, created_by)
     select customer_id, unit_id, 'letter', 'service', 'service', 'letter', 'zh', '世纪大道100号', '尊敬的客户，您好。', '常青银行', $2, $2, 'l', 'l', 'h', $2, 'system'
     from customer where customer_id = $1`,
    [customer.customer_id, world.clock.now],
  )
  await world.store.execute(
    `update customer set contact_points = contact_points || '{"postal_address": "世纪大道100号"}' where customer_id = $1`,
    [customer.customer_id],
  )
  const ask = await world.signIn('supervisor')
  const printed = await ask('POST', '/v1/letters/print', { idempotencyKey: key() })
  expect(printed.json()).toMatchObject({ letters: 1, cancelled: 0 })
  const pdf = await ask('GET', `/v1/letters/batches/${printed.json().batch}`)
  expect(pdf.headers['content-type']).toBe('application/pdf')
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await ask('GET', '/v1/letters/batches')).json().items).toMatchObject([
    { letters: 1, printedBy: world.people.supervisor.name },
  ])
  expect((await (await world.signIn('admin'))('GET', `/v1/letters/batches/${printed.json().batch}`)).statusCode).toBe(
    404,
  )
})

test('a report of a provider counts with its signature, once', async () => {
  await world.store.execute(
    "update message set state = 'sent', sent_at = created_at, provider = 'sms_http', provider_id = 'p-1', reason = null where message_id = (select max(message_id) from message)",
  )
  const report = { receiptId: 'r-1', providerId: 'p-1', state: 'delivered' }
  const send = (headers: Record<string, string>) => world.signedOut('POST', '/v1/receipts/sms', report, headers)
  expect((await send({})).json().error.code).toBe('signature-invalid')
  expect(
    (await send({ 'webhook-signature': 'v1,wrong', 'webhook-id': 'r-1', 'webhook-timestamp': '1' })).statusCode,
  ).toBe(401)
  const signed = world.signReport(JSON.stringify(report))
  expect((await send(signed)).json()).toEqual({ result: 'settled' })
  expect((await send(signed)).json()).toEqual({ result: 'repeat' })
  expect(await world.store.query("select state from message where provider_id = 'p-1'")).toEqual([
    { state: 'delivered' },
  ])
})

test('a text of one’s own is filled with no personal column, so that it shows nothing that a mask hides', async () => {
  const ask = await world.signIn('planner')
  const body = '{name} {phone} {email} {postal_address} {id_number} {birth_date}'
  const answer = await ask('POST', `/v1/customers/${customer.customer_id}/messages/preview`, {
    template: await templateOf('greeting'),
    text: { body },
  })
  expect(answer.statusCode, answer.body).toBe(200)
  expect(answer.body).not.toContain(customer.phone)
  expect(answer.body).not.toContain(customer.name)
  const places = answer.json().findings.filter(({ code }: { code: string }) => code === 'place')
  expect(places.map(({ term }: { term: string }) => term)).toEqual(
    expect.arrayContaining(['phone', 'email', 'postal_address', 'id_number']),
  )
})

test('who reads a message does not get hold of the link by which its customer rates the manager', async () => {
  const ask = await world.signIn('owner')
  const template = await templateOf('greeting')
  const sent = await ask('POST', `/v1/customers/${customer.customer_id}/messages`, {
    template,
    idempotencyKey: key(),
  })
  expect(sent.statusCode, sent.body).toBe(201)
  const { messageId } = sent.json()
  await world.store.execute(
    "update message set body = 'https://bank.example/v1/rate/Ab-c_9 谢谢' where message_id = $1",
    [messageId],
  )
  expect((await ask('GET', `/v1/messages/${messageId}`)).json().body).toBe('https://bank.example/v1/rate/… 谢谢')
})

test('a simulated text message is answered in the place of its customer: any text is kept, R refuses everything but service; what really went out is not', async () => {
  const ask = await world.signIn('owner')
  const path = `/v1/customers/${customer.customer_id}`
  const send = async (): Promise<string> => {
    const body = { template: await templateOf('greeting'), idempotencyKey: key() }
    return (await ask('POST', `${path}/messages`, body)).json().messageId
  }
  const [sent, waiting] = [await send(), await send()]
  const leaveBy = (provider: string) =>
    world.store.execute(
      "update message set state = 'sent', sent_at = created_at, attempts = 1, provider = $2 where message_id = $1",
      [sent, provider],
    )
  const answer = (text: string) => ask('POST', `/v1/messages/${sent}/answer`, { text })
  await leaveBy('smpp')
  expect((await answer('R')).statusCode).toBe(409)
  await leaveBy('simulator')
  expect((await ask('GET', `/v1/messages/${sent}`)).json().may.answer).toBe(true)
  const asPlanner = await world.signIn('planner')
  expect((await asPlanner('POST', `/v1/messages/${sent}/answer`, { text: 'R' })).statusCode).toBe(403)

  expect((await answer('周三来电')).json()).toMatchObject({ kind: 'kept' })
  const { items } = (await ask('GET', `${path}/timeline?kinds=contact`)).json()
  expect(JSON.stringify(items)).toContain('周三来电')
  expect((await answer('退订')).json()).toMatchObject({ kind: 'refused', stopped: { messages: expect.any(Number) } })
  expect((await ask('GET', `/v1/messages/${waiting}`)).json()).toMatchObject({ state: 'cancelled' })
  const audited = await world.store.query(
    `select distinct staff_id, subject_id from audit join app_user on app_user.id = actor where action = 'message.answer'`,
  )
  expect(audited).toEqual([{ staff_id: world.people.owner.staff_id, subject_id: customer.customer_id }])
})
