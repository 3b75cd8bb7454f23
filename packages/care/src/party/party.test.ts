import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  actorOf,
  at,
  buildBank,
  command,
  createOne,
  hoursLater,
  monday,
  pack,
  people,
  publish,
  publishIn,
} from '../../test/world.ts'
import { scopeOf } from '../access/scope.ts'
import { claimNext } from '../task/claim.ts'
import { findTask } from '../task/queries.ts'
import { findCustomer, searchCustomers } from './customer.ts'
import {
  auditStaffChanges,
  importOrganisation,
  listStaff,
  listUnits,
  poolTasksOfLeavers,
  subtreeOf,
} from './organisation.ts'
import { handOver, listOwnership } from './ownership.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
})
afterEach(() => store.close())

const unit = (unit_id: string, parent_id: string | null) => ({ unit_id, parent_id, name: unit_id, kind: 'branch' })
const importUnits = (units: ReturnType<typeof unit>[], staff: Parameters<typeof importOrganisation>[1]['staff'] = []) =>
  store.transaction((tx) => importOrganisation(tx, { units, staff }))
const owner = async (customerId: string): Promise<string | null | undefined> =>
  (await findCustomer(store, { kind: 'all' }, customerId))?.owner_id

describe('organisation', () => {
  test('who gets another role or unit, leaves or comes back by a file stands in the audit', async () => {
    const units = [unit('a', null), unit('b', null)]
    const person = (staff_id: string, role: 'owner' | 'supervisor' = 'owner', unit_id = 'a') =>
      ({ staff_id, name: staff_id, role, unit_id }) as const
    const deliver = (...staff: ReturnType<typeof person>[]) =>
      store.transaction(async (tx) =>
        auditStaffChanges(tx, (await importOrganisation(tx, { units, staff })).changed, monday),
      )
    await deliver(person('p'), person('q'), person('r'))
    expect(await store.query('select from audit')).toEqual([])
    await deliver(person('p', 'supervisor'), person('q', 'owner', 'b'), { ...person('n'), name: 'New' })
    await deliver(person('p', 'supervisor'), person('q', 'owner', 'b'), person('n'), person('r'))
    const rows = await store.query<{ subject_id: string; detail: { from: object; to: object } }>(
      "select subject_id, detail from audit where action = 'staff.changed' order by audit_id",
    )
    const owner = { role: 'owner', unit: 'a', isActive: true }
    expect(rows.map(({ subject_id, detail }) => [subject_id, detail.from, detail.to])).toEqual([
      ['p', owner, { ...owner, role: 'supervisor' }],
      ['q', owner, { ...owner, unit: 'b' }],
      ['r', owner, { ...owner, isActive: false }],
      ['r', { ...owner, isActive: false }, owner],
    ])
  })

  test('the root is always there, and units without a parent hang under it', async () => {
    await importUnits([unit('b', 'a'), unit('a', null), unit('c', 'b')])
    expect((await listUnits(store)).map((row) => [row.unit_id, row.path])).toEqual([
      ['root', ['root']],
      ['a', ['root', 'a']],
      ['b', ['root', 'a', 'b']],
      ['c', ['root', 'a', 'b', 'c']],
    ])
    expect(await subtreeOf(store, 'b')).toEqual(['b', 'c'])
    expect(await subtreeOf(store, 'elsewhere')).toEqual([])
  })

  test('a cycle, an unknown parent and an unknown unit are named, and nothing is changed', async () => {
    await expect(importUnits([unit('a', 'b'), unit('b', 'a')])).rejects.toThrow('cycle: a → b → a')
    await expect(importUnits([unit('a', 'gone')])).rejects.toThrow('Unit a names the parent gone')
    await expect(importUnits([], [{ staff_id: 's', name: 'S', role: 'agent', unit_id: 'gone' }])).rejects.toThrow(
      'Staff s names the unit gone',
    )
    expect(await listUnits(store)).toHaveLength(1)
  })

  test('people who are not delivered any more become inactive, empty units go', async () => {
    await buildBank(store)
    await importUnits([unit('south', null)], [{ staff_id: 'sam', name: 'Sam', role: 'owner', unit_id: 'south' }])
    expect((await listStaff(store, { kind: 'all' })).map((person) => person.staff_id)).toEqual(['sam'])
    // The people who left are still in the old units.
    expect(await listUnits(store)).toHaveLength(5)
    expect((await importUnits([unit('south', null)])).units).toBe(1)
  })
})

describe('snapshot', () => {
  beforeEach(() => buildBank(store))

  test('the same delivery twice changes nothing, and one difference changes one row', async () => {
    expect(await publish(store, [{ id: 'a' }, { id: 'b' }])).toEqual({ rows: 2, changed: 2, removed: 0 })
    expect(await publish(store, [{ id: 'a' }, { id: 'b' }])).toEqual({ rows: 2, changed: 0, removed: 0 })
    expect(await publish(store, [{ id: 'a', name: 'Other' }, { id: 'b' }])).toEqual({ rows: 2, changed: 1, removed: 0 })
  })

  test('a customer who is not delivered any more leaves the lists and comes back with the next delivery', async () => {
    await publish(store, [{ id: 'a' }, { id: 'b' }])
    expect(await publish(store, [{ id: 'a' }])).toMatchObject({ removed: 1 })
    expect(await findCustomer(store, { kind: 'all' }, 'b')).toBeUndefined()
    await publish(store, [{ id: 'a' }, { id: 'b' }])
    expect(await findCustomer(store, { kind: 'all' }, 'b')).toBeDefined()
  })

  test('search finds by part of the name, start of the id or the whole phone, and takes % for itself', async () => {
    await publish(store, [
      { id: 'c1', name: '张伟' },
      { id: 'c22', name: '100%王' },
    ])
    const found = async (text: string) =>
      (await searchCustomers(store, { kind: 'all' }, { text })).items.map((row) => row.customer_id)
    expect(await found('伟')).toEqual(['c1'])
    expect(await found('%')).toEqual(['c22'])
    expect(await found('c')).toEqual(['c1', 'c22'])
    expect(await found('1380000003')).toEqual(['c22'])
    expect(await found('138')).toEqual([])
    expect(await found('  ')).toEqual([])
  })
})

describe('moves', () => {
  beforeEach(async () => {
    await buildBank(store)
    await publish(store, [{ id: 'a', owner: 'wes', unit: 'west' }])
  })

  test('a customer who moves takes the open tasks along, and the old unit sees them no more', async () => {
    const taskId = await createOne(store, 'a', { unitId: 'west', ownerId: 'wes' })
    const east = await scopeOf(store, actorOf('sue'), at())
    expect(await findTask(store, east, taskId)).toBeUndefined()
    await publish(store, [{ id: 'a', owner: 'olga', unit: 'east-1' }])
    expect(await findTask(store, east, taskId)).toMatchObject({ unit_id: 'east-1', assignee_id: 'olga' })
    expect(await findTask(store, { kind: 'units', unitIds: ['west'] }, taskId)).toBeUndefined()
  })

  test('the open tasks of somebody who has left go to the pool', async () => {
    const taskId = await createOne(store, 'a', { unitId: 'west', ownerId: 'wes' })
    const others = people.filter((person) => person.staff_id !== 'wes')
    const west = { unit_id: 'west', parent_id: null, name: 'West', kind: 'branch' }
    await importUnits([west, unit('east', null), unit('east-1', 'east')], others)
    expect(await store.transaction(poolTasksOfLeavers)).toBe(1)
    expect(await findTask(store, { kind: 'all' }, taskId)).toMatchObject({ assignee_id: null, assign: 'pool' })
    expect(await claimNext(store, command('wim'), pack)).toMatchObject({ kind: 'done', task: { task_id: taskId } })
  })
})

describe('ownership', () => {
  beforeEach(async () => {
    await buildBank(store)
    await publish(store, [{ id: 'a' }, { id: 'b' }, { id: 'w', owner: 'wes', unit: 'west' }])
  })
  const input = { customerIds: ['a'], toStaffId: 'otto', reason: 'olga retires' }

  test('only a supervisor hands over, within the region, with a reason, to an owner', async () => {
    expect(await handOver(store, command('olga'), input)).toMatchObject({ code: 'forbidden' })
    expect(await handOver(store, command('sue'), { ...input, reason: ' ' })).toMatchObject({ code: 'reason_required' })
    expect(await handOver(store, command('sue'), { ...input, toStaffId: 'ana' })).toMatchObject({
      code: 'unknown_staff',
    })
    expect(await handOver(store, command('sue'), { ...input, toStaffId: 'wes' })).toMatchObject({
      code: 'unknown_staff',
    })
    expect(await handOver(store, command('sue'), { ...input, customerIds: ['a', 'w'] })).toEqual({
      kind: 'refused',
      code: 'not_found',
      detail: 'w',
    })
    expect(await owner('a')).toBe('olga')
    expect(await handOver(store, command('sue'), input)).toEqual({ kind: 'done', changed: 1 })
    expect(await handOver(store, command('sue'), input)).toMatchObject({ code: 'unchanged' })
    expect(await listOwnership(store, 'a')).toMatchObject([
      { from_owner: 'olga', to_owner: 'otto', reason: 'olga retires', changed_by: 'user-sue' },
    ])
  })

  test('open tasks go along, and scope follows at once, on both sides', async () => {
    const taskId = await createOne(store, 'a')
    await handOver(store, command('sue'), input)
    expect(await store.query('select assignee_id from task where task_id = $1', [taskId])).toEqual([
      { assignee_id: 'otto' },
    ])
    const olga = await scopeOf(store, actorOf('olga'), at())
    expect(olga).toMatchObject({ staffId: 'olga', exceptIds: ['a'] })
    expect(await findCustomer(store, olga, 'a')).toBeUndefined()
    expect(await scopeOf(store, actorOf('otto'), at())).toMatchObject({
      staffId: 'otto',
      customerIds: ['a'],
      exceptIds: [],
    })
  })

  test('what was handed over in Tend stays until the file says the same; then the file leads again', async () => {
    await handOver(store, command('sue'), input)
    await publish(store, [{ id: 'a', name: 'Renamed' }, { id: 'b' }])
    expect(await owner('a')).toBe('otto')
    await publish(store, [{ id: 'a', owner: 'otto' }, { id: 'b' }])
    expect(await owner('a')).toBe('otto')
    await publish(store, [{ id: 'a', owner: 'olga' }, { id: 'b' }])
    expect(await owner('a')).toBe('olga')
    expect((await listOwnership(store, 'a')).map((change) => [change.to_owner, change.reason])).toEqual([
      ['olga', 'delivery'],
      ['otto', 'olga retires'],
    ])
  })

  test('an owner whom the file changes takes the open tasks', async () => {
    const taskId = await createOne(store, 'b')
    await publish(store, [{ id: 'a' }, { id: 'b', owner: 'otto' }])
    expect(await store.query('select assignee_id, owner_id from task where task_id = $1', [taskId])).toEqual([
      { assignee_id: 'otto', owner_id: 'otto' },
    ])
  })

  test('open work follows a customer whose night was killed and came again', async () => {
    const taskId = await createOne(store, 'b')
    const moving = [{ id: 'a' }, { id: 'b', unit: 'west', owner: 'wes' }]
    const killed = store.transaction(async (night) => {
      await publishIn(night, moving)
      await night.query('select 1 / 0')
    })
    await expect(killed).rejects.toThrow('division by zero')
    await publish(store, moving)
    expect(await placeOf(taskId)).toEqual({ unit_id: 'west', owner_id: 'wes', assignee_id: 'wes' })
  })

  test('work of a theme that was built beside the last night is where its customer is after the next', async () => {
    const taskId = await createOne(store, 'b')
    await publish(store, [{ id: 'a' }, { id: 'b', unit: 'west', owner: 'wes' }])
    await store.execute(
      `insert into run (run_id, as_of, pack_id, pack_hash, lake_version, status, started_at, finished_at)
       values ('last', '2026-10-31', 'p', 'h', 'v', 'committed', $1, $1)`,
      [hoursLater(1)],
    )
    await store.execute(
      `insert into theme (name, play, condition, unit_id, starts_on, ends_on, goal, state, pack_hash, created_by, created_by_name, created_at, built_at)
       values ('t', 'call_back', '', 'root', '2026-11-02', '2026-11-30', 'g', 'running', 'h', 'u', 'u', $1, $1)`,
      [monday],
    )
    // As the theme, which had begun before that night, read the customer before it ended.
    await store.execute(
      `update task set theme_id = theme.theme_id, unit_id = 'east-1', owner_id = 'olga', assignee_id = 'olga' from theme where task_id = $1`,
      [taskId],
    )
    await publish(store, [{ id: 'a' }, { id: 'b', unit: 'west', owner: 'wes' }])
    expect(await placeOf(taskId)).toEqual({ unit_id: 'west', owner_id: 'wes', assignee_id: 'wes' })
  })

  test('a delivery that moves customers waits for whoever works on one, and neither ends in a deadlock', async () => {
    const taskId = await createOne(store, 'b')
    const units = [unit('west', null), unit('east', null), unit('east-1', 'east')]
    const staff = people.filter((person) => person.staff_id !== 'olga')
    let delivery: Promise<unknown> | undefined
    await store.transaction(async (tx) => {
      await tx.query("update customer set name = 'Other' where customer_id = 'b'")
      delivery = store.transaction(async (night) => {
        await importOrganisation(night, { units, staff })
        await publishIn(night, [{ id: 'a' }, { id: 'b', owner: 'otto' }])
        await poolTasksOfLeavers(night)
      })
      await waitsForLock()
      // Commands lock the customer first and the task after it; a delivery that held the task by now could not let go of it.
      await tx.execute("update task set assigned_by = 'user-sue' where task_id = $1", [taskId])
    })
    await delivery
    expect(await findTask(store, { kind: 'all' }, taskId)).toMatchObject({ owner_id: 'otto', assignee_id: 'otto' })
    expect((await listOwnership(store, 'b')).map((change) => change.to_owner)).toEqual(['otto'])
  })

  test('a delivery takes customers in order: whoever works on several meanwhile is never stopped by it', async () => {
    const ids = Array.from({ length: 40 }, (_, place) => `m${String(39 - place).padStart(2, '0')}`)
    await publish(
      store,
      ids.map((id) => ({ id })),
    )
    let delivery: Promise<unknown> | undefined
    await store.transaction(async (tx) => {
      await tx.query("select from customer where customer_id = 'm00' for update")
      delivery = publish(
        store,
        ids.map((id) => ({ id, name: 'Other', unit: 'west' })),
      )
      await waitsForLock()
      expect(
        await tx.query("select customer_id from customer where customer_id like 'm%' for update nowait"),
      ).toHaveLength(40)
    })
    await delivery
    expect(await store.query("select distinct name, unit_id from customer where customer_id like 'm%'")).toEqual([
      { name: 'Other', unit_id: 'west' },
    ])
  })

  test('an owner who is changed in Tend while a delivery waits is not moved by it', async () => {
    const taskId = await createOne(store, 'b')
    let delivery: Promise<unknown> | undefined
    await store.transaction(async (tx) => {
      await tx.query("update customer set owner_id = 'otto', has_local_owner = true where customer_id = 'b'")
      await tx.query("update task set owner_id = 'otto', assignee_id = 'otto' where customer_id = 'b'")
      delivery = publish(store, [{ id: 'a' }, { id: 'b', owner: 'wes' }])
      await waitsForLock()
    })
    await delivery
    expect(await owner('b')).toBe('otto')
    expect(await findTask(store, { kind: 'all' }, taskId)).toMatchObject({ owner_id: 'otto', assignee_id: 'otto' })
    expect(await listOwnership(store, 'b')).toEqual([])
  })
})

const placeOf = async (taskId: number) =>
  (await store.query('select unit_id, owner_id, assignee_id from task where task_id = $1', [taskId]))[0]

/** Until a transaction of this database waits for another one. */
const waitsForLock = async (): Promise<void> => {
  for (;;) {
    const waiting = await store.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
    if (waiting.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
