import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Migration, migrate, readMigrations } from './migrate.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await testDatabase()
})
afterEach(() => db.close())

const migration = (name: string, sql: string): Migration => ({
  name,
  sql,
  hash: createHash('sha256').update(sql).digest('hex'),
})
const before = readMigrations()

test('a database that is up to date is left alone, and no two steps have one number', async () => {
  expect(await migrate(db.pool)).toEqual([])
  expect(new Set(before.map(({ name }) => name.slice(0, 4))).size).toBe(before.length)
})

test('two at once apply a step once', async () => {
  const next = [...before, migration('9999_next.sql', 'create table next (id integer); insert into next values (1)')]
  const applied = await Promise.all([migrate(db.pool, next), migrate(db.pool, next), migrate(db.pool, next)])
  expect(applied.flat()).toEqual(['9999_next.sql'])
  expect(await db.query('select * from next')).toEqual([{ id: 1 }])
})

test('a step that fails leaves nothing of itself', async () => {
  const broken = [...before, migration('9999_broken.sql', 'create table half (id integer); select 1 / 0')]
  await expect(migrate(db.pool, broken)).rejects.toThrow('migration 9999_broken.sql: division by zero')
  expect(await db.query("select to_regclass('half') as half")).toEqual([{ half: null }])
})

test('a step that was applied in another form is refused with its name', async () => {
  const [first, ...others] = before as [Migration, ...Migration[]]
  const changed = [migration(first.name, `${first.sql}\n-- changed`), ...others]
  await expect(migrate(db.pool, changed)).rejects.toThrow(`The migration ${first.name} was applied in another form.`)
})
