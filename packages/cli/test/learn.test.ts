import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LearnedSegments, writeModel } from '@tend/analysis'
import { choosePack, openHome } from '@tend/jobs'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { runProgram } from '../src/program.ts'

/** One segment as training would leave it; its figures are not looked at here. */
const learned: LearnedSegments = {
  format: 1,
  kind: 'segments',
  model: 'usage_segments',
  packHash: '',
  asOf: '2026-10-31',
  decimals: 2,
  customers: 100,
  population: { score: { name: 'segment', binning: { kind: 'values', values: [] }, shares: [] }, features: [] },
  notes: [],
  seed: 171,
  features: [],
  segments: [
    {
      id: 's1',
      name: { zh: '族群1', en: 'Segment 1' },
      centre: [],
      share: 1,
      meanRevenue: null,
      revenueShare: null,
      traits: [],
    },
  ],
  quality: { stability: 1, seeds: 5, explained: 1 },
}

let folder: string
let store: TestDatabase
let printed = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tend-learn-'))
  store = await testDatabase()
  const home = openHome({ TEND_HOME: folder })
  choosePack(home, 'telecom')
  await writeModel(home.models, learned)
})
afterAll(async () => {
  await store?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  printed = ''
  const keep = (chunk: unknown): boolean => {
    printed += String(chunk)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
  return () => vi.restoreAllMocks()
})

const tend = (...line: readonly string[]): Promise<number> => {
  const { host, user, database, connectionString } = store.connection
  const url = connectionString ?? `postgresql://${user}@/${database}?host=${encodeURIComponent(String(host))}`
  return runProgram(['node', 'tend', ...line], { TEND_HOME: folder, DATABASE_URL: url })
}
const rename = (segment: string) =>
  tend('learn', 'usage_segments', '--rename', segment, '--zh', '漫游一族', '--en', 'Roamers')

test('a segment that is named is shown under its name, and what was learned stays as it was', async () => {
  expect(await rename('s1')).toBe(0)
  expect(printed).toContain('s1 of usage_segments is called 漫游一族 · Roamers.')
  printed = ''
  expect(await tend('learn')).toBe(0)
  expect(printed).toContain('s1 Roamers')
  expect(printed).toContain('number 1')
})

test('a segment that is not there is named in a sentence with those that are', async () => {
  expect(await rename('s9')).toBe(1)
  expect(printed).toContain('No segment s9 of usage_segments has been learned: usage_segments/s9 (s1).')
})
