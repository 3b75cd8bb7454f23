import { recordAudit, verifyAudit } from '@tend/care'
import { readAuditHead, sealHouse } from '@tend/jobs'
import type { Db } from '@tend/store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSmallHouse, type SmallHouse } from './small-house.ts'

let house: SmallHouse
beforeEach(async () => {
  house = await openSmallHouse()
})
afterEach(() => house.close())

const record = async (...ids: string[]): Promise<void> => {
  for (const subjectId of ids)
    await recordAudit(house.store, {
      at: new Date('2026-11-02T02:00:00Z'),
      actor: 'user',
      action: 'customer.view',
      subjectKind: 'customer',
      subjectId,
    })
}

/** As somebody with the rights of the database's owner could. */
const tamper = (change: (tx: Db) => Promise<unknown>): Promise<void> =>
  house.store.transaction(async (tx) => {
    for (const table of ['audit', 'audit_seal']) await tx.execute(`alter table ${table} disable trigger all`)
    await change(tx)
    for (const table of ['audit', 'audit_seal']) await tx.execute(`alter table ${table} enable trigger all`)
  })

const verify = () => verifyAudit(house.store, readAuditHead(house.home))

test('rows that are cut off the end of the audit are missed, also after others have followed', async () => {
  await record('a', 'b', 'c')
  await sealHouse(house)
  expect(await verify()).toEqual({ kind: 'whole', rows: 3 })
  await tamper(async (tx) => {
    await tx.execute('delete from audit_seal where position > 1')
    await tx.execute('delete from audit where audit_id > 1')
  })
  expect(await verify()).toEqual({ kind: 'broken', id: 3 })
  await record('d', 'e', 'f')
  await sealHouse(house)
  expect(await verify()).toEqual({ kind: 'broken', id: 3 })
})

test('a chain that was computed anew over a changed row is not the one that was kept', async () => {
  await record('a', 'b')
  await sealHouse(house)
  await tamper(async (tx) => {
    await tx.execute("update audit set actor = 'somebody else' where audit_id = 1")
    await tx.execute('delete from audit_seal')
  })
  await sealHouse(house)
  expect(await verifyAudit(house.store)).toEqual({ kind: 'whole', rows: 2 })
  expect(await verify()).toEqual({ kind: 'broken', id: 2 })
})

test('the kept end follows the chain', async () => {
  await record('a')
  await sealHouse(house)
  await record('b')
  await sealHouse(house)
  expect(readAuditHead(house.home)).toMatchObject({ position: 2, auditId: 2 })
  expect(await verify()).toEqual({ kind: 'whole', rows: 2 })
})
