import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openHouse, type Published, publish } from '@tend/jobs'
import { openDuck } from '@tend/lake'
import { endDate, memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'
import { measureServer, type ServerUsage } from '../server-cpu.ts'

export type PublishOrder = { readonly home: string; readonly stateFolder: string; readonly isFirst: boolean }
export type PublishResult = ServerUsage & { readonly result: Published }

/** Publishes a state into the embedded server of a home, as a night does; the first time into empty tables. */
await load(async ({ home, stateFolder, isFirst }: PublishOrder): Promise<PublishResult> => {
  if (isFirst) await rm(join(home, 'postgres'), { recursive: true, force: true })
  const house = await openHouse({ TEND_HOME: home }, { pack: 'bank-retail' })
  const duck = await openDuck({ memoryLimitMb })
  const order = { runId: randomUUID(), asOf: endDate, clock: () => new Date(`${endDate}T22:00:00Z`), stateFolder }
  try {
    return await house.store.transaction((tx) => measureServer(tx, () => publish(house, tx, duck, order)))
  } finally {
    duck.close()
    await house.store.close()
  }
})
