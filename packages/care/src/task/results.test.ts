import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBank, command, createOne, hoursLater, publish, pack as world } from '../../test/world.ts'
import { recordOutcome } from './outcome.ts'
import { resultsByLabel } from './results.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterAll(() => store.close())

const refused = world.outcomes.get('refused')
if (!refused) throw new Error('the outcome is there')
const pack = {
  ...world,
  outcomes: new Map([...world.outcomes, ['refused', { ...refused, refusal: 'cool_off' as const }]]),
}
const none = { kind: 'none', reason: 'all is said' } as const

test('each label tells attempts, who was reached, who declined, and what the closed tasks came to (S161, X20)', async () => {
  const ids = ['a', 'b', 'c', 'd']
  await publish(store, [...ids.map((id) => ({ id })), { id: 'w', owner: 'wes', unit: 'west' }])
  const attempts = {
    a: ['done'],
    b: ['no_answer', 'no_answer', 'no_answer'],
    c: ['refused'],
    d: ['no_answer'],
  } as const
  for (const [customerId, outcomes] of Object.entries(attempts)) {
    const taskId = await createOne(store, customerId, { module: 'whole_base' })
    for (const [day, outcome] of outcomes.entries())
      await recordOutcome(store, command('olga', hoursLater(24 * day)), pack, { taskId, outcome, next: none })
  }
  const west = await createOne(store, 'w', { play: 'birthday', ownerId: 'wes', unitId: 'west', module: 'theme' })
  await recordOutcome(store, command('wes'), pack, { taskId: west, outcome: 'done', next: none })
  const stopped = await createOne(store, 'a', { play: 'birthday', contactLabel: 'call_back', channel: 'visit' })
  await store.execute(
    "update task set pool = 'failure', outcome = 'stopped', closed_at = $2, closed_reason = 'withdrawn' where task_id = $1",
    [stopped, hoursLater(1)],
  )
  const period = { from: hoursLater(-1), to: hoursLater(100) }
  const callBack = {
    contact_label: 'call_back',
    module: 'whole_base',
    attempts: 6,
    reached: 2,
    no_answer: 4,
    refusals: 1,
    customers: 4,
    success: 1,
    failure: 2,
  }
  const east = { kind: 'units', unitIds: ['east', 'east-1'] } as const
  expect(await resultsByLabel(store, east, period)).toEqual([callBack])
  expect(await resultsByLabel(store, { kind: 'all' }, period)).toMatchObject([
    { contact_label: 'birthday', attempts: 1, reached: 1, success: 1, failure: 0 },
    callBack,
  ])
  expect(await resultsByLabel(store, { kind: 'all' }, { ...period, unitId: 'west' })).toMatchObject([
    { contact_label: 'birthday' },
  ])
  expect(await resultsByLabel(store, { kind: 'all' }, { ...period, module: 'whole_base' })).toMatchObject([
    { contact_label: 'call_back' },
  ])
  expect(await resultsByLabel(store, { kind: 'all' }, { from: hoursLater(200), to: hoursLater(300) })).toEqual([])
})
