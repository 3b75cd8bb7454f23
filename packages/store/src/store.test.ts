import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from './db.ts'
import { openStore } from './store.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await testDatabase()
})
afterEach(() => db.close())

const holidays = () => db.query('select day, name, is_working from holiday order by day')
async function* chunks(...parts: (string | Buffer)[]): AsyncIterable<string | Buffer> {
  yield* parts
}

test('a whole number beyond 2^53 is an error and not a rounded figure', async () => {
  expect(
    await db.query('select 9007199254740991::bigint as n, sum(x)::numeric as s from (values (1.5), (2)) as v (x)'),
  ).toEqual([{ n: 9007199254740991, s: 3.5 }])
  await expect(db.query('select 9007199254740992::bigint as n')).rejects.toThrow('2^53')
  await expect(db.query('select 9007199254740992::numeric as n')).rejects.toThrow('2^53')
})

test('a database address of another kind is refused with the form to write', async () => {
  for (const databaseUrl of ['notaurl', 'mysql://u:p@host/db'])
    await expect(openStore({ home: '/nowhere', databaseUrl })).rejects.toThrow('postgres://user:password@host')
})

test('dates read as text and instants as ISO text in UTC', async () => {
  const [row] = await db.query("select date '2026-10-31' as day, timestamptz '2026-10-31 09:30:00.5+08' as at")
  expect(row).toEqual({ day: '2026-10-31', at: '2026-10-31T01:30:00.500Z' })
})

test('what is prepared is planned once, by itself and in a prepared transaction', async () => {
  const day = 'select name from holiday where day >= $1 and name = $2'
  const plans =
    "select generic_plans::int as kept, custom_plans::int as anew from pg_prepared_statements where statement like 'select name%'"
  const ask = async (on: Db, name: string) => on.query(day, ['2026-10-01', name], { isPrepared: true })
  for (const name of ['a', 'b']) await ask(db, name)
  expect(await db.query(plans, [], { isPrepared: true })).toEqual([{ kept: 2, anew: 0 }])
  await db.transaction(
    async (tx) => {
      await ask(tx, 'a')
      expect(await tx.query(plans)).toEqual([{ kept: 1, anew: 0 }])
    },
    { isPrepared: true },
  )
})

test('a transaction that throws leaves nothing, and its connection serves on', async () => {
  const failing = db.transaction(async (tx) => {
    await tx.execute("insert into holiday values ('2026-10-01', 'gone', false)")
    throw new Error('on second thoughts')
  })
  await expect(failing).rejects.toThrow('on second thoughts')
  expect(await holidays()).toEqual([])
})

test('copies go in and out as CSV, an empty field being unknown and a quoted one text', async () => {
  const rows = chunks('2026-10-01,"a, ""b""",f\n2026-', Buffer.from('10-02,"",t\n'))
  expect(await db.copyIn('holiday', ['day', 'name', 'is_working'], rows)).toBe(2)
  expect(await holidays()).toEqual([
    { day: '2026-10-01', name: 'a, "b"', is_working: false },
    { day: '2026-10-02', name: '', is_working: true },
  ])
  const csv = await text(Readable.from(db.copyOut('select day, name from holiday order by day')))
  expect(csv).toBe('day,name\n2026-10-01,"a, ""b"""\n2026-10-02,""\n')
})

test('a copy that fails writes nothing and spoils no connection', async () => {
  await expect(
    db.copyIn('holiday', ['day', 'name', 'is_working'], chunks('2026-10-01,a,f\n', 'nonsense\n')),
  ).rejects.toThrow('invalid input syntax')
  async function* cutOff(): AsyncIterable<string> {
    yield '2026-10-01,a,f\n'
    throw new Error('the source broke')
  }
  await expect(db.copyIn('holiday', ['day', 'name', 'is_working'], cutOff())).rejects.toThrow('the source broke')
  expect(await holidays()).toEqual([])
})

test('a reader who stops early gives the connection back', async () => {
  for (let round = 0; round < 30; round += 1) {
    for await (const chunk of db.copyOut('select generate_series(1, 100000)')) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
  }
  expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
})

test('a notification reaches its listeners until they stop listening', async () => {
  const heard: string[] = []
  const stop = await db.listen('news', (payload) => heard.push(payload))
  await db.query("select pg_notify('news', 'first')")
  await expect.poll(() => heard).toEqual(['first'])
  await stop()
  await db.query("select pg_notify('news', 'second')")
  await db.query('select pg_sleep(0.05)')
  expect(heard).toEqual(['first'])
})

test('a database that does not answer is named with the reason', async () => {
  const attempt = openStore({ home: '/nonexistent', databaseUrl: 'postgres://nobody@127.0.0.1:1/none' })
  await expect(attempt).rejects.toThrow(/The database cannot be used: .*ECONNREFUSED/)
})
