import { countPolicy, judgeContacts, listConsents, listTimeline, scopeOf } from '@tend/care'
import { runNightly } from '@tend/jobs'
import { factRelation, readCatalog } from '@tend/lake'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliverBank, openSmallHouse, type SmallHouse } from './small-house.ts'

let house: SmallHouse
const now = new Date('2026-11-02T02:00:00Z')
const timeZone = 'Asia/Shanghai'
let nights = 0

const night = async (): Promise<void> => {
  nights += 1
  await runNightly(house, house.duck, { runId: `night-${nights}`, asOf: '2026-10-31', clock: () => now })
}
const contactsOf = async (customerId: string) =>
  (await listTimeline(house.store, customerId, { limit: 50, kinds: ['contact'] })).items
const belowMinimum = async () => {
  const board = { scope: { kind: 'all' }, channel: 'phone', purpose: 'relationship', scheme: 'asset_tier' } as const
  const counts = await countPolicy(house.store, house.pack, board, { now, timeZone })
  return counts.reduce((sum, count) => sum + count.below_minimum, 0)
}

beforeAll(async () => {
  house = await openSmallHouse()
  await deliverBank(house)
  await night()
})
afterAll(() => house.close())

test('contacts of other systems stand in the timeline with their person and hour, and count for the minimum', async () => {
  const before = await belowMinimum()
  await house.deliver(
    'contact',
    [
      'contact_id,customer_id,date,time,staff_id,channel,direction,contact_label,outcome,result',
      'K1,C1,2026-10-20,14:05,E1,phone,outbound,bank-care-business,reached_interested,success',
      'K2,C1,2026-10-19,10:30,E1,phone,outbound,bank-care-business,no_answer,retry',
      'K3,C2,2026-10-21,,,branch,inbound,,reached_done,success',
      'K4,C2,2026-11-30,09:00,E1,phone,outbound,,reached_done,success',
      // The night runs at ten in the morning of the second.
      'K6,C3,2026-11-02,,E1,visit,outbound,,no_answer,retry',
    ].join('\n'),
  )
  await night()
  expect(await contactsOf('C1')).toMatchObject([
    {
      at: '2026-10-20T06:05:00.000Z',
      title: 'reached_interested',
      actor: '林经理',
      detail: { play: 'care_business', purpose: 'relationship' },
    },
    { at: '2026-10-19T02:30:00.000Z', title: 'no_answer' },
  ])
  // Nobody knows the hour, nor who took it; what lies ahead has not happened.
  expect(await contactsOf('C2')).toMatchObject([{ at: '2026-10-21T04:00:00.000Z', actor: null }])
  expect(await contactsOf('C3')).toMatchObject([{ at: now.toISOString(), title: 'no_answer' }])
  expect(await belowMinimum()).toBe(before - 1)
  // Whom Tend did not send to a customer sees them no more than before.
  const manager = { userId: 'u1', staffId: 'E1', name: '林经理', role: 'owner', unitId: 'B1' } as const
  expect(await scopeOf(house.store, manager, { now, timeZone })).toMatchObject({ customerIds: [] })
})

test('a contact that is delivered again is corrected, not doubled, and does not go to the lake as Tend’s own', async () => {
  await house.deliver(
    'contact',
    'contact_id,customer_id,date,time,staff_id,channel,direction,outcome,result\nK1,C1,2026-10-20,15:00,E2,visit,outbound,reached_done,success\n',
  )
  await night()
  await night()
  expect(await contactsOf('C1')).toMatchObject([
    { at: '2026-10-20T07:00:00.000Z', title: 'reached_done', actor: '周主管', detail: { channel: 'visit' } },
    { title: 'no_answer' },
  ])
  const fact = house.pack.facts.get('contact')
  if (!fact) throw new Error('the pack has no contacts')
  const [inLake] = await house.duck.rows<{ rows: number }>(
    `select count(*)::integer as rows from ${factRelation(house.lake, await readCatalog(house.lake), fact)} as contact`,
  )
  expect(inLake?.rows).toBe(5)
})

test('whoever wanted to hear nothing more elsewhere is left in peace here', async () => {
  await house.deliver(
    'contact',
    'contact_id,customer_id,date,channel,direction,outcome,result\nK5,C3,2026-10-25,phone,outbound,do_not_contact,failure\n',
  )
  await night()
  expect(await listConsents(house.store, 'C3')).toMatchObject([{ state: 'withdrawn', purpose: null, how: 'contact' }])
  const asked = { customerId: 'C3', channel: 'phone', purpose: 'relationship', at: now }
  expect(await judgeContacts(house.store, house.pack, [asked], { hour: false, timeZone })).toMatchObject([
    { kind: 'refused', code: 'withdrawn' },
  ])
})

test('a contact of Tend’s own that comes back as a file is not doubled', async () => {
  await house.deliver(
    'contact',
    'contact_id,customer_id,date,channel,direction,outcome,result\ntend-1,C2,2026-10-25,phone,outbound,reached_done,success\n',
  )
  await night()
  expect(await contactsOf('C2')).toHaveLength(1)
})

test('a refusal with a day ahead counts from today, so that the customer can agree again later', async () => {
  await house.deliver(
    'contact',
    'contact_id,customer_id,date,channel,direction,outcome,result\nK7,C2,2029-10-25,phone,outbound,do_not_contact,failure\n',
  )
  await night()
  expect(await listConsents(house.store, 'C2')).toMatchObject([{ state: 'withdrawn', at: '2026-11-02T15:59:59.999Z' }])
})
