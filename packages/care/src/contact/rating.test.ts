import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorOf, at, buildBank, command, hoursLater, monday, publish, timeZone } from '../../test/world.ts'
import { scopeOf } from '../access/scope.ts'
import { listAudit } from '../audit/audit.ts'
import { answerRatingLink, createRatingLink, findRatingLink, rateManager } from './rating.ts'
import { countRatings, listRatings } from './rating-queries.ts'
import { listTimeline } from './timeline.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [
    { id: 'a' },
    { id: 'n', owner: null },
    { id: 's', owner: 'sue' },
    { id: 'w', owner: 'wes', unit: 'west' },
  ])
})
afterAll(() => store.close())

const ratings = async (staffId: string) =>
  (await listRatings(store, actorOf(staffId), await scopeOf(store, actorOf(staffId), at()), {})).items

test('the manager in question neither gives a rating nor makes the link to one', async () => {
  expect(await rateManager(store, command('olga'), { customerId: 'a', score: 5 })).toMatchObject({ code: 'forbidden' })
  expect(await createRatingLink(store, command('olga'), { customerId: 'a', tokenHash: 'h0' })).toMatchObject({
    code: 'forbidden',
  })
  expect(await rateManager(store, command('sue'), { customerId: 'n', score: 5 })).toMatchObject({
    code: 'unknown_staff',
  })
  expect(await rateManager(store, command('wes'), { customerId: 'a', score: 1 })).toMatchObject({ code: 'not_found' })
})

test('a rating reaches those above, never the manager: not by list, timeline or audit', async () => {
  await rateManager(store, command('sue'), { customerId: 'a', score: 2, comment: 'never calls back' })
  expect(await ratings('sue')).toMatchObject([{ staff_id: 'olga', score: 2, comment: 'never calls back' }])
  expect(await ratings('olga')).toEqual([])
  expect(JSON.stringify(await listTimeline(store, 'a', {}))).not.toContain('never calls back')
  const { items } = await listAudit(store, { action: 'rating.take' })
  expect(items[0]).toMatchObject({ subject_id: 'a', detail: {} })
})

test('who is rated is left out of what they may see of others', async () => {
  await rateManager(store, command('zoe'), { customerId: 's', score: 1 })
  expect((await ratings('sue')).every(({ staff_id }) => staff_id !== 'sue')).toBe(true)
  expect((await ratings('zoe')).map(({ staff_id }) => staff_id)).toContain('sue')
})

test('a link counts once and until its day, and tells nothing of the customer', async () => {
  const made = await createRatingLink(store, command('sue'), { customerId: 'a', tokenHash: 'h1' })
  expect(made).toMatchObject({ expiresAt: '2026-11-16T16:00:00.000Z' })
  expect(await findRatingLink(store, 'h1', monday)).toEqual({
    manager_name: 'Name of olga',
    unit_name: 'East one',
    expires_at: '2026-11-16T16:00:00.000Z',
  })
  expect(await findRatingLink(store, 'h1', hoursLater(15 * 24))).toBeUndefined()
  const answers = await Promise.all(
    [5, 1].map((score) => answerRatingLink(store, at(), { tokenHash: 'h1', score: score as 1 | 5 })),
  )
  expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(1)
  expect(await findRatingLink(store, 'h1', monday)).toBeUndefined()
  expect(await answerRatingLink(store, at(), { tokenHash: 'unknown', score: 3 })).toMatchObject({ code: 'not_found' })
})

test('by manager: how many, their mean and how often each score was given, within the scope and the days', async () => {
  await rateManager(store, command('zoe'), { customerId: 'w', score: 4 })
  const scope = await scopeOf(store, actorOf('sue'), at())
  const counted = await countRatings(store, actorOf('sue'), scope, { timeZone })
  const olga = counted.find(({ staff_id }) => staff_id === 'olga')
  expect(counted.map(({ staff_id }) => staff_id)).toEqual(['olga'])
  expect(olga?.by_score.reduce((sum, each) => sum + each, 0)).toBe(olga?.ratings)
  expect(await countRatings(store, actorOf('sue'), scope, { timeZone, from: '2026-11-03' })).toEqual([])
  expect(await countRatings(store, actorOf('sue'), scope, { timeZone, until: '2026-11-02' })).toEqual(counted)
})
