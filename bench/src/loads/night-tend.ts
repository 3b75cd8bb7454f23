import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type NightResult, runNight } from '@tend/analysis'
import { openDuck, openLake } from '@tend/lake'
import { bankPack, memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'

export type NightOrder = {
  readonly lake: string
  readonly asOf: string
  readonly out: string
  readonly previous?: string
  readonly pack?: 'bank-retail' | 'universal-bank'
}

await load(async ({ lake, asOf, out, previous, pack }: NightOrder): Promise<NightResult> => {
  const spill = join(out, '..', 'spill')
  await rm(out, { recursive: true, force: true })
  const duck = await openDuck({ memoryLimitMb, tempFolder: spill })
  try {
    return await runNight({
      lake: openLake(lake),
      duck,
      pack: bankPack(pack),
      asOf,
      out,
      clock: () => performance.now(),
      ...(previous === undefined ? {} : { previous }),
    })
  } finally {
    duck.close()
    await rm(spill, { recursive: true, force: true })
  }
})
