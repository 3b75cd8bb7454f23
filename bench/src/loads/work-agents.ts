import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, type Command, claimNext, recordOutcome } from '@tend/care'
import { openStore } from '@tend/store'
import { bankPack } from '../bank.ts'
import { load } from '../child.ts'
import { measureServer, type ServerUsage } from '../server-cpu.ts'
import { workDay } from '../work-bank.ts'

export type AgentsOrder = {
  readonly home: string
  readonly units: number
  /** Agents of this process: from, and how many. */
  readonly first: number
  readonly agents: number
  readonly seconds: number
  /** Mean time between two calls of one agent. */
  readonly thinkMs: number
}
export type Worked = ServerUsage & {
  readonly taskIds: readonly number[]
  readonly claimMs: readonly number[]
  readonly finishMs: readonly number[]
}

const outcomes = ['no_answer', 'no_answer', 'busy', 'refused', 'reached_done'] as const

/** Agents claim a task, think, and write down what came of it, one task after the other. */
await load(async (order: AgentsOrder): Promise<Worked> => {
  const store = await openStore({ home: order.home })
  const pack = bankPack()
  const plays = new Map([...pack.plays].map(([id, play]) => [id, { ...play, outcomes: [...pack.outcomes.keys()] }]))
  const packs = { ...pack, plays }
  const start = performance.now()
  const elapsed = (): number => performance.now() - start
  const commandOf = (actor: Actor): Command => ({
    actor,
    key: randomUUID(),
    now: new Date(Date.parse(workDay) + elapsed()),
    timeZone: pack.timeZone,
  })
  const taskIds: number[] = []
  const claimMs: number[] = []
  const finishMs: number[] = []
  const timed = async <Done>(into: number[], work: () => Promise<Done>): Promise<Done> => {
    const began = performance.now()
    const done = await work()
    into.push(performance.now() - began)
    return done
  }
  const work = async (index: number): Promise<void> => {
    const staffId = `agent-${index}`
    const unitId = `U${String(index % order.units).padStart(3, '0')}`
    const actor: Actor = { userId: staffId, staffId, name: staffId, role: 'agent', unitId }
    let pauseMs = Math.random() * order.thinkMs
    while (elapsed() + pauseMs < order.seconds * 1000) {
      await sleep(pauseMs)
      pauseMs = order.thinkMs * (0.5 + Math.random())
      const claimed = await timed(claimMs, () => claimNext(store, commandOf(actor), packs))
      if (claimed.kind !== 'done') throw new Error(`Agent ${index} got nothing: ${claimed.kind}`)
      const { task_id: taskId } = claimed.task
      taskIds.push(taskId)
      const outcome = outcomes[taskId % outcomes.length] ?? 'no_answer'
      const next = { kind: 'none', reason: 'all is said' } as const
      const done = await timed(finishMs, () => recordOutcome(store, commandOf(actor), packs, { taskId, outcome, next }))
      if (done.kind !== 'done') throw new Error(`Task ${taskId} was refused: ${done.code} ${done.detail ?? ''}`)
    }
  }
  const { wallSeconds, serverCpuSeconds } = await measureServer(store, () =>
    Promise.all(Array.from({ length: order.agents }, (_, index) => work(order.first + index))),
  )
  await store.close()
  return { taskIds, claimMs, finishMs, wallSeconds, ...(serverCpuSeconds === undefined ? {} : { serverCpuSeconds }) }
})
