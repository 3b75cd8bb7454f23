import { join } from 'node:path'
import { openState, type State } from '@tend/analysis'
import { currentRun, type Run } from '@tend/care'
import type { Duck } from '@tend/lake'
import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import { ApiFailure } from './failure.ts'

export type StateReader = {
  /** The run whose state is read, undefined before the first night. */
  readonly currentRun: () => Promise<Run | undefined>
  /**
   * Asks the current state, on a connection of its own. Waits while all connections are busy; a request that was given up by its client is
   * broken off. Throws `no-data-yet` before the first night.
   */
  readonly read: <T>(signal: AbortSignal, ask: (state: State) => Promise<T>) => Promise<T>
  readonly close: () => void
}

type Slot = { readonly duck: Duck; runId?: string; state?: State }

/** Follows care's current run, which every question asks for: what a night committed is read by the next one, without a restart. */
export function openStateReader(options: {
  readonly db: Db
  readonly duck: Duck
  readonly pack: () => Pack
  readonly states: string
  /** More questions at once would share the same two to four cores and each be slower. */
  readonly sessionsMax: number
}): StateReader {
  const { db, duck, states, sessionsMax } = options
  const idle: Slot[] = []
  const waiting: ((slot: Slot) => void)[] = []
  let opened = 0

  const takeSlot = async (): Promise<Slot> => {
    const free = idle.pop()
    if (free !== undefined) return free
    if (opened < sessionsMax) {
      opened += 1
      return { duck: await duck.session() }
    }
    return new Promise((resolve) => waiting.push(resolve))
  }
  const giveBack = (slot: Slot): void => {
    const next = waiting.shift()
    if (next === undefined) idle.push(slot)
    else next(slot)
  }

  return {
    currentRun: () => currentRun(db),
    read: async (signal, ask) => {
      const run = await currentRun(db)
      if (!run?.state_folder) throw new ApiFailure('no-data-yet')
      const slot = await takeSlot()
      const interrupt = () => slot.duck.interrupt()
      try {
        signal.throwIfAborted()
        signal.addEventListener('abort', interrupt)
        const pack = options.pack()
        const state =
          slot.runId === run.run_id && slot.state?.pack === pack
            ? slot.state
            : await openState(slot.duck, join(states, run.state_folder), pack)
        slot.runId = run.run_id
        slot.state = state
        return await ask(state)
      } finally {
        signal.removeEventListener('abort', interrupt)
        giveBack(slot)
      }
    },
    close: () => {
      for (const { duck: session } of idle) session.close()
    },
  }
}
