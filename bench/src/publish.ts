import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Bank, endDate, prepareBank } from './bank.ts'
import { type Measured, runLoad, say } from './child.ts'
import type { PublishOrder, PublishResult } from './loads/publish.ts'
import { nightFolder, runNight } from './night.ts'
import type { BenchOptions } from './options.ts'
import { type Line, perSecond, renderTable } from './table.ts'

/** A whole state into PostgreSQL, in one transaction: into empty tables, and once more when nothing has changed. */
export const benchPublish = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  const stateFolder = nightFolder(bank)
  if (!existsSync(join(stateFolder, 'state.json'))) {
    say('making the state to publish')
    await runNight(bank, { asOf: endDate, out: stateFolder })
  }
  say(`publishing ${bank.customers} customers into empty tables`)
  const first = await publishOnce(bank, stateFolder, true)
  say('publishing the same state again')
  const again = await publishOnce(bank, stateFolder, false)
  const { moments, tasks } = first.result.result
  return [
    renderTable(
      `Publishing into PostgreSQL: ${bank.customers.toLocaleString('en')} customers, ${moments.toLocaleString('en')} moments, ${tasks.toLocaleString('en')} tasks`,
      [line('into empty tables', first), line('again, nothing changed', again)],
    ),
    'CPU is that of the publishing process and the server together; memory that of the publishing process.\n',
  ].join('\n')
}

const publishOnce = (bank: Bank, stateFolder: string, isFirst: boolean): Promise<Measured<PublishResult>> =>
  runLoad<PublishResult>('publish', { home: bank.home, stateFolder, isFirst } satisfies PublishOrder)

const line = (name: string, { cpuSeconds, peakMb, result }: Measured<PublishResult>): Line => ({
  name,
  cpuSeconds: result.serverCpuSeconds === undefined ? undefined : cpuSeconds + result.serverCpuSeconds,
  wallSeconds: result.wallSeconds,
  peakMb,
  rate: perSecond(result.result.customers, result.wallSeconds, 'customers'),
})
