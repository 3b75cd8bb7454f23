import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actorOf, at, buildBank, command, create, hoursLater, pack, plan, publish } from '../../test/world.ts'
import { recordOutcome } from '../task/outcome.ts'
import { addAbsence, endAbsence, findAbsence, listAbsences, listSubstitutes } from './absence.ts'
import { countAbsenceTasks, moveAbsenceTasks, previewAbsenceMove } from './absence-tasks.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterEach(() => store.close())

const leave = { staffId: 'olga', fromDay: '2026-11-03', toDay: '2026-11-06', substituteId: 'otto', reason: 'holiday' }
const add = (
  who: string,
  changes: Partial<Omit<typeof leave, 'substituteId'>> & { readonly substituteId?: string | null } = {},
) => addAbsence(store, command(who), { ...leave, ...changes })
const addOlga = async (): Promise<number> => {
  const added = await add('olga')
  if (added.kind !== 'done') throw new Error(added.code)
  return added.absenceId
}
const holders = async () =>
  Object.fromEntries(
    (await store.query<{ customer_id: string; assignee_id: string }>('select customer_id, assignee_id from task')).map(
      ({ customer_id, assignee_id }) => [customer_id, assignee_id],
    ),
  )

test('leave is put down by oneself or by who supervises one, and never twice for the same days', async () => {
  expect(await add('otto')).toMatchObject({ code: 'forbidden' })
  expect(await add('olga', { reason: ' ' })).toMatchObject({ code: 'reason_required' })
  expect(await add('olga', { toDay: '2026-11-01' })).toMatchObject({ code: 'invalid_value' })
  expect(await add('sue', { staffId: 'wes', substituteId: null })).toMatchObject({ code: 'unknown_staff' })
  expect(await add('olga')).toMatchObject({ kind: 'done' })
  expect(await add('sue', { fromDay: '2026-11-06', toDay: '2026-11-09' })).toEqual({
    kind: 'refused',
    code: 'overlap',
    detail: '2026-11-03 – 2026-11-06',
  })
  expect(await add('sue', { fromDay: '2026-11-07', toDay: '2026-11-09' })).toMatchObject({ kind: 'done' })
})

test('two at once for the same days are one', async () => {
  const both = await Promise.all([add('olga'), add('sue')])
  expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'refused'])
})

test('a substitute does the same work in the region and is there on those days', async () => {
  expect(await add('olga', { substituteId: 'wes' })).toMatchObject({ code: 'unknown_staff' })
  expect(await add('olga', { substituteId: 'ana' })).toMatchObject({ code: 'unknown_staff' })
  expect(await add('olga', { substituteId: 'olga' })).toMatchObject({ code: 'unknown_staff' })
  expect(await add('otto', { staffId: 'otto', substituteId: null })).toMatchObject({ kind: 'done' })
  expect(await add('olga')).toMatchObject({ code: 'overlap' })
  const olga = { staff_id: 'olga', name: '', role: 'owner', unit_id: 'east-1', is_active: true } as const
  expect(await listSubstitutes(store, olga, leave)).toMatchObject([{ staff_id: 'otto', is_away: true, open_tasks: 0 }])
})

test('one sees one’s own leave, whom one stands in for, and as a supervisor the region’s', async () => {
  await addOlga()
  const from = { fromDay: '2026-11-02' }
  const seen = async (staffId: string, scope: Parameters<typeof listAbsences>[1]) =>
    (await listAbsences(store, scope, { ...from, staffId })).length
  const own = (staffId: string) => ({ kind: 'own', staffId, customerIds: [], exceptIds: [] }) as const
  expect(await seen('olga', own('olga'))).toBe(1)
  expect(await seen('otto', own('otto'))).toBe(1)
  expect(await seen('ana', own('ana'))).toBe(0)
  expect(await seen('sue', { kind: 'units', unitIds: ['east', 'east-1'] })).toBe(1)
  expect(await seen('sam', { kind: 'units', unitIds: ['west'] })).toBe(0)
})

test('what falls due during leave goes to the substitute, and what is untouched comes back', async () => {
  const ids = ['a', 'b', 'c', 'd']
  await publish(
    store,
    ids.map((id) => ({ id })),
  )
  await create(
    store,
    ids.slice(0, 3).map((id, index) => plan(id, { dueOn: ['2026-11-02', '2026-11-05', '2026-11-09'][index] ?? '' })),
  )
  const absenceId = await addOlga()
  const move = (direction: 'out' | 'back', who = 'olga', now = hoursLater(1)) =>
    moveAbsenceTasks(store, command(who, now), { absenceId, direction })
  const asked = { actor: actorOf('olga'), ...at() }
  expect(await previewAbsenceMove(store, asked, { absenceId, direction: 'out' })).toEqual({
    kind: 'done',
    total: 2,
    minutes: 20,
    fromStaffId: 'olga',
    toStaffId: 'otto',
  })
  expect(await holders()).toEqual({ a: 'olga', b: 'olga', c: 'olga' })
  expect(await move('out', 'otto')).toMatchObject({ code: 'forbidden' })
  expect(await move('out')).toMatchObject({ total: 2 })
  expect(await holders()).toEqual({ a: 'otto', b: 'otto', c: 'olga' })
  // Whoever sees the task learns of the days and not of the reason.
  expect(await store.query('select distinct reason from task_hand_over')).toEqual([
    { reason: '2026-11-03 – 2026-11-06' },
  ])
  // During leave new work of her customers is the substitute's; one of the moved ones is worked.
  await create(store, [plan('d', { notBeforeOn: '2026-11-03' })], hoursLater(24))
  expect(await holders()).toMatchObject({ d: 'otto' })
  const [worked] = await store.query<{ task_id: number }>("select task_id from task where customer_id = 'a'")
  await recordOutcome(store, command('otto', hoursLater(25)), pack, {
    taskId: worked?.task_id ?? 0,
    outcome: 'no_answer',
  })
  const absence = await findAbsence(store, absenceId)
  const counts = await countAbsenceTasks(store, absence ? [absence] : [], at())
  expect(counts.get(absenceId)).toEqual({ absence_id: absenceId, open_tasks: 0, untouched_tasks: 2 })
  expect(await move('back', 'sue', hoursLater(150))).toMatchObject({ total: 2, fromStaffId: 'otto', toStaffId: 'olga' })
  expect(await holders()).toEqual({ a: 'otto', b: 'olga', c: 'olga', d: 'olga' })
})

test('who returns early is there again; an absence that is taken back is over', async () => {
  const absenceId = await addOlga()
  const end = (lastDay?: string) =>
    endAbsence(store, command('sue'), lastDay === undefined ? { absenceId } : { absenceId, lastDay })
  expect(await end('2026-11-06')).toMatchObject({ code: 'invalid_value' })
  expect(await end('2026-11-04')).toEqual({ kind: 'done' })
  expect(await findAbsence(store, absenceId)).toMatchObject({ to_day: '2026-11-04' })
  expect(await end()).toEqual({ kind: 'done' })
  expect(await findAbsence(store, absenceId)).toBeUndefined()
  expect(await end()).toMatchObject({ code: 'not_found' })
})
