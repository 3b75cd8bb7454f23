export type { Db } from './db.ts'
export { type Progress, type Store, type StoreOptions, openStore } from './store.ts'
