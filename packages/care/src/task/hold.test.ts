import type { Pack } from '@tend/pack'
import { nestedStore } from '@tend/store'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policy } from '../../test/policy-world.ts'
import { buildBank, command, create, hoursLater, pack, plan, publish, publishIn } from '../../test/world.ts'
import { recordCase } from '../case/record.ts'
import { recordConsent } from '../consent/consent.ts'
import { recordContact } from '../contact/contact.ts'
import { overrideLevel } from '../level/override.ts'
import { createAppointment } from './appointment.ts'
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

const agreed = (customerId: string) => ({ customerId, at: hoursLater(3).toISOString(), channel: 'phone', minutes: 30 })
const cases = {
  cases: new Map([['wish', { route: 'owner', dueWorkingDays: 3, needsAnswer: false }]]),
} as unknown as Pick<Pack, 'cases'>
const levels = { schemes: new Map([['tier', { manual: true, levels: [{ id: 'A' }] }]]) } as unknown as Pick<
  Pack,
  'schemes'
>
const waitsForLock = async (): Promise<void> => {
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  await expect.poll(async () => (await store.query(waiting)).length, { interval: 5 }).toBeGreaterThan(0)
}

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

test('an appointment, a case and a level by hand wait for no night that writes the customer', async () => {
  await publish(store, [{ id: 'c' }])
  await store.transaction(async (night) => {
    await publishIn(night, [{ id: 'c', name: 'Other' }])
    expect(await createAppointment(store, command('olga'), pack, agreed('c'))).toMatchObject({ kind: 'done' })
    const wish = { customerId: 'c', kind: 'wish', text: 'tea', source: 'desk' } as const
    expect(await recordCase(store, command('olga'), cases, wish)).toMatchObject({ kind: 'done' })
    const level = { customerId: 'c', scheme: 'tier', level: 'A', until: '2026-12-31', reason: 'board' }
    expect(await overrideLevel(store, command('sue'), { kind: 'all' }, levels, level)).toMatchObject({ kind: 'done' })
  })
})

test('what is agreed while a night moves the customer goes along, or finds them where they are by then', async () => {
  await publish(store, [{ id: 'd' }])
  const moving = [{ id: 'd', owner: 'otto', unit: 'west' }]
  let night: Promise<unknown> | undefined
  await store.transaction(async (tx) => {
    const agreedBefore = await createAppointment(nestedStore(store, tx), command('olga'), pack, agreed('d'))
    expect(agreedBefore).toMatchObject({ kind: 'done' })
    night = publish(store, moving)
    await waitsForLock()
  })
  await night
  expect(await store.query("select unit_id, owner_id, assignee_id from task where customer_id = 'd'")).toEqual([
    { unit_id: 'west', owner_id: 'otto', assignee_id: 'otto' },
  ])
  let late: Promise<unknown> | undefined
  await store.transaction(async (tx) => {
    await publishIn(tx, [{ id: 'd', owner: 'olga', unit: 'west' }])
    late = createAppointment(store, command('otto'), pack, agreed('d'))
    await waitsForLock()
  })
  expect(await late).toMatchObject({ code: 'not_found' })
})

test('nothing is agreed with a customer without open work who withdraws at that instant', async () => {
  await publish(store, [{ id: 'e' }])
  let late: Promise<unknown> | undefined
  await store.transaction(async (tx) => {
    const word = { customerId: 'e', purpose: null, channel: null, state: 'withdrawn', how: 'phone' } as const
    await recordConsent(nestedStore(store, tx), command('sue'), { kind: 'all' }, pack, word)
    late = createAppointment(store, command('olga'), pack, agreed('e'))
    await waitsForLock()
  })
  expect(await late).toMatchObject({ code: 'not_permitted', detail: 'withdrawn' })
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
