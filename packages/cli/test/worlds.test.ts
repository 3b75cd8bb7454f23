import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHome, openStudio, packFolder, requirePack, runNightly } from '@tend/jobs'
import { type Duck, ingest, openDuck, openLake } from '@tend/lake'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refuseForeignHome } from '../src/home-pack.ts'
import { findWorld, requireWorld, worldIds } from '../src/worlds.ts'

const asOf = '2026-11-21'

describe('the world of an insurer, made and graded as a first start does', () => {
  const pack = requirePack(packFolder('insurance'))
  let folder: string
  let store: TestDatabase
  let duck: Duck
  let state: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tend-worlds-'))
    store = await testDatabase()
    duck = await openDuck({ memoryLimitMb: 700, threads: 2 })
    const home = openHome({ TEND_HOME: folder })
    const lake = openLake(home.lake)
    const studio = await openStudio({ home, shipped: pack, store })
    const house = { home, lake, store, studio, pack }
    const { generate, months, gradeOn } = requireWorld('insurance')
    const clock = (): Date => new Date('2026-11-22T02:00:00Z')
    const size = { folder: home.sample, seed: 7, customers: 2000, endDate: asOf, months, format: 'csv' } as const
    for (const { fact, file, rows } of (await generate({ duck, ...size })).files) {
      const { batch } = await ingest(lake, duck, { pack, fact, file, receivedAt: clock().toISOString() })
      expect(batch, fact).toMatchObject({ loaded: rows, quarantined: 0 })
    }
    for (const day of [...gradeOn(asOf), asOf]) {
      await runNightly(house, duck, { runId: day.replaceAll('-', ''), asOf: day, clock, isGradingOnly: day !== asOf })
    }
    state = join(home.states, readdirSync(home.states).sort().at(-1) ?? '')
  }, 240_000)
  afterAll(async () => {
    duck?.close()
    await store?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const values = async (sql: string): Promise<readonly unknown[]> =>
    (await duck.rows(sql)).map((row) => Object.values(row)[0])
  const count = async (condition: string): Promise<number> =>
    Number((await values(`select count(*) from '${state}/customer.parquet' where ${condition}`))[0])

  test('somebody holds every card', async () => {
    const held = await values(`select distinct vip_card from '${state}/customer.parquet' where vip_card is not null`)
    expect(held.toSorted()).toEqual([...(pack.schemes.get('vip_card')?.levels ?? [])].map(({ id }) => id).toSorted())
  })

  test('every moment of the pack has come for somebody', async () => {
    const seen = await values(`select distinct moment from '${state}/moment.parquet'`)
    expect(seen.toSorted()).toEqual([...pack.moments.keys()].toSorted())
  })

  test('cards rise, outlast what was surrendered while they are valid, and fall when the validity ends', async () => {
    expect(
      await count(`vip_card_since > date '2024-12-31' and vip_card in ('silver', 'gold', 'diamond')`),
    ).toBeGreaterThan(20)
    expect(await count('points_short > 0')).toBeGreaterThan(20)
    const fallen = await values(`select count(*) from '${state}/moment.parquet' where moment = 'card_fallen'`)
    expect(Number(fallen[0])).toBeGreaterThan(10)
  })
})

test.each(worldIds)('the pack %s, for which a world can be made, is shipped and in order', (id) => {
  expect(existsSync(join(packFolder(id), 'pack.yaml'))).toBe(true)
  expect(requirePack(packFolder(id)).id).toBe(id)
})

test('a pack that extends others has the world of the nearest, and one of its own kind has none', () => {
  expect(findWorld(requirePack(packFolder('universal-bank')))?.pack).toBe('universal-bank')
  const own = { ...requirePack(packFolder('insurance')), id: 'own' }
  expect(findWorld({ ...own, folders: [...own.folders, '/packs/own'] })?.pack).toBe('insurance')
  expect(findWorld(requirePack(packFolder('lending')))).toBeUndefined()
})

describe('a home that was made with another pack', () => {
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tend-home-'))
    const home = openHome({ TEND_HOME: folder })
    const duck = await openDuck({ memoryLimitMb: 300, threads: 1 })
    const { generate } = requireWorld('bank-retail')
    const size = { folder: home.sample, seed: 7, customers: 40, endDate: asOf, months: 1, format: 'csv' } as const
    const units = (await generate({ duck, ...size })).files.find(({ fact }) => fact === 'org_unit')
    if (!units) throw new Error('A bank has units.')
    const pack = requirePack(packFolder('bank-retail'))
    await ingest(openLake(home.lake), duck, { pack, ...units, receivedAt: '2026-11-22T02:00:00Z' })
    duck.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is not opened with a pack that knows nothing of its facts, and the message names a way', async () => {
    await expect(refuseForeignHome({ TEND_HOME: folder }, 'telecom')).rejects.toThrow(
      /holds data of the pack bank-retail, which telecom knows nothing of\. Give telecom a home of its own: TEND_HOME=/,
    )
  })

  test.each([undefined, 'bank-retail', 'universal-bank'])('opens with %s', async (named) => {
    await expect(refuseForeignHome({ TEND_HOME: folder }, named)).resolves.toBeUndefined()
  })
})
