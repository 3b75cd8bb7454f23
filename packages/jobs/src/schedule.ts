import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { currentRun, forgetRunLeftOut, localDay, removeOldResults, retireStates, stopWithdrawn } from '@tend/care'
import { lakeVersion, readCatalog } from '@tend/lake'
import { PgBoss } from 'pg-boss'
import { sealHouse } from './audit-head.ts'
import { lastBusinessDate } from './business-date.ts'
import type { House } from './house.ts'

export type Schedule = { stop(): Promise<void> }

export type ScheduleOptions = {
  /** Runs a night in a process of its own; resolves when it has ended. */
  readonly startRun: (asOf: string) => Promise<void>
  /** Cron expression in the pack's time zone; 02:30 unless TEND_NIGHT says otherwise. */
  readonly night: string
  /** For how long the results of simulations and backtests are kept. */
  readonly resultDays: number
  /** For how long it is kept whom a night left out. */
  readonly leftOutDays: number
  /** For how long every night's state is kept; of months before that the last. */
  readonly stateDays: number
  readonly clock: () => Date
  readonly onError: (error: Error) => void
}

/** The as-of that a night has to run for now, or undefined where nothing was delivered since the last one. */
export const pendingAsOf = async ({ store, lake, pack }: House, now: Date): Promise<string | undefined> => {
  const asOf = await lastBusinessDate(lake, pack, now)
  if (!asOf) return undefined
  const current = await currentRun(store)
  const isNew =
    !current ||
    asOf > current.as_of ||
    (asOf === current.as_of && lakeVersion(await readCatalog(lake)) !== current.lake_version)
  return isNew ? asOf : undefined
}

const dayMs = 86_400_000

/** Longer than anything plans before it writes. */
const planningMs = 2 * 3_600_000

/** Removes the results of the studio that are older than their term; answers how many. */
export const forgetResults = ({ store }: Pick<House, 'store'>, days: number, now: Date): Promise<number> =>
  removeOldResults(store, { now, endedBefore: new Date(now.getTime() - days * dayMs) })

/** Removes the states of nights that are older than their term, but for the last of each month; answers how many. */
export const forgetStates = async (
  { store, home, pack }: Pick<House, 'store' | 'home' | 'pack'>,
  days: number,
  now: Date,
): Promise<number> => {
  const folders = await retireStates(store, localDay(new Date(now.getTime() - days * dayMs), pack.timeZone))
  for (const folder of folders) rmSync(join(home.states, folder), { recursive: true, force: true })
  return folders.length
}

/**
 * Stops what a process that died between writing work and `stopWithdrawn` has left of customers who refused meanwhile: of the last hours, and the first
 * time of the days in which this house may have stood still.
 */
const createSweepOfStops = ({ store, pack }: House, clock: () => Date): (() => Promise<unknown>) => {
  let reachMs = 7 * dayMs
  return async () => {
    const now = clock()
    await stopWithdrawn(store, pack, { now, timeZone: pack.timeZone }, new Date(now.getTime() - reachMs))
    reachMs = planningMs
  }
}

/** The clock: the nightly run when the systems have delivered a new day, results whose term is over, the sealing of the audit and refusals that were overtaken every minute. */
export const startSchedule = async (house: House, options: ScheduleOptions): Promise<Schedule> => {
  const boss = new PgBoss({ ...house.store.connection, max: 2 } as ConstructorParameters<typeof PgBoss>[0])
  boss.on('error', options.onError)
  await boss.start()
  const jobs: Record<string, { readonly cron: string; readonly run: () => Promise<unknown> }> = {
    night: {
      cron: options.night,
      run: async () => {
        const asOf = await pendingAsOf(house, options.clock())
        if (asOf) await options.startRun(asOf)
      },
    },
    'forget-results': {
      cron: options.night,
      run: async () => {
        await forgetResults(house, options.resultDays, options.clock())
        await forgetStates(house, options.stateDays, options.clock())
        await forgetRunLeftOut(house.store, new Date(options.clock().getTime() - options.leftOutDays * dayMs))
      },
    },
    'stop-withdrawn': { cron: '* * * * *', run: createSweepOfStops(house, options.clock) },
    'seal-audit': { cron: '* * * * *', run: () => sealHouse(house) },
  }
  for (const [name, job] of Object.entries(jobs)) {
    await boss.createQueue(name, { policy: 'singleton', retryLimit: 0, deleteAfterSeconds: 86_400 })
    await boss.work(name, async () => {
      await job.run()
    })
    await boss.schedule(name, job.cron, null, { tz: house.pack.timeZone })
  }
  return { stop: () => boss.stop({ graceful: false }) }
}
