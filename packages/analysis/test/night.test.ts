import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import { expect, test } from 'vitest'
import { type LearnedModel, type ModelArtifact, runNight, sealArtifact } from '../src/index.ts'
import { FactBook } from './golden/facts.ts'
import { shopFacts, teashop, testFolder } from './teashop.ts'

const pack = teashop()

test('the same facts, pack and previous state give the same bytes, whatever the number of threads', {
  timeout: 480_000,
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

test('a night scores with the models in force and names their hashes', async () => {
  const { duck, sources } = await openShop()
  const folder = await testFolder()
  const { spent, models } = tastes()
  for (const [name, options] of [
    ['without', {}],
    ['with', { models }],
  ] as const) {
    const out = join(folder, name)
    await runNight({ duck, pack, sources, asOf: '2026-10-31', out, ...options })
    const file = JSON.parse(await readFile(join(out, 'state.json'), 'utf8'))
    expect(file.models).toEqual(name === 'with' ? { tastes: models.get('tastes')?.hash } : {})
    const rows = await duck.rows<{ spent: number; taste: string | null }>(
      `select spent_12m as spent, taste from read_parquet('${out}/customer.parquet')`,
    )
    const expected = (minor: number) => (minor / 100 < spent ? 's2' : 's1')
    for (const row of rows) expect(row.taste).toBe(name === 'with' ? expected(Number(row.spent)) : null)
    expect(new Set(rows.map(({ taste }) => taste)).size).toBe(name === 'with' ? 2 : 1)
  }
  duck.close()
})

test('a night that fails leaves nothing behind and names its statement', async () => {
  const { duck, sources } = await openShop()
  const folder = await testFolder()
  const broken = (fact: string) => (fact === 'voucher' ? '"no such table"' : sources(fact))
  const night = runNight({ duck, pack, sources: broken, asOf: '2026-10-31', out: join(folder, 'state') })
  await expect(night).rejects.toThrow('the night stopped at "measures voucher"')
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

/** Two segments: who has spent at least `spent` in a year, and the others. */
function tastes(): { readonly spent: number; readonly models: ReadonlyMap<string, ModelArtifact> } {
  const spent = 1000
  const segment = (id: string, centre: number) => ({
    id,
    name: { zh: id, en: id },
    centre: [centre],
    share: 0.5,
    meanRevenue: null,
    revenueShare: null,
    traits: [],
  })
  const shares = { name: 'spent_12m', binning: { kind: 'numbers' as const, edges: [] }, shares: [1] }
  const learned: LearnedModel = {
    kind: 'segments',
    format: 1,
    model: 'tastes',
    packHash: pack.hash,
    asOf: '2026-09-30',
    decimals: 2,
    customers: 10,
    population: { score: shares, features: [] } as never,
    notes: [],
    seed: 7,
    features: [{ name: 'spent_12m', unit: 'money', low: 0, high: 1_000_000, mean: spent, deviation: 100 }],
    segments: [segment('s1', 1), segment('s2', -1)],
    quality: { stability: 1, seeds: 1, explained: 1 },
  }
  return { spent, models: new Map([['tastes', sealArtifact(learned, 1)]]) }
}

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
  await duck.run(`insert into "fact:cover"
    select 'k' || i, 'c' || (i * 7 % 130000), date '2026-09-01' + cast(i % 61 as integer), i % 400 from range(60000) t(i)`)
  await duck.run(`insert into "fact:guest_list"
    select i, 'c' || (i * 11 % 130000), date '2026-09-01' + cast(i % 50 as integer), date '2026-10-01' + cast(i % 60 as integer), case when i % 3 = 0 then 'patron' else 'friend' end, 'w' || i
    from range(30000) t(i)`)
  await duck.run(`insert into "fact:level_override"
    select 'o' || i, 'c' || (i * 13 % 130000), case when i % 2 = 0 then 'account' else 'cover_card' end, case when i % 4 = 0 then 'busy' when i % 4 = 1 then 'gold' end,
      date '2026-09-01' + cast(i % 50 as integer), date '2026-10-01' + cast(i % 60 as integer), 'w' || i, 's1' from range(20000) t(i)`)
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
