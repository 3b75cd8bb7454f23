import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { endDate, prepareBank } from './bank.ts'
import { runLoad, say } from './child.ts'
import type { ThemesOrder, ThemesResult } from './loads/themes.ts'
import { nightFolder, runNight } from './night.ts'
import type { BenchOptions } from './options.ts'
import { benchPublish } from './publish.ts'
import { perSecond, renderTable, times } from './table.ts'

const customersMax = 200_000

/** A theme of 200,000 customers with all rules of contact, beside a bare insert of the same rows. */
export const benchThemes = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  const stateFolder = nightFolder(bank)
  if (!existsSync(join(stateFolder, 'state.json'))) await runNight(bank, { asOf: endDate, out: stateFolder })
  if (!existsSync(join(bank.home, 'postgres'))) await benchPublish(options)
  const customers = Math.min(customersMax, options.customers)
  say(`a theme of ${customers.toLocaleString('en')} customers`)
  const order: ThemesOrder = { home: bank.home, stateFolder, customers }
  const { result, peakMb } = await runLoad<ThemesResult>('themes', order)
  const { counts, build, ownCpuSeconds, bare, longestBlockMs } = result
  const cpuSeconds = build.serverCpuSeconds === undefined ? undefined : build.serverCpuSeconds + ownCpuSeconds
  return [
    renderTable(
      `A theme: ${counts.segment.toLocaleString('en')} customers, ${counts.tasks.toLocaleString('en')} tasks, ${counts.leftOut.toLocaleString('en')} left out`,
      [
        { name: 'bare insert of the same rows', cpuSeconds: bare.serverCpuSeconds, wallSeconds: bare.wallSeconds },
        {
          name: 'Tend, with all rules of contact',
          cpuSeconds,
          wallSeconds: build.wallSeconds,
          peakMb,
          ratio: times(cpuSeconds, bare.serverCpuSeconds, 'bare insert'),
          rate: perSecond(counts.segment, build.wallSeconds, 'customers'),
        },
      ],
    ),
    `CPU is that of the server and of the process that plans together, memory that of the process that plans. The longest stretch in which it would have answered nobody else was ${longestBlockMs} ms.\n`,
  ].join('\n')
}
