import type { Db } from './db.ts'
import type { Store } from './store.ts'

/**
 * A store within one transaction of another: its transactions are savepoints of that one, so that what is refused among many leaves the others, and all are written
 * down with one commit. For work that follows itself; two at once would lie within each other.
 */
export const nestedStore = (store: Store, tx: Db): Store => ({
  ...store,
  ...tx,
  transaction: async (fn) => {
    await tx.execute('savepoint nested')
    try {
      const result = await fn(tx)
      await tx.execute('release savepoint nested')
      return result
    } catch (error) {
      await tx.execute('rollback to savepoint nested')
      throw error
    }
  },
})
