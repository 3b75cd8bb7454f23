import { ApiError, type RouteInput, type RouteResponse } from '@tend/contract'
import type { Draft } from './outcome-draft.ts'

export type OutcomeBody = RouteInput<'recordOutcome'>['body']
export type Recorded = RouteResponse<'recordOutcome'>

/**
 * An outcome on its way. `sending`; `waiting`: the server could not be reached, it goes again by itself; `refused`: the server said no and
 * why, a person has to look. The body keeps its idempotency key, so that sending it again records nothing twice.
 */
export type Attempt = {
  readonly taskId: string
  readonly customer: string
  readonly draft: Draft
  readonly body: OutcomeBody
  readonly state: 'sending' | 'waiting' | 'refused'
  readonly problem?: string
}

export type SendQueue = {
  readonly attempts: () => readonly Attempt[]
  readonly subscribe: (listener: () => void) => () => void
  /** Resolves with the answer, or with nothing where it waits or was refused. */
  readonly add: (attempt: Omit<Attempt, 'state'>) => Promise<Recorded | undefined>
  /** Sends what waits. */
  readonly retry: () => void
  readonly drop: (taskId: string) => void
}

type Parts = {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly key: string
  readonly send: (taskId: string, body: OutcomeBody) => Promise<Recorded>
  readonly onRecorded: (recorded: Recorded) => void
  /** The sentence for a person. */
  readonly problemOf: (error: unknown) => string
}

/** Outcomes leave in the background while the next customer is on the screen; they are kept on the device until the server has them. */
export const createSendQueue = ({ storage, key, send, onRecorded, problemOf }: Parts): SendQueue => {
  let attempts: readonly Attempt[] = readAttempts(storage, key)
  const listeners = new Set<() => void>()

  const set = (next: readonly Attempt[]): void => {
    attempts = next
    if (next.length === 0) storage.removeItem(key)
    else storage.setItem(key, JSON.stringify(next))
    for (const listener of listeners) listener()
  }
  const put = (attempt: Attempt): void => set([...attempts.filter(({ taskId }) => taskId !== attempt.taskId), attempt])
  const drop = (taskId: string): void => set(attempts.filter((each) => each.taskId !== taskId))

  const deliver = async (attempt: Attempt): Promise<Recorded | undefined> => {
    const { problem: _before, ...rest } = attempt
    put({ ...rest, state: 'sending' })
    try {
      const recorded = await send(attempt.taskId, attempt.body)
      // First told, then dropped: whoever draws the list never sees the task come back.
      onRecorded(recorded)
      drop(attempt.taskId)
      return recorded
    } catch (error) {
      put({ ...rest, state: isForGood(error) ? 'refused' : 'waiting', problem: problemOf(error) })
      return undefined
    }
  }

  return {
    attempts: () => attempts,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add: (attempt) => deliver({ ...attempt, state: 'sending' }),
    retry: () => {
      for (const attempt of attempts) if (attempt.state === 'waiting') void deliver(attempt)
    },
    drop,
  }
}

/** A second try cannot help where the server has understood and refused; signing in again or waiting can. */
const isForGood = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && ![401, 408, 425, 429].includes(error.status)

/** What was under way when the tab died is sent again. */
const readAttempts = (storage: Parts['storage'], key: string): readonly Attempt[] => {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? '[]') as readonly Attempt[]
    return kept.map((attempt) => (attempt.state === 'sending' ? { ...attempt, state: 'waiting' } : attempt))
  } catch {
    storage.removeItem(key)
    return []
  }
}
