import type { Pack } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { actorOf, buildBank, command, createOne, hoursLater, publish, pack as world } from '../../test/world.ts'
import { recordOutcome } from '../task/outcome.ts'
import { closeVisit, missingOf } from './close-visit.ts'
import { findDraft, saveDraft } from './draft.ts'
import { beginVisit, saveVisit, type VisitFields } from './save-visit.ts'
import { findVisit, listVisits } from './visit.ts'

let store: TestDatabase
let customers = 0
let customerId = ''
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
})
beforeEach(async () => {
  customers += 1
  customerId = `c${customers}`
  await publish(store, [{ id: customerId }, { id: 'w', owner: 'wes', unit: 'west' }])
})
afterAll(() => store.close())

const label = { zh: '', en: '' }
const position = { file: 'test.yaml', line: 1, column: 1 }
const pack: Pack = {
  ...world,
  cases: new Map([
    ['suggestion', { id: 'suggestion', label, position, dueWorkingDays: 5, route: 'supervisor', needsAnswer: true }],
  ]),
}
const begin = async (taskId?: number): Promise<number> => {
  const done = await beginVisit(store, command('olga'), pack, { customerId, channel: 'visit', taskId })
  if (done.kind !== 'done') throw new Error(done.code)
  return done.visitId
}
const save = async (visitId: number, fields: VisitFields, revision?: number) =>
  saveVisit(store, command('olga'), pack, {
    customerId,
    visitId,
    revision: revision ?? (await findVisit(store, customerId, visitId))?.revision ?? 0,
    fields,
  })
const close = (visitId: number, outcome?: string) =>
  closeVisit(store, command('olga'), pack, { customerId, visitId, outcome })

const after = { goalReached: 'yes', summary: 'wants to move the deposit' } as const

test('each phase is kept as it goes, and the open record is found again', async () => {
  const id = await begin()
  await save(id, { goal: 'keep the deposit', material: 'rates', answers: [{ question: 'fees?', answer: 'none' }] })
  await save(id, { notes: 'was in a hurry' })
  expect(await begin()).toBe(id)
  expect(await findVisit(store, customerId, id)).toMatchObject({
    goal: 'keep the deposit',
    answers: [{ question: 'fees?', answer: 'none' }],
    notes: 'was in a hurry',
    revision: 3,
  })
  await save(id, { notes: null })
  expect(await findVisit(store, customerId, id)).toMatchObject({ notes: null, goal: 'keep the deposit' })
})

test('a second window that builds on an older state overwrites nothing', async () => {
  const id = await begin()
  await save(id, { notes: 'first' }, 1)
  expect(await save(id, { notes: 'second' }, 1)).toMatchObject({ code: 'content_differs' })
  expect(await findVisit(store, customerId, id)).toMatchObject({ notes: 'first' })
})

test('a record is closed only when evaluated, with a dated next contact or the reason for none', async () => {
  const id = await begin()
  expect(await close(id, 'done')).toMatchObject({ code: 'invalid_value', detail: 'goalReached' })
  await save(id, { ...after })
  expect(await close(id, 'done')).toMatchObject({ code: 'next_contact_required' })
  await save(id, { nextAt: hoursLater(-1).toISOString() })
  expect(await close(id, 'done')).toMatchObject({ code: 'appointment_in_past' })
  await save(id, { nextAt: hoursLater(48).toISOString() })
  expect(await close(id, 'done')).toMatchObject({ kind: 'done', contactId: expect.any(Number) })
  expect(await close(id, 'done')).toMatchObject({ code: 'wrong_state' })
  expect(await save(id, { notes: 'later' })).toMatchObject({ code: 'wrong_state' })
})

test('a task’s record needs the task’s outcome first, and takes the next contact from it', async () => {
  const taskId = await createOne(store, customerId)
  const id = await begin(taskId)
  await save(id, { ...after, opinions: [{ kind: 'suggestion', text: 'longer opening hours' }] })
  expect(await close(id)).toMatchObject({ code: 'wrong_state', detail: 'outcome' })
  const done = await recordOutcome(store, command('olga'), pack, {
    taskId,
    outcome: 'done',
    next: { kind: 'none', reason: 'moves abroad' },
  })
  const closed = await close(id)
  expect(closed).toMatchObject({ kind: 'done', contactId: done.kind === 'done' ? done.contactId : 0 })
  expect(await findVisit(store, customerId, id)).toMatchObject({ next_reason: 'moves abroad' })
  const cases = await store.query(
    'select kind, text, source, visit_id, assignee_id from care_case where customer_id = $1',
    [customerId],
  )
  expect(cases).toEqual([
    { kind: 'suggestion', text: 'longer opening hours', source: 'visit', visit_id: id, assignee_id: 'sue' },
  ])
})

test('nobody writes in another’s record, and a foreign customer has none', async () => {
  const id = await begin()
  const input = { customerId, visitId: id, revision: 1, fields: { notes: 'x' } }
  expect(await saveVisit(store, command('sue'), pack, input)).toMatchObject({ code: 'forbidden' })
  expect(await saveVisit(store, command('wes'), pack, input)).toMatchObject({ code: 'not_found' })
  expect(
    await beginVisit(store, command('olga'), pack, { customerId: 'w', channel: 'visit', taskId: undefined }),
  ).toMatchObject({ code: 'not_found' })
  expect(await beginVisit(store, command('olga'), pack, { customerId, channel: 'pigeon' })).toMatchObject({
    code: 'unknown_channel',
  })
})

test('opinions of a kind that the pack does not know are refused, and what is missing is told', async () => {
  const id = await begin()
  expect(await save(id, { opinions: [{ kind: 'x', text: 'y' }] })).toMatchObject({ code: 'unknown_case' })
  const visit = await findVisit(store, customerId, id)
  expect(visit && missingOf(visit)).toEqual(['goalReached', 'summary', 'next'])
  expect((await listVisits(store, { customerId })).items.map(({ visit_id }) => visit_id)).toEqual([id])
})

test('what was typed at a task outlives the browser and goes when the contact is recorded', async () => {
  const taskId = await createOne(store, customerId)
  const typed = { outcome: 'done', note: 'half a sent' }
  await saveDraft(store, command('olga'), { taskId, content: typed })
  await saveDraft(store, command('olga', hoursLater(1)), { taskId, content: { ...typed, note: 'half a sentence' } })
  expect(await findDraft(store, actorOf('olga').userId, taskId)).toMatchObject({ content: { note: 'half a sentence' } })
  expect(await findDraft(store, actorOf('sue').userId, taskId)).toBeUndefined()
  expect(await saveDraft(store, command('wes'), { taskId, content: typed })).toMatchObject({ code: 'not_found' })
  await recordOutcome(store, command('olga'), pack, { taskId, outcome: 'no_answer' })
  expect(await findDraft(store, actorOf('olga').userId, taskId)).toBeUndefined()
})
