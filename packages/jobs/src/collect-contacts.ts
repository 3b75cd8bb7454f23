import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ContactFact, currentRun, exportContacts } from '@tend/care'
import { type Duck, ingest } from '@tend/lake'
import { stringify } from 'csv-stringify'
import { type House, inBatchFolder } from './house.ts'
import type { NightOrder } from './nightly.ts'

const pageSize = 10_000

/**
 * What people did since the last committed night comes back to the lake as rows of the `contact` fact. Contacts keep their id, so a
 * night that is repeated after a failure delivers them again without doubling them.
 */
export const collectContacts = async (
  house: House,
  duck: Duck,
  order: NightOrder,
): Promise<{ readonly rows: number; readonly lastId: number }> => {
  const from = (await currentRun(house.store))?.counts.contactsTo ?? 0
  if (!house.pack.facts.has('contact')) return { rows: 0, lastId: from }
  const seen = { rows: 0, lastId: from }
  return inBatchFolder(house.home, 'contacts', async (folder) => {
    const file = join(folder, `contacts-${order.runId}.csv`)
    await pipeline(Readable.from(contactPages(house, seen)), stringify({ header: true }), createWriteStream(file))
    if (seen.rows > 0) {
      await ingest(house.lake, duck, {
        pack: house.pack,
        fact: 'contact',
        file,
        source: 'tend',
        receivedAt: order.clock().toISOString(),
      })
    }
    return seen
  })
}

async function* contactPages(house: House, seen: { rows: number; lastId: number }): AsyncGenerator<ContactFact> {
  for (;;) {
    const page = await exportContacts(house.store, {
      afterId: seen.lastId,
      limit: pageSize,
      timeZone: house.pack.timeZone,
    })
    yield* page.rows
    seen.rows += page.rows.length
    seen.lastId = page.lastId
    if (page.rows.length < pageSize) return
  }
}
