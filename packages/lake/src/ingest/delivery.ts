import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Fact } from '@tend/pack'
import type { Batch, Catalog } from '../catalog.ts'

/** What tells a delivery from others: its content, the definition it is read by, where it comes from and the date it stands for. */
export type Delivery = {
  readonly fact: string
  readonly sha256: string
  readonly definition: string
  readonly source: string
  readonly businessDate: string | null
}

export type Told = { readonly businessDate?: string; readonly source?: string }

const extensions = /(\.(csv|txt|tsv|xlsx|parquet|gz))+$/
const dateInName = /(?<!\d)(\d{4})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/g

/**
 * The date may stand in the file's name, once; the rest of the name is then the source, so that `txn_north_20261031.csv` does not correct
 * `txn_south_20261031.csv`. A date that is told without a source speaks for the whole fact.
 */
export const nameDelivery = (file: string, told: Told): Pick<Delivery, 'source' | 'businessDate'> => {
  const stem = file.toLowerCase().replace(extensions, '')
  if (told.businessDate !== undefined) return { source: told.source ?? '', businessDate: told.businessDate }
  const dates = [...stem.matchAll(dateInName)]
  const [named] = dates
  if (named === undefined || dates.length > 1) return { source: told.source ?? stem, businessDate: null }
  return { source: told.source ?? stem.replace(named[0], '*'), businessDate: `${named[1]}-${named[2]}-${named[3]}` }
}

/**
 * A later delivery for the same fact, source and business date is a correction: nothing of the earlier one stays. One without a source, which
 * is told its date, corrects those of all sources.
 */
export const correctedBy = (catalog: Catalog, delivery: Delivery): readonly number[] =>
  catalog.batches
    .filter((earlier) => delivery.businessDate !== null && earlier.fact === delivery.fact)
    .filter((earlier) => earlier.businessDate === delivery.businessDate)
    .filter((earlier) => delivery.source === '' || earlier.source === delivery.source)
    .map((earlier) => earlier.number)

/**
 * The batch that makes a delivery needless: the same content under the same definition, source and date, of which no later batch has
 * replaced a row. A batch with rows refused for a reference only counts while the referenced facts are the same.
 */
export const findInForce = (catalog: Catalog, fact: Fact, delivery: Delivery): Batch | undefined => {
  const keys = ['fact', 'sha256', 'definition', 'source', 'businessDate'] as const
  const batch = catalog.batches.findLast((earlier) => keys.every((key) => earlier[key] === delivery[key]))
  if (batch === undefined || catalog.batches.some((later) => later.replaced.includes(batch.id))) return undefined
  return batch.references === referencesHash(catalog, fact, batch.reasons) ? batch : undefined
}

/** The state of the facts that rows failed to find their reference in; null where none failed. */
export const referencesHash = (catalog: Catalog, fact: Fact, reasons: Batch['reasons']): string | null => {
  if (reasons['unknown-reference'] === undefined) return null
  const facts = [...new Set(fact.columns.flatMap((column) => column.references ?? []))].sort()
  return hashText(facts.flatMap((id) => (catalog.files[id] ?? []).map((file) => file.path)).join('\n'))
}

/** Everything that decides how a file is read. */
export const definitionHash = (
  fact: Fact,
  reading: { readonly map: Readonly<Record<string, string>>; readonly sheet: string; readonly decimals: number },
): string => {
  const { position: _position, source: _source, ...definition } = fact
  const columns = definition.columns.map(({ derive, ...column }) => ({ ...column, derive: derive?.text }))
  return hashText(JSON.stringify([{ ...definition, columns }, reading]))
}

const hashText = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
