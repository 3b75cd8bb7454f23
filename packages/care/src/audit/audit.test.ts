import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { monday } from '../../test/world.ts'
import { listAudit, recordAudit } from './audit.ts'
import { sealAudit, verifyAudit } from './seal.ts'

let store: TestDatabase
beforeEach(async () => {
  store = await testDatabase()
})
afterEach(() => store.close())

const record = async (...ids: string[]): Promise<void> => {
  for (const id of ids)
    await recordAudit(store, {
      at: monday,
      actor: 'user',
      action: 'customer.view',
      subjectKind: 'customer',
      subjectId: id,
      detail: { b: 1, a: 2 },
    })
}

/** As somebody with the rights of the server's owner could. */
const tamper = (sql: string): Promise<number> =>
  store.transaction(async (tx) => {
    await tx.execute('alter table audit disable trigger all')
    const rows = await tx.execute(sql)
    await tx.execute('alter table audit enable trigger all')
    return rows
  })

test('rows can neither be changed nor removed', async () => {
  await record('a')
  await expect(store.execute("update audit set actor = 'other'")).rejects.toThrow('only ever added to')
  await expect(store.execute('delete from audit')).rejects.toThrow('only ever added to')
  await expect(store.execute('truncate audit cascade')).rejects.toThrow('only ever added to')
})

test('a sealed log verifies, and sealing again adds nothing', async () => {
  await record('a', 'b', 'c')
  expect(await sealAudit(store)).toBe(3)
  await record('d')
  expect(await Promise.all([sealAudit(store), sealAudit(store)]).then((counts) => counts.sort())).toEqual([0, 1])
  expect(await verifyAudit(store)).toEqual({ kind: 'whole', rows: 4 })
  expect((await listAudit(store, {})).items.map((row) => [row.subject_id, row.is_sealed])).toEqual([
    ['d', true],
    ['c', true],
    ['b', true],
    ['a', true],
  ])
})

test('the first row that was changed is named', async () => {
  await record('a', 'b', 'c')
  await sealAudit(store)
  await tamper("update audit set subject_id = 'x' where subject_id = 'b'")
  expect(await verifyAudit(store)).toEqual({ kind: 'broken', id: 2 })
})

test('a row that was taken out is missed', async () => {
  await record('a', 'b', 'c')
  await sealAudit(store)
  await store.execute('alter table audit_seal drop constraint audit_seal_audit_id_fkey')
  await tamper("delete from audit where subject_id = 'b'")
  expect(await verifyAudit(store)).toEqual({ kind: 'broken', id: 2 })
})

test('the log is read page by page, by actor and by subject', async () => {
  await record('a', 'b', 'c')
  const first = await listAudit(store, { limit: 2 })
  expect(first.items.map((row) => row.subject_id)).toEqual(['c', 'b'])
  const second = await listAudit(store, { limit: 2, ...(first.next ? { cursor: first.next } : {}) })
  expect(second).toMatchObject({ items: [{ subject_id: 'a' }] })
  expect(second.next).toBeUndefined()
  expect((await listAudit(store, { subjectKind: 'customer', subjectId: 'b' })).items).toHaveLength(1)
  expect((await listAudit(store, { actor: 'someone' })).items).toEqual([])
})
