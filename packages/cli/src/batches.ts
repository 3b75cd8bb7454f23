import { randomUUID } from 'node:crypto'
import type { ImportOrder, RunStarted } from '@tend/api'
import { findRun, finishStudioJob, listRuns } from '@tend/care'
import { type House, UserError } from '@tend/jobs'
import { type IngestResult, LakeError } from '@tend/lake'
import { runInChild } from './children.ts'

/** Runs the night of a day to its end. */
export const nightInChild = async (
  asOf: string,
  environment: NodeJS.ProcessEnv,
  flags: readonly string[] = [],
): Promise<void> => {
  const { code, complaint } = await runInChild(['run', '--as-of', asOf, '--json', ...flags], environment)
  if (code !== 0) throw new UserError(`The night of ${asOf} failed: ${complaint}`)
}

/** Begins the night of a day and answers when its row stands in the database; a night that is under way is named instead. */
export const startNight = async (house: House, asOf: string, environment: NodeJS.ProcessEnv): Promise<RunStarted> => {
  const busy = (await listRuns(house.store, { limit: 20 })).items.find((run) => run.status === 'running')
  if (busy) return { kind: 'busy', runId: busy.run_id }
  const runId = randomUUID().slice(0, 8)
  const night = runInChild(['run', '--as-of', asOf, '--run-id', runId, '--json'], environment)
  const early = await Promise.race([night, untilRecorded(house, runId)])
  if (early && early.code !== 0) throw new UserError(early.complaint)
  return { kind: 'started', runId }
}

const untilRecorded = async (house: House, runId: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    if (await findRun(house.store, runId)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Begins a simulation or backtest that stands in the database; one that dies without a word is marked as failed. */
export const studioJobInChild = (house: House, jobId: string, environment: NodeJS.ProcessEnv): void => {
  runInChild(['studio-job', jobId], environment)
    .then(({ code, complaint }) =>
      code === 0 ? undefined : finishStudioJob(house.store, jobId, { now: new Date(), problem: complaint }),
    )
    // The database is gone: whoever starts next marks the job.
    .catch(() => {})
}

/** Loads an uploaded file; a refusal reads as the command gave it. */
export const importInChild = async (order: ImportOrder, environment: NodeJS.ProcessEnv): Promise<IngestResult> => {
  const date = order.businessDate ? ['--date', order.businessDate] : []
  const args = ['ingest', order.file, '--as', order.fact, '--name', order.originalName, '--json', ...date]
  const { code, output, complaint } = await runInChild(args, environment)
  if (code === 0) return JSON.parse(output) as IngestResult
  const refusal = readRefusal(output)
  throw refusal ? new LakeError(refusal.code, refusal.text) : new UserError(complaint)
}

/** A refused file is told on standard output, so that its code and both languages arrive whole. */
const readRefusal = (output: string): Pick<LakeError, 'code' | 'text'> | undefined => {
  try {
    return (JSON.parse(output) as { refused?: Pick<LakeError, 'code' | 'text'> }).refused
  } catch {
    return undefined
  }
}
