import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './testing.ts'
import { yieldingTransaction } from './yielding.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await testDatabase()
  await db.execute("insert into holiday values ('2026-10-01', 'a', false), ('2026-10-02', 'b', false)")
})
afterEach(() => db.close())

const rename = 'update holiday set name = name || $2 where day = $1'

test('of two transactions that stop each other the yielding one begins again, and the other never notices', async () => {
  const isHeld = Promise.withResolvers<void>()
  let attempts = 0
  let night: Promise<unknown> | undefined
  await db.transaction(async (tx) => {
    await tx.execute(rename, ['2026-10-02', '+person'])
    night = yieldingTransaction(db, async (yielding) => {
      attempts += 1
      await yielding.execute(rename, ['2026-10-01', '+night'])
      isHeld.resolve()
      await yielding.execute(rename, ['2026-10-02', '+night'])
    })
    await isHeld.promise
    await tx.execute(rename, ['2026-10-01', '+person'])
  })
  await night
  expect(attempts).toBe(2)
  expect(await db.query('select name from holiday order by day')).toEqual([
    { name: 'a+person+night' },
    { name: 'b+person+night' },
  ])
})

test('another failure is not tried again', async () => {
  let attempts = 0
  const failing = yieldingTransaction(db, async (tx) => {
    attempts += 1
    await tx.query('select 1 / 0')
  })
  await expect(failing).rejects.toThrow('division by zero')
  expect(attempts).toBe(1)
})
