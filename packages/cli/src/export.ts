import { extname, resolve } from 'node:path'
import { choosePack, openBatchDuck, openHome, requirePack, UserError } from '@tend/jobs'
import { exportFact, openLake } from '@tend/lake'
import type { Command } from 'commander'
import { requireDate } from './dates.ts'

export const addExport = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('export')
    .description('Write the current rows of a fact to a CSV or Parquet file that ingest takes back')
    .argument('<fact>')
    .requiredOption('--to <file>', 'file ending in .csv or .parquet')
    .option('--from <date>', 'first business date')
    .option('--until <date>', 'last business date')
    .action(async (fact: string, flags: { to: string; from?: string; until?: string }) => {
      const format = ({ '.csv': 'csv', '.parquet': 'parquet' } as const)[extname(flags.to).toLowerCase()]
      if (!format) throw new UserError(`${flags.to} must end in .csv or .parquet.`)
      requireDate(flags.from)
      requireDate(flags.until)
      const home = openHome(environment)
      const duck = await openBatchDuck(home, environment)
      try {
        const rows = await exportFact(openLake(home.lake), duck, {
          pack: requirePack(choosePack(home)),
          fact,
          format,
          path: resolve(flags.to),
          range: { ...(flags.from ? { from: flags.from } : {}), ...(flags.until ? { to: flags.until } : {}) },
        })
        process.stdout.write(`${rows} rows of ${fact} written to ${resolve(flags.to)}.\n`)
      } finally {
        duck.close()
      }
    })
}
