import type { BacktestSubject } from '@tend/analysis'
import { findStudioJob, findVersion, finishStudioJob, noteStudioJob, type StudioJob, takeStudioJob } from '@tend/care'
import type { Duck } from '@tend/lake'
import type { Label, Pack } from '@tend/pack'
import { backtest } from './backtest.ts'
import { UserError } from './home.ts'
import type { OpenHouse } from './house.ts'
import { simulate } from './simulate.ts'

/** What a job was asked to do. `version` of a backtest is null for the pack in force. */
export type StudioWork =
  | { readonly kind: 'simulation'; readonly version: number }
  | {
      readonly kind: 'backtest'
      readonly subject: BacktestSubject
      readonly from: string
      readonly to: string
      readonly version: number | null
    }

/** Carries out a job that was written down, and writes its result or what went wrong beside it. Throws UserError for one that is not under way. */
export const runStudioJob = async (
  house: OpenHouse,
  duck: Duck,
  { jobId, clock }: { readonly jobId: string; readonly clock: () => Date },
): Promise<void> => {
  const { store } = house
  const job = await findStudioJob(store, jobId)
  if (job === undefined || !(await takeStudioJob(store, jobId, process.pid)))
    throw new UserError(`The job ${jobId} is not under way.`)
  const onProgress = (step: Label, progress: number): void => {
    // Progress that cannot be noted must not end the work.
    noteStudioJob(store, jobId, { step, progress }).catch(() => {})
  }
  try {
    const result = await carryOut(house, duck, workOf(job), { clock, onProgress })
    await finishStudioJob(store, jobId, { now: clock(), result })
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause)
    await finishStudioJob(store, jobId, { now: clock(), problem })
    throw cause
  }
}

const workOf = ({ kind, work }: StudioJob): StudioWork => ({ ...work, kind }) as StudioWork

const carryOut = async (
  house: OpenHouse,
  duck: Duck,
  work: StudioWork,
  how: { readonly clock: () => Date; readonly onProgress: (step: Label, progress: number) => void },
): Promise<object> => {
  if (work.kind === 'simulation') {
    return {
      ...(await simulate(house, duck, { ...how, draft: await packOfVersion(house, work.version) })),
      version: work.version,
    }
  }
  const begun = how.clock().getTime()
  const pack = work.version === null ? house.pack : await packOfVersion(house, work.version)
  const { subject, from, to } = work
  const result = await backtest(house, duck, { ...how, pack, subject, from, to })
  const label = labelOf(pack, subject)
  return { ...result, subject, label, from, to, seconds: (how.clock().getTime() - begun) / 1000 }
}

const labelOf = (pack: Pack, subject: BacktestSubject): Label => {
  if (subject.kind === 'moment') return pack.moments.get(subject.id)?.label ?? { zh: subject.id, en: subject.id }
  if (subject.kind === 'score') return pack.indicators.get(subject.id)?.label ?? { zh: subject.id, en: subject.id }
  const scheme = pack.schemes.get(subject.id)
  const level = scheme?.levels.find(({ id }) => id === subject.level)
  return {
    zh: `${scheme?.label.zh ?? subject.id}：${level?.label.zh ?? subject.level}`,
    en: `${scheme?.label.en ?? subject.id}: ${level?.label.en ?? subject.level}`,
  }
}

/** The pack as a version makes it; version 0 is the shipped one. Throws UserError for one that is unknown or has mistakes. */
export const packOfVersion = async (house: OpenHouse, version: number): Promise<Pack> => {
  const { studio, store } = house
  if (version === 0) return studio.shipped
  const found = await findVersion(store, studio.shipped.id, version)
  if (found === undefined) throw new UserError(`There is no version ${version} of the pack ${studio.shipped.id}.`)
  const kept = found.hash === null ? undefined : await studio.packOf(found.hash)
  const { pack, issues } = kept ? { pack: kept, issues: [] } : await studio.check(found.content)
  if (pack === undefined) throw new UserError(`Version ${version} has ${issues.length} mistakes: mend them first.`)
  return pack
}
