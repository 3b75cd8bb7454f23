import type { Benefit, Pack } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { actorOf, at, buildBank, command, hoursLater, publish, pack as world } from '../../test/world.ts'
import { scopeOf } from '../access/scope.ts'
import { countGrants, findGrant, grantActions, listGrants } from './grant.ts'
import { offerBenefits } from './offer.ts'
import { listGiftRegister } from './register.ts'
import { expireBenefits, recordOffer, settleGrant } from './settle.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [{ id: 'a' }, { id: 'b' }, { id: 'w', owner: 'wes', unit: 'west' }])
})
beforeEach(() => store.execute('delete from benefit_grant'))
afterAll(() => store.close())

const label = { zh: '', en: '' }
const position = { file: 'test.yaml', line: 1, column: 1 }
const benefit = (id: string, changes: Partial<Benefit> = {}): [string, Benefit] => [
  id,
  {
    id,
    label,
    position,
    valueAdd: 'benefit',
    cost: 99.5,
    validityDays: 30,
    perYear: 2,
    needsApproval: false,
    ...changes,
  },
]
const pack: Pack = {
  ...world,
  benefits: new Map([benefit('flowers'), benefit('cake', { needsApproval: true, cost: 300, perYear: 1 })]),
}
const offer = (staffId: string, customerId: string, id: string) =>
  recordOffer(store, command(staffId), pack, { customerId, benefit: id })
const offered = async (staffId: string, customerId: string, id: string): Promise<number> => {
  const done = await offer(staffId, customerId, id)
  if (done.kind !== 'done') throw new Error(done.code)
  return done.grantId
}
const settle = (staffId: string, grantId: number, action: 'approve' | 'give' | 'refuse', reason?: string, hours = 0) =>
  settleGrant(store, command(staffId, hoursLater(hours)), { grantId, action, reason })

test('the limit of the year counts what was offered and given, not what was refused', async () => {
  const first = await offered('olga', 'a', 'flowers')
  await offered('olga', 'a', 'flowers')
  expect(await offer('olga', 'a', 'flowers')).toMatchObject({ code: 'limit_reached', detail: '2' })
  await settle('olga', first, 'refuse', 'is away')
  expect(await offer('olga', 'a', 'flowers')).toMatchObject({ kind: 'done' })
  expect(await countGrants(store, 'a', at())).toEqual(new Map([['flowers', 2]]))
})

test('of many at once no more than the limit come through', async () => {
  const results = await Promise.all([1, 2, 3, 4, 5].map(() => offer('olga', 'a', 'flowers')))
  expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(2)
})

test('a play’s offers go out in one statement, each key once, and what is over the limit is named', async () => {
  const orders = [1, 2, 3].map((each) => ({ customerId: 'a', benefit: 'flowers', play: 'p', dedupeKey: `p|${each}` }))
  const context = { ...at(), pack, by: 'system' }
  const all = [...orders, { customerId: 'nobody', benefit: 'flowers', dedupeKey: 'p|4' }]
  const first = await store.transaction((tx) => offerBenefits(tx, context, all))
  expect(first).toMatchObject({ grantIds: [expect.any(Number), expect.any(Number)], overLimit: [{ customerId: 'a' }] })
  const again = await store.transaction((tx) => offerBenefits(tx, context, orders.slice(0, 2)))
  expect(again).toEqual({ grantIds: [], overLimit: [] })
})

test('what needs approval is given only after a second person has approved it', async () => {
  const id = await offered('sue', 'a', 'cake')
  expect(await settle('sue', id, 'give')).toMatchObject({ code: 'wrong_state' })
  expect(await settle('sue', id, 'approve')).toMatchObject({ code: 'maker_is_checker' })
  expect(await settle('olga', id, 'approve')).toMatchObject({ code: 'forbidden' })
  expect(await settle('zoe', id, 'approve')).toMatchObject({ state: 'offered' })
  expect(await settle('olga', id, 'give')).toMatchObject({ state: 'given' })
  expect(await settle('olga', id, 'refuse', 'too late')).toMatchObject({ code: 'wrong_state', detail: 'given' })
})

test('who offered does not approve under another sign-in', async () => {
  const id = await offered('sue', 'a', 'cake')
  const other = command('sue')
  const again = { ...other, actor: { ...other.actor, userId: 'second-sign-in' } }
  expect(await settleGrant(store, again, { grantId: id, action: 'approve' })).toMatchObject({
    code: 'maker_is_checker',
  })
  const [grant] = (await listGrants(store, { kind: 'all' }, at(), {})).items
  expect(grant && grantActions(again.actor, grant)).toEqual(['refuse'])
  await expect(
    store.execute(
      "update benefit_grant set approved_by = 'second-sign-in', approved_staff_id = 'sue' where grant_id = $1",
      [id],
    ),
  ).rejects.toThrow('benefit_approved_by_another_person')
})

test('a refusal says why, and a foreign grant answers as one that does not exist', async () => {
  const id = await offered('olga', 'a', 'flowers')
  expect(await settle('olga', id, 'refuse')).toMatchObject({ code: 'reason_required' })
  expect(await settle('wes', id, 'give')).toMatchObject({ code: 'not_found' })
  expect(await offer('olga', 'w', 'flowers')).toMatchObject({ code: 'not_found' })
  expect(await offer('olga', 'a', 'gold')).toMatchObject({ code: 'unknown_benefit' })
})

test('after its last day an offer reads as expired, is given no more, and frees the limit', async () => {
  const id = await offered('olga', 'a', 'flowers')
  const lastDay = 30 * 24
  expect(await findGrant(store, { kind: 'all' }, at(hoursLater(lastDay)), id)).toMatchObject({ state: 'offered' })
  const after = at(hoursLater(lastDay + 24))
  expect(await findGrant(store, { kind: 'all' }, after, id)).toMatchObject({ state: 'expired' })
  expect(await settle('olga', id, 'give', undefined, lastDay + 24)).toMatchObject({ code: 'wrong_state' })
  expect(await countGrants(store, 'a', after)).toEqual(new Map())
  expect(await store.transaction((tx) => expireBenefits(tx, after))).toBe(1)
  expect(await store.query('select state, settled_by from benefit_grant')).toEqual([
    { state: 'expired', settled_by: 'system' },
  ])
})

test('the register adds up what each recipient was given in the year, the dearest first, within the scope', async () => {
  for (const id of [
    await offered('olga', 'a', 'flowers'),
    await offered('olga', 'b', 'flowers'),
    await offered('olga', 'b', 'flowers'),
  ])
    await settle('olga', id, 'give')
  await settle('wes', await offered('wes', 'w', 'flowers'), 'give')
  await offered('olga', 'a', 'flowers')
  const scope = await scopeOf(store, actorOf('sue'), at())
  const register = await listGiftRegister(store, scope, { year: 2026, limit: 1 })
  expect(register.items).toEqual([
    {
      customer_id: 'b',
      customer_name: 'Customer b',
      unit_id: 'east-1',
      given: 2,
      cost: 19_900,
      by_benefit: [{ benefit: 'flowers', given: 2, cost: 19_900 }],
    },
  ])
  const rest = await listGiftRegister(store, scope, { year: 2026, ...(register.next ? { cursor: register.next } : {}) })
  expect(rest.items.map(({ customer_id, cost }) => [customer_id, cost])).toEqual([['a', 9950]])
  expect((await listGiftRegister(store, scope, { year: 2025 })).items).toEqual([])
})

test('lists keep to the scope and find what waits for approval', async () => {
  await offered('olga', 'a', 'flowers')
  const cake = await offered('olga', 'a', 'cake')
  await offered('wes', 'w', 'cake')
  const scope = await scopeOf(store, actorOf('sue'), at())
  const waiting = await listGrants(store, scope, at(), { toApprove: true })
  expect(waiting.items.map(({ grant_id }) => grant_id)).toEqual([cake])
  expect((await listGrants(store, scope, at(), {})).items).toHaveLength(2)
})
