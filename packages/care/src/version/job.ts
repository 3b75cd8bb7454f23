import type { Db, Store } from '@tend/store'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'

/** A simulation or a backtest, in a process of its own. `work` says what is to be done, `result` what came of it. */
export type StudioJob = {
  readonly job_id: string
  readonly kind: 'simulation' | 'backtest'
  readonly work: Readonly<Record<string, unknown>>
  readonly state: 'running' | 'done' | 'failed'
  readonly step: { readonly zh: string; readonly en: string } | null
  /** 0–1. */
  readonly progress: number
  readonly started_at: string
  readonly finished_at: string | null
  readonly pid: number | null
  readonly problem: string | null
  readonly result: Readonly<Record<string, unknown>> | null
  /** When the result went at the end of its term; null while there is one, or none ever was. */
  readonly result_removed_at: string | null
}

const columns =
  'job_id, kind, work, state, step, progress, started_at, finished_at, pid, problem, result, result_removed_at'

export type StartJobInput = {
  readonly jobId: string
  readonly kind: StudioJob['kind']
  readonly work: Readonly<Record<string, unknown>>
}

/** Writes down that a job begins, unless another one is under way (`busy`). */
export const startStudioJob = (
  store: Store,
  command: Command,
  { jobId, kind, work }: StartJobInput,
): Promise<{ readonly kind: 'done'; readonly jobId: string } | Refusal> =>
  runOnce(store, command, { name: 'startStudioJob', input: { kind, work } }, async (tx) => {
    const { actor, now } = command
    const added = await tx.execute(
      `insert into studio_job (job_id, kind, work, state, started_by, started_at) values ($1, $2, $3, 'running', $4, $5)
       on conflict (state) where state = 'running' do nothing`,
      [jobId, kind, JSON.stringify(work), actor.userId, now],
    )
    if (added === 0) return refuse('busy')
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: `studio.${kind}_started`,
      subjectKind: 'studio_job',
      subjectId: jobId,
      detail: work,
    })
    return { kind: 'done', jobId }
  })

export const findStudioJob = async (db: Db, jobId: string): Promise<StudioJob | undefined> => {
  const [job] = await db.query<StudioJob>(`select ${columns} from studio_job where job_id = $1`, [jobId])
  return job
}

/** The process that carries the job says so; false where the job is not under way. */
export const takeStudioJob = async (db: Db, jobId: string, pid: number): Promise<boolean> =>
  (await db.execute(`update studio_job set pid = $2 where job_id = $1 and state = 'running'`, [jobId, pid])) > 0

export const noteStudioJob = async (
  db: Db,
  jobId: string,
  { step, progress }: { readonly step: { readonly zh: string; readonly en: string }; readonly progress: number },
): Promise<void> => {
  await db.execute(`update studio_job set step = $2, progress = $3 where job_id = $1 and state = 'running'`, [
    jobId,
    JSON.stringify(step),
    progress,
  ])
}

export const finishStudioJob = async (
  db: Db,
  jobId: string,
  end: { readonly now: Date } & ({ readonly result: object } | { readonly problem: string }),
): Promise<void> => {
  const isDone = 'result' in end
  await db.execute(
    `update studio_job set state = $2, step = null, progress = case when $2 = 'done' then 1 else progress end, finished_at = $3, result = $4, problem = $5
     where job_id = $1 and state = 'running'`,
    [
      jobId,
      isDone ? 'done' : 'failed',
      end.now,
      isDone ? JSON.stringify(end.result) : null,
      isDone ? null : end.problem,
    ],
  )
}

/** Marks jobs as failed whose process is dead. One without a process yet is left to who starts it. */
export const failAbandonedJobs = async (
  db: Db,
  { now, isAlive }: { readonly now: Date; readonly isAlive: (pid: number | null) => boolean },
): Promise<void> => {
  const running = await db.query<{ job_id: string; pid: number | null }>(
    `select job_id, pid from studio_job where state = 'running'`,
  )
  for (const job of running.filter(({ pid }) => !isAlive(pid)))
    await finishStudioJob(db, job.job_id, { now, problem: 'The work was cut off before its end. Start it again.' })
}

/**
 * Removes the results of jobs that ended before a day's instant: they name up to a hundred customers and what was known of them. Who asked for what,
 * and when, stays. Answers how many went; the audit says so in one row.
 */
export const removeOldResults = (
  store: Store,
  { now, endedBefore }: { readonly now: Date; readonly endedBefore: Date },
): Promise<number> =>
  store.transaction(async (tx) => {
    const removed = await tx.execute(
      `update studio_job set result = null, result_removed_at = $1
       where result is not null and finished_at < $2`,
      [now, endedBefore],
    )
    if (removed > 0)
      await recordAudit(tx, {
        at: now,
        actor: 'system',
        action: 'studio.results_removed',
        subjectKind: 'studio_job',
        subjectId: '*',
        detail: { removed, endedBefore: endedBefore.toISOString() },
      })
    return removed
  })
