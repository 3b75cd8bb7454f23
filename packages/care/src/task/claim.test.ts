import type { Pack, Policy } from '@tend/pack'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { agree } from '../../test/policy-world.ts'
import { buildBank, command, create, pack, plan, publish } from '../../test/world.ts'
import { recallTasks } from './assign.ts'
import { claimNext } from './claim.ts'
import { nextTask } from './next.ts'
import { recordOutcome } from './outcome.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
  await buildBank(store)
})
afterEach(() => store.close())

/** Consent to marketing, which nobody gave, is asked for when work is planned: it was there then and has gone since. */
const setPurpose = (customerId: string, purpose: string) =>
  store.execute('update task set purpose = $2 where customer_id = $1', [customerId, purpose])

/** Tasks of the pool of east-1, one a customer, in the order of the queue. */
const fillPool = async (ids: readonly string[], purpose: (id: string) => string = () => 'relationship') => {
  await publish(
    store,
    ids.map((id) => ({ id, owner: null })),
  )
  await create(
    store,
    ids.map((id) => plan(id, { ownerId: null, assign: 'pool' })),
  )
  for (const id of ids) await setPurpose(id, purpose(id))
  const tasks = await store.query<{ task_id: number; customer_id: string }>(
    'select task_id, customer_id from task order by shuffle, task_id',
  )
  return tasks
}

const quiet: Policy = {
  id: 'quiet',
  label: { zh: '', en: '' },
  position: { file: 'test.yaml', line: 1, column: 1 },
  quietHours: { from: '21:00', to: '09:00' },
  quietOnHolidays: false,
  coolOffDays: 30,
  caps: [],
  minimums: [],
}
const withQuietHours: Pack = { ...pack, policies: new Map([['quiet', quiet]]) }

test('a claim passes over who may not be contacted and does not ask about them again the same day', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `c${index}`)
  const queue = await fillPool(ids, (id) => (id === 'c11' ? 'relationship' : 'marketing'))
  const permitted = queue.find(({ customer_id }) => customer_id === 'c11')?.task_id
  expect(await claimNext(store, command('ana'), pack)).toMatchObject({ kind: 'done', task: { task_id: permitted } })
  expect(await claimNext(store, command('ana'), pack)).toEqual({ kind: 'empty' })
  expect(await store.query('select distinct not_before from task where assignee_id is null')).toEqual([
    { not_before: '2026-11-02T16:00:00.000Z' },
  ])
})

test('at a quiet hour nothing is handed out, and in the morning the queue is as it was', async () => {
  const queue = await fillPool(['a', 'b', 'c'])
  const late = new Date('2026-11-02T14:00:00Z')
  expect(await claimNext(store, command('ana', late), withQuietHours)).toEqual({ kind: 'empty' })
  const morning = new Date('2026-11-03T02:00:00Z')
  expect(await claimNext(store, command('ana', morning), withQuietHours)).toMatchObject({
    task: { task_id: queue[0]?.task_id },
  })
})

test('on a day off nobody is claimed whose consent is for working days only', async () => {
  const queue = await fillPool(['a', 'b', 'c'], (id) => (id === 'c' ? 'relationship' : 'marketing'))
  for (const customer of ['a', 'b']) await agree(store, { customer })
  await store.execute("insert into holiday (day, name, is_working) values ('2026-11-02', 'Founding day', false)")
  const restful: Pack = { ...pack, policies: new Map([['quiet', { ...quiet, quietOnHolidays: true }]]) }
  const permitted = queue.find(({ customer_id }) => customer_id === 'c')?.task_id
  expect(await claimNext(store, command('ana'), restful)).toMatchObject({ task: { task_id: permitted } })
  expect(await claimNext(store, command('ana'), restful)).toEqual({ kind: 'empty' })
  const nextDay = new Date('2026-11-03T02:00:00Z')
  expect(await claimNext(store, command('ana', nextDay), restful)).toMatchObject({ kind: 'done' })
})

test('a key that was used for something else claims nothing', async () => {
  const [task] = await fillPool(['a', 'b'])
  const claim = command('ana')
  expect(await claimNext(store, claim, pack)).toMatchObject({ task: { task_id: task?.task_id } })
  const attempt = { taskId: task?.task_id ?? 0, outcome: 'refused' }
  expect(await recordOutcome(store, claim, pack, attempt)).toMatchObject({ code: 'key_reused' })
  const outcome = command('ana')
  await recordOutcome(store, outcome, pack, attempt)
  expect(await claimNext(store, outcome, pack)).toMatchObject({ code: 'key_reused' })
  expect(await store.query('select task_id from task where assignee_id is not null and closed_at is null')).toEqual([])
})

test('a task whose claimer dies before the claim is written is claimed by the next person, and only then', async () => {
  const [task] = await fillPool(['a'])
  const dying = await store.pool.connect()
  dying.on('error', () => {})
  await dying.query('begin')
  const { rows } = await dying.query("update task set assignee_id = 'ana' returning pg_backend_pid() as pid")
  expect(await claimNext(store, command('abe'), pack)).toEqual({ kind: 'empty' })
  await store.query('select pg_terminate_backend($1, 5000)', [rows[0].pid])
  dying.release(true)
  expect(await claimNext(store, command('abe'), pack)).toMatchObject({ task: { task_id: task?.task_id } })
})

test('claimers side by side who finish what they get never meet in a task', async () => {
  await fillPool(Array.from({ length: 40 }, (_, index) => `c${index}`))
  const taken: number[] = []
  const work = async (staffId: string) => {
    for (;;) {
      const claim = await claimNext(store, command(staffId), pack)
      if (claim.kind !== 'done') return
      taken.push(claim.task.task_id)
      const done = await recordOutcome(store, command(staffId), pack, {
        taskId: claim.task.task_id,
        outcome: 'refused',
      })
      expect(done.kind).toBe('done')
    }
  }
  await Promise.all(['ana', 'ana', 'ana', 'abe', 'abe', 'abe'].map(work))
  expect(taken).toHaveLength(40)
  expect(new Set(taken).size).toBe(40)
})

test('an agent gets the claimed ones first, then the next of the pool; an agreed time that has come goes before', async () => {
  const queue = await fillPool(['a', 'b', 'c'])
  const first = await nextTask(store, command('ana'), pack)
  expect(first?.task_id).toBe(queue[0]?.task_id)
  expect((await nextTask(store, command('ana'), pack))?.task_id).toBe(first?.task_id)
  const second = queue[1]?.task_id
  await store.execute("update task set assignee_id = 'ana', appointment_at = not_before where task_id = $1", [second])
  expect((await nextTask(store, command('ana'), pack))?.task_id).toBe(second)
})

test('an owner gets the task of highest priority whose customer may be contacted', async () => {
  await publish(store, [{ id: 'a' }, { id: 'b' }])
  await create(store, [plan('a', { priority: 9 }), plan('b', { priority: 1 })])
  await setPurpose('a', 'marketing')
  expect((await nextTask(store, command('olga'), pack))?.customer_id).toBe('b')
  expect(await nextTask(store, command('sue'), pack)).toBeUndefined()
})

test('a visit is nothing for an agent who calls, also when nobody else has it (S58)', async () => {
  const queue = await fillPool(['a', 'b', 'c'])
  const visits = queue.filter((_task, index) => index !== 1).map(({ task_id }) => task_id)
  await store.execute("update task set channel = 'visit' where task_id = any($1::bigint[])", [visits])
  expect(await claimNext(store, command('ana'), pack)).toMatchObject({ task: { task_id: queue[1]?.task_id } })
  expect(await claimNext(store, command('ana'), pack)).toEqual({ kind: 'empty' })
})

test("work that is a leader's is never an agent's, also when it was called back", async () => {
  const [task] = await fillPool(['a'])
  await store.execute("update task set assign = 'leader', assignee_id = 'lee'")
  const recalled = await recallTasks(store, command('sue'), { taskIds: [task?.task_id ?? 0], reason: 'ill' })
  expect(recalled).toMatchObject({ total: 1 })
  expect(await claimNext(store, command('ana'), pack)).toEqual({ kind: 'empty' })
})
