import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Duck, type IngestResult, ingest, openDuck, openLake } from '@tend/lake'
import { formatIssues, loadPack } from '@tend/pack'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { generateBank, generateInsurance, generateUniversalBank, type SampleFile, sampleDirty } from '../src/index.ts'

const { pack, issues } = loadPack(fileURLToPath(new URL('../../../packs/bank-retail', import.meta.url)))

let duck: Duck
let folder: string

beforeAll(async () => {
  duck = await openDuck()
  folder = await mkdtemp(join(tmpdir(), 'tend-sample-'))
})

afterAll(async () => {
  duck.close()
  await rm(folder, { recursive: true })
})

const load = ({ fact, file }: SampleFile, lake: string): Promise<IngestResult> => {
  if (!pack) throw new Error(formatIssues(issues))
  return ingest(openLake(join(folder, lake)), duck, { pack, fact, file, receivedAt: '2026-11-01T00:00:00Z' })
}

it.each(['csv', 'parquet'] as const)(
  'a bank as %s passes the ordinary ingest without a single bad row',
  async (format) => {
    const bank = await generateBank({
      duck,
      folder: join(folder, format),
      seed: 7,
      customers: 400,
      endDate: '2026-10-12',
      months: 3,
      format,
    })
    for (const file of bank.files) {
      const { batch } = await load(file, format)
      expect(batch, file.file).toMatchObject({ rowsIn: file.rows, loaded: file.rows, quarantined: 0 })
    }
  },
)

it('quarantine catches every mistake of the dirty file and nothing else', async () => {
  const bank = await generateBank({
    duck,
    folder: join(folder, 'bank'),
    seed: 7,
    customers: 60,
    endDate: '2026-10-31',
    months: 1,
    format: 'csv',
  })
  for (const file of bank.files) await load(file, 'dirty')
  const dirty = await sampleDirty({ folder, date: '2026-10-31' })
  const { batch } = await load(dirty, 'dirty')
  expect(batch).toMatchObject({ rowsIn: 43, loaded: 30, quarantined: dirty.mistakes.length })
})

it.each([
  ['insurance', generateInsurance],
  ['universal-bank', generateUniversalBank],
] as const)('the world of %s passes the ordinary ingest without a single bad row', async (id, generate) => {
  const { pack } = loadPack(fileURLToPath(new URL(`../../../packs/${id}`, import.meta.url)))
  if (!pack) throw new Error(`${id} has mistakes`)
  const size = { seed: 7, customers: 300, endDate: '2026-10-12', months: 6, format: 'csv' } as const
  const { files } = await generate({ duck, folder: join(folder, id), ...size })
  for (const { fact, file, rows } of files) {
    const lake = openLake(join(folder, `${id}-lake`))
    const { batch } = await ingest(lake, duck, { pack, fact, file, receivedAt: '2026-11-01T00:00:00Z' })
    expect(batch, file).toMatchObject({ rowsIn: rows, loaded: rows, quarantined: 0 })
  }
})
