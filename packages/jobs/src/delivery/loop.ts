import { setTimeout as wait } from 'node:timers/promises'
import { applyReceipt, sweepMessages, takeReply } from '@tend/care'
import type { Adapter } from '@tend/channels'
import type { Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import { type DeliveryOptions, deliverRound } from './deliver.ts'

export type Delivery = {
  /** Ends when the rounds under way have been written down. */
  stop(): Promise<void>
}

export type LoopOptions = DeliveryOptions & {
  /** How long a sender that nothing wakes waits before it looks again: for what falls due, and for senders that died. */
  readonly pollMs: number
  readonly onError: (error: Error) => void
}

type Outbox = { readonly store: Store; readonly pack: Pack }

/**
 * Sends what waits in the outbox until it is stopped: a loop for each adapter, so that a slow provider holds up nobody else, woken by what is queued and by the
 * clock. Several processes may do so at once. A round that fails (the database is away) is reported and tried again after a pause.
 */
export const startDelivery = async (
  outbox: Outbox,
  adapters: readonly Adapter[],
  options: LoopOptions,
): Promise<Delivery> => {
  const stopping = new AbortController()
  const wakers = new Set<() => void>()
  const wake = (): void => {
    for (const one of wakers) one()
  }
  const unlisten = await outbox.store.listen('tend_message', wake)
  for (const adapter of adapters) listenTo(outbox, adapter, options)
  const loops = [
    ...adapters.map((adapter) => runLoop(() => sendWhatIsDue(outbox, adapter, options, stopping.signal))),
    runLoop(() => sweep(outbox, adapters, options)),
  ]

  /** Runs `work` again and again: at once when woken, else after the poll. */
  async function runLoop(work: () => Promise<unknown>): Promise<void> {
    while (!stopping.signal.aborted) {
      let woken = (): void => {}
      const isWoken = new Promise<void>((resolve) => {
        woken = resolve
        wakers.add(resolve)
      })
      try {
        await work()
      } catch (error) {
        options.onError(error as Error)
      }
      const pause = new AbortController()
      const stop = (): void => pause.abort()
      stopping.signal.addEventListener('abort', stop, { once: true })
      if (!stopping.signal.aborted)
        await Promise.race([isWoken, wait(options.pollMs, undefined, { signal: pause.signal }).catch(() => {})])
      stopping.signal.removeEventListener('abort', stop)
      pause.abort()
      wakers.delete(woken)
    }
  }

  return {
    stop: async () => {
      stopping.abort()
      wake()
      await Promise.all(loops)
      await unlisten()
      await Promise.all(adapters.map((adapter) => adapter.close()))
    },
  }
}

/** Rounds until nothing is due, at the adapter's rate. */
const sendWhatIsDue = async (
  outbox: Outbox,
  adapter: Adapter,
  options: LoopOptions,
  stopped: AbortSignal,
): Promise<void> => {
  while (!stopped.aborted) {
    const startedMs = performance.now()
    const round = await deliverRound(outbox, adapter, options)
    if (round.seen === 0) return
    const wantedMs = adapter.perSecond === undefined ? 0 : (round.sent / adapter.perSecond) * 1000
    const leftMs = wantedMs - (performance.now() - startedMs)
    if (leftMs > 0) await wait(leftMs, undefined, { signal: stopped }).catch(() => {})
  }
}

const sweep = ({ store }: Outbox, adapters: readonly Adapter[], { clock }: LoopOptions): Promise<unknown> =>
  sweepMessages(store, {
    now: clock(),
    idempotentProviders: adapters.filter(({ isIdempotent }) => isIdempotent).map(({ id }) => id),
  })

/** What the provider does not hear to be written down it sends again. */
const listenTo = (outbox: Outbox, adapter: Adapter, { clock, onError }: LoopOptions): void => {
  const reported = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work
    } catch (error) {
      onError(error as Error)
      throw error
    }
  }
  adapter.listen?.({
    onReceipt: (receipt) => reported(applyReceipt(outbox.store, { ...receipt, provider: adapter.id }, clock())),
    onReply: (reply) => {
      const { store, pack } = outbox
      return reported(takeReply(store, pack, { now: clock(), timeZone: pack.timeZone }, reply))
    },
  })
}
