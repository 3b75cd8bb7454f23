export type { Adapter, Outgoing, Receipt, SendResult } from './adapter.ts'
