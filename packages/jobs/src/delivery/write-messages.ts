import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Actor, listMessages, type MessageQuery, readConsents, recordAudit } from '@tend/care'
import type { Language, Pack } from '@tend/pack'
import type { Store } from '@tend/store'
import { stringify } from 'csv-stringify'
import { type DescribedMessage, describeMessage, messageColumns } from './describe-message.ts'

export type MessageReading = {
  readonly actor: Actor
  readonly language: Language
  readonly now: Date
}

const pageSize = 500

/** Every message of the query, latest first, as `describeMessage` tells it; a page at a time. */
export async function* readMessages(
  { store, pack }: { readonly store: Store; readonly pack: Pack },
  { actor, language }: MessageReading,
  query: MessageQuery,
): AsyncGenerator<readonly DescribedMessage[]> {
  const reader = { actor, scope: { kind: 'all' }, timeZone: pack.timeZone } as const
  let cursor: string | undefined
  do {
    const page = await listMessages(store, reader, {
      limit: pageSize,
      ...query,
      ...(cursor === undefined ? {} : { cursor }),
    })
    const consents = await readConsents(store, page.items)
    yield page.items.map((message) =>
      describeMessage({ pack, actor, language }, message, consents.get(message.consent_id ?? 0)),
    )
    cursor = page.next
  } while (cursor !== undefined)
}

/** Writes the messages of a query to a CSV file that spreadsheets read (UTF-8 with its mark, no formulas); answers how many. The audit keeps that it was done. */
export const writeMessages = async (
  house: { readonly store: Store; readonly pack: Pack },
  reading: MessageReading,
  query: MessageQuery,
  file: string,
): Promise<number> => {
  let count = 0
  const rows = async function* () {
    for await (const page of readMessages(house, reading, query)) {
      count += page.length
      yield* page
    }
  }
  await pipeline(
    Readable.from(rows()),
    stringify({ header: true, bom: true, escape_formulas: true, columns: [...messageColumns] }),
    createWriteStream(file),
  )
  await recordAudit(house.store, {
    at: reading.now,
    actor: reading.actor.userId,
    action: 'messages.export',
    subjectKind: 'list',
    subjectId: 'message',
    detail: { ...query, messages: count },
  })
  return count
}
