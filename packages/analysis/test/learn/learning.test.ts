import { join } from 'node:path'
import { type Duck, openDuck } from '@tend/lake'
import { type Model, type ModelOutput, postgresDialect } from '@tend/pack'
import { testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  drift,
  explainScore,
  type LearnedModel,
  type LearnedScorecard,
  type ModelArtifact,
  openState,
  readModels,
  renderModelOutput,
  type State,
  type StateRow,
  scoreRow,
  sealArtifact,
  trainModel,
  usableModels,
  writeModel,
} from '../../src/index.ts'
import { keptFolder, testFolder } from '../teashop.ts'
import { bookshop, monthAgo, nightOf, openBookshop, today } from './bookshop.ts'

const readers = 6000
const seed = 7
const pack = bookshop()

let duck: Duck
let folder: string
let before: State
let now: State
const tidying: (() => Promise<void>)[] = []

beforeAll(async () => {
  folder = await keptFolder((tidy) => tidying.push(tidy))
  duck = await openDuck()
  await openBookshop(duck, folder, readers)
  before = await nightOf(duck, join(folder, 'before'), monthAgo)
  now = await nightOf(duck, join(folder, 'now'), today)
})

afterAll(async () => {
  duck.close()
  for (const tidy of tidying) await tidy()
})

const modelOf = (id: string): Model => {
  const model = pack.models.get(id)
  if (!model) throw new Error(`no model ${id}`)
  return model
}

const learn = (id: string): Promise<LearnedModel> =>
  id === 'leaving'
    ? trainModel({ model: modelOf(id), state: before, later: now, seed })
    : trainModel({ model: modelOf(id), state: now, seed })

const outputs: readonly (readonly [string, ModelOutput, string])[] = [
  ['usage', 'segment', 'group'],
  ['usage', 'distance', 'group_distance'],
  ['leaving', 'points', 'stay_points'],
  ['leaving', 'probability', 'leave_chance'],
  ['buying', 'p_alive', 'p_alive'],
  ['buying', 'expected_purchases', 'purchases_next'],
  ['buying', 'expected_value', 'value_next'],
]

test('a night scores with the models in force, and every score is the one that JavaScript gives', async () => {
  const home = join(await testFolder(), 'models')
  for (const id of ['usage', 'leaving', 'buying']) await writeModel(home, await learn(id))
  const models = await readModels(home)
  const scored = await nightOf(duck, join(await testFolder(), 'scored'), today, models)
  const rows = await duck.rows<StateRow>(`select * from '${scored.folder}/customer.parquet'`)
  expect(rows.length).toBe(readers)
  for (const [model, output, column] of outputs) {
    const artifact = models.get(model) as ModelArtifact
    for (const row of rows) {
      const expected = scoreRow(artifact, output, row)
      const found = row[column] as number | string | null
      if (typeof expected !== 'number') expect([row.customer_id, found]).toEqual([row.customer_id, expected])
      else if (output === 'expected_value') expect(Math.abs(Number(found) - expected * 100)).toBeLessThan(0.51)
      else expect(Math.abs(Number(found) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)))
    }
  }
  expect(new Set(rows.map((row) => row.group))).toEqual(new Set(['s1', 's2', 's3']))
  expect(rows.filter((row) => row.p_alive === null).length).toBe(rows.filter((row) => row.age === null).length)
})

test('before anything is learned the columns of models are unknown', async () => {
  const [row] = await duck.rows<StateRow>(`select * from '${now.folder}/customer.parquet' limit 1`)
  for (const [, , column] of outputs) expect(row?.[column]).toBeNull()
})

test('PostgreSQL gives the scores that DuckDB gives', async () => {
  const database = await testDatabase()
  try {
    const columns = [
      'customer_id',
      'city',
      'is_member',
      'complaints',
      'purchases',
      'mean_purchase',
      'since_last',
      'repeats',
      'recency',
      'age',
    ]
    const types = 'text text boolean bigint bigint bigint bigint bigint bigint bigint'.split(' ')
    await database.execute(`create table w (${columns.map((name, i) => `${name} ${types[i]}`).join(', ')})`)
    const rows = await duck.rows<StateRow>(
      `select ${columns.join(', ')} from '${now.folder}/customer.parquet' order by customer_id limit 300`,
    )
    for (const row of rows)
      await database.execute(
        `insert into w values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
        Object.values(row),
      )
    for (const [model, output] of outputs) {
      const artifact = sealArtifact(await learn(model), 1)
      const context = { asOf: today, decimals: 2, dialect: postgresDialect, column: (name: string) => `w.${name}` }
      const found = await database.query<{ said: number | string | null }>(
        `select ${renderModelOutput(artifact, output, context)} as said from w order by customer_id`,
      )
      rows.forEach((row, i) => {
        const expected = scoreRow(artifact, output, row)
        if (typeof expected !== 'number') expect(found[i]?.said).toEqual(expected)
        else expect(Number(found[i]?.said)).toBeCloseTo(expected, 7)
      })
    }
  } finally {
    await database.close()
  }
})

test('the same rows, definition and seed give the same artifact, whatever the number of threads', async () => {
  const single = await openDuck({ threads: 1 })
  try {
    for (const id of ['usage', 'leaving', 'buying']) {
      const model = modelOf(id)
      const alone = await trainModel({
        model,
        state: await openState(single, (id === 'leaving' ? before : now).folder, pack),
        later: await openState(single, now.folder, pack),
        seed,
      })
      expect(sealArtifact(alone, 1).hash).toBe(sealArtifact(await learn(id), 1).hash)
    }
  } finally {
    single.close()
  }
})

test('segments are described: shares and revenue total one, the richest comes first, traits say what is different', async () => {
  const learned = await learn('usage')
  if (learned.kind !== 'segments') throw new Error(learned.kind)
  const { segments, quality } = learned
  expect(segments.map(({ id }) => id)).toEqual(['s1', 's2', 's3'])
  expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
  expect(segments.reduce((sum, { revenueShare }) => sum + (revenueShare ?? 0), 0)).toBeCloseTo(1, 9)
  const means = segments.map(({ meanRevenue }) => meanRevenue ?? 0)
  expect(means).toEqual([...means].sort((a, b) => b - a))
  const [checked] = await duck.rows<{ mean: number }>(
    `select avg(spent_90d) / 100 as mean from '${now.folder}/customer.parquet'`,
  )
  expect(segments.reduce((sum, { share, meanRevenue }) => sum + share * (meanRevenue ?? 0), 0)).toBeCloseTo(
    checked?.mean ?? 0,
    6,
  )
  for (const { traits } of segments)
    expect(Math.abs(traits[0]?.difference ?? 0)).toBeGreaterThanOrEqual(Math.abs(traits.at(-1)?.difference ?? 9))
  expect(quality.stability).toBeGreaterThan(0.5)
  expect(quality.stability).toBeLessThanOrEqual(1)
})

test('a scorecard finds what makes readers leave, and its reasons add up to its points', async () => {
  const learned = (await learn('leaving')) as LearnedScorecard
  expect(learned.asOf).toBe(monthAgo)
  expect(learned.outcomeAsOf).toBe(today)
  expect(learned.quality.auc).toBeGreaterThan(0.7)
  expect(learned.quality.deciles.reduce((sum, { customers }) => sum + customers, 0)).toBe(learned.quality.customers)
  expect(learned.quality.deciles.at(-1)?.captured).toBeCloseTo(1, 12)
  const artifact = sealArtifact(learned, 1)
  const row = { customer_id: 'x', complaints: 3, is_member: false, city: 'north', since_last: 10 }
  const reasons = explainScore(learned, row)
  expect(reasons[0]?.feature).toBe('complaints')
  expect(reasons.reduce((sum, { points }) => sum + points, learned.basePoints)).toBe(scoreRow(artifact, 'points', row))
  const content = { ...row, complaints: 0, is_member: true }
  expect(scoreRow(artifact, 'points', content)).toBeGreaterThan(Number(scoreRow(artifact, 'points', row)))
})

test('readers who had left before the earlier day are not learned from', async () => {
  const learned = await trainModel({ model: modelOf('leaving'), state: before, later: now, seed })
  const backwards = trainModel({ model: modelOf('leaving'), state: now, later: now, seed })
  expect(learned.customers).toBe(readers)
  expect((await backwards.catch((error: unknown) => error)) as Error).toMatchObject({ code: 'too_few' })
})

test('a scorecard with a horizon refuses to learn from one day', async () => {
  await expect(trainModel({ model: modelOf('leaving'), state: now, seed })).rejects.toThrow('30 days apart')
})

test('where nobody buys again, or figures are no counts, learning is refused and says what to use instead', async () => {
  const swapped = { ...modelOf('buying'), recency: 'age', age: 'recency' } as Model
  await expect(trainModel({ model: swapped, state: now, seed })).rejects.toThrow('the figures are no purchases')
  const nobody = await nightOf(duck, join(await testFolder(), 'early'), '2024-12-31')
  await expect(trainModel({ model: modelOf('buying'), state: nobody, seed })).rejects.toThrow('trend of contribution')
})

test('nothing drifts on the day of training; another population drifts', async () => {
  for (const id of ['usage', 'leaving', 'buying']) {
    const artifact = sealArtifact(await learn(id), 1)
    const same = await drift(artifact, id === 'leaving' ? before : now)
    expect(same.score).toEqual({ name: same.score.name, psi: 0, band: 'steady' })
    expect(same.features.every(({ psi }) => psi === 0)).toBe(true)
  }
  const usage = sealArtifact(await learn('usage'), 1)
  const shrunk = await nightOf(duck, join(await testFolder(), 'shrunk'), '2025-12-31')
  const moved = await drift(usage, shrunk)
  expect(moved.features[0]?.band).toBe('drifted')
  expect(moved.features[0]?.psi).toBeGreaterThanOrEqual(moved.features.at(-1)?.psi ?? 9)
})

test('the highest number is in force, and a file changed by hand is refused', async () => {
  const home = join(await testFolder(), 'models')
  expect([...(await readModels(home)).keys()]).toEqual([])
  const learned = await learn('usage')
  expect((await writeModel(home, learned)).number).toBe(1)
  const again = await writeModel(home, learned)
  expect([again.number, again.hash]).toEqual([2, sealArtifact(learned, 1).hash])
  const inForce = (await readModels(home)).get('usage')
  expect(inForce?.kind === 'segments' && inForce.segments.map((segment) => segment.name.en)).toEqual([
    'Segment 1',
    'Segment 2',
    'Segment 3',
  ])
  const { readFile, writeFile } = await import('node:fs/promises')
  const path = join(home, 'usage', '2.json')
  await writeFile(path, (await readFile(path, 'utf8')).replace('"share": 0.', '"share": 1.'))
  await expect(readModels(home)).rejects.toThrow('not as it was written')
})

test('a model that the pack has changed since says nothing until it is trained again', async () => {
  const artifact = sealArtifact(await learn('usage'), 1)
  const models = new Map([['usage', artifact]])
  expect([...usableModels(pack, models).usable.keys()]).toEqual(['usage'])
  const changed = { ...modelOf('usage'), features: ['purchases', 'since_last'] } as Model
  const { usable, stale } = usableModels({ ...pack, models: new Map([['usage', changed]]) }, models)
  expect([usable.size, stale.map(({ model }) => model)]).toEqual([0, ['usage']])
})
