import { totalmem } from 'node:os'
import type { NightResult } from '@tend/analysis'
import { prepareBank } from './bank.ts'
import { runLoad, say } from './child.ts'
import type { TenfoldOrder } from './loads/night-tenfold.ts'
import type { BenchOptions } from './options.ts'
import { perSecond, renderTable } from './table.ts'

/** DuckDB overshoots its limit by up to 30 %: 70 % of the 16 GiB that ten times the customers may use, or of what the machine has. */
const tenfoldMemoryMb = Math.floor(Math.min(16 * 1024, totalmem() / 2 ** 20) * 0.7)

/** Ten times the bank in one night. */
export const benchScale = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  say(`ten times ${options.customers.toLocaleString('en')} customers within ${tenfoldMemoryMb} MB`)
  const order: TenfoldOrder = { lake: bank.lake, folder: bank.folder, memoryLimitMb: tenfoldMemoryMb }
  const night = await runLoad<NightResult>('night-tenfold', order)
  const size = `${night.result.customers.toLocaleString('en')} customers, ${(options.transactions * 10).toLocaleString('en')} transactions`
  return renderTable(`Nightly run of ten times the bank: ${size}`, [
    { name: 'Tend', ...night, rate: perSecond(night.result.customers, night.wallSeconds, 'customers') },
  ])
}
