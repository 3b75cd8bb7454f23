import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './testing.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

test('a whole number beyond 2^53 is an error and not a rounded figure', async () => {
  expect(await db.query('select 9007199254740991::bigint as n')).toEqual([{ n: 9007199254740991 }])
  await expect(db.query('select 9007199254740992::bigint as n')).rejects.toThrow('2^53')
})

test('dates read as text and instants as ISO text in UTC', async () => {
  const [row] = await db.query("select date '2026-10-31' as day, timestamptz '2026-10-31 09:30:00.5+08' as at")
  expect(row).toEqual({ day: '2026-10-31', at: '2026-10-31T01:30:00.500Z' })
})
