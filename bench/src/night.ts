import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { NightResult } from '@tend/analysis'
import { type Bank, dayBefore, endDate, prepareBank } from './bank.ts'
import { type Measured, runLoad, say } from './child.ts'
import type { PostgresNight } from './loads/night-postgres.ts'
import type { NightOrder } from './loads/night-tend.ts'
import type { BenchOptions } from './options.ts'
import { runPandas } from './pandas.ts'
import { type Line, perSecond, renderTable, times } from './table.ts'

type Night = Measured<NightResult>

/** The state of the night at full size; publishing goes on from it. */
export const nightFolder = (bank: Bank): string => join(bank.folder, 'night')

/** The nightly run at full size, with yesterday's state, against the floor; then without one at a tenth, against PostgreSQL and pandas. */
export const benchNight = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  say(`yesterday's night of ${sizeOf(bank)}`)
  const previous = join(bank.folder, 'night-before')
  await runNight(bank, { asOf: dayBefore, out: previous })
  const full = await compareWithFloor(bank, previous)
  say('the night of all bank packs')
  const folder = join(bank.folder, 'night-universal')
  const together = await runNight(bank, { asOf: endDate, out: folder, pack: 'universal-bank' })
  rmSync(folder, { recursive: true, force: true })
  const lines: readonly Line[] = [
    ...full.lines,
    {
      name: 'Tend, retail, corporate and insurer together',
      ...together,
      ratio: times(together.cpuSeconds, full.bare.cpuSeconds, 'scan'),
      rate: perSecond(together.result.customers, together.wallSeconds, 'customers'),
    },
  ]
  return [
    renderTable(`Nightly run: ${sizeOf(bank)}`, lines),
    slowest(full.night),
    await compareWithRivals(options),
  ].join('\n')
}

const compareWithRivals = async ({ home, customers, transactions }: BenchOptions): Promise<string> => {
  const bank = await prepareBank(home, Math.round(customers / 10), Math.round(transactions / 10))
  const { lines, night } = await compareWithFloor(bank)
  say('the same statements on PostgreSQL')
  const order = { lake: bank.lake, home: join(home, 'postgres-home') }
  const { result } = await runLoad<PostgresNight>('night-postgres', order)
  const postgres: Line = {
    name: 'same statements, PostgreSQL',
    cpuSeconds: result.serverCpuSeconds,
    wallSeconds: result.wallSeconds,
    peakMb: result.backendPeakMb,
    ratio: times(result.serverCpuSeconds, night.cpuSeconds, 'Tend'),
    rate: perSecond(result.customers, result.wallSeconds, 'customers'),
  }
  return renderTable(`Nightly run at a tenth: ${sizeOf(bank)}`, [
    ...lines,
    postgres,
    await pandasLine(home, bank, night),
  ])
}

const pandasLine = async (home: string, bank: Bank, night: Night): Promise<Line> => {
  say('a pandas script')
  const name = 'main indicators and rank, pandas'
  const pandas = await runPandas(home, bank)
  if ('leftOut' in pandas) return { name, leftOut: pandas.leftOut }
  return {
    name,
    ...pandas,
    ratio: times(pandas.cpuSeconds, night.cpuSeconds, 'Tend'),
    rate: perSecond(pandas.result.customers, pandas.wallSeconds, 'customers'),
  }
}

type Compared = { readonly lines: readonly Line[]; readonly night: Night; readonly bare: Measured<{ rows: number }> }

const compareWithFloor = async (bank: Bank, previous?: string): Promise<Compared> => {
  say(`the bare scan-and-group of ${sizeOf(bank)}`)
  const order = { lake: bank.lake, tempFolder: join(bank.folder, 'spill') }
  const bare = await runLoad<{ rows: number }>('night-bare', order)
  say(`the nightly run of ${sizeOf(bank)}`)
  const night = await runNight(bank, { asOf: endDate, out: nightFolder(bank), ...(previous ? { previous } : {}) })
  const lines = [
    { name: 'scan and group alone', ...bare, rate: perSecond(bare.result.rows, bare.wallSeconds, 'rows') },
    {
      name: previous ? 'Tend, one more day on two years' : 'Tend',
      ...night,
      ratio: times(night.cpuSeconds, bare.cpuSeconds, 'scan'),
      rate: perSecond(night.result.customers, night.wallSeconds, 'customers'),
    },
  ]
  return { lines, night, bare }
}

export const runNight = async (bank: Bank, order: Omit<NightOrder, 'lake'>): Promise<Night> => {
  rmSync(order.out, { recursive: true, force: true })
  return runLoad<NightResult>('night-tend', { lake: bank.lake, ...order } satisfies NightOrder)
}

const sizeOf = (bank: Bank): string => {
  const rows = (fact: string): string =>
    bank.sampleFiles
      .filter((file) => file.fact === fact)
      .reduce((sum, file) => sum + file.rows, 0)
      .toLocaleString('en')
  return `${bank.customers.toLocaleString('en')} customers, ${rows('balance')} balances, ${rows('transaction')} transactions`
}

const slowest = ({ result }: Night): string => {
  const longest = [...result.statements].sort((a, b) => b.seconds - a.seconds).slice(0, 8)
  const moments = `${result.moments.toLocaleString('en')} open moments, ${result.newMoments.toLocaleString('en')} new`
  return `Longest statements: ${longest.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(' · ')}; ${moments}.\n`
}
