import { readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Drift, type NightResult, runNight, type Spark } from '@tend/analysis'
import {
  commitRun,
  currentRun,
  failAbandonedRuns,
  failRun,
  previousRun,
  sealAudit,
  startRun,
  stopWithdrawn,
} from '@tend/care'
import { type Duck, lakeVersion, readCatalog } from '@tend/lake'
import type { Label } from '@tend/pack'
import { yieldingTransaction } from '@tend/store'
import { type Collected, collectWork, countOf } from './collect.ts'
import type { OpenEngine } from './engine.ts'
import { UserError } from './home.ts'
import type { House } from './house.ts'
import { describeDrift, modelsInForce, watchDrift } from './models.ts'
import { isAlive } from './process-alive.ts'
import { type Published, publish } from './publish.ts'

export type NightOrder = {
  readonly runId: string
  readonly asOf: string
  readonly clock: () => Date
  /**
   * Grades customers and notices no moment: for the days before a house begins to work with Tend, so that the first real night knows
   * who rose and who fell without asking anybody to act on the past.
   */
  readonly isGradingOnly?: boolean
  /** Where the statements run; in this process where it is not given. */
  readonly engine?: OpenEngine | undefined
  readonly onProgress?: (message: string) => void
}

/** What one night did; seconds by step. */
export type Night = {
  readonly runId: string
  readonly asOf: string
  /** Rows of contacts, levels given by hand and events that went to the lake. */
  readonly collected: number
  readonly analysis: NightResult
  readonly published: Published
  /** What a person should know: models that the pack has outgrown, customers that a model does not know. */
  readonly warnings: readonly Label[]
  readonly seconds: Readonly<Record<'collect' | 'analysis' | 'publish', number>>
}

/**
 * The loop, once: contacts → facts → indicators, classes, moments → plays → tasks. The commit point is the run's row, written in the
 * transaction that publishes; a run that dies before leaves no trace but a failed row. A night for a day before the one in force is kept as the
 * ground of later nights and changes nothing that people see, but makes the work that is still worth doing. Throws UserError when another run is under way.
 */
export const runNightly = async (house: House, duck: Duck, order: NightOrder): Promise<Night> => {
  const { store, pack, lake, home } = house
  const say = order.onProgress ?? (() => {})
  await failAbandonedRuns(store, { now: order.clock(), isAlive })
  const started = await startRun(store, {
    runId: order.runId,
    asOf: order.asOf,
    packId: pack.id,
    packHash: pack.hash,
    lakeVersion: lakeVersion(await readCatalog(lake)),
    now: order.clock(),
    pid: process.pid,
  })
  if (started.kind === 'busy') throw new UserError(`A run is under way (${started.runId}): wait until it has ended.`)
  sweepUnfinished(home.states)
  const out = join(home.states, `${order.asOf}-${order.runId}`)
  try {
    const watch = stopwatch(order.clock)
    say('collecting contacts and events')
    const collected = await collectWork(house, duck, order)
    const lakeRead = lakeVersion(await readCatalog(lake))
    watch.lap('collect')

    const previous = await previousState(house, order.asOf)
    const models = await modelsInForce(home, pack)
    const analysis = await onEngine(order, say, (spark) =>
      runNight({
        ...(spark ? { spark } : {}),
        lake,
        duck,
        pack: order.isGradingOnly ? { ...pack, moments: new Map() } : pack,
        asOf: order.asOf,
        ...(previous ? { previous } : {}),
        out,
        models: models.usable,
        clock: () => order.clock().getTime(),
        onProgress: (step) => say(`analysis ${step.done}/${step.total}: ${step.statement}`),
      }),
    )
    const drifts = await watchDrift(duck, out, pack, models.usable)
    watch.lap('analysis')

    const publishing = order.clock()
    const inForce = await currentRun(store)
    const isPast = inForce !== undefined && order.asOf < inForce.as_of
    say(isPast ? `publishing tasks only: ${inForce.as_of} is in force` : 'publishing')
    const published = await yieldingTransaction(store, async (tx) => {
      const later = isPast ? { inForce: inForce.as_of } : {}
      const result = await publish(house, tx, duck, { ...order, stateFolder: out, ...later })
      watch.lap('publish')
      await commitRun(tx, {
        runId: order.runId,
        stateFolder: basename(out),
        lakeVersion: lakeRead,
        counts: { ...countsOf(collected, analysis, result, watch.seconds), ...countDrift(drifts) },
        now: order.clock(),
      })
      return result
    })
    await stopWithdrawn(store, pack, { now: publishing, timeZone: pack.timeZone })
    await sealAudit(store)
    return {
      runId: order.runId,
      asOf: order.asOf,
      collected: collected.rows,
      analysis,
      published,
      warnings: [...models.warnings, ...describeDrift(drifts, pack)],
      seconds: watch.seconds,
    }
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause)
    // What committed before the failure is what everybody reads: its state stays.
    const wasUnderWay = await failRun(store, { runId: order.runId, error, now: order.clock() })
    if (wasUnderWay) rmSync(out, { recursive: true, force: true })
    throw cause
  }
}

/** What nights that were killed had begun to write. Only one run is under way at a time. */
const sweepUnfinished = (states: string): void => {
  for (const name of readdirSync(states)) {
    if (name.endsWith('.tmp')) rmSync(join(states, name), { recursive: true, force: true })
  }
}

const onEngine = async <T>(
  { engine }: NightOrder,
  say: (message: string) => void,
  work: (spark: Spark | undefined) => Promise<T>,
): Promise<T> => {
  if (!engine) return work(undefined)
  say('starting Spark')
  const spark = await engine()
  try {
    return await work(spark)
  } finally {
    await spark.close()
  }
}

const stopwatch = (clock: () => Date) => {
  const seconds = { collect: 0, analysis: 0, publish: 0 }
  let since = clock().getTime()
  return {
    seconds,
    lap(step: keyof typeof seconds): void {
      const now = clock().getTime()
      seconds[step] = (now - since) / 1000
      since = now
    },
  }
}

/** The state of the latest committed run before as-of: running a day again starts from the same ground. */
const previousState = async ({ store, home }: House, asOf: string): Promise<string | undefined> => {
  const run = await previousRun(store, asOf)
  return run?.state_folder ? join(home.states, run.state_folder) : undefined
}

const countsOf = (
  collected: Collected,
  analysis: NightResult,
  published: Published,
  seconds: Night['seconds'],
): Record<string, number> => ({
  customers: analysis.customers,
  moments: analysis.moments,
  newMoments: analysis.newMoments,
  tasks: published.tasks,
  messages: published.messages,
  benefits: published.benefits,
  cases: published.cases,
  collected: collected.rows,
  ...Object.fromEntries(
    Object.entries(collected.lastIds).map(([kind, id]) => [countOf(kind as keyof typeof collected.lastIds), id]),
  ),
  collectSeconds: seconds.collect,
  analysisSeconds: seconds.analysis,
  publishSeconds: seconds.publish,
  ...Object.fromEntries(Object.entries(published.leftOut).map(([key, count]) => [`leftOut.${key}`, count])),
})

/** The PSI of each model's score, kept with the run so that it can be followed over time. */
const countDrift = (drifts: readonly Drift[]): Record<string, number> =>
  Object.fromEntries(drifts.map(({ model, score }) => [`drift.${model}`, Math.round(score.psi * 1e6) / 1e6]))
