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

test('an upgrade knows who made and decided earlier versions by their places on the staff list', async () => {
  await db.execute('drop schema public cascade')
  await db.execute('create schema public')
  await migrate(
    db.pool,
    before.filter(({ name }) => name < '0092'),
  )
  await db.execute(`
    insert into app_user (id, name, email, staff_id, role)
    values ('maker', 'M', 'm', 's1', null), ('checker', 'C', 'c', 's2', null), ('root', 'R', 'r', null, 'admin')`)
  const settled = "'maker', 'M', now(), 'h', 'checker', 'h'"
  await db.execute(`
    insert into pack_version (pack_id, title, state, shipped_hash, base_hash, created_by, created_by_name, created_at, hash, approved_by, approved_hash)
    values ('p', 'published', 'published', 's', 's', ${settled}), ('p', 'open', 'draft', 's', 's', 'gone', 'G', now(), null, null, null)`)
  await db.execute(
    "insert into pack_publication (pack_id, version, hash, at, by_user) values ('p', 1, 'h', now(), 'checker')",
  )
  await migrate(db.pool)
  expect(await db.query('select title, created_by_staff, decided_by_staff from pack_version order by version')).toEqual(
    [
      { title: 'published', created_by_staff: 's1', decided_by_staff: 's2' },
      { title: 'open', created_by_staff: null, decided_by_staff: null },
    ],
  )
  await expect(db.execute("update pack_version set note = 'x' where version = 1")).rejects.toThrow('settled')
})
