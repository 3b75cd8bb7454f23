import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duck, ingest, openDuck, openLake } from '@tend/lake'
import type { Pack } from '@tend/pack'
import { generateBank, generateFashion, generateTelecom } from '@tend/sample'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  LearningRefused,
  type ModelArtifact,
  openState,
  type Period,
  type ReadOnSpark,
  runNight,
  type Spark,
  sealArtifact,
  trainModel,
} from '../../src/index.ts'
import { bookshop, monthAgo, openBookshop, today } from '../learn/bookshop.ts'
import { packIn } from './batches.ts'
import { compareStates } from './compare-states.ts'
import { openTestSpark } from './test-spark.ts'

const worlds = [
  { pack: 'bank-retail', generate: generateBank, customers: 2_500, models: ['churn'] },
  {
    pack: 'telecom',
    generate: generateTelecom,
    customers: 2_000,
    models: ['churn_scorecard', 'usage_segments'],
  },
  { pack: 'fashion-retail', generate: generateFashion, customers: 1_000, models: ['purchase_value'] },
]
const [earlier, later] = ['2026-07-31', '2026-10-31'] as const

let spark: Spark
const home = mkdtempSync(join(tmpdir(), 'tend-spark-'))

beforeAll(async () => {
  spark = await openTestSpark('as delivered')
})

afterAll(async () => {
  await spark?.close()
  rmSync(home, { recursive: true, force: true })
})

for (const { pack: id, generate, customers, models: learned } of worlds) {
  test(`${customers} customers of ${id}, from the lake, over two nights and with learned models`, async () => {
    const folder = join(home, id)
    const duck = await openDuck()
    const pack = packIn(join(import.meta.dirname, '../../../../packs', id))
    const lake = openLake(join(folder, 'lake'))
    const night = { duck, pack, lake }
    const state = (name: string) => join(folder, name)
    try {
      const files = join(folder, 'files')
      const world = await generate({
        duck,
        folder: files,
        seed: 7,
        customers,
        endDate: later,
        months: 8,
        format: 'csv',
      })
      for (const { fact, file } of world.files) {
        await ingest(lake, duck, { pack, fact, file, receivedAt: '2026-11-01T01:00:00Z' })
      }
      await runNight({ ...night, asOf: earlier, out: state('earlier') })
      await runNight({ ...night, asOf: earlier, out: state('earlier-spark'), spark })
      expect(await compareStates(duck, pack, state('earlier'), state('earlier-spark'))).toEqual([])

      await runNight({ ...night, asOf: later, previous: state('earlier'), out: state('unlearned') })
      const models = await learn(night, state('earlier'), state('unlearned'))
      expect([...models.keys()]).toEqual(expect.arrayContaining(learned))
      const second = { ...night, asOf: later, models }
      await runNight({ ...second, previous: state('earlier'), out: state('later') })
      await runNight({ ...second, previous: state('earlier-spark'), out: state('later-spark'), spark })
      expect(await compareStates(duck, pack, state('later'), state('later-spark'))).toEqual([])
      await expectWord(duck, pack, models, state('later-spark'))
    } finally {
      duck.close()
    }
  })
}

test('3000 readers of the bookshop, with every output of every kind of model', async () => {
  const folder = join(home, 'bookshop')
  const duck = await openDuck()
  const pack = bookshop()
  const state = (name: string) => join(folder, name)
  try {
    await mkdir(folder)
    await openBookshop(duck, folder, 3_000)
    const fileOf = (fact: string) => join(folder, `${fact}.parquet`)
    for (const fact of pack.facts.keys()) await duck.run(`copy "fact:${fact}" to '${fileOf(fact)}' (format parquet)`)
    const sources = (fact: string, { to }: Period, read?: ReadOnSpark) => {
      const relation = read?.(fact, [fileOf(fact)]) ?? `read_parquet('${fileOf(fact)}')`
      return fact === 'purchase' ? `(select * from ${relation} where date <= date '${to}')` : relation
    }
    const night = { duck, pack, sources }
    await runNight({ ...night, asOf: monthAgo, out: state('earlier') })
    await runNight({ ...night, asOf: today, out: state('unlearned') })
    const models = await learn(night, state('earlier'), state('unlearned'))
    expect([...models.keys()].sort()).toEqual([...pack.models.keys()].sort())
    await runNight({ ...night, asOf: today, models, out: state('later') })
    await runNight({ ...night, asOf: today, models, out: state('later-spark'), spark })
    expect(await compareStates(duck, pack, state('later'), state('later-spark'))).toEqual([])
    await expectWord(duck, pack, models, state('later-spark'))
  } finally {
    duck.close()
  }
})

/** Each learned model has something to say of somebody. */
async function expectWord(
  duck: Duck,
  pack: Pack,
  models: ReadonlyMap<string, ModelArtifact>,
  state: string,
): Promise<void> {
  const said = [...pack.indicators.values()].filter((one) => one.kind === 'model' && models.has(one.model))
  const counts = said.map(({ id }) => `count("${id}") as "${id}"`).join(', ')
  const [row] = await duck.rows<Record<string, number>>(
    `select ${counts} from read_parquet('${state}/customer.parquet')`,
  )
  for (const { id } of said) expect(row?.[id], id).toBeGreaterThan(0)
}

/** Every model of the pack that this world has something to teach. */
async function learn(
  { duck, pack }: { readonly duck: Duck; readonly pack: Pack },
  before: string,
  after: string,
): Promise<ReadonlyMap<string, ModelArtifact>> {
  const [state, next] = [await openState(duck, before, pack), await openState(duck, after, pack)]
  const models = new Map<string, ModelArtifact>()
  for (const [id, model] of pack.models) {
    const isForesight = model.kind === 'scorecard' && model.horizonDays > 0
    try {
      const order = isForesight ? { model, state, later: next } : { model, state: next }
      models.set(id, sealArtifact(await trainModel({ ...order, seed: 7 }), 1))
    } catch (error) {
      if (!(error instanceof LearningRefused)) throw error
    }
  }
  return models
}
