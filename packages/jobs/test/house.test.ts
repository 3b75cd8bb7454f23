import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choosePack, openBatchDuck, openHome, requirePack, UserError } from '@tend/jobs'
import { ingest, openLake } from '@tend/lake'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tend-home-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an import leaves alone what another batch has spilled, and nothing stays of a batch that has ended', async () => {
  const home = openHome({ TEND_HOME: folder })
  mkdirSync(join(home.spill, '999999999'), { recursive: true })
  const batch = await openBatchDuck(home, { TEND_MEMORY_MB: '100' })
  await batch.run('set threads = 1')
  await batch.run(
    'create temp table much as select i, hash(i) as a, hash(i + 1) as b, hash(i + 2) as c from range(6000000) r(i)',
  )
  expect(readdirSync(home.spill)).toEqual([String(process.pid)])
  const file = join(folder, 'org_unit.csv')
  writeFileSync(file, 'unit_id,parent_id,name,kind\nHQ,,总行,head_office\n')
  const pack = requirePack(choosePack(home, 'bank-retail'))
  const other = await openBatchDuck(home, {})
  await ingest(openLake(home.lake), other, { pack, fact: 'org_unit', file, receivedAt: '2026-11-01T01:00:00Z' })
  other.close()
  expect(await batch.rows('select count(*) as rows, count(distinct a) as hashes from much')).toEqual([
    { rows: 6_000_000, hashes: 6_000_000 },
  ])
  batch.close()
  expect(existsSync(join(home.spill, String(process.pid)))).toBe(false)
})

test('other users of the machine cannot read customers as they were delivered', () => {
  const home = openHome({ TEND_HOME: join(folder, 'home') })
  for (const path of [home.lake, home.spill, home.sample, home.uploads])
    expect(statSync(path).mode & 0o077, path).toBe(0)
})

test('a mistyped pack is not remembered', () => {
  const home = openHome({ TEND_HOME: folder })
  choosePack(home, 'telecom')
  expect(() => requirePack(choosePack(home, 'telecon'))).toThrow(UserError)
  expect(requirePack(choosePack(home)).id).toBe('telecom')
})

test('a home that cannot be made and settings that cannot be read are named', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => openHome({ TEND_HOME: join(folder, 'file') })).toThrow(UserError)
  const home = openHome({ TEND_HOME: folder })
  writeFileSync(home.settings, '{pack')
  expect(() => choosePack(home)).toThrow(`${home.settings} is not readable JSON`)
})
