import { createReadStream, type ReadStream } from 'node:fs'
import { join } from 'node:path'
import {
  type At,
  consentColumns,
  contactColumns,
  type DeliveredKind,
  mergeConsents,
  mergeContacts,
  unmergedDeliveries,
} from '@tend/care'
import { type Duck, factFiles, readCatalog } from '@tend/lake'
import type { Db } from '@tend/store'
import { ownSource } from './collect.ts'
import { type House, inBatchFolder } from './house.ts'

/** Adds what files brought about consents since the last night to the record in Tend, in the caller's transaction. */
export const publishConsents = (house: House, tx: Db, duck: Duck, at: At): Promise<void> =>
  withDelivered(house, tx, duck, { fact: 'consent', columns: consentColumns }, async ({ read, batchIds }) => {
    // Rows that carry a number of Tend's own came from there.
    const csv = await read(
      `select ${consentColumns.join(', ')} from delivered where consent_id is null order by customer_id, date`,
    )
    await mergeConsents(tx, house.pack, { csv, batchIds }, at)
  })

/** The same of contacts. Whoever wanted to hear nothing more has thereby withdrawn everything. */
export const publishContacts = (house: House, tx: Db, duck: Duck, at: At): Promise<void> =>
  withDelivered(house, tx, duck, { fact: 'contact', columns: contactColumns }, async ({ read, batchIds }) => {
    const csv = await read(`select ${contactColumns.join(', ')} from delivered`)
    await mergeContacts(tx, house.pack, { csv, batchIds }, at)
    const farewells = [...house.pack.outcomes.values()].filter(({ refusal }) => refusal === 'withdraw')
    if (farewells.length === 0) return
    const withdrawals = await read(
      `select customer_id, 'all', 'all', 'withdrawn', date, null, 'contact' from delivered
       where outcome in (${farewells.map(({ id }) => literal(id)).join(', ')}) order by customer_id, date`,
    )
    await mergeConsents(tx, house.pack, { csv: withdrawals, batchIds: [] }, at)
  })

type Wanted = { readonly fact: DeliveredKind; readonly columns: readonly string[] }
type Delivered = {
  readonly batchIds: readonly string[]
  /** What a select over `delivered` finds, as CSV without a header. */
  readonly read: (select: string) => Promise<ReadStream>
}

/** Does nothing where no delivery of another system is new: Tend's own come from the record itself. */
const withDelivered = async (
  house: House,
  tx: Db,
  duck: Duck,
  { fact, columns }: Wanted,
  merge: (delivered: Delivered) => Promise<void>,
): Promise<void> => {
  if (!house.pack.facts.has(fact)) return
  const catalog = await readCatalog(house.lake)
  const batches = catalog.batches.filter((batch) => batch.fact === fact && batch.source !== ownSource)
  const batchIds = await unmergedDeliveries(
    tx,
    fact,
    batches.map(({ id }) => id),
  )
  const files = factFiles(house.lake, catalog, fact)
  if (batchIds.length === 0 || files.length === 0) return
  const numbers = batches.filter(({ id }) => batchIds.includes(id)).map(({ number }) => number)
  // Files that were written before the fact gained a column lack it.
  const rows = `select ${columns.map((column) => `null as ${column}`).join(', ')}, null as _batch where false
    union all by name select * from read_parquet([${files.map(literal).join(', ')}], union_by_name = true)`
  await inBatchFolder(house.home, `${fact}s`, async (folder) => {
    let parts = 0
    const read = async (select: string): Promise<ReadStream> => {
      parts += 1
      const file = join(folder, `${fact}-${parts}.csv`)
      const delivered = `delivered as (select * from (${rows}) where _batch in (${numbers.join(', ')}))`
      await duck.run(`copy (with ${delivered} ${select}) to ${literal(file)} (format csv, header false)`)
      return createReadStream(file)
    }
    await merge({ batchIds, read })
  })
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
