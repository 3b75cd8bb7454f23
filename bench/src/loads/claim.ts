import { randomUUID } from 'node:crypto'
import { type Actor, claimNext } from '@tend/care'
import { openHouse } from '@tend/jobs'
import { load } from '../child.ts'
import { measureServer, type ServerUsage } from '../server-cpu.ts'
import { workDay } from '../work-bank.ts'

export type ClaimOrder = { readonly home: string; readonly clients: number; readonly seconds: number }
export type Claimed = ServerUsage & { readonly taskIds: readonly number[] }

/** Every client claims from the same pool, that of the whole bank, one task after the other: the worst case of contention. */
await load(async ({ home, clients, seconds }: ClaimOrder): Promise<Claimed> => {
  const { store, pack } = await openHouse({ TEND_HOME: home }, { pack: 'bank-retail' })
  const agents = await store.query<{ staff_id: string; name: string }>(
    `select staff_id, name from staff where role = 'agent' order by staff_id limit $1`,
    [clients],
  )
  const taskIds: number[] = []
  // Ten in the morning, so that no run meets quiet hours.
  const now = new Date(workDay)
  const start = performance.now()
  const work = async (index: number): Promise<void> => {
    const agent = agents[index % agents.length]
    if (!agent) throw new Error('The bank has no agents.')
    const actor: Actor = {
      userId: agent.staff_id,
      staffId: agent.staff_id,
      name: agent.name,
      role: 'agent',
      unitId: 'HQ',
    }
    while (performance.now() - start < seconds * 1000) {
      const claimed = await claimNext(store, { actor, key: randomUUID(), now, timeZone: pack.timeZone }, pack)
      if (claimed.kind !== 'done') return
      taskIds.push(claimed.task.task_id)
    }
  }
  const { wallSeconds, serverCpuSeconds } = await measureServer(store, () =>
    Promise.all(Array.from({ length: clients }, (_, index) => work(index))),
  )
  await store.close()
  return { taskIds, wallSeconds, ...(serverCpuSeconds === undefined ? {} : { serverCpuSeconds }) }
})
