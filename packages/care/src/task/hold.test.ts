import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policy } from '../../test/policy-world.ts'
import { buildBank, command, create, hoursLater, pack, plan, publish, publishIn } from '../../test/world.ts'
import { recordConsent } from '../consent/consent.ts'
import { recordContact } from '../contact/contact.ts'
import { recordOutcome } from './outcome.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterAll(() => store.close())

const tasksOf = async (customerId: string): Promise<number[]> =>
  (
    await store.query<{ task_id: number }>('select task_id from task where customer_id = $1 order by task_id', [
      customerId,
    ])
  ).map(({ task_id }) => task_id)

test('what people do with a customer waits for no night that writes the customer', async () => {
  await publish(store, [{ id: 'a' }])
  await create(store, [plan('a')])
  const [taskId = 0] = await tasksOf('a')
  await store.transaction(async (night) => {
    await publishIn(night, [{ id: 'a', name: 'Other' }])
    const attempt = { taskId, outcome: 'no_answer' }
    expect(await recordOutcome(store, command('olga'), pack, attempt)).toMatchObject({ kind: 'done', pool: 'second' })
    const met = { customerId: 'a', channel: 'visit', direction: 'inbound', outcome: 'no_answer' } as const
    expect(await recordContact(store, command('olga'), { kind: 'all' }, pack, met)).toMatchObject({ kind: 'done' })
    const word = { customerId: 'a', purpose: null, channel: null, state: 'withdrawn', how: 'phone' } as const
    expect(await recordConsent(store, command('olga'), { kind: 'all' }, pack, word)).toMatchObject({
      kind: 'done',
      stopped: { tasks: 1 },
    })
  })
  expect(await store.query("select name from customer where customer_id = 'a'")).toEqual([{ name: 'Other' }])
})

test('of two attempts at one customer at once the second knows of the first', async () => {
  await publish(store, [{ id: 'b' }])
  await create(store, [plan('b', { priority: 2 }), plan('b', { play: 'birthday', channel: 'visit', priority: 1 })])
  const taskIds = await tasksOf('b')
  expect(taskIds).toHaveLength(2)
  const once = policy({ caps: [{ for: {}, per: 'day', max: 1 }] })
  const attempts = await Promise.all(
    taskIds.map((taskId) =>
      recordOutcome(
        store,
        command('olga', hoursLater(1)),
        { ...pack, policies: new Map([['rules', once]]) },
        { taskId, outcome: 'no_answer' },
      ),
    ),
  )
  expect(attempts.map((attempt) => (attempt.kind === 'done' ? 'done' : attempt.detail)).sort()).toEqual(['cap', 'done'])
})
