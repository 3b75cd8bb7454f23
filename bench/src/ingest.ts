import { existsSync } from 'node:fs'
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bank, prepareBank } from './bank.ts'
import { runLoad, say } from './child.ts'
import type { CsvOrder } from './loads/ingest-csv.ts'
import type { IngestOrder } from './loads/ingest-tend.ts'
import type { BenchOptions } from './options.ts'
import { type Line, perSecond, renderTable, times } from './table.ts'

/** Enough for the steady speed to show: the last two months of a bank. */
const MONTHS = 2

/** A CSV of balances and one of transactions: into a lake that knows the customers, with every check, against DuckDB's bare read and write. */
export const benchIngest = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  const folder = join(bank.folder, 'ingest')
  await mkdir(folder, { recursive: true })
  const lines: Line[] = []
  for (const fact of ['balance', 'transaction']) lines.push(...(await compare(bank, folder, fact)))
  await rm(join(folder, 'lake'), { recursive: true, force: true })
  return renderTable('Ingest of CSV', lines)
}

const compare = async (bank: Bank, folder: string, fact: string): Promise<readonly Line[]> => {
  const file = join(folder, `${fact}.csv`)
  const parquet = bank.sampleFiles.filter((one) => one.fact === fact).slice(-MONTHS)
  if (!existsSync(file))
    await runLoad('ingest-csv', { from: parquet.map((one) => one.file), to: file } satisfies CsvOrder)
  const rows = parquet.reduce((sum, one) => sum + one.rows, 0)
  say(`reading and writing ${rows} rows of ${fact} with DuckDB alone`)
  const bare = await runLoad<null>('ingest-bare', { file, fact, out: join(folder, 'bare.parquet') })
  await rm(join(folder, 'bare.parquet'))
  const lake = await freshLake(bank, folder)
  say(`ingesting ${rows} rows of ${fact}`)
  const tend = await runLoad<{ loaded: number }>('ingest-tend', { lake, fact, file } satisfies IngestOrder)
  if (tend.result.loaded !== rows) throw new Error(`${tend.result.loaded} of ${rows} rows of ${fact} were loaded.`)
  const name = `${fact}, ${rows.toLocaleString('en')} rows`
  return [
    { name: `${name}: DuckDB alone`, ...bare, rate: perSecond(rows, bare.wallSeconds, 'rows') },
    {
      name: `${name}: Tend`,
      ...tend,
      ratio: times(tend.cpuSeconds, bare.cpuSeconds, 'DuckDB'),
      rate: perSecond(rows, tend.wallSeconds, 'rows'),
    },
  ]
}

/** A lake with the bank's organisation and customers and nothing else: references are checked against them. */
const freshLake = async (bank: Bank, folder: string): Promise<string> => {
  const base = join(folder, 'customers')
  if (!existsSync(base)) {
    const draft = `${base}.tmp`
    await rm(draft, { recursive: true, force: true })
    for (const fact of ['org_unit', 'staff', 'customer']) {
      const file = bank.sampleFiles.find((one) => one.fact === fact)?.file
      await runLoad('ingest-tend', { lake: draft, fact, file })
    }
    await cp(draft, base, { recursive: true })
    await rm(draft, { recursive: true })
  }
  const lake = join(folder, 'lake')
  await rm(lake, { recursive: true, force: true })
  await cp(base, lake, { recursive: true })
  return lake
}
