import type { Db } from '@tend/store'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'

/** One nightly run. A run that is not `committed` has left nothing behind but this row. */
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

const runColumns =
  'run_id, as_of, pack_id, pack_hash, lake_version, state_folder, status, started_at, finished_at, counts, error, pid'

export type StartRunInput = {
  readonly runId: string
  readonly asOf: string
  readonly packId: string
  readonly packHash: string
  readonly lakeVersion: string
  readonly now: Date
  readonly pid: number
}

/** Begins a run, unless another one is under way; of two starts at once, one is busy. */
export const startRun = async (
  db: Db,
  input: StartRunInput,
): Promise<{ readonly kind: 'started' } | { readonly kind: 'busy'; readonly runId: string }> => {
  const added = await db.execute(
    `insert into run (run_id, as_of, pack_id, pack_hash, lake_version, status, started_at, pid)
     values ($1, $2, $3, $4, $5, 'running', $6, $7)
     on conflict (status) where status = 'running' do nothing`,
    [input.runId, input.asOf, input.packId, input.packHash, input.lakeVersion, input.now, input.pid],
  )
  if (added === 1) return { kind: 'started' }
  const [other] = await db.query<{ run_id: string }>("select run_id from run where status = 'running'")
  return { kind: 'busy', runId: other?.run_id ?? '' }
}

/**
 * The commit point of a night: called in the transaction that publishes, so that the state and its work become visible together.
 * `lakeVersion` is what the analysis read, with the contacts that the night itself brought.
 */
export const commitRun = async (
  tx: Db,
  input: {
    readonly runId: string
    readonly stateFolder: string
    readonly lakeVersion: string
    readonly counts: Readonly<Record<string, number>>
    readonly now: Date
  },
): Promise<void> => {
  const committed = await tx.execute(
    `update run set status = 'committed', state_folder = $2, lake_version = $3, counts = $4, finished_at = $5
     where run_id = $1 and status = 'running'`,
    [input.runId, input.stateFolder, input.lakeVersion, JSON.stringify(input.counts), input.now],
  )
  if (committed === 0)
    throw new Error(`The run ${input.runId} is not under way any more: another start took it for dead. Run it again.`)
}

/** `error` is the sentence that people read. False where the run was not under way: one that committed keeps its state. */
export const failRun = async (
  db: Db,
  input: { readonly runId: string; readonly error: string; readonly now: Date },
): Promise<boolean> => {
  const failed = await db.execute(
    "update run set status = 'failed', error = $2, finished_at = $3 where run_id = $1 and status = 'running'",
    [input.runId, input.error, input.now],
  )
  return failed > 0
}

/** Marks runs as failed whose process is dead; `isAlive` answers for a process number. Answers their ids. */
export const failAbandonedRuns = async (
  db: Db,
  { now, isAlive }: { readonly now: Date; readonly isAlive: (pid: number) => boolean },
): Promise<string[]> => {
  const running = await db.query<{ run_id: string; pid: number | null }>(
    "select run_id, pid from run where status = 'running'",
  )
  const abandoned = running.filter((run) => run.pid === null || !isAlive(run.pid)).map((run) => run.run_id)
  for (const runId of abandoned) await failRun(db, { runId, error: 'The run was cut off before its end.', now })
  return abandoned
}

/** The committed run with the latest as-of, of several the last one finished: the state that everybody reads. */
export const currentRun = async (db: Db): Promise<Run | undefined> => latestRun(db, null)

/** The same among the runs whose as-of lies before the given one: the ground that a night of that day starts from. */
export const previousRun = async (db: Db, asOf: string): Promise<Run | undefined> => latestRun(db, asOf)

const latestRun = async (db: Db, before: string | null): Promise<Run | undefined> => {
  const [run] = await db.query<Run>(
    `select ${runColumns}
     from run
     where status = 'committed' and state_folder is not null and ($1::date is null or as_of < $1)
     order by as_of desc, finished_at desc, run_id desc
     limit 1`,
    [before],
  )
  return run
}

/**
 * Lets go of the states of days before one, but for the last night of each month, which tells what customers were: answers their folders, which nothing names
 * any more. The rows of the runs stay.
 */
export const retireStates = async (db: Db, before: string): Promise<string[]> => {
  const rows = await db.query<{ folder: string }>(
    `with kept as (
       select distinct on (date_trunc('month', as_of)) run_id from run
       where status = 'committed' and state_folder is not null
       order by date_trunc('month', as_of), as_of desc, finished_at desc, run_id desc
     ), retired as (
       select run_id, state_folder from run
       where status = 'committed' and state_folder is not null and as_of < $1 and run_id not in (select run_id from kept)
       for update
     )
     update run set state_folder = null from retired where run.run_id = retired.run_id
     returning retired.state_folder as folder`,
    [before],
  )
  return rows.map(({ folder }) => folder)
}

export const findRun = async (db: Db, runId: string): Promise<Run | undefined> => {
  const [run] = await db.query<Run>(`select ${runColumns} from run where run_id = $1`, [runId])
  return run
}

/** Newest first. */
export const listRuns = async (db: Db, page: PageRequest): Promise<Page<Run>> => {
  const [startedAt = null, runId = null] = decodeCursor(page.cursor, ['string', 'string']) ?? []
  const limit = limitOf(page)
  const startedMs = "date_trunc('milliseconds', started_at)"
  const rows = await db.query<Run>(
    `select ${runColumns} from run
     where $1::timestamptz is null or (${startedMs}, run_id) < ($1::timestamptz, $2)
     order by ${startedMs} desc, run_id desc
     limit $3`,
    [startedAt, runId, limit + 1],
  )
  return pageOf(rows, limit, (last) => [last.started_at, last.run_id])
}
