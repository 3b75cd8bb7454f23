import { copyFile, link, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duck } from '@tend/lake'
import { quoteIdentifier, quoteText } from '../render/sql.ts'
import { duckdbShim } from '../shim/duckdb.ts'
import { readStateFile } from './state-file.ts'

/** A customer's reasons are looked for in so many files at most; one more, and they become one. */
const filesMax = 31

/**
 * Takes over into `folder` what the nights up to `previous` said of the levels that stay. Most levels stay from night to night: their reasons are written
 * once and shared by all states that rest on them. `schemes` are those that keep their reasons. Answers with the names of the files, oldest first; the
 * last one that tells a customer's reason is right.
 */
export async function carryReasons(
  duck: Duck,
  folder: string,
  previous: string,
  schemes: readonly string[],
): Promise<readonly string[]> {
  const { asOf, reasons: known = [] } = await readStateFile(previous)
  for (const name of known) await share(join(previous, name), join(folder, name))
  const name = `reason-${asOf}.parquet`
  const settled = join(previous, 'customer.parquet')
  // The rows of the first state hold nearly everybody's reasons: a copy would say nothing more.
  if (known.length === 0) await share(settled, join(folder, name))
  else await extract(duck, settled, join(folder, name), schemes)
  const names = [...known, name]
  return names.length > filesMax ? [await merge(duck, folder, names, schemes)] : names
}

/** The column of `reasonsIn` that names a row's file, which sorts as the nights do: no column of a pack can be called so. */
export const reasonFile = quoteIdentifier(':file')

/** SQL of the reason files as a relation; columns that only some of them have are null in the others. */
export function reasonsIn(folder: string, names: readonly string[]): string {
  const files = names.map((name) => quoteText(join(folder, name)))
  return `read_parquet([${files.join(', ')}], union_by_name = true, filename = ':file')`
}

/** The columns of `schemes` that the relation has, quoted. */
export async function reasonColumns(
  duck: Duck,
  relation: string,
  schemes: readonly string[],
): Promise<readonly string[]> {
  const described = await duck.rows<{ column_name: string }>(`describe select * from ${relation}`)
  const wanted = new Set(schemes.map((id) => `${id}_reason`))
  return described
    .map(({ column_name }) => column_name)
    .filter((name) => wanted.has(name))
    .map(quoteIdentifier)
}

/** The same file under a second name, or a copy where the file system has no such thing. */
async function share(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to))
}

async function extract(duck: Duck, settled: string, target: string, schemes: readonly string[]): Promise<void> {
  const relation = duckdbShim.source(settled)
  const columns = await reasonColumns(duck, relation, schemes)
  const isTold = ['false', ...columns.map((column) => `${column} is not null`)].join(' or ')
  await duck.run(
    duckdbShim.sink(target, `select ${['customer_id', ...columns].join(', ')}\nfrom ${relation}\nwhere ${isTold}`),
  )
}

/** Of each customer and scheme the last word, in one file under the last name. */
async function merge(
  duck: Duck,
  folder: string,
  names: readonly string[],
  schemes: readonly string[],
): Promise<string> {
  const relation = reasonsIn(folder, names)
  const columns = await reasonColumns(duck, relation, schemes)
  const last = columns.map(
    (column) => `arg_max(${column}, ${reasonFile}) filter (where ${column} is not null) as ${column}`,
  )
  const merged = join(folder, 'reasons.parquet')
  await duck.run(
    duckdbShim.sink(
      merged,
      `select ${['customer_id', ...last].join(', ')}\nfrom ${relation}\ngroup by customer_id\norder by customer_id`,
    ),
  )
  for (const name of names) await rm(join(folder, name))
  const name = names.at(-1) ?? ''
  await rename(merged, join(folder, name))
  return name
}
