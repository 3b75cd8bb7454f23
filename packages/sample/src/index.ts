import type { Duck } from '@tend/lake'

/** What a bank is made of. The same seed, sizes and dates give the same bytes, whatever the number of threads. */
export type BankOptions = {
  readonly duck: Duck
  /** Where the files are written; made if missing. */
  readonly folder: string
  readonly seed: number
  readonly customers: number
  /** The last business date, inclusive, as `YYYY-MM-DD`; the last month may be partial. */
  readonly endDate: string
  /** Months of history, the one of `endDate` included. */
  readonly months: number
  /** Average number of transactions a customer over the whole history; 50 when not given. */
  readonly transactionsPerCustomer?: number
  /** `csv`: one file a fact. `parquet`: a file a month for balances, transactions and contributions. */
  readonly format: 'csv' | 'parquet'
  readonly onProgress?: (message: string) => void
}

export type SampleFile = { readonly fact: string; readonly file: string; readonly rows: number }

/** `files` stand in the order in which they can be ingested: what is referred to comes first. `truthFile` is never ingested. */
export type SampleBank = { readonly files: readonly SampleFile[]; readonly truthFile: string }

/** Writes a believable retail bank for the facts of `packs/bank-retail`: one file, or one a month, a fact, and the hidden truth beside them. */
export const generateBank = async (options: BankOptions): Promise<SampleBank> => {
  throw new Error(`unfinished: ${options.folder}`)
}

export type DirtyOptions = { readonly folder: string; readonly fact: 'balance' | 'transaction'; readonly customerIds: readonly string[]; readonly date: string }

/** Writes a small GB18030 file with Chinese headers and a dozen deliberate mistakes, to show what quarantine catches. */
export const sampleDirty = async (options: DirtyOptions): Promise<SampleFile & { readonly mistakes: number }> => {
  throw new Error(`unfinished: ${options.folder}`)
}
