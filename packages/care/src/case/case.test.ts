import type { CaseKind, Pack } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { actorOf, at, buildBank, command, hoursLater, monday, publish, pack as world } from '../../test/world.ts'
import { scopeOf } from '../access/scope.ts'
import { handOver } from '../party/ownership.ts'
import { type CaseState, stateAfter } from './case.ts'
import { rerouteCases } from './follow.ts'
import { openCase, openCases } from './open.ts'
import { countCases, findCase, listCaseSteps, listCases } from './queries.ts'
import { recordCase } from './record.ts'
import { stepCase } from './step.ts'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [{ id: 'a' }, { id: 'b', owner: null }, { id: 'w', owner: 'wes', unit: 'west' }])
})
// Steps are only ever added, also here: what earlier tests opened is closed and stays.
beforeEach(() =>
  store.execute(
    "update care_case set state = 'declined', explanation = 'over', closed_at = received_at where closed_at is null",
  ),
)
afterAll(() => store.close())

const label = { zh: '', en: '' }
const position = { file: 'test.yaml', line: 1, column: 1 }
const kind = (id: string, changes: Partial<CaseKind> = {}): [string, CaseKind] => [
  id,
  { id, label, position, dueWorkingDays: 3, route: 'owner', needsAnswer: true, ...changes },
]
const pack: Pack = {
  ...world,
  cases: new Map([
    kind('commitment'),
    kind('lead', { dueWorkingDays: 1, needsAnswer: false }),
    kind('suggestion', { route: 'supervisor' }),
    kind('idea', { route: 'head_office' }),
  ]),
}
const context = { ...at(), pack, by: 'system' }
const open = async (customerId: string, kindId: string): Promise<number> => {
  const id = await store.transaction((tx) =>
    openCase(tx, context, { customerId, kind: kindId, source: 'contact', text: 'said so' }),
  )
  if (id === undefined) throw new Error('no case was opened')
  return id
}
const scope = (staffId: string) => scopeOf(store, actorOf(staffId), at())
const read = async (caseId: number) => findCase(store, { kind: 'all' }, caseId)
const step = (staffId: string, caseId: number, action: Parameters<typeof stepCase>[3]['action'], more = {}) =>
  stepCase(store, command(staffId), pack, { caseId, action, ...more })

test.each<[CaseState, boolean, Record<string, CaseState>]>([
  ['open', true, { start: 'working', note: 'open', hand_on: 'open', answer: 'answered', decline: 'declined' }],
  ['working', true, { note: 'working', hand_on: 'working', answer: 'answered', decline: 'declined' }],
  ['working', false, { note: 'working', hand_on: 'working', answer: 'answered', close: 'closed', decline: 'declined' }],
  ['answered', true, { note: 'answered', hand_on: 'answered', close: 'closed', decline: 'declined' }],
  ['closed', true, { note: 'closed', reopen: 'working' }],
  ['declined', false, { note: 'declined', reopen: 'working' }],
])('from %s (an answer is needed: %s) there are exactly these steps', (state, needsAnswer, expected) => {
  const actions = ['start', 'note', 'hand_on', 'answer', 'close', 'decline', 'reopen'] as const
  const found = actions.flatMap((action) => {
    const after = stateAfter(state, action, needsAnswer)
    return after === undefined ? [] : [[action, after]]
  })
  expect(Object.fromEntries(found)).toEqual(expected)
})

describe('opening', () => {
  test('a case goes to the owner, without one to the nearest supervisor; an idea to head office', async () => {
    expect(await read(await open('a', 'commitment'))).toMatchObject({ assignee_id: 'olga', due_on: '2026-11-05' })
    expect(await read(await open('b', 'commitment'))).toMatchObject({ assignee_id: 'sue' })
    expect(await read(await open('a', 'suggestion'))).toMatchObject({ assignee_id: 'sue' })
    expect(await read(await open('w', 'suggestion'))).toMatchObject({ assignee_id: 'zoe' })
    expect(await read(await open('a', 'idea'))).toMatchObject({ assignee_id: 'zoe' })
    await store.execute("update staff set is_active = false where staff_id = 'zoe'")
    expect(await read(await open('a', 'idea'))).toMatchObject({ assignee_id: 'sue' })
    expect(await read(await open('w', 'idea'))).toMatchObject({ assignee_id: null })
    await store.execute("update staff set is_active = true where staff_id = 'zoe'")
  })

  test('the due day counts working days', async () => {
    await store.execute("insert into holiday (day, name, is_working) values ('2026-11-03', 'a day off', false)")
    expect(await read(await open('a', 'lead'))).toMatchObject({ due_on: '2026-11-04' })
    await store.execute('delete from holiday')
  })

  test('a play’s case is opened once, however often the night runs, and needs no words', async () => {
    const order = { customerId: 'a', kind: 'lead', source: 'play', play: 'p', moment: 'm', dedupeKey: 'p|m1' } as const
    const twice = await store.transaction(async (tx) => [
      await openCases(tx, context, [order, { ...order, customerId: 'nobody', dedupeKey: 'p|m2' }]),
      await openCases(tx, context, [order]),
    ])
    expect(twice.map((ids) => ids.length)).toEqual([1, 0])
  })

  test('a kind that the pack does not know, a foreign customer and another’s contact are refused', async () => {
    const input = { customerId: 'a', kind: 'lead', text: 'wants a loan', source: 'contact' } as const
    expect(await recordCase(store, command('olga'), pack, { ...input, kind: 'x' })).toMatchObject({
      code: 'unknown_case',
    })
    expect(await recordCase(store, command('olga'), pack, { ...input, customerId: 'w' })).toMatchObject({
      code: 'not_found',
    })
    expect(await recordCase(store, command('olga'), pack, { ...input, contactId: 99 })).toMatchObject({
      code: 'not_found',
    })
    expect(await recordCase(store, command('olga'), pack, { ...input, dueOn: '2026-11-01' })).toMatchObject({
      code: 'invalid_value',
    })
  })

  test('a lead keeps who recommended it, when it came and by when it is due', async () => {
    const input = { customerId: 'a', kind: 'lead', text: 'has sold a flat', source: 'desk' } as const
    const done = await recordCase(store, command('sue'), pack, { ...input, referrerCustomerId: 'b' })
    expect(await read(done.kind === 'done' ? done.caseId : 0)).toMatchObject({
      referrer_staff_id: 'sue',
      referrer_customer_id: 'b',
      received_at: monday.toISOString(),
      due_on: '2026-11-03',
      assignee_id: 'olga',
    })
  })
})

describe('steps', () => {
  test('what needs an answer is closed only after the customer was told', async () => {
    const id = await open('a', 'commitment')
    expect(await step('olga', id, 'close', { outcome: 'achieved' })).toMatchObject({ code: 'wrong_state' })
    expect(await step('olga', id, 'answer')).toMatchObject({ code: 'reason_required' })
    await step('olga', id, 'start')
    expect(await step('olga', id, 'answer', { text: 'the form is on its way' })).toMatchObject({ state: 'answered' })
    expect(await step('olga', id, 'close')).toMatchObject({ code: 'unknown_outcome' })
    expect(await step('olga', id, 'close', { outcome: 'achieved' })).toMatchObject({ state: 'closed' })
    expect((await listCaseSteps(store, id)).map(({ action, state }) => `${action} ${state}`)).toEqual([
      'open open',
      'start working',
      'answer answered',
      'close closed',
    ])
  })

  test('a commitment that cannot be kept is declined with the explanation that the customer heard', async () => {
    const id = await open('a', 'commitment')
    expect(await step('olga', id, 'decline')).toMatchObject({ code: 'reason_required' })
    await step('olga', id, 'decline', { text: 'the product was withdrawn; the customer was told on the phone' })
    expect(await read(id)).toMatchObject({ state: 'declined', explanation: expect.stringContaining('withdrawn') })
  })

  test('it is handed on with a reason to somebody who sees the customer, and to nobody else', async () => {
    const id = await open('a', 'commitment')
    expect(await step('olga', id, 'hand_on', { toStaffId: 'sue' })).toMatchObject({ code: 'reason_required' })
    expect(await step('olga', id, 'hand_on', { toStaffId: 'wes', text: 'please' })).toMatchObject({
      code: 'unknown_staff',
    })
    await step('olga', id, 'hand_on', { toStaffId: 'sue', text: 'above my limit' })
    expect(await read(id)).toMatchObject({ assignee_id: 'sue', state: 'open' })
    expect(await step('olga', id, 'start')).toMatchObject({ code: 'forbidden' })
    expect(await step('olga', id, 'note', { text: 'the customer asked again' })).toMatchObject({ kind: 'done' })
  })

  test('a foreign case answers as one that does not exist, and the same click counts once', async () => {
    const id = await open('w', 'commitment')
    expect(await step('olga', id, 'start')).toMatchObject({ code: 'not_found' })
    expect(await step('olga', 987_654, 'start')).toMatchObject({ code: 'not_found' })
    const click = command('wes')
    const input = { caseId: id, action: 'note', text: 'once' } as const
    await Promise.all([1, 2, 3].map(() => stepCase(store, click, pack, input)))
    expect((await listCaseSteps(store, id)).filter(({ action }) => action === 'note')).toHaveLength(1)
  })

  test('reopened, it is due anew and must be answered again', async () => {
    const id = await open('a', 'commitment')
    await step('olga', id, 'answer', { text: 'done' })
    await step('olga', id, 'close', { outcome: 'achieved' })
    await stepCase(store, command('sue', hoursLater(24)), pack, { caseId: id, action: 'reopen', text: 'it was not' })
    expect(await read(id)).toMatchObject({ state: 'working', due_on: '2026-11-06', answered_at: null, outcome: null })
  })
})

describe('people who change', () => {
  test('a customer who is handed over takes along the cases of the former owner, and leaves those of others', async () => {
    await publish(store, [{ id: 'a' }, { id: 'b', owner: null }, { id: 'm' }, { id: 'w', owner: 'wes', unit: 'west' }])
    const [owned, above] = [await open('m', 'commitment'), await open('m', 'suggestion')]
    await handOver(store, command('sue'), { customerIds: ['m'], toStaffId: 'otto', reason: 'olga retires' })
    expect(await read(owned)).toMatchObject({ assignee_id: 'otto' })
    expect(await read(above)).toMatchObject({ assignee_id: 'sue' })
    expect((await listCaseSteps(store, owned)).at(-1)).toMatchObject({ action: 'hand_on', to_staff_id: 'otto' })
  })

  test('so does one to whom a delivery gives another owner', async () => {
    const owned = await open('a', 'commitment')
    await publish(store, [
      { id: 'a', owner: 'otto' },
      { id: 'b', owner: null },
      { id: 'w', owner: 'wes', unit: 'west' },
    ])
    expect(await read(owned)).toMatchObject({ assignee_id: 'otto' })
    await publish(store, [{ id: 'a' }, { id: 'b', owner: null }, { id: 'w', owner: 'wes', unit: 'west' }])
    expect(await read(owned)).toMatchObject({ assignee_id: 'olga' })
  })

  test('cases of somebody who left, and of nobody, go to whoever is of their route by now', async () => {
    await store.execute("update staff set is_active = false where staff_id = 'zoe'")
    const orphan = await open('w', 'suggestion')
    expect(await read(orphan)).toMatchObject({ assignee_id: null })
    const left = await open('a', 'commitment')
    await store.execute("update staff set is_active = staff_id <> 'olga'")
    await store.transaction((tx) => rerouteCases(tx, monday))
    expect(await read(orphan)).toMatchObject({ assignee_id: 'zoe' })
    expect(await read(left)).toMatchObject({ assignee_id: 'sue' })
    await store.execute('update staff set is_active = true')
  })
})

test('lists keep to the scope, and what is late stands in front and is counted', async () => {
  const late = await open('a', 'lead')
  await open('a', 'commitment')
  const foreign = await open('w', 'lead')
  const wednesday = at(hoursLater(48))
  const seen = await listCases(store, actorOf('olga'), await scope('olga'), wednesday, { view: 'mine', state: 'open' })
  expect(seen.items.map(({ kind: id }) => id)).toEqual(['lead', 'commitment'])
  expect(await countCases(store, actorOf('olga'), await scope('olga'), wednesday, 'mine')).toEqual([
    { kind: 'commitment', open: 1, due: 0, late: 0 },
    { kind: 'lead', open: 1, due: 1, late: 1 },
  ])
  const overdue = await listCases(store, actorOf('zoe'), await scope('zoe'), wednesday, {
    view: 'scope',
    state: 'late',
  })
  expect(overdue.items.map(({ case_id }) => case_id)).toEqual([late, foreign])
  const first = await listCases(store, actorOf('zoe'), await scope('zoe'), wednesday, {
    view: 'scope',
    state: 'open',
    limit: 1,
  })
  const rest = await listCases(store, actorOf('zoe'), await scope('zoe'), wednesday, {
    view: 'scope',
    state: 'open',
    ...(first.next ? { cursor: first.next } : {}),
  })
  expect([...first.items, ...rest.items]).toHaveLength(3)
})
