import type { Pack } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorOf, at, buildBank, command, publish } from '../../test/world.ts'
import { scopeOf } from '../access/scope.ts'
import { exportOverrides, listOverrides, type OverrideInput, overrideLevel } from './override.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [{ id: 'o1' }, { id: 'o2', unit: 'west', owner: 'wes' }])
})
afterAll(() => store.close())

const scheme = (manual: boolean) => ({ manual, levels: [{ id: 'early' }, { id: 'partner' }] })
const pack = {
  schemes: new Map([
    ['stage', scheme(true)],
    ['tier', scheme(false)],
  ]),
} as unknown as Pick<Pack, 'schemes'>
const input: OverrideInput = {
  customerId: 'o1',
  scheme: 'stage',
  level: 'partner',
  until: '2026-12-31',
  reason: 'signed the yearly solution',
}
const give = async (staffId: string, changes: Partial<OverrideInput> = {}) =>
  overrideLevel(store, command(staffId), await scopeOf(store, actorOf(staffId), at()), pack, { ...input, ...changes })

test('a supervisor gives a level until a day, and the night reads it with who decided', async () => {
  expect(await give('sue')).toMatchObject({ kind: 'done' })
  expect(await listOverrides(store, 'o1', '2026-11-02')).toMatchObject([{ scheme: 'stage', level: 'partner' }])
  const { rows } = await exportOverrides(store, { afterId: 0, limit: 10 })
  expect(rows).toMatchObject([
    {
      customer_id: 'o1',
      scheme: 'stage',
      level: 'partner',
      date: '2026-11-02',
      until: '2026-12-31',
      decided_by: 'sue',
    },
  ])
})

test('the later decision replaces the earlier one, and nothing is listed after its last day', async () => {
  await give('sue', { level: null, until: '2026-11-30', reason: 'hold while the case is open' })
  expect(await listOverrides(store, 'o1', '2026-11-02')).toMatchObject([{ level: null, until: '2026-11-30' }])
  const { rows } = await exportOverrides(store, { afterId: 0, limit: 10 })
  const ids = rows.map(({ override_id }) => override_id)
  expect(ids).toEqual([...ids].sort())
  expect(await listOverrides(store, 'o1', '2027-01-01')).toEqual([])
})

test.each([
  ['an owner', 'olga', {}, 'forbidden'],
  ['a scheme that no person may set', 'sue', { scheme: 'tier' }, 'unknown_field'],
  ['an unknown level', 'sue', { level: 'friend' }, 'invalid_value'],
  ['a day that has passed', 'sue', { until: '2026-11-01' }, 'invalid_value'],
  ['an empty reason', 'sue', { reason: '  ' }, 'reason_required'],
  ['a customer of another region', 'sue', { customerId: 'o2' }, 'not_found'],
] as const)('%s is refused', async (_what, staffId, changes, code) => {
  expect(await give(staffId, changes)).toMatchObject({ kind: 'refused', code })
})

test('a customer whom the scheme does not class is refused, and a key that was used answers as it did', async () => {
  const scope = await scopeOf(store, actorOf('sue'), at())
  const once = command('sue')
  const ask = (who: typeof once, isClassed: boolean) => overrideLevel(store, who, scope, pack, input, () => isClassed)
  const first = await ask(once, true)
  expect(first).toMatchObject({ kind: 'done' })
  expect(await ask(once, false)).toEqual(first)
  expect(await ask(command('sue'), false)).toMatchObject({ code: 'not_classed', detail: 'stage' })
})

test('what was decided is never changed', async () => {
  await expect(store.execute("update level_override set level = 'early'")).rejects.toThrow(/only ever added to/)
})
