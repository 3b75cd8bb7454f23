import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree, contacted, policyPack, queued } from '../../test/policy-world.ts'
import { at, buildBank, monday, publish } from '../../test/world.ts'
import { countPolicy, listPolicyCustomers, type PolicyGroup } from './board.ts'

let store: TestDatabase
const pack = policyPack({
  caps: [{ for: {}, per: 'day', max: 1 }],
  minimums: [{ for: { tier: ['A'] }, per: 'month', min: 1 }],
})
const phone = { channel: 'phone', purpose: 'marketing' }
const all = { kind: 'all' } as const

beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  const west = { unit: 'west', owner: 'wes' }
  await publish(store, [
    { id: 'a' },
    { id: 'b' },
    { id: 'c' },
    { id: 'd', ...west },
    { id: 'e', ...west },
    { id: 'f', ...west },
  ])
  await store.execute("update customer set card = '{}' where customer_id = 'f'")
  for (const customer of ['a', 'b', 'c', 'd', 'f']) await agree(store, { customer })
  await contacted(store, { customer: 'b', at: monday, result: 'failure', refusal: 'cool_off' })
  await contacted(store, { customer: 'c', at: monday })
  await queued(store, { customer: 'd', at: monday })
})
afterAll(() => store.close())

test('customers are counted by unit, level and first reason, with those below their minimum', async () => {
  expect(await countPolicy(store, pack, { ...phone, scope: all, scheme: 'tier' }, at())).toEqual([
    { unit_id: 'east-1', level: 'A', code: 'cap', customers: 1, below_minimum: 0 },
    { unit_id: 'east-1', level: 'A', code: 'cool-off', customers: 1, below_minimum: 1 },
    { unit_id: 'east-1', level: 'A', code: null, customers: 1, below_minimum: 1 },
    { unit_id: 'west', level: 'A', code: 'cap', customers: 1, below_minimum: 1 },
    { unit_id: 'west', level: 'A', code: 'no-consent', customers: 1, below_minimum: 1 },
    { unit_id: 'west', level: null, code: null, customers: 1, below_minimum: 0 },
  ])
})

test('a board and its lists show the scope and nothing beyond it', async () => {
  const scope = { kind: 'units', unitIds: ['west'] } as const
  const counts = await countPolicy(store, pack, { ...phone, scope, scheme: 'tier' }, at())
  expect(counts.map(({ unit_id }) => unit_id)).toEqual(['west', 'west', 'west'])
  const narrowed = {
    ...phone,
    scope: { kind: 'own', staffId: 'olga', customerIds: [], exceptIds: [] } as const,
    unitIds: ['west'],
  }
  expect(await countPolicy(store, pack, { ...narrowed, scheme: 'tier' }, at())).toEqual([])
  expect(await listPolicyCustomers(store, pack, { ...narrowed, group: 'reachable', limit: 9 }, at())).toEqual([])
})

test('behind each count stand the customers that it counted, with their verdict, page by page', async () => {
  const list = (group: PolicyGroup, more = {}) =>
    listPolicyCustomers(store, pack, { ...phone, scope: all, group, limit: 9, ...more }, at())
  const ids = async (group: PolicyGroup, more = {}) => (await list(group, more)).map(({ customer_id }) => customer_id)
  expect(await ids('reachable')).toEqual(['a', 'f'])
  expect(await ids('cap')).toEqual(['c', 'd'])
  expect(await ids('no-consent')).toEqual(['e'])
  expect(await ids('below-minimum')).toEqual(['a', 'b', 'd', 'e'])
  expect(await ids('below-minimum', { limit: 2 })).toEqual(['a', 'b'])
  expect(await ids('below-minimum', { after: 'b' })).toEqual(['d', 'e'])
  expect(await ids('reachable', { level: { scheme: 'tier', level: 'A' } })).toEqual(['a'])
  expect(await list('cool-off')).toMatchObject([
    { customer_id: 'b', name: 'Customer b', owner_id: 'olga', verdict: { kind: 'refused', code: 'cool-off' } },
  ])
})
