import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import { expect, test } from 'vitest'
import { runNight } from '../src/index.ts'
import { FactBook } from './golden/facts.ts'
import { shopFacts, teashop, testFolder } from './teashop.ts'

const pack = teashop()

test('the same facts, pack and previous state give the same bytes, whatever the number of threads', {
  timeout: 240_000,
}, async () => {
  const folder = await testFolder()
  const hashes = []
  for (const threads of [1, 4]) {
    const duck = await openDuck({ threads })
    await fillLargeShop(duck)
    const first = join(folder, `first-${threads}`)
    const second = join(folder, `second-${threads}`)
    const sources = (fact: string) => `"fact:${fact}"`
    await runNight({ duck, pack, sources, asOf: '2026-09-30', out: first })
    await runNight({ duck, pack, sources, asOf: '2026-10-31', previous: first, out: second })
    hashes.push([await hashFolder(first), await hashFolder(second)])
    duck.close()
  }
  expect(hashes[1]).toEqual(hashes[0])
})

test('a night tells its progress and counts what it wrote', async () => {
  const { duck, sources } = await openShop()
  const out = join(await testFolder(), 'state')
  const seen: string[] = []
  const result = await runNight({
    duck,
    pack,
    sources,
    asOf: '2026-10-31',
    out,
    onProgress: ({ done, total, statement }) => seen.push(`${done < total} ${statement}`),
  })
  expect(result.customers).toBe(62)
  expect(Object.values(result.levels.card ?? {}).reduce((sum, count) => sum + count, 0)).toBe(62)
  expect(result.newMoments).toBe(result.moments)
  expect(seen).toContain('true measures purchase')
  expect(seen.length).toBe(result.statements.length)
  expect(JSON.parse(await readFile(join(out, 'state.json'), 'utf8'))).toMatchObject({
    asOf: '2026-10-31',
    pack: { id: 'teashop', hash: pack.hash },
    customers: 62,
    moments: result.moments,
  })
  duck.close()
})

test('a night that fails leaves nothing behind and names its statement', async () => {
  const { duck, sources } = await openShop()
  const folder = await testFolder()
  const broken = (fact: string) => (fact === 'voucher' ? '"no such table"' : sources(fact))
  const night = runNight({ duck, pack, sources: broken, asOf: '2026-10-31', out: join(folder, 'state') })
  await expect(night).rejects.toThrow('the night stopped at "moments"')
  expect(readdirSync(folder)).toEqual([])
  duck.close()
})

test('a state is never changed in place, and only an earlier state is a previous one', async () => {
  const { duck, sources } = await openShop()
  const folder = await testFolder()
  const out = join(folder, 'state')
  await runNight({ duck, pack, sources, asOf: '2026-10-31', out })
  await expect(runNight({ duck, pack, sources, asOf: '2026-11-01', out })).rejects.toThrow('never changed in place')
  const next = join(folder, 'next')
  await expect(runNight({ duck, pack, sources, asOf: '2026-10-31', previous: out, out: next })).rejects.toThrow(
    'must be earlier',
  )
  expect(existsSync(next)).toBe(false)
  duck.close()
})

async function openShop(): Promise<{ readonly duck: Duck; readonly sources: (fact: string) => string }> {
  const duck = await openDuck()
  const book = new FactBook(pack)
  book.add(shopFacts)
  return { duck, sources: await book.load(duck) }
}

/** Enough customers that several threads share every step, with fractions whose sum depends on the order of addition. */
async function fillLargeShop(duck: Duck): Promise<void> {
  await new FactBook(pack).load(duck)
  await duck.run(`insert into "fact:customer"
    select 'c' || (i * 7919 % 130000), 'name ' || i, 'u' || (i % 50), 's' || (i % 900), date '1950-01-01' + cast(i % 20000 as integer), 'solar', 'd' || (i % 11), i % 17 = 0
    from range(130000) t(i)`)
  await duck.run(`insert into "fact:purchase"
    select i, 'c' || (i * 31 % 120000), date '2025-11-01' + cast(i % 365 as integer), i * 13 % 100000, i % 5, (i % 1000) / 7.0, 'k' || (i % 3)
    from range(200000) t(i)`)
  await duck.run(`insert into "fact:voucher"
    select 'v' || i, 'c' || (i * 17 % 130000), date '2026-01-01', date '2026-10-01' + cast(i % 90 as integer), i from range(20000) t(i)`)
}

async function hashFolder(folder: string): Promise<readonly string[]> {
  const files = ['customer.parquet', 'moment.parquet', 'noticed.parquet', 'state.json']
  return Promise.all(
    files.map(async (file) =>
      createHash('sha256')
        .update(await readFile(join(folder, file)))
        .digest('hex'),
    ),
  )
}
