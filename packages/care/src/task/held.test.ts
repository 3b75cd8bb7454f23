import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBank, command, createOne, pack, publish } from '../../test/world.ts'
import { scopeOf } from '../access/scope.ts'
import { listHeldTasks } from './held.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterAll(() => store.close())

test('what the policy holds back is listed with its reason, page by page, and nothing else', async () => {
  await publish(store, [{ id: 'a' }, { id: 'b' }, { id: 'c' }])
  const [a, , c] = [await createOne(store, 'a'), await createOne(store, 'b'), await createOne(store, 'c')]
  await store.execute("update task set purpose = 'marketing' where task_id = any($1)", [[a, c]])
  const at = command('zoe')
  const scope = await scopeOf(store, at.actor, at)
  const first = await listHeldTasks(store, pack, at.actor, scope, at, { limit: 1 })
  const rest = await listHeldTasks(store, pack, at.actor, scope, at, { limit: 1, cursor: first.next ?? '' })
  const found = [...first.items, ...rest.items]
  expect(found.map(({ task }) => task.task_id).sort((one, other) => one - other)).toEqual([a, c])
  expect(found.map(({ verdict }) => verdict.code)).toEqual(['no-consent', 'no-consent'])
})
