export type { ApiOptions, ImportOrder, RunStarted } from './options.ts'
export { buildServer } from './server.ts'
export { type NewUser, seedUsers } from './sign-in/users.ts'
