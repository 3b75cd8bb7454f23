export { type DirtyOptions, type DirtySample, type Mistake, sampleDirty } from './dirty.ts'
export { type BankOptions, generateBank, type SampleBank } from './generate-bank.ts'
export type { SampleFile } from './write.ts'
