import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duck, ingest, type Lake, openDuck, openLake } from '@tend/lake'
import type { Pack } from '@tend/pack'
import { generateBank, generateFashion, generateTelecom } from '@tend/sample'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  LearningRefused,
  type ModelArtifact,
  openState,
  runNight,
  type Spark,
  sealArtifact,
  trainModel,
} from '../../src/index.ts'
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
      expect(await compareStates(duck, state('earlier'), state('earlier-spark'))).toEqual([])

      await runNight({ ...night, asOf: later, previous: state('earlier'), out: state('unlearned') })
      const models = await learn(night, state('earlier'), state('unlearned'))
      expect([...models.keys()]).toEqual(expect.arrayContaining(learned))
      const second = { ...night, asOf: later, models }
      await runNight({ ...second, previous: state('earlier'), out: state('later') })
      await runNight({ ...second, previous: state('earlier-spark'), out: state('later-spark'), spark })
      expect(await compareStates(duck, state('later'), state('later-spark'))).toEqual([])
    } finally {
      duck.close()
    }
  })
}

type World = { readonly duck: Duck; readonly pack: Pack; readonly lake: Lake }

/** Every model of the pack that this world has something to teach. */
async function learn(
  { duck, pack }: World,
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
