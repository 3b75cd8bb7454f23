import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDuck } from '../src/index.ts'

const open = async () => {
  const duck = await openDuck({ threads: 2 })
  onTestFinished(() => duck.close())
  return duck
}

it('values come back plain', async () => {
  const duck = await open()
  const [row] =
    await duck.rows(`select 12::bigint as small, 9007199254740993::bigint as large, date '2026-10-31' as day, 1.25::decimal(9, 2) as amount,
    [1, 2] as items, {'a': 'x', 'b': [date '2026-01-01']} as entry, null as nothing, true as flag, 0.5 as share, sum(3::bigint) as total`)
  expect(row).toEqual({
    small: 12,
    large: 9007199254740993n,
    day: '2026-10-31',
    amount: 1.25,
    items: [1, 2],
    entry: { a: 'x', b: ['2026-01-01'] },
    nothing: null,
    flag: true,
    share: 0.5,
    total: 3,
  })
})

it('parameters are bound, lists among them', async () => {
  const duck = await open()
  const text = `it's; drop table x`
  expect(
    await duck.rows('select $1 as text, $2 = any($3) as is_member, $4 + 1 as next', [text, 'b', ['a', 'b'], 41]),
  ).toEqual([{ text, is_member: true, next: 42 }])
  expect(await duck.rows(`select $1 = any($2) as is_member`, ['a', []])).toEqual([{ is_member: false }])
})

it('columns hold more rows than a chunk, in order', async () => {
  const duck = await open()
  const { names, values, count } = await duck.columns('select range as n, range * 2 as m from range(5000)')
  expect([names, count, values[0]?.[4999], values[1]?.[4999]]).toEqual([['n', 'm'], 5000, 4999, 9998])
})

it('a file written anew is read anew', async () => {
  const duck = await open()
  const folder = await mkdtemp(join(tmpdir(), 'tend-duck-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'a.csv')
  for (const digit of ['1', '2', '3']) {
    await writeFile(file, `n\n${digit}\n`)
    expect(await duck.rows(`select n from read_csv('${file}', columns = {n: 'BIGINT'}, header = true)`)).toEqual([
      { n: Number(digit) },
    ])
  }
})

it('a statement can be broken off and the connection used again', async () => {
  const duck = await open()
  const running = duck.rows('select sum(a.range * b.range) from range(1000000) a, range(1000000) b')
  setTimeout(() => duck.interrupt(), 50)
  await expect(running).rejects.toThrow(/INTERRUPT/)
  expect(await duck.rows('select 1 as one')).toEqual([{ one: 1 }])
})

it('sessions see the same instance and close alone', async () => {
  const duck = await open()
  await duck.run('create table t as select 1 as n')
  const session = await duck.session()
  expect(await session.rows('from t')).toEqual([{ n: 1 }])
  session.close()
  expect(await duck.rows(`select current_setting('TimeZone') as zone`)).toEqual([{ zone: 'UTC' }])
})
