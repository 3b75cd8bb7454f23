import type { Db } from './db.ts'
import type { Store } from './store.ts'

/** Two transactions that stopped each other, or one that read what another has changed: carried out again, either succeeds. */
const passing = new Set(['40P01', '40001'])
const attemptsMax = 5

/**
 * A long transaction that gives way: where it and another stop each other (a deadlock), it is the one that is broken off, and begins again, five times at
 * most. `fn` must be able to run again from its start. On a server where the role may not say so (`grant set on parameter deadlock_timeout`), either may be broken off.
 */
export const yieldingTransaction = async <T>(store: Store, fn: (tx: Db) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.transaction(async (tx) => {
        await tx.query(looksForDeadlocksFirst)
        return await fn(tx)
      })
    } catch (error) {
      if (attempt === attemptsMax || !passing.has(String((error as { code?: unknown } | null)?.code))) throw error
    }
  }
}

// Who waits for a lock looks for a deadlock after this time, and breaks itself off where it finds one; others wait a second before they look.
const looksForDeadlocksFirst = `
  select case when has_parameter_privilege('deadlock_timeout', 'set') then set_config('deadlock_timeout', '100ms', true) end`
