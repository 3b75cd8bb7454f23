import { judgeContacts, listConsents, recordConsent, scopeOf } from '@tend/care'
import { runNightly } from '@tend/jobs'
import { factRelation, readCatalog } from '@tend/lake'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliverBank, openSmallHouse, type SmallHouse } from './small-house.ts'

let house: SmallHouse
let now = new Date('2026-11-02T02:00:00Z')
const timeZone = 'Asia/Shanghai'
const actor = { userId: 'u-lin', staffId: 'E1', name: '林经理', role: 'owner', unitId: 'B1' } as const
let nights = 0
let keys = 0

beforeAll(async () => {
  house = await openSmallHouse()
  await deliverBank(house)
  await house.deliver(
    'customer',
    'customer_id,name,email,unit_id,owner_id,closed_on\nC2,乙,yi@example.com,B1,E1,\nC3,丙,,B1,,2026-10-20\n',
  )
  await house.deliver(
    'consent',
    [
      '客户号,联系目的,渠道,许可状态,同意日期,协议版本',
      'C1,营销,全部,同意,2026-10-01,2025-03',
      'C2,营销,短信,Y,2026-10-01,',
      'C2,all,,withdrawn,2026-10-05,',
    ].join('\n'),
  )
  await night()
})
afterAll(() => house.close())

const night = async (asOf = '2026-10-31') => {
  nights += 1
  return runNightly(house, house.duck, { runId: `night-${nights}`, asOf, clock: () => now })
}
/** What is open for a customer that the contract does not make necessary. */
const openFor = (customerId: string) =>
  house.store.query(
    `select 'task' as what, play as name, purpose from task where customer_id = $1 and closed_at is null and purpose <> 'service'
     union all select 'message', template, purpose from message where customer_id = $1 and state in ('waiting', 'sending') and purpose <> 'service'`,
    [customerId],
  )
const codeOf = async (customerId: string, channel = 'phone', purpose = 'marketing') => {
  const [verdict] = await judgeContacts(house.store, house.pack, [{ customerId, channel, purpose, at: now }], {
    hour: false,
    timeZone,
  })
  return verdict?.kind === 'refused' ? verdict.code : 'allowed'
}
const record = async (customerId: string, state: 'given' | 'withdrawn') => {
  keys += 1
  const command = { actor, now, timeZone, key: `consent-${keys}` }
  const version = house.pack.purposes.get('marketing')?.consentVersion
  const done = await recordConsent(house.store, command, await scopeOf(house.store, actor, command), house.pack, {
    customerId,
    purpose: 'marketing',
    channel: null,
    state,
    how: 'in_person',
    ...(state === 'given' && version !== undefined ? { textVersion: version } : {}),
  })
  expect(done.kind).toBe('done')
}

test('consents of a file are in force after the night, with the day and the text that the file names', async () => {
  expect(await listConsents(house.store, 'C1')).toMatchObject([
    {
      purpose: 'marketing',
      channel: null,
      state: 'given',
      text_version: '2025-03',
      at: '2026-09-30T16:00:00.000Z',
      taken_by: 'file',
      source: 'file',
    },
  ])
  expect(await codeOf('C1')).toBe('allowed')
  expect(await codeOf('C2')).toBe('withdrawn')
})

test('the snapshot carries addresses and the day of leaving', async () => {
  const rows = await house.store.query('select customer_id, contact_points from customer order by customer_id')
  expect(rows).toEqual([
    { customer_id: 'C1', contact_points: {} },
    { customer_id: 'C2', contact_points: { email: 'yi@example.com' } },
    { customer_id: 'C3', contact_points: { left_on: '2026-10-20' } },
  ])
  expect(await codeOf('C3', 'phone', 'service')).toBe('absent')
})

test('a withdrawal in Tend is not overruled by an older row of a file, and a file that comes twice adds nothing', async () => {
  await record('C1', 'withdrawn')
  const before = (await listConsents(house.store, 'C1')).length
  await house.deliver(
    'consent',
    'customer_id,purpose,channel,state,date\nC1,marketing,all,given,2026-10-01\nC1,marketing,all,given,2026-11-01\n',
  )
  await night()
  expect(await listConsents(house.store, 'C1')).toHaveLength(before + 1)
  expect(await codeOf('C1')).toBe('no-consent')
  await house.deliver('consent', 'customer_id,purpose,channel,state,date\nC1,marketing,all,given,2026-11-01\n\n')
  await night()
  expect(await listConsents(house.store, 'C1')).toHaveLength(before + 1)
})

test('what was recorded in Tend goes to the lake once, and does not come back as the word of a file', async () => {
  const consent = house.pack.facts.get('consent')
  if (!consent) throw new Error('the pack has no consents')
  const own = await house.duck.rows(
    `select customer_id, purpose, channel, state, how, consent_id is not null as is_own
     from ${factRelation(house.lake, await readCatalog(house.lake), consent)} as consent where consent_id is not null`,
  )
  expect(own).toEqual([
    { customer_id: 'C1', purpose: 'marketing', channel: 'all', state: 'withdrawn', how: 'in_person', is_own: true },
  ])
  expect(await listConsents(house.store, 'C1')).toMatchObject([
    { source: 'tend' },
    { source: 'file' },
    { source: 'file' },
  ])
})

test('a later withdrawal in a file closes open work and cancels what waits', async () => {
  now = new Date('2026-11-03T02:00:00Z')
  await record('C1', 'given')
  const [task] = await house.store.query<{ task_id: number }>(
    `insert into task (customer_id, unit_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority, reasons, conflict,
       due_at, not_before, shuffle, created_at, purpose)
     values ('C1', 'B1', 'p', 'p', 'phone', 'owner', 'by-hand', 3, 0, 0, 0, '[]', '{"merged": []}', now(), now(), 0, now(), 'marketing') returning task_id`,
  )
  await house.deliver('consent', 'customer_id,purpose,channel,state,date\nC1,marketing,phone,withdrawn,2026-11-03\n')
  await night()
  expect(await codeOf('C1')).toBe('no-consent')
  expect(await codeOf('C1', 'visit')).toBe('allowed')
  expect(
    await house.store.query('select pool, outcome, closed_by, closed_reason from task where task_id = $1', [
      task?.task_id,
    ]),
  ).toEqual([{ pool: 'failure', outcome: 'stopped', closed_by: null, closed_reason: 'no-consent' }])
})

test('a customer who wants to hear nothing more is planned for by nothing, night after night, and agrees again to what they choose', async () => {
  const withdrawal = { actor, now, timeZone, key: 'nothing-more' }
  // Work for both customers: a deposit that matures for each.
  const deposit = (id: string, customerId: string, endOn: string) =>
    `${id},${customerId},term,500000.00,2025-11-07,${endOn}`
  const contracts = (endOn: string, id: string) =>
    house.deliver(
      'contract',
      [
        'contract_id,customer_id,product,amount,start_on,end_on',
        deposit(`${id}1`, 'C1', endOn),
        deposit(`${id}2`, 'C2', endOn),
      ].join('\n'),
    )
  await record('C1', 'given')
  await contracts('2026-11-10', 'A')
  await night('2026-11-04')
  const before = await openFor('C1')
  expect(before.length).toBeGreaterThan(0)
  expect(await openFor('C2')).toEqual([])
  const done = await recordConsent(house.store, withdrawal, await scopeOf(house.store, actor, withdrawal), house.pack, {
    customerId: 'C1',
    purpose: null,
    channel: null,
    state: 'withdrawn',
    how: 'phone',
  })
  expect(done).toMatchObject({ kind: 'done', stopped: { tasks: expect.any(Number) } })
  expect(await openFor('C1')).toEqual([])
  await contracts('2026-11-20', 'B')
  now = new Date('2026-11-16T02:00:00Z')
  const { published } = await night('2026-11-14')
  expect(await openFor('C1')).toEqual([])
  expect(Object.keys(published.leftOut).some((key) => key.endsWith('.withdrawn'))).toBe(true)
  for (const channel of house.pack.channels.keys()) {
    // The file's own refusal of calls is the later word on that channel.
    expect(await codeOf('C1', channel)).toBe(channel === 'phone' ? 'no-consent' : 'withdrawn')
    expect(await codeOf('C1', channel, 'relationship')).toBe('withdrawn')
  }
  await record('C1', 'given')
  expect(await codeOf('C1')).toBe('allowed')
})
