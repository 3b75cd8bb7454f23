import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LearnedSegments, type ModelArtifact, writeModel } from '@tend/analysis'
import { type Actor, type Command, commitRun, startRun } from '@tend/care'
import { type Home, openHome, openStudio, packFolder, renameSegment, requirePack, type Studio } from '@tend/jobs'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'

const shipped = requirePack(packFolder('telecom'))
const planner: Actor = { userId: 'u1', staffId: 'E1', name: '策划', role: 'planner', unitId: 'root' }

/** Two segments as training would leave them; their figures are not looked at here. */
const learnedOn = (asOf: string): LearnedSegments => ({
  format: 1,
  kind: 'segments',
  model: 'usage_segments',
  packHash: '',
  asOf,
  decimals: 2,
  customers: 100,
  population: { score: { name: 'segment', binning: { kind: 'values', values: [] }, shares: [] }, features: [] },
  notes: [],
  seed: 171,
  features: [],
  segments: ['s1', 's2'].map((id) => ({
    id,
    name: { zh: `族群${id.slice(1)}`, en: `Segment ${id.slice(1)}` },
    centre: [],
    share: 0.5,
    meanRevenue: null,
    revenueShare: null,
    traits: [],
  })),
  quality: { stability: 1, seeds: 5, explained: 1 },
})

let home: Home
let store: TestDatabase
beforeEach(async () => {
  home = openHome({ TEND_HOME: mkdtempSync(join(tmpdir(), 'tend-names-')) })
  store = await testDatabase()
})
afterEach(async () => {
  await store.close()
  rmSync(home.folder, { recursive: true, force: true })
})

let keys = 0
const by = (actor: Actor): Command => {
  keys += 1
  return { actor, key: `name-${keys}`, now: new Date('2026-11-02T01:00:00Z'), timeZone: 'Asia/Shanghai' }
}
const name = (segment: string, zh: string, actor = planner) =>
  renameSegment({ models: home.models, store }, by(actor), {
    model: 'usage_segments',
    segment,
    name: { zh, en: `${zh} in English` },
  })
const shownBy = (studio: Studio): readonly (string | undefined)[] => {
  const labels = studio.shown().indicators.get('learned_segment')?.valueLabels
  return ['s1', 's2'].map((id) => labels?.[id]?.zh)
}

let nights = 0
/** A committed night whose state says that it was scored by this training. */
const scoreWith = async ({ hash }: ModelArtifact): Promise<void> => {
  nights += 1
  const runId = `n${nights}`
  mkdirSync(join(home.states, runId), { recursive: true })
  const state = { format: 2, asOf: '2026-11-01', models: { usage_segments: hash } }
  writeFileSync(join(home.states, runId, 'state.json'), JSON.stringify(state))
  const now = new Date(Date.UTC(2026, 10, 2, 1, nights))
  const run = { runId, lakeVersion: 'l', now }
  await startRun(store, { ...run, asOf: '2026-11-01', packId: shipped.id, packHash: shipped.hash, pid: 1 })
  await commitRun(store, { ...run, stateFolder: runId, counts: {} })
}

test('a name that one process gives is shown by another that runs, and rules stay those of the pack', async () => {
  const running = await openStudio({ home, shipped, store })
  expect(shownBy(running)).toEqual([undefined, undefined])
  await scoreWith(await writeModel(home.models, learnedOn('2026-10-31')))
  expect(await name('s1', '漫游一族')).toEqual({ kind: 'done' })
  await running.refresh()
  expect(shownBy(running)).toEqual(['漫游一族', '族群2'])
  expect(running.pack().indicators.get('learned_segment')?.valueLabels).toBeUndefined()
  expect(running.shown().hash).toBe(running.pack().hash)
  const before = running.shown()
  await running.refresh()
  expect(running.shown()).toBe(before)
})

test('a model that cannot be read takes no name from the others, and a name is no longer than a label bears', async () => {
  await scoreWith(await writeModel(home.models, learnedOn('2026-10-31')))
  await name('s1', '漫游一族')
  expect(await name('s2', '族'.repeat(31))).toMatchObject({ code: 'too_large', detail: '30' })
  mkdirSync(join(home.models, 'broken'))
  writeFileSync(join(home.models, 'broken', '1.json'), '{')
  expect(shownBy(await openStudio({ home, shipped, store }))).toEqual(['漫游一族', '族群2'])
})

test('a name is of one training: the same rows keep it, others begin without', async () => {
  await writeModel(home.models, learnedOn('2026-10-31'))
  await name('s1', '漫游一族')
  await scoreWith(await writeModel(home.models, learnedOn('2026-11-30')))
  expect(shownBy(await openStudio({ home, shipped, store }))).toEqual(['族群1', '族群2'])
  await scoreWith(await writeModel(home.models, learnedOn('2026-10-31')))
  expect(shownBy(await openStudio({ home, shipped, store }))).toEqual(['漫游一族', '族群2'])
})

test('until a night has scored with it, a training names nobody: the same number stands for other customers', async () => {
  await scoreWith(await writeModel(home.models, learnedOn('2026-10-31')))
  const studio = await openStudio({ home, shipped, store })
  await name('s1', '漫游一族')
  const trained = await writeModel(home.models, learnedOn('2026-11-30'))
  await name('s1', '夜猫子')
  await studio.refresh()
  expect(shownBy(studio)).toEqual([undefined, undefined])
  await scoreWith(trained)
  await studio.refresh()
  expect(shownBy(studio)).toEqual(['夜猫子', '族群2'])
})

test('only who edits the studio names a segment, and only one that was learned', async () => {
  expect(await name('s1', '漫游一族')).toMatchObject({ code: 'unknown_segment', detail: 'usage_segments' })
  await writeModel(home.models, learnedOn('2026-10-31'))
  expect(await name('s9', '漫游一族')).toMatchObject({ code: 'unknown_segment', detail: 'usage_segments/s9 (s1, s2)' })
  expect(await name('s1', '族群2')).toMatchObject({ code: 'name_taken', detail: '族群2' })
  expect(await name('s1', '漫游一族', { ...planner, role: 'verifier' })).toMatchObject({ code: 'forbidden' })
})

test('a model that cannot be read keeps nobody from opening the house', async () => {
  await writeModel(home.models, learnedOn('2026-10-31'))
  writeFileSync(join(home.models, 'usage_segments', '1.json'), '{')
  expect(shownBy(await openStudio({ home, shipped, store }))).toEqual([undefined, undefined])
})
