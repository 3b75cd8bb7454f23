import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, makeWorld, type World } from './world.ts'

let world: World
let owner: Ask
let agent: Ask
let supervisor: Ask

beforeAll(async () => {
  world = await makeWorld({ months: 3 })
  // An agent of the supervisor's region, who can claim what is recalled there.
  await world.store.execute("update staff set unit_id = $1 where role = 'agent'", [world.people.supervisor.unit_id])
  owner = await world.signIn('owner')
  agent = await world.signIn('agent')
  supervisor = await world.signIn('supervisor')
})
afterAll(() => world?.close())

let keys = 0
const key = () => `working-day-${++keys}`
const noAnswer = () => ({ outcome: 'no_answer', idempotencyKey: key() })

test('a task tells what its priority follows from, and whether the customer may be contacted', async () => {
  const [first] = (await owner('GET', '/v1/tasks?state=ready')).json().items
  const termsOf = async (value: number) => {
    await world.store.execute('update task set value = $2 where task_id = $1', [first.taskId, value])
    const { worthMinor, terms } = (await owner('GET', `/v1/tasks/${first.taskId}`)).json()
    return { worthMinor, terms: terms.map(({ id }: { id: string }) => id) }
  }
  const others = ['chance', 'urgency', 'effort', 'service_value']
  expect(await termsOf(50_000)).toEqual({ worthMinor: expect.any(Number), terms: ['value', ...others] })
  expect(await termsOf(0)).toEqual({ worthMinor: null, terms: others })
  for (const { label, text } of first.terms) expect([label.zh, label.en, text.zh, text.en]).not.toContain('')
  const whole = (await owner('GET', `/v1/tasks/${first.taskId}`)).json()
  expect(whole.mayContact).toMatchObject({ isAllowed: true, code: null })
  expect(whole.mayContact.sentence.zh).not.toBe('')
  expect(whole.card.indicators).not.toEqual({})
})

test('after a withdrawal the open task is stopped, and what had happened before is still taken', async () => {
  const [first] = (await owner('GET', '/v1/tasks?state=ready')).json().items
  const happenedAt = world.clock.now.toISOString()
  const said = await owner('POST', `/v1/customers/${first.customer.customerId}/consents`, {
    purpose: null,
    channel: null,
    state: 'withdrawn',
    how: 'phone',
    idempotencyKey: key(),
  })
  expect(said.statusCode, said.body).toBeLessThan(300)
  const { closedBecause } = (await owner('GET', `/v1/tasks/${first.taskId}`)).json()
  expect(closedBecause).toEqual({
    zh: '客户表示不愿再被联系。',
    en: 'The customer said that they want to hear nothing more.',
  })
  const { stopped } = (await owner('GET', `/v1/customers/${first.customer.customerId}/tasks`)).json()
  expect(stopped).toMatchObject({ at: happenedAt, why: closedBecause })
  expect(stopped.tasks).toBeGreaterThan(0)
  const late = await owner('POST', `/v1/tasks/${first.taskId}/outcome`, noAnswer())
  expect(late.json().error.code).toBe('task-closed')
  const kept = await owner('POST', `/v1/tasks/${first.taskId}/outcome`, { ...noAnswer(), happenedAt })
  expect(kept.json(), kept.body).toMatchObject({ task: { isOpen: false, outcome: 'stopped' } })
})

test('a recall shows the load before it changes anything, and the pool has the work afterwards', async () => {
  const staffId = world.people.owner.staff_id
  const recall = (preview: boolean) =>
    supervisor('POST', '/v1/tasks/recall', {
      take: { assignee: staffId },
      reason: 'ill',
      preview,
      idempotencyKey: key(),
    })
  const preview = (await recall(true)).json()
  expect(preview.people[0]).toMatchObject({ staff: { staffId }, tasks: preview.total })
  expect((await recall(false)).json()).toMatchObject({ preview: false, total: preview.total })
  expect((await recall(true)).json().total).toBe(0)
  const back = await supervisor('POST', '/v1/tasks/assign', {
    take: { count: 2 },
    staffIds: [staffId],
    idempotencyKey: key(),
  })
  expect(back.json()).toMatchObject({ total: 2, people: [{ staff: { staffId }, tasks: 2 }] })
})

test('a claim at a quiet hour gives nothing and says from when on it would', async () => {
  const day = world.clock.now
  const [date] = day.toISOString().split('T')
  world.clock.now = new Date(`${date}T14:30:00Z`)
  const claimed = await agent('POST', '/v1/tasks/claim', { idempotencyKey: key() })
  world.clock.now = day
  const morning = new Date(Date.parse(`${date}T01:00:00Z`) + 86_400_000)
  expect(claimed.json()).toEqual({ items: [], quietUntil: morning.toISOString() })
})

test('an outcome answers with the next task whole, one after the other, and writes down that it was looked at', async () => {
  await supervisor('POST', '/v1/tasks/recall', { take: {}, reason: 'agents call them all', idempotencyKey: key() })
  const claimed = await agent('POST', '/v1/tasks/claim', { idempotencyKey: key() })
  let taskId: string = claimed.json().items[0].taskId
  const body = { ...noAnswer(), next: true }
  const answer = await agent('POST', `/v1/tasks/${taskId}/outcome`, body)
  expect(answer.statusCode, answer.body).toBe(200)
  const { next } = answer.json()
  expect(next.taskId).not.toBe(taskId)
  expect(next.assignee.staffId).toBe(world.people.agent.staff_id)
  expect(next.may.work).toBe(true)
  expect((await agent('POST', `/v1/tasks/${taskId}/outcome`, body)).json().next.taskId).toBe(next.taskId)
  expect((await agent('GET', `/v1/tasks/${next.taskId}`)).json()).toEqual(next)
  const viewed = await world.store.query(
    "select detail ->> 'taskId' as task from audit where action = 'customer.view.getTask' and subject_id = $1",
    [next.card.customerId],
  )
  expect(viewed[0]).toEqual({ task: next.taskId })
  const seen = new Set([taskId])
  for (let following = next; following !== null; ) {
    taskId = following.taskId
    expect(seen.has(taskId)).toBe(false)
    seen.add(taskId)
    following = (await agent('POST', `/v1/tasks/${taskId}/outcome`, { ...noAnswer(), next: true })).json().next
  }
  expect(seen.size).toBeGreaterThan(2)
})

test('modules add up to what is open, and the list of a module holds as many', async () => {
  const { items } = (await supervisor('GET', '/v1/tasks/modules?scope=all')).json()
  const ids = items.map((each: { module: string | null }) => each.module)
  expect(ids, 'a view that no play of the pack fills is none').not.toContain('pre_suspension')
  const all = (await supervisor('GET', '/v1/tasks?scope=all&limit=200')).json().items
  const sum = (name: string) =>
    items.reduce((total: number, each: Record<string, number>) => total + (each[name] ?? 0), 0)
  expect(sum('open')).toBe(all.length)
  expect(sum('due') + sum('later')).toBe(all.length)
  const [first] = items.filter((each: { open: number; module: string | null }) => each.open > 0 && each.module !== null)
  const ofModule = (await supervisor('GET', `/v1/tasks?scope=all&limit=200&module=${first.module}`)).json().items
  expect(ofModule).toHaveLength(first.open)
})

test('a calendar feed is read without a sign-in, names nobody, and ends when it is taken back', async () => {
  const [first] = (await owner('GET', '/v1/customers?limit=1')).json().items
  const made = await owner('POST', '/v1/appointments', {
    customerId: first.customerId,
    at: '2026-11-05T02:00:00Z',
    channel: 'phone',
    note: '带上存单',
    idempotencyKey: key(),
  })
  expect(made.statusCode, made.body).toBe(201)
  const { path } = (await owner('POST', '/v1/calendar/feed')).json()
  const feed = await world.signedOut('GET', path)
  expect(feed.headers['content-type']).toContain('text/calendar')
  expect(feed.body).toContain('BEGIN:VEVENT')
  expect(feed.body).toContain('DTSTART:20261105T020000Z')
  expect(feed.body).toContain(`${first.name[0]}**`)
  for (const secret of [first.name, first.phone, first.customerId, '带上存单']) expect(feed.body).not.toContain(secret)
  expect((await world.signedOut('GET', path.replace(/.{8}\.ics/, '00000000.ics'))).statusCode).toBe(404)
  expect((await owner('DELETE', '/v1/calendar/feed')).statusCode).toBe(204)
  expect((await world.signedOut('GET', path)).statusCode).toBe(404)
  const listed = (await owner('GET', '/v1/appointments?from=2026-11-01&to=2026-11-30')).json()
  expect(listed).toMatchObject({ counts: { done: 0, due: 0, later: 1 }, items: [{ note: '带上存单' }] })
})

test('leave is put down, counted and ended', async () => {
  const staffId = world.people.owner.staff_id
  const days = { fromDay: '2026-11-03', toDay: '2026-11-06' }
  const found = await owner('GET', `/v1/absences/substitutes?staff=${staffId}&from=2026-11-03&to=2026-11-06`)
  const [substitute] = found.json().items
  const added = await owner('POST', '/v1/absences', {
    ...days,
    substituteId: substitute.staff.staffId,
    reason: '年休假',
    idempotencyKey: key(),
  })
  expect(added.json(), added.body).toMatchObject({ ...days, state: 'planned', may: { change: true } })
  const { absenceId } = added.json()
  const moved = await supervisor('POST', `/v1/absences/${absenceId}/tasks/move`, {
    direction: 'out',
    idempotencyKey: key(),
  })
  expect(moved.json(), moved.body).toMatchObject({ to: substitute.staff, total: added.json().openTasks })
  const [listed] = (await supervisor('GET', '/v1/absences')).json().items
  expect(listed).toMatchObject({ absenceId, openTasks: 0, untouchedTasks: moved.json().total })
  const end = await owner('POST', `/v1/absences/${absenceId}/end`, { idempotencyKey: key() })
  expect(end.statusCode, end.body).toBe(204)
  expect((await supervisor('GET', '/v1/absences')).json().items).toEqual([])
})

test('what people write beside work reads masked to who reads masked, in lists, on the task and in the audit', async () => {
  // Somebody who has not asked, in the tests above, to be left in peace.
  const [customer] = await world.store.query<{ id: string; name: string }>(
    `select customer_id as id, name from customer
     where owner_id = $1 and name is not null and not exists (select from consent where consent.customer_id = customer.customer_id)
     order by 1 limit 1`,
    [world.people.owner.staff_id],
  )
  if (customer === undefined) throw new Error('the owner has nobody to call')
  const { id: customerId, name } = customer
  const at = new Date(world.clock.now.getTime() + 3_600_000)
  const text = `${name} 13812345678`
  const input = { customerId, at: at.toISOString(), channel: 'phone', minutes: 30, note: text, idempotencyKey: key() }
  const made = await owner('POST', '/v1/appointments', input)
  expect(made.statusCode, made.body).toBe(201)
  const { taskId } = made.json().task
  const verifier = await world.signIn('verifier')
  const day = at.toISOString().slice(0, 10)
  const range = `from=${day}&to=${day}&scope=all`
  const listed = await verifier('GET', `/v1/appointments?${range}`)
  expect(listed.statusCode, listed.body).toBe(200)
  const note = listed.json().items.find((item: { taskId: string }) => item.taskId === taskId)?.note
  expect(note).toMatch(/\*/)
  const reason = { reason: text, idempotencyKey: key() }
  expect((await owner('POST', `/v1/appointments/${taskId}/cancel`, reason)).statusCode).toBe(200)
  const audit = await verifier('GET', '/v1/audit?action=appointment.cancel')
  expect(audit.json().items[0].details.reason).toMatch(/\*/)
  for (const read of [note, audit.body]) {
    expect(read).not.toContain(name)
    expect(read).not.toContain('13812345678')
  }
})
