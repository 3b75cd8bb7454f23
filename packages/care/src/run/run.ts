import type { Db } from '@tend/store'
import type { Page, PageRequest } from '../command.ts'
import { unfinished } from '../unfinished.ts'

export type Run = {
  readonly run_id: string
  readonly as_of: string
  readonly pack_id: string
  readonly pack_hash: string
  readonly lake_version: string
  readonly state_folder: string | null
  readonly status: 'running' | 'committed' | 'failed'
  readonly started_at: string
  readonly finished_at: string | null
  readonly counts: Record<string, number>
  readonly error: string | null
  /** Process that carries the run; tells a live run from one that was killed. */
  readonly pid: number | null
}

/** Begins a run, unless another one is under way. */
export const startRun = async (
  _db: Db,
  _input: {
    readonly runId: string
    readonly asOf: string
    readonly packId: string
    readonly packHash: string
    readonly lakeVersion: string
    readonly now: Date
    readonly pid: number
  },
): Promise<{ readonly kind: 'started' } | { readonly kind: 'busy'; readonly runId: string }> => unfinished()
/** The commit point of a night: within the transaction that publishes. */
export const commitRun = async (
  _tx: Db,
  _input: {
    readonly runId: string
    readonly stateFolder: string
    readonly counts: Readonly<Record<string, number>>
    readonly now: Date
  },
): Promise<void> => unfinished()
export const failRun = async (
  _db: Db,
  _input: { readonly runId: string; readonly error: string; readonly now: Date },
): Promise<void> => unfinished()
/** Marks runs as failed whose process is dead; `isAlive` answers for a process number. Answers their ids. */
export const failAbandonedRuns = async (
  _db: Db,
  _input: { readonly now: Date; readonly isAlive: (pid: number) => boolean },
): Promise<string[]> => unfinished()
/** The latest committed run by as-of, then by finish: the state that everybody reads. */
export const currentRun = async (_db: Db): Promise<Run | undefined> => unfinished()
export const findRun = async (_db: Db, _runId: string): Promise<Run | undefined> => unfinished()
export const listRuns = async (_db: Db, _page: PageRequest): Promise<Page<Run>> => unfinished()
