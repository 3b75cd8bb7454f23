import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue, HouseModel } from '@tend/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, makeWorld, type World } from './world.ts'

const modelOf = async (ask: Ask, id: string): Promise<HouseModel> => {
  const { items } = (await ask('GET', '/v1/models')).json() as { items: HouseModel[] }
  const found = items.find((model) => model.id === id)
  if (!found) throw new Error(`no model ${id}`)
  return found
}

describe('a carrier with learned segments', () => {
  let carrier: World
  let planner: Ask
  let supervisor: Ask

  beforeAll(async () => {
    carrier = await makeWorld({ trade: 'telecom', customers: 500 })
    planner = await carrier.signIn('planner')
    supervisor = await carrier.signIn('supervisor')
    const [lesson] = await carrier.learn('usage_segments')
    expect(lesson?.kind).toBe('trained')
    await carrier.night('scored')
  }, 120_000)
  afterAll(() => carrier?.close())

  const segmentsOf = async () => {
    const { learned } = await modelOf(planner, 'usage_segments')
    if (learned?.result.kind !== 'segments') throw new Error('no segments')
    return { ...learned, segments: learned.result.segments, result: learned.result }
  }
  const nameIt = (ask: Ask, segment: string, more: object, key = `name-${segment}-${Math.random()}`) =>
    ask('PUT', `/v1/models/usage_segments/segments/${segment}/name`, { idempotencyKey: key, ...more })

  test('segments are told with their share, what they bring in and what sets them apart', async () => {
    const { result, segments } = await segmentsOf()
    expect(result.seeds).toBe(5)
    expect(result.stability).toBeGreaterThan(0)
    expect(segments.map(({ id, name }) => [id, name.en])).toEqual(
      [1, 2, 3, 4, 5, 6].map((i) => [`s${i}`, `Segment ${i}`]),
    )
    expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6)
    expect(segments.reduce((sum, { revenueShare }) => sum + (revenueShare ?? 0), 0)).toBeCloseTo(1, 6)
    const revenues = segments.map(({ meanRevenueMinor }) => meanRevenueMinor ?? 0)
    expect(revenues).toEqual(revenues.toSorted((a, b) => b - a))
    for (const { traits } of segments) {
      const sizes = traits.map(({ difference }) => Math.abs(difference))
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    }
    const drift = (await modelOf(planner, 'usage_segments')).drift
    expect(drift).toMatchObject({ asOf: '2026-10-31', band: 'steady' })
  })

  test('a name shows at once in the catalogue that every page reads and in conditions, and changes no file and no score', async () => {
    const home = join(carrier.states, '..', '..')
    const before = hashesIn(join(home, 'models'), carrier.states)
    const { hash } = await segmentsOf()
    const name = { zh: '漫游一族', en: 'Roamers' }
    const answer = await nameIt(planner, 's1', { name, hash })
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json().learned).toMatchObject({ hash, number: 1 })
    expect((await segmentsOf()).segments[0]).toMatchObject({ id: 's1', name })
    const indicator = (await supervisor('GET', '/v1/catalogue'))
      .json()
      .indicators.find(({ id }: { id: string }) => id === 'learned_segment')
    expect(indicator.values).toHaveLength(6)
    expect(indicator.values[0]).toEqual({ id: 's1', label: name })
    const words = await planner('GET', `/v1/studio/condition?text=${encodeURIComponent("learned_segment == 's1'")}`)
    expect(words.json().words).toEqual({ zh: '学习所得族群 为 漫游一族', en: 'Learned usage segment is Roamers' })
    expect(hashesIn(join(home, 'models'), carrier.states)).toEqual(before)
    await carrier.night('named')
    const [scored, named] = ['scored', 'named'].map((run) => hashesIn(join(carrier.states, `2026-10-31-${run}`)))
    expect(named).toEqual(scored)
  })

  test('the studio offers the segments for conditions under their names, also while a draft is written', async () => {
    const [called] = (await segmentsOf()).segments
    const draft = await planner('POST', '/v1/studio/versions', { title: 'roamers', idempotencyKey: 'draft-of-roamers' })
    const { version } = draft.json()
    for (const place of ['', `?version=${version}`]) {
      const { names } = (await planner('GET', `/v1/studio/pack${place}`)).json()
      const { values } = names.find(({ id }: { id: string }) => id === 'learned_segment')
      expect([values.length, values[0]]).toEqual([6, { id: 's1', label: called?.name }])
    }
    const text = encodeURIComponent("learned_segment == 's1'")
    const words = await planner('GET', `/v1/studio/condition?text=${text}&version=${version}`)
    expect(words.json().words.en).toBe(`Learned usage segment is ${called?.name.en}`)
  })

  test('coded attributes and indicators read as the pack calls them', async () => {
    const { attributes, indicators } = (await supervisor('GET', '/v1/catalogue')).json() as Catalogue
    const valuesOf = (fields: readonly Pick<Catalogue['attributes'][number], 'id' | 'values'>[], field: string) =>
      new Map(fields.find(({ id }) => id === field)?.values.map(({ id, label }) => [id, label.zh]))
    expect(valuesOf(attributes, 'contract').get('monthly')).toBe('按月')
    expect(valuesOf(indicators, 'segment_direction').get('cross_sell')).toBe('维系并交叉销售')
  })

  test('a name is given once a key, and is in the audit with who gave it', async () => {
    const { hash } = await segmentsOf()
    const name = { zh: '话多一族', en: 'Talkers' }
    for (let i = 0; i < 2; i++) expect((await nameIt(planner, 's2', { name, hash }, 'talkers-1')).statusCode).toBe(200)
    const rows = await carrier.store.query<{ detail: object }>(
      "select detail from audit where action = 'model.segment_named' and subject_id = 'usage_segments' and detail ->> 'segment' = 's2'",
    )
    expect(rows).toEqual([{ detail: { segment: 's2', hash, ...name } }])
    const other = await nameIt(planner, 's2', { name: { zh: '别的', en: 'Other' }, hash }, 'talkers-1')
    expect(other.json().error.code).toBe('idempotency-conflict')
  })

  test('a name is refused for a segment that is not there, one that another carries, an empty one, and what has been trained anew', async () => {
    const { hash } = await segmentsOf()
    const name = { zh: '夜猫子', en: 'Night owls' }
    const codeOf = async (segment: string, more: object, ask = planner) => {
      const answer = await nameIt(ask, segment, { name, hash, ...more })
      return `${answer.statusCode} ${answer.json().error?.code}`
    }
    expect(await codeOf('s9', {})).toBe('404 unknown-segment')
    expect((await nameIt(planner, 's9', { name, hash })).json().error.message).toContain('s1, s2, s3, s4, s5, s6')
    expect(await codeOf('s3', { name: { zh: '族群4', en: 'Fourth' } })).toBe('409 name-taken')
    expect(await codeOf('s3', { name: { zh: ' ', en: 'Fourth' } })).toBe('400 invalid-request')
    expect(await codeOf('s3', { hash: '0'.repeat(64) })).toBe('409 content-differs')
    expect(await codeOf('s3', {}, supervisor)).toBe('403 forbidden')
    const other = { idempotencyKey: 'another-1', name, hash }
    const unknown = await planner('PUT', '/v1/models/churn_scorecard/segments/s1/name', other)
    expect(unknown.json().error.code).toBe('unknown-segment')
  })
})

test('purchases are told with their parameters and with customers as seen and as the model says', async () => {
  const shop = await makeWorld({ trade: 'fashion-retail', customers: 600, months: 18 })
  try {
    const planner = await shop.signIn('planner')
    expect((await modelOf(planner, 'purchase_value')).learned).toBeNull()
    const [lesson] = await shop.learn('purchase_value')
    expect(lesson?.kind).toBe('trained')
    const { learned, kind } = await modelOf(planner, 'purchase_value')
    if (learned?.result.kind !== 'purchases') throw new Error('no purchases')
    const { parameters, repeats, horizonDays, unitDays, meaning } = learned.result
    expect([kind, horizonDays, unitDays]).toEqual(['purchases', 365, 1])
    expect(parameters.map(({ name }) => name)).toEqual(['r', 'alpha', 'a', 'b', 'p', 'q', 'gamma'])
    expect(parameters.every(({ value }) => value > 0)).toBe(true)
    const { r = 0, alpha = 0, a = 0, b = 0 } = Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
    expect(meaning.daysBetween).toBeCloseTo(alpha / r, 9)
    expect(meaning.leaving).toBeCloseTo(a / (a + b), 9)
    // What a purchase is worth on average, in minor units: near the mean of the rows themselves.
    const [state] = await shop.duck.rows<{ mean: number }>(
      `select avg(value_per_purchase) as mean from '${join(shop.states, '2026-10-31-first')}/customer.parquet' where bought_times >= 1`,
    )
    expect((meaning.meanValueMinor ?? 0) / (state?.mean ?? 1)).toBeCloseTo(1, 0)
    const seen = repeats.reduce((sum, { observed }) => sum + observed, 0)
    expect(seen).toBe(learned.customers)
    expect(repeats.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(seen, 3)
  } finally {
    await shop.close()
  }
}, 120_000)

/** SHA-256 of every file below the folders, by path. */
function hashesIn(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return `${path.slice(folder.length)} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
      })
      .sort(),
  )
}
