import { link, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bank, bankPack, dayBefore, endDate, prepareBank } from './bank.ts'
import { runLoad, say } from './child.ts'
import type { CsvOrder } from './loads/ingest-csv.ts'
import type { IngestOrder } from './loads/ingest-tend.ts'
import { runNight } from './night.ts'
import type { BenchOptions } from './options.ts'
import { type Line, perSecond, renderTable } from './table.ts'

/** A day's rows of every fact that has some, delivered again into a lake of two years, and the night upon them; beside both for the two years. */
export const benchDay = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  const folder = join(bank.folder, 'day')
  await rm(folder, { recursive: true, force: true })
  const lake = join(folder, 'lake')
  await linkTree(bank.lake, lake)
  const lines: Line[] = []
  for (const fact of ['transaction', 'balance', 'contribution']) lines.push(await deliverDay(bank, lake, folder, fact))
  say('the night of the last day, upon that of the day before')
  const previous = join(folder, 'night-before')
  await runNight({ ...bank, lake }, { asOf: dayBefore, out: previous })
  const night = await runNight({ ...bank, lake }, { asOf: endDate, out: join(folder, 'night'), previous })
  await rm(folder, { recursive: true, force: true })
  lines.push({ name: 'night', ...night, rate: perSecond(night.result.customers, night.wallSeconds, 'customers') })
  const day = lines.reduce((sum, line) => sum + (line.wallSeconds ?? 0), 0)
  const whole = bank.ingestSeconds + night.wallSeconds
  return [
    renderTable('One more day upon two years', lines),
    `Together ${day.toFixed(0)} s; the files of two years took ${bank.ingestSeconds.toFixed(0)} s when the bank was made, with a night ${whole.toFixed(0)} s: a day is 1/${(whole / day).toFixed(1)} of everything.\n`,
  ].join('\n')
}

const deliverDay = async (bank: Bank, lake: string, folder: string, fact: string): Promise<Line> => {
  const column = bankPack().facts.get(fact)?.date
  const month = bank.sampleFiles.findLast((one) => one.fact === fact)
  if (column === undefined || month === undefined) throw new Error(`The bank has no days of ${fact}.`)
  const file = join(folder, `${fact}_${endDate}.csv`)
  const order: CsvOrder = { from: [month.file], to: file, day: { column, date: endDate } }
  const { result } = await runLoad<{ rows: number }>('ingest-csv', order)
  say(`${result.rows} rows of ${fact}`)
  const ingest = await runLoad<{ loaded: number }>('ingest-tend', { lake, fact, file } satisfies IngestOrder)
  const name = `${fact}: ${result.rows.toLocaleString('en')} rows of one day`
  return { name, ...ingest, rate: perSecond(ingest.result.loaded, ingest.wallSeconds, 'rows') }
}

/** Files of a lake are never changed in place: a second name is a copy. */
const linkTree = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await linkTree(source, target)
    else await link(source, target)
  }
}
