import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ingest, openDuck, openLake } from '@tend/lake'
import { bankPack, endDate, memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'

export type IngestOrder = { readonly lake: string; readonly fact: string; readonly file: string }

await load(async ({ lake, fact, file }: IngestOrder): Promise<{ loaded: number }> => {
  const tempFolder = await mkdtemp(join(tmpdir(), 'tend-bench-'))
  const duck = await openDuck({ memoryLimitMb, tempFolder })
  const { batch } = await ingest(openLake(lake), duck, {
    pack: bankPack(),
    fact,
    file,
    receivedAt: `${endDate}T12:00:00Z`,
  })
  duck.close()
  await rm(tempFolder, { recursive: true, force: true })
  return { loaded: batch.loaded }
})
