export type { Db, How } from './db.ts'
export { quoteIdentifier } from './sql-identifiers.ts'
export { openStore, type Progress, type Store, type StoreOptions } from './store.ts'
export { yieldingTransaction } from './yielding.ts'
