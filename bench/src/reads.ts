import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { endDate, prepareBank } from './bank.ts'
import { runLoad, say } from './child.ts'
import type { LiveCounts } from './loads/live-counts.ts'
import type { Segments } from './loads/segments.ts'
import { nightFolder, runNight } from './night.ts'
import type { BenchOptions } from './options.ts'
import { perSecond, renderTable } from './table.ts'

/** What the studio asks of a state: counts while somebody types, and a hundred segments anew. */
export const benchReads = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  const state = nightFolder(bank)
  if (!existsSync(join(state, 'customer.parquet'))) await runNight(bank, { asOf: endDate, out: state })
  say(`live counts over ${dirname(state)}`)
  const counts = await runLoad<LiveCounts>('live-counts', { state, rounds: 20 })
  say('a hundred segments')
  const segments = await runLoad<Segments>('segments', { state })
  const { p50, p95, slowest } = counts.result
  return [
    renderTable(`Reading a state of ${options.customers.toLocaleString('en')} customers`, [
      {
        name: `${counts.result.counts} live counts: half in ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms`,
        ...counts,
      },
      {
        name: `${segments.result.segments} segments, ${segments.result.members.toLocaleString('en')} memberships written`,
        ...segments,
        rate: perSecond(segments.result.members, segments.wallSeconds, 'rows'),
      },
    ]),
  ].join('\n')
}
