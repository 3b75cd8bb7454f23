import { randomUUID } from 'node:crypto'
import { setPriority } from 'node:os'
import { localDay } from '@tend/care'
import { chooseEngine, lastBusinessDate, type Night, openBatchDuck, openHouse, runNightly, UserError } from '@tend/jobs'
import type { Command } from 'commander'
import { requireDate } from './dates.ts'
import { progressLine } from './progress-line.ts'

type Flags = {
  readonly asOf?: string
  readonly pack?: string
  readonly runId?: string
  readonly gradeOnly?: boolean
  readonly engine?: string
  readonly json?: boolean
}

export const addRun = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('run')
    .description('Run the night: contacts back to facts, indicators, classes, moments, tasks')
    .option('--as-of <date>', 'business date, as 2026-10-31; otherwise the last date that was delivered')
    .option('--pack <pack>', 'folder or id of the pack; remembered for later commands')
    .option('--run-id <id>', 'id of the run; otherwise a fresh one')
    .option('--grade-only', 'grade without noticing moments: for days before the work with Tend begins')
    .option('--engine <engine>', 'duckdb (this machine) or spark; otherwise what TEND_ENGINE says')
    .option('--json', 'print the result as JSON')
    .action(async (flags: Flags) => {
      requireDate(flags.asOf)
      const engine = chooseEngine(environment, flags.engine)
      setPriority(10)
      const house = await openHouse(environment, flags.pack ? { pack: flags.pack } : {})
      const duck = await openBatchDuck(house.home, environment)
      const line = progressLine(flags.json === true)
      try {
        const now = new Date()
        const asOf = flags.asOf ?? (await lastBusinessDate(house.lake, house.pack, now))
        if (!asOf)
          throw new UserError(
            'No dated facts have been loaded yet: give the business date with --as-of, or ingest files first.',
          )
        const today = localDay(now, house.pack.timeZone)
        if (asOf > today)
          throw new UserError(
            `${asOf} is still to come: a night is run for a day that is over, ${today} at the latest.`,
          )
        const night = await runNightly(house, duck, {
          runId: flags.runId ?? randomUUID().slice(0, 8),
          asOf,
          clock: () => new Date(),
          isGradingOnly: flags.gradeOnly === true,
          engine,
          onProgress: line.show,
        })
        line.clear()
        process.stdout.write(flags.json ? `${JSON.stringify(night)}\n` : describe(night))
      } finally {
        line.clear()
        duck.close()
        await house.store.close()
      }
    })
}

const describe = (night: Night): string => {
  const { analysis, published, seconds } = night
  const levels = Object.entries(analysis.levels).map(
    ([scheme, counts]) =>
      `  ${scheme}: ${Object.entries(counts)
        .map(([level, customers]) => `${level} ${customers}`)
        .join(' · ')}`,
  )
  return [
    `As of ${night.asOf}: ${analysis.customers} customers, ${analysis.newMoments} new moments (${analysis.moments} open), ${published.tasks} new tasks.`,
    ...levels,
    `Contacts and events read back: ${night.collected}. Seconds: analysis ${seconds.analysis.toFixed(1)}, publishing ${seconds.publish.toFixed(1)}.`,
    ...night.warnings.map(({ en }) => `Warning: ${en}`),
    '',
  ].join('\n')
}
