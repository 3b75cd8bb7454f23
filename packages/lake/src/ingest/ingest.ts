import type { Pack } from '@tend/pack'
import type { Batch } from '../catalog.ts'
import type { Duck } from '../duck.ts'
import type { Lake } from '../lake.ts'

export type IngestProgress = {
  readonly step: 'waiting' | 'reading' | 'checking' | 'merging' | 'committing'
  /** 0–1 within the step, where it can be told. */
  readonly part?: number
}

export type IngestOptions = {
  readonly pack: Pack
  readonly fact: string
  /** Path of the file to read. */
  readonly file: string
  /** Name under which the file was delivered, when `file` is a copy. */
  readonly originalName?: string
  /** Header → column id, before any other rule; a column of '' leaves the header out. */
  readonly map?: Readonly<Record<string, string>>
  /** The date that the delivery stands for (`YYYY-MM-DD`); otherwise the one date in the file's name, if there is one. */
  readonly businessDate?: string
  readonly source?: string
  /** Sheet of a workbook; otherwise the first. */
  readonly sheet?: string
  /** ISO instant. */
  readonly receivedAt: string
  readonly onProgress?: (progress: IngestProgress) => void
  /** Breaks off; nothing is committed. */
  readonly signal?: AbortSignal
  /** How long to wait for another ingest to finish, default one minute. */
  readonly waitMs?: number
}

/** `unchanged`: the same file under the same definition is in force already; `batch` is the one that brought it. */
export type IngestResult = { readonly status: 'loaded' | 'unchanged'; readonly batch: Batch }

/** Reads a delivered file into the lake, all of it or nothing; see README for formats and delivery rules. Throws `LakeError`. */
export const ingest = async (_lake: Lake, _duck: Duck, _options: IngestOptions): Promise<IngestResult> => {
  throw new Error('unfinished')
}
