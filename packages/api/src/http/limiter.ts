import { ApiFailure } from '../failure.ts'

const minuteMs = 60_000

/**
 * Counts what is asked for without a sign-in, by whatever names the asker: at most so many a minute. Of this process alone, since each of several servers can bear as
 * much; nothing is kept longer than a minute.
 */
export type Limiter = {
  /** Throws `too-many-requests` where the minute's number is used up. */
  check(subject: string, now: Date): void
  count(subject: string, now: Date): void
}

export function createLimiter(perMinute: number): Limiter {
  let startMs = 0
  let counts = new Map<string, number>()
  const turn = (now: Date): void => {
    if (now.getTime() - startMs < minuteMs) return
    startMs = now.getTime()
    counts = new Map()
  }
  return {
    check(subject, now) {
      turn(now)
      if ((counts.get(subject) ?? 0) < perMinute) return
      const retryAfterSeconds = Math.max(1, Math.ceil((startMs + minuteMs - now.getTime()) / 1000))
      throw new ApiFailure('too-many-requests', { retryAfterSeconds })
    },
    count(subject, now) {
      turn(now)
      counts.set(subject, (counts.get(subject) ?? 0) + 1)
    },
  }
}

/** Counts what each subject holds open at once. */
export type OpenCounter = {
  /** Throws `too-many-streams` where the subject holds its number; answers what closes it, once. */
  open(subject: string, max: number): () => void
}

export function createOpenCounter(): OpenCounter {
  const counts = new Map<string, number>()
  return {
    open(subject, max) {
      const held = counts.get(subject) ?? 0
      if (held >= max) throw new ApiFailure('too-many-streams', { detail: String(max) })
      counts.set(subject, held + 1)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        const left = (counts.get(subject) ?? 1) - 1
        if (left > 0) counts.set(subject, left)
        else counts.delete(subject)
      }
    },
  }
}
