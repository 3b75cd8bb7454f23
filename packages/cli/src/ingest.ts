import { createWriteStream, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { localDay } from '@tend/care'
import { choosePack, openBatchDuck, openHome, requirePack, UserError } from '@tend/jobs'
import { type IngestResult, ingest, LakeError, listBatches, openLake, quarantineCsv, readQuarantine } from '@tend/lake'
import type { Command } from 'commander'
import { requireDate } from './dates.ts'
import { progressLine } from './progress-line.ts'

type IngestFlags = {
  readonly as: string
  readonly pack?: string
  readonly date?: string
  readonly source?: string
  readonly sheet?: string
  readonly map?: string
  readonly name?: string
  readonly json?: boolean
}

export const addIngest = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('ingest')
    .description(
      'Load a delivered file (CSV, XLSX, Parquet) into the lake; rows that do not pass are quarantined with their reason',
    )
    .argument('<file>')
    .requiredOption('--as <fact>', 'the fact that the rows are')
    .option('--pack <pack>', 'folder or id of the pack; remembered for later commands')
    .option('--date <date>', 'business date that the delivery stands for, as 2026-10-31')
    .option('--source <name>', 'which system delivers, where several deliver the same fact')
    .option('--sheet <name>', 'sheet of a workbook; otherwise the first')
    .option('--map <file>', 'JSON file of header → column for this delivery')
    .option('--name <name>', 'name under which the file was delivered, when it is a copy')
    .option('--json', 'print the batch as JSON')
    .action(async (file: string, flags: IngestFlags) => {
      requireDate(flags.date)
      const home = openHome(environment)
      const pack = requirePack(choosePack(home, flags.pack))
      const lake = openLake(home.lake)
      const duck = await openBatchDuck(home, environment)
      const line = progressLine(flags.json === true)
      try {
        const result = await ingest(lake, duck, {
          pack,
          fact: flags.as,
          file: resolve(file),
          receivedAt: new Date().toISOString(),
          ...(flags.date ? { businessDate: flags.date } : {}),
          ...(flags.source ? { source: flags.source } : {}),
          ...(flags.sheet ? { sheet: flags.sheet } : {}),
          ...(flags.name ? { originalName: flags.name } : {}),
          ...(flags.map ? { map: readMap(flags.map) } : {}),
          onProgress: ({ step, part }) => line.show(part === undefined ? step : `${step} ${Math.round(part * 100)}%`),
        })
        line.clear()
        process.stdout.write(
          flags.json ? `${JSON.stringify(result)}\n` : describe(result, localDay(new Date(), pack.timeZone)),
        )
      } catch (error) {
        if (flags.json && error instanceof LakeError) {
          process.stdout.write(`${JSON.stringify({ refused: { code: error.code, text: error.text } })}\n`)
        }
        throw error
      } finally {
        line.clear()
        duck.close()
      }
    })

  program
    .command('quarantine')
    .description('Show the rows of a batch that were not loaded, each with its reason')
    .argument('[batch]', 'id of the batch; otherwise the batches that have some are listed')
    .option('--csv <file>', 'write all of them as CSV for a spreadsheet')
    .option('--limit <rows>', 'how many to show', '20')
    .action(async (batch: string | undefined, flags: { csv?: string; limit: string }) => {
      const home = openHome(environment)
      const lake = openLake(home.lake)
      const batches = (await listBatches(lake)).filter((one) => one.quarantined > 0)
      if (!batch) {
        for (const one of batches)
          process.stdout.write(`${one.id}  ${one.fact}  ${one.file}  ${one.quarantined} of ${one.rowsIn} rows\n`)
        if (batches.length === 0) process.stdout.write('Nothing is in quarantine.\n')
        return
      }
      if (!batches.some((one) => one.id === batch))
        throw new UserError(`No batch ${batch} has rows in quarantine: run "tend quarantine" for the list.`)
      const duck = await openBatchDuck(home, environment)
      try {
        if (flags.csv) {
          await pipeline(Readable.from(quarantineCsv(lake, duck, batch, 'en')), createWriteStream(resolve(flags.csv)))
          process.stdout.write(`Written to ${resolve(flags.csv)}.\n`)
          return
        }
        for (const row of await readQuarantine(lake, duck, batch, { limit: Number(flags.limit) || 20 })) {
          process.stdout.write(
            `${row.file}:${row.line}  ${row.column} = ${JSON.stringify(row.value)}: ${row.message.en}\n`,
          )
        }
      } finally {
        duck.close()
      }
    })
}

const readMap = (file: string): Record<string, string> => {
  try {
    const map: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (map && typeof map === 'object' && Object.values(map).every((column) => typeof column === 'string')) {
      return map as Record<string, string>
    }
  } catch (cause) {
    throw new UserError(`The map ${file} cannot be read: ${(cause as Error).message}`)
  }
  throw new UserError(`The map ${file} must be one JSON object of header → column, all texts.`)
}

const describe = ({ status, batch }: IngestResult, today: string): string => {
  if (status === 'unchanged')
    return `${batch.file}: the same file is in force already as batch ${batch.id}; nothing changed.\n`
  const lines = [
    `${batch.file} → ${batch.fact}, batch ${batch.id}: ${batch.rowsIn} rows in = ${batch.loaded} loaded + ${batch.quarantined} quarantined.`,
  ]
  if (batch.replaced.length > 0) lines.push(`It replaces rows of ${batch.replaced.join(', ')}.`)
  for (const [reason, rows] of Object.entries(batch.reasons)) lines.push(`  ${rows} × ${reason}`)
  if (batch.quarantined > 0) lines.push(`  See them: tend quarantine ${batch.id}`)
  const last = batch.businessDates?.last
  if (last && last > today)
    lines.push(`Some rows are dated ahead, up to ${last}; nights go on as of the last date up to today.`)
  if (batch.ignoredColumns.length > 0)
    lines.push(`Columns that the fact does not know were left out: ${batch.ignoredColumns.join(', ')}.`)
  return `${lines.join('\n')}\n`
}
