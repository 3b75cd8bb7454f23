import { resolve } from 'node:path'
import { openBatchDuck, openHome, UserError } from '@tend/jobs'
import { generateBank } from '@tend/sample'
import type { Command } from 'commander'
import { yesterday } from './dates.ts'
import { progressLine } from './progress-line.ts'

export const addSample = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('sample')
    .description('Write the files of a believable bank; the same seed gives the same world')
    .requiredOption('--to <folder>', 'where the files are written')
    .option('--customers <number>', 'how many customers', '10000')
    .option('--seed <number>', 'seed', '7')
    .option('--months <number>', 'months of history', '24')
    .option('--end <date>', 'last business date; otherwise yesterday')
    .option('--transactions <number>', 'average number of transactions a customer over the whole history', '50')
    .option('--format <format>', 'csv or parquet', 'csv')
    .action(
      async (
        flags: Record<'to' | 'customers' | 'seed' | 'months' | 'transactions' | 'format', string> & { end?: string },
      ) => {
        if (flags.format !== 'csv' && flags.format !== 'parquet')
          throw new UserError(`--format is csv or parquet, not ${flags.format}.`)
        const duck = await openBatchDuck(openHome(environment), environment)
        const line = progressLine(false)
        try {
          const bank = await generateBank({
            duck,
            folder: resolve(flags.to),
            seed: count(flags.seed, 'seed'),
            customers: count(flags.customers, 'customers'),
            months: count(flags.months, 'months'),
            endDate: flags.end ?? yesterday(new Date(), 'Asia/Shanghai'),
            transactionsPerCustomer: count(flags.transactions, 'transactions'),
            format: flags.format,
            onProgress: line.show,
          })
          line.clear()
          for (const { fact, file, rows } of bank.files) process.stdout.write(`${fact}\t${rows}\t${file}\n`)
        } finally {
          line.clear()
          duck.close()
        }
      },
    )
}

const count = (text: string, name: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new UserError(`--${name} must be a whole number above zero, not ${text}.`)
  return value
}
