import type { Store } from './store.ts'

export type TestDatabase = Store

/** A fresh, migrated database of its own for a test file; `close()` drops it. */
export const testDatabase = async (): Promise<TestDatabase> => {
  throw new Error('unfinished')
}
