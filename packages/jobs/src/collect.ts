import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { currentRun, exportConsents, exportContacts, exportEvents, exportMessages, exportOverrides } from '@tend/care'
import { type Duck, ingest, LakeError, mapHeaders } from '@tend/lake'
import type { Fact } from '@tend/pack'
import { stringify } from 'csv-stringify'
import { type House, inBatchFolder } from './house.ts'
import type { NightOrder } from './nightly.ts'

const pageSize = 10_000

/** Batches of this source are Tend's own: what people and events brought since the last night. They do not tell that a day is over. */
export const ownSource = 'tend'

/** Rows carried to the lake, and the last id of each kind, from which the next night goes on. */
export type Collected = { readonly rows: number; readonly lastIds: Readonly<Record<Kind, number>> }

const kinds = ['contact', 'message', 'level_override', 'consent', 'event'] as const
type Kind = (typeof kinds)[number]

type Row = Readonly<Record<string, unknown>>
type Page = {
  readonly rows: readonly { readonly fact: string; readonly row: Row }[]
  readonly lastId: number
  readonly isLast: boolean
}

/**
 * What came in since the last committed night goes to the lake as deliveries: contacts, consents and levels given by hand, which people recorded, messages that came to their end, and events,
 * which systems sent. Rows keep their ids, so a night that is repeated after a failure delivers them again without doubling them.
 */
export const collectWork = async (house: House, duck: Duck, order: NightOrder): Promise<Collected> => {
  const counts = (await currentRun(house.store))?.counts ?? {}
  const lastIds = { contact: 0, message: 0, level_override: 0, consent: 0, event: 0 }
  let rows = 0
  for (const kind of kinds) {
    const from = counts[countOf(kind)] ?? 0
    lastIds[kind] = from
    if (kind !== 'event' && !house.pack.facts.has(kind)) continue
    const collected = await inBatchFolder(house.home, kind, (folder) =>
      collect(house, duck, order, { kind, from, folder }),
    )
    lastIds[kind] = collected.lastId
    rows += collected.rows
  }
  return { rows, lastIds }
}

/** Under which name a run keeps the last id of a kind. */
export const countOf = (kind: Kind): string =>
  ({
    contact: 'contactsTo',
    message: 'messagesTo',
    level_override: 'overridesTo',
    consent: 'consentsTo',
    event: 'eventsTo',
  })[kind]

type Work = { readonly kind: Kind; readonly from: number; readonly folder: string }

const collect = async (
  house: House,
  duck: Duck,
  order: NightOrder,
  { kind, from, folder }: Work,
): Promise<{ readonly rows: number; readonly lastId: number }> => {
  let lastId = from
  let rows = 0
  for (let part = 0; ; part++) {
    const page = await readPage(house, kind, lastId)
    for (const [fact, found] of Map.groupBy(page.rows, (one) => one.fact)) {
      const file = join(folder, `${fact}-${order.runId}-${part}.csv`)
      const definition = house.pack.facts.get(fact)
      const sent = found.map(({ row }) => row)
      await writeRows(file, definition === undefined ? sent : byColumns(definition, sent))
      await deliver(house, duck, order, fact, file)
    }
    rows += page.rows.length
    lastId = page.lastId
    if (page.isLast) return { rows, lastId }
  }
}

const exporters = {
  contact: exportContacts,
  message: exportMessages,
  level_override: exportOverrides,
  consent: exportConsents,
} as const

const readPage = async (house: House, kind: Kind, afterId: number): Promise<Page> => {
  const from = { afterId, limit: pageSize, timeZone: house.pack.timeZone }
  if (kind === 'event') {
    const { rows, lastId } = await exportEvents(house.store, from)
    // A fact that the pack has given up takes its events along.
    return { rows: rows.filter(({ fact }) => house.pack.facts.has(fact)), lastId, isLast: rows.length < pageSize }
  }
  const { rows, lastId } = await exporters[kind](house.store, from)
  return { rows: rows.map((row) => ({ fact: kind, row })), lastId, isLast: rows.length < pageSize }
}

/**
 * Rows by the ids of their columns: one sender writes `date`, another 日期, and a file with both headers would be refused whole. A row whose names
 * the fact does not take any more stays behind in the store, alone.
 */
const byColumns = (fact: Fact, rows: readonly Row[]): readonly Row[] => {
  const shapes = new Map<string, ReadonlyMap<string, number> | undefined>()
  return rows.flatMap((row) => {
    const names = Object.keys(row)
    const shape = JSON.stringify(names)
    if (!shapes.has(shape)) shapes.set(shape, columnsOf(fact, names))
    const fields = shapes.get(shape)
    return fields === undefined
      ? []
      : [Object.fromEntries([...fields].map(([id, field]) => [id, row[names[field] ?? '']]))]
  })
}

const columnsOf = (fact: Fact, names: readonly string[]): ReadonlyMap<string, number> | undefined => {
  try {
    return mapHeaders(fact, names).fields
  } catch (error) {
    if (error instanceof LakeError) return undefined
    throw error
  }
}

const writeRows = async (file: string, rows: readonly Row[]): Promise<void> => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  await pipeline(
    Readable.from(rows),
    stringify({ header: true, columns, cast: { boolean: String } }),
    createWriteStream(file),
  )
}

/** A fact that has changed since its events came refuses their file; they stay in the store, and the night goes on without them. */
const changedFact = ['columns-missing', 'mapping-invalid', 'reference-empty']

const deliver = async (house: House, duck: Duck, order: NightOrder, fact: string, file: string): Promise<void> => {
  try {
    await ingest(house.lake, duck, {
      pack: house.pack,
      fact,
      file,
      source: ownSource,
      receivedAt: order.clock().toISOString(),
    })
  } catch (error) {
    if (!(error instanceof LakeError) || !changedFact.includes(error.code)) throw error
    order.onProgress?.(`events of ${fact} were not delivered: ${error.message}`)
  }
}
