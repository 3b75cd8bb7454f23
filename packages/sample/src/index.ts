export { type BankOptions, generateBank, type SampleBank } from './generate-bank.ts'
export type { SampleFile } from './write.ts'
