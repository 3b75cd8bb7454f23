import { resolve } from 'node:path'
import { openBatchDuck, openHome, UserError } from '@tend/jobs'
import type { BankOptions } from '@tend/sample'
import type { Command } from 'commander'
import { yesterday } from './dates.ts'
import { progressLine } from './progress-line.ts'
import { requireWorld, worldIds } from './worlds.ts'

export const addSample = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('sample')
    .description('Write the files of a believable world; the same seed gives the same world')
    .requiredOption('--to <folder>', 'where the files are written')
    .option('--pack <pack>', `whose world: ${worldIds.join(', ')}`, 'bank-retail')
    .option('--customers <number>', 'how many customers', '10000')
    .option('--seed <number>', 'seed', '7')
    .option('--months <number>', "months of history; otherwise as many as the pack's levels need")
    .option('--end <date>', 'last business date; otherwise yesterday')
    .option(
      '--transactions <number>',
      'of a bank: average number of transactions a customer over the whole history',
      '50',
    )
    .option('--format <format>', 'csv or parquet', 'csv')
    .action(
      async (
        flags: Record<'to' | 'pack' | 'customers' | 'seed' | 'transactions' | 'format', string> & {
          end?: string
          months?: string
        },
      ) => {
        if (flags.format !== 'csv' && flags.format !== 'parquet')
          throw new UserError(`--format is csv or parquet, not ${flags.format}.`)
        const world = requireWorld(flags.pack)
        const duck = await openBatchDuck(openHome(environment), environment)
        const line = progressLine(false)
        try {
          const options: BankOptions = {
            duck,
            folder: resolve(flags.to),
            seed: count(flags.seed, 'seed'),
            customers: count(flags.customers, 'customers'),
            months: flags.months === undefined ? world.months : count(flags.months, 'months'),
            endDate: flags.end ?? yesterday(new Date(), 'Asia/Shanghai'),
            transactionsPerCustomer: count(flags.transactions, 'transactions'),
            format: flags.format,
            onProgress: line.show,
          }
          const { files } = await world.generate(options)
          line.clear()
          for (const { fact, file, rows } of files) process.stdout.write(`${fact}\t${rows}\t${file}\n`)
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
