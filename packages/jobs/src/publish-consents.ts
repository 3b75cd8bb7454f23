import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { type At, consentColumns, type MergedConsents, mergeConsents, unmergedDeliveries } from '@tend/care'
import { type Duck, factFiles, readCatalog } from '@tend/lake'
import type { Db } from '@tend/store'
import { type House, inBatchFolder } from './house.ts'

/**
 * Adds what files brought about consents since the last night to the record in Tend, in the caller's transaction. Rows that carry a number of Tend's own came
 * from there.
 */
export const publishConsents = async (house: House, tx: Db, duck: Duck, at: At): Promise<MergedConsents> => {
  const catalog = await readCatalog(house.lake)
  const batches = house.pack.facts.has('consent') ? catalog.batches.filter(({ fact }) => fact === 'consent') : []
  const batchIds = await unmergedDeliveries(
    tx,
    batches.map(({ id }) => id),
  )
  const files = factFiles(house.lake, catalog, 'consent')
  if (batchIds.length === 0 || files.length === 0) return { added: 0, stopped: { tasks: 0, messages: 0 } }
  const numbers = batches.filter(({ id }) => batchIds.includes(id)).map(({ number }) => number)
  return inBatchFolder(house.home, 'consents', async (folder) => {
    const file = join(folder, 'consent.csv')
    const paths = files.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')
    await duck.run(
      `copy (
         select ${consentColumns.join(', ')} from read_parquet([${paths}], union_by_name = true)
         where _batch in (${numbers.join(', ')}) and consent_id is null
         order by customer_id, date
       ) to '${file.replaceAll("'", "''")}' (format csv, header false)`,
    )
    return mergeConsents(tx, house.pack, { csv: createReadStream(file), batchIds }, at)
  })
}
