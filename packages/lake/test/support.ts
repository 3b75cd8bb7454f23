import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fact } from '@tend/pack'
import { onTestFinished } from 'vitest'
import {
  type Duck,
  factRelation,
  type IngestOptions,
  type IngestResult,
  ingest,
  type Lake,
  openDuck,
  openLake,
  readCatalog,
} from '../src/index.ts'
import { packOf } from './facts.ts'

export { column, customer, fact, packOf, transaction } from './facts.ts'

export type Bench = {
  readonly folder: string
  readonly lake: Lake
  readonly duck: Duck
  /** Writes a file of that name and ingests it. */
  readonly deliver: (
    factId: string,
    name: string,
    content: string | Buffer,
    more?: Partial<IngestOptions>,
  ) => Promise<IngestResult>
  /** The fact's rows as arrays, in the lake's order. */
  readonly rows: (each: Fact) => Promise<unknown[][]>
}

/** A lake in a temporary folder that goes when the test ends. */
export const openBench = async (...facts: readonly Fact[]): Promise<Bench> => {
  const folder = await mkdtemp(join(tmpdir(), 'tend-lake-'))
  const lake = openLake(join(folder, 'lake'))
  const duck = await openDuck({ threads: 2, tempFolder: join(folder, 'spill') })
  const pack = packOf(...facts)
  onTestFinished(async () => {
    duck.close()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    folder,
    lake,
    duck,
    deliver: async (factId, name, content, more = {}) => {
      const file = join(folder, name)
      await writeFile(file, content)
      return ingest(lake, duck, { pack, fact: factId, file, receivedAt: '2026-11-01T02:00:00Z', ...more })
    },
    rows: async (each) => {
      const found = await duck.columns(`from ${factRelation(lake, await readCatalog(lake), each)}`)
      return Array.from({ length: found.count }, (_, row) => found.values.map((values) => values[row]))
    },
  }
}
