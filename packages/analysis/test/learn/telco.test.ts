import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ingest, openDuck, openLake } from '@tend/lake'
import { formatIssues, loadPack } from '@tend/pack'
import { expect, test } from 'vitest'
import { openState, runNight, trainModel } from '../../src/index.ts'
import { testFolder } from '../teashop.ts'

const packs = join(import.meta.dirname, '../../../../packs')
const file = join(packs, '../../shared/data/telco/Telco-Customer-Churn.csv')
if (!existsSync(file))
  process.stderr.write(`The churn scorecard is not tested on real customers: ${file} is not there.\n`)

test.skipIf(!existsSync(file))(
  'the telecom pack learns from 7,043 real customers: a mean area under the curve of 0.84 or more over five folds',
  async () => {
    const { pack, issues } = loadPack(join(packs, 'telecom'), packs)
    const model = pack?.models.get('churn_snapshot')
    if (!pack || !model) throw new Error(formatIssues(issues))
    const folder = await testFolder()
    const duck = await openDuck()
    const lake = openLake(join(folder, 'lake'))
    await ingest(lake, duck, { pack, fact: 'customer', file, receivedAt: '2026-10-31T00:00:00Z' })
    await runNight({ duck, lake, pack, asOf: '2026-10-31', out: join(folder, 'state') })
    const learned = await trainModel({ model, state: await openState(duck, join(folder, 'state'), pack), seed: 7 })
    duck.close()
    if (learned.kind !== 'scorecard') throw new Error(learned.kind)
    const { quality, features } = learned
    expect([quality.customers, quality.events]).toEqual([7043, 1869])
    expect(quality.aucs.length).toBe(5)
    expect(quality.auc).toBeGreaterThanOrEqual(0.84)
    expect(quality.ks).toBeGreaterThan(0.5)
    expect(quality.deciles[0]?.lift).toBeGreaterThan(2.5)
    for (const { expected, rate } of quality.deciles) expect(Math.abs(expected - rate)).toBeLessThan(0.05)
    expect(features.map(({ name }) => name)).toContain('contract')
    expect(features.every(({ coefficient }) => coefficient > 0)).toBe(true)
    // Eleven customers without a bill so far are unknown, not zero.
    expect(features.find(({ name }) => name === 'total_charges')?.bins.at(-1)?.share).toBeCloseTo(11 / 7043, 12)
  },
)
