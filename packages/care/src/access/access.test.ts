import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actorOf, at, buildBank, command, createOne, publish } from '../../test/world.ts'
import { listAudit } from '../audit/audit.ts'
import { findCustomer, searchCustomers } from '../party/customer.ts'
import { addHelper, removeHelper } from '../party/helper.ts'
import { assignTasks } from '../task/assign.ts'
import { maskRow, maskValue } from './mask.ts'
import { maskText } from './mask-text.ts'
import { reveal } from './reveal.ts'
import { can, type Permission, type Role, roles } from './roles.ts'
import { scopeOf, scopePredicate } from './scope.ts'

const columns = { customer: 'c', unit: 'u', owner: 'o' }

describe('scope', () => {
  let store: TestDatabase
  beforeAll(async () => {
    store = await testDatabase()
    await buildBank(store)
    await publish(store, [
      { id: 'olgas', owner: 'olga' },
      { id: 'ottos', owner: 'otto' },
      { id: 'nobodys', owner: null },
      { id: 'wests', owner: 'wes', unit: 'west' },
      { id: 'easts', owner: null, unit: 'east' },
    ])
  })
  afterAll(() => store.close())

  const seenBy = async (staffId: string, role?: Role): Promise<string[]> => {
    const actor = { ...actorOf(staffId), ...(role ? { role } : {}) }
    const page = await searchCustomers(store, await scopeOf(store, actor, at()), { text: 's' })
    return page.items.map((customer) => customer.customer_id)
  }

  test.each([
    ['olga', undefined, ['olgas']],
    ['ana', undefined, []],
    ['sue', undefined, ['easts', 'nobodys', 'olgas', 'ottos']],
    ['sue', 'front_desk', ['easts']],
    ['sue', 'leader', ['easts', 'nobodys', 'olgas', 'ottos']],
    ['zoe', undefined, ['easts', 'nobodys', 'olgas', 'ottos', 'wests']],
    ['olga', 'verifier', ['easts', 'nobodys', 'olgas', 'ottos', 'wests']],
    ['zoe', 'admin', []],
    ['zoe', 'unheard_of' as Role, []],
  ] as const)('%s as %s sees %j', async (staffId, role, expected) => {
    const scope = await scopeOf(store, { ...actorOf(staffId), ...(role ? { role } : {}) }, at())
    const { sql, params } = scopePredicate(scope, { customer: 'customer_id', unit: 'unit_id', owner: 'owner_id' }, 1)
    const rows = await store.query<{ customer_id: string }>(
      `select customer_id from customer where ${sql} order by customer_id`,
      params,
    )
    expect(rows.map((row) => row.customer_id)).toEqual(expected)
  })

  test('an unknown customer and a foreign one answer alike', async () => {
    const scope = await scopeOf(store, actorOf('olga'), at())
    expect(await findCustomer(store, scope, 'wests')).toBeUndefined()
    expect(await findCustomer(store, scope, 'nobody')).toBeUndefined()
    expect(await findCustomer(store, scope, 'olgas')).toMatchObject({
      unit_name: 'East one',
      owner_name: 'Name of olga',
      as_of: '2026-10-31',
    })
  })

  test('a helper sees the customer for as long as they help', async () => {
    const input = { customerId: 'olgas', staffId: 'otto', reason: 'olga is on leave' }
    expect(await addHelper(store, command('olga'), input)).toMatchObject({ code: 'forbidden' })
    expect(await addHelper(store, command('sue'), { ...input, reason: ' ' })).toMatchObject({ code: 'reason_required' })
    expect(await addHelper(store, command('sue'), input)).toEqual({ kind: 'done' })
    expect(await findCustomer(store, await scopeOf(store, actorOf('otto'), at()), 'olgas')).toBeDefined()
    expect(await removeHelper(store, command('sue'), input)).toEqual({ kind: 'done' })
    expect(await findCustomer(store, await scopeOf(store, actorOf('otto'), at()), 'olgas')).toBeUndefined()
  })

  test('a helper who has moved to another region can be taken off, and nobody who has left can be put on', async () => {
    const input = { customerId: 'olgas', staffId: 'otto', reason: 'a big deal' }
    await addHelper(store, command('sue'), input)
    await store.execute("update staff set unit_id = 'west' where staff_id = 'otto'")
    expect(await removeHelper(store, command('sue'), input)).toEqual({ kind: 'done' })
    expect(await addHelper(store, command('sue'), input)).toMatchObject({ code: 'unknown_staff' })
    await store.execute("update staff set unit_id = 'east-1', is_active = false where staff_id = 'otto'")
    expect(await addHelper(store, command('sue'), input)).toMatchObject({ code: 'unknown_staff' })
    await store.execute("update staff set is_active = true where staff_id = 'otto'")
  })

  test('an agent sees the customer of a task of theirs and no other', async () => {
    const taskId = await createOne(store, 'nobodys', { ownerId: null, assign: 'pool' })
    expect(await seenBy('ana')).toEqual([])
    await assignTasks(store, command('sue'), { taskIds: [taskId], staffIds: ['ana'] })
    expect(await scopeOf(store, actorOf('ana'), at())).toEqual({
      kind: 'own',
      staffId: null,
      customerIds: ['nobodys'],
      exceptIds: [],
    })
  })

  test('a raw value needs a right, a reason and a reach, and leaves a trace without the value', async () => {
    const ask = { customerId: 'olgas', field: 'id_number', reason: 'identity check at the counter' } as const
    expect(await reveal(store, command('ana'), ask)).toMatchObject({ code: 'forbidden' })
    expect(await reveal(store, command('olga'), { ...ask, reason: '' })).toMatchObject({ code: 'reason_required' })
    expect(await reveal(store, command('olga'), { ...ask, customerId: 'wests' })).toMatchObject({ code: 'not_found' })
    expect(await reveal(store, command('olga'), ask)).toEqual({ kind: 'done', value: '110101199001011234' })
    const trace = await listAudit(store, { action: 'customer.reveal' })
    expect(trace.items).toMatchObject([
      { actor: 'user-olga', subject_id: 'olgas', detail: { field: 'id_number', reason: ask.reason } },
    ])
    expect(JSON.stringify(trace)).not.toContain('110101199001011234')
  })
})

describe('predicates', () => {
  test('parameters count from where the statement is', () => {
    const scope = { kind: 'own', staffId: 's', customerIds: ['a', 'b'], exceptIds: ['x'] } as const
    expect(scopePredicate(scope, columns, 4)).toEqual({
      sql: '((c in ($4, $5)) or (o = $6 and not (c in ($7))))',
      params: ['a', 'b', 's', 'x'],
    })
  })

  test('what names nobody lets nobody through', () => {
    expect(scopePredicate({ kind: 'own', staffId: null, customerIds: [], exceptIds: [] }, columns, 1)).toEqual({
      sql: 'false',
      params: [],
    })
    expect(scopePredicate({ kind: 'units', unitIds: [] }, columns, 1)).toEqual({ sql: 'false', params: [] })
    expect(scopePredicate({ kind: 'none' }, columns, 1)).toEqual({ sql: 'false', params: [] })
  })
})

describe('masks', () => {
  test.each([
    ['owner', 'phone', '13812345678', '13812345678'],
    ['owner', 'id_number', '110101199001011234', '110*************34'],
    ['supervisor', 'phone', '13812345678', '138****5678'],
    ['supervisor', 'name', '欧阳小明', '欧阳小明'],
    ['planner', 'name', '欧阳小明', '欧***'],
    ['planner', 'name', '王', '*'],
    ['planner', 'phone', '12345', '1****'],
    ['planner', 'email', 'zhang@mail.example', 'z***@mail.example'],
    ['planner', 'address', '上海市浦东新区某路某号', '上海市浦东新*****'],
    ['planner', 'sensitive', 'anything', '****'],
    ['admin', 'name', '王小明', null],
  ] as const)('%s reads %s %s as %s', (role, sensitivity, value, expected) => {
    expect(maskValue(role, sensitivity, value)).toBe(expected)
  })

  test.each([
    ['owner', '王小明 138-1234-5678 not, 13812345678; ID 110*************34; 500000 due 2026-11-30'],
    ['supervisor', '王小明 138******5678 not, 138****5678; ID 110*************34; 500000 due 2026-11-30'],
    ['planner', '王** 138******5678 not, 138****5678; ID 110*************34; 500000 due 2026-11-30'],
  ] as const)('%s reads a note as %s', (role, expected) => {
    const note = '王小明 138-1234-5678 not, 13812345678; ID 110101199001011234; 500000 due 2026-11-30'
    const named = { name: '王小明', phone: '13812345678', id_number: null }
    expect(maskText(role, note, named)).toBe(expected)
  })

  test('a row is masked by the classes of its columns, others stay', () => {
    const row = { id: '1', phone: '13812345678', id_number: null }
    expect(maskRow({ role: 'finance' }, row, (column) => (column === 'phone' ? 'phone' : undefined))).toEqual({
      ...row,
      phone: '138****5678',
    })
  })
})

test('separated duties: nobody both works tasks and assigns them, and only two roles read the audit', () => {
  const having = (permission: Permission): string[] =>
    Object.keys(roles).filter((role) => can({ role: role as Role }, permission))
  expect(having('tasks.assign')).toEqual(['supervisor'])
  expect(having('tasks.work')).toEqual(['owner', 'agent', 'leader'])
  expect(having('audit.view')).toEqual(['verifier', 'admin'])
  expect(having('ownership.change')).toEqual(['supervisor'])
})
