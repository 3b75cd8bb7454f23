import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { NightResult } from '@tend/analysis'
import { type Bank, bankPack, dayBefore, endDate, prepareBank } from './bank.ts'
import { type Measured, runLoad, say } from './child.ts'
import type { PostgresNight } from './loads/night-postgres.ts'
import type { NightOrder } from './loads/night-tend.ts'
import type { BenchOptions } from './options.ts'
import { runPandas } from './pandas.ts'
import { type Line, perSecond, renderTable, times } from './table.ts'

type Night = Measured<NightResult>

/** The state of the night at full size; publishing goes on from it. */
export const nightFolder = (bank: Bank): string => join(bank.folder, 'night')

/** The nightly run at full size, with yesterday's state, against the floor; then at a tenth against PostgreSQL and pandas. */
export const benchNight = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  const full = await compareWithFloor(bank)
  const tenth = await prepareBank(
    options.home,
    Math.round(options.customers / 10),
    Math.round(options.transactions / 10),
  )
  const small = await compareWithFloor(tenth)
  say('the same statements on PostgreSQL, at a tenth')
  const postgres = await runLoad<PostgresNight>('night-postgres', {
    lake: tenth.lake,
    home: join(options.home, 'postgres-home'),
  })
  say('a pandas script, at a tenth')
  const pandas = await runPandas(options.home, tenth)
  const tenthLines: Line[] = [
    ...small.lines,
    {
      name: 'same statements, PostgreSQL',
      ...postgres.result,
      ratio: times(postgres.result.cpuSeconds, small.night.cpuSeconds, 'Tend'),
      rate: perSecond(postgres.result.customers, postgres.result.wallSeconds, 'customers'),
    },
    'leftOut' in pandas
      ? { name: 'main indicators and rank, pandas', leftOut: pandas.leftOut }
      : {
          name: 'main indicators and rank, pandas',
          ...pandas,
          ratio: times(pandas.cpuSeconds, small.night.cpuSeconds, 'Tend'),
          rate: perSecond(pandas.result.customers, pandas.wallSeconds, 'customers'),
        },
  ]
  return [
    renderTable(`Nightly run: ${sizeOf(bank)}`, full.lines),
    slowest(full.night),
    renderTable(`Nightly run at a tenth: ${sizeOf(tenth)}`, tenthLines),
  ].join('\n')
}

const compareWithFloor = async (bank: Bank): Promise<{ readonly lines: readonly Line[]; readonly night: Night }> => {
  const previous = join(bank.folder, `before-${bankPack().hash.slice(0, 12)}`)
  if (!existsSync(previous)) {
    say(`making yesterday's state of ${sizeOf(bank)}`)
    await runLoad('night-tend', { lake: bank.lake, asOf: dayBefore, out: previous } satisfies NightOrder)
  }
  say(`the bare scan-and-group of ${sizeOf(bank)}`)
  const bare = await runLoad<{ rows: number }>('night-bare', {
    lake: bank.lake,
    tempFolder: join(bank.folder, 'spill'),
  })
  say(`the nightly run of ${sizeOf(bank)}`)
  const out = nightFolder(bank)
  rmSync(out, { recursive: true, force: true })
  const night = await runLoad<NightResult>('night-tend', {
    lake: bank.lake,
    asOf: endDate,
    out,
    previous,
  } satisfies NightOrder)
  const lines = [
    { name: 'scan and group alone', ...bare, rate: perSecond(bare.result.rows, bare.wallSeconds, 'rows') },
    {
      name: 'Tend',
      ...night,
      ratio: times(night.cpuSeconds, bare.cpuSeconds, 'scan'),
      rate: perSecond(night.result.customers, night.wallSeconds, 'customers'),
    },
  ]
  return { lines, night }
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
