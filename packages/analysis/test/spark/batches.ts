import { existsSync, readdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duck } from '@tend/lake'
import { type Fact, formatIssues, loadPack, type Pack } from '@tend/pack'
import { FactBook } from '../golden/facts.ts'
import { type GoldenCase, readGoldenFile } from '../golden/shape.ts'

/**
 * Golden cases of one pack with the same days, run as one night: a night on Spark costs seconds of planning however few its customers are.
 * Each case keeps to itself by a prefix to its customers.
 */
export type Batch = {
  readonly pack: string
  readonly days: readonly string[]
  readonly cases: readonly GoldenCase[]
}

const roots = [join(import.meta.dirname, '../../../../packs'), join(import.meta.dirname, '../packs')]

/** Every golden case of every pack, in batches. */
export function goldenBatches(): readonly Batch[] {
  const packs = roots.flatMap((root) => readdirSync(root).map((id) => join(root, id)))
  return packs
    .filter((pack) => existsSync(join(pack, 'golden')))
    .flatMap((pack) => {
      const files = readdirSync(join(pack, 'golden')).filter((file) => file.endsWith('.yaml'))
      const cases = files.sort().flatMap((file) => readGoldenFile(join(pack, 'golden', file)))
      const byDays = Map.groupBy(cases, (golden) => daysOf(golden).join(' '))
      return [...byDays].map(([days, some]) => ({ pack, days: days.split(' '), cases: some }))
    })
}

/** Of each pack the batch with the most cases, and of all the one with the most days: most rules, in a fifth of the time. */
export function fewOf(batches: readonly Batch[]): readonly Batch[] {
  const most = (some: readonly Batch[], measure: (batch: Batch) => number) =>
    some.reduce((a, b) => (measure(b) > measure(a) ? b : a))
  const ofPacks = [...Map.groupBy(batches, ({ pack }) => pack).values()].map((some) =>
    most(some, ({ cases }) => cases.length),
  )
  return [...new Set([...ofPacks, most(batches, ({ days }) => days.length)])]
}

export function packIn(folder: string): Pack {
  const { pack, issues } = loadPack(folder)
  if (!pack) throw new Error(`${folder} has mistakes:\n${formatIssues(issues)}`)
  return pack
}

/** A case alone, for what looks at all customers at once and so comes out otherwise in company. */
export function aloneIn({ pack, days }: Batch, golden: GoldenCase): Batch {
  return { pack, days, cases: [golden] }
}

export function prefixOf(index: number): string {
  return `${index + 1}~`
}

/** Writes the facts of each day as `<folder>/<day>/<fact>.parquet`. */
export async function writeFacts(duck: Duck, pack: Pack, batch: Batch, folder: string): Promise<void> {
  const books = batch.cases.map(() => new FactBook(pack))
  for (const [day, date] of batch.days.entries()) {
    const out = join(folder, date)
    await mkdir(out, { recursive: true })
    for (const [index, golden] of batch.cases.entries()) {
      const book = books[index]
      book?.add(factsOf(golden, day))
      const relation = await book?.load(duck)
      for (const fact of pack.facts.values()) {
        const rows = `select ${columnsOf(fact, prefixOf(index))} from ${relation?.(fact.id)}`
        const table = `"batch:${fact.id}"`
        await duck.run(index === 0 ? `create or replace table ${table} as ${rows}` : `insert into ${table} ${rows}`)
      }
    }
    for (const fact of pack.facts.keys()) {
      await duck.run(`copy (from "batch:${fact}") to '${out}/${fact}.parquet' (format parquet)`)
    }
  }
}

function daysOf(golden: GoldenCase): readonly string[] {
  return [...(golden.previous ?? []).map((day) => day.as_of), golden.as_of]
}

function factsOf(golden: GoldenCase, day: number): GoldenCase['facts'] {
  return day === (golden.previous?.length ?? 0) ? golden.facts : (golden.previous?.[day]?.facts ?? {})
}

/** Whatever names a customer carries the prefix; other keys are told apart customer by customer. */
function columnsOf(fact: Fact, prefix: string): string {
  return fact.columns
    .map(({ id, references }) => {
      const isCustomer =
        id === fact.customer || references === 'customer' || (fact.id === 'customer' && id === 'customer_id')
      return isCustomer ? `'${prefix}' || "${id}" as "${id}"` : `"${id}"`
    })
    .join(', ')
}
