import type { Store } from '@tend/store'
import { localDay } from '../days.ts'

/** A row of the `consent` fact (packs/common). */
export type ConsentFact = {
  readonly consent_id: string
  readonly customer_id: string
  readonly purpose: string
  readonly channel: string
  readonly state: 'given' | 'withdrawn'
  /** The local day. */
  readonly date: string
  readonly text_version: string | null
  readonly how: string
}

/** Consents recorded in Tend after the given id, oldest first, for the next night; as `exportContacts`. What came by file lies in the lake already. */
export const exportConsents = (
  store: Store,
  from: { readonly afterId: number; readonly limit: number; readonly timeZone: string },
): Promise<{ readonly rows: readonly ConsentFact[]; readonly lastId: number }> =>
  store.transaction(async (tx) => {
    await tx.execute('lock table consent in share mode')
    const found = await tx.query<
      Omit<ConsentFact, 'consent_id' | 'date'> & { readonly id: number; readonly at: string }
    >(
      `select consent_id as id, customer_id, coalesce(purpose, 'all') as purpose, coalesce(channel, 'all') as channel, state, at, text_version, how
       from consent where consent_id > $1 and source <> 'file' order by consent_id limit $2`,
      [from.afterId, from.limit],
    )
    const rows = found.map(({ id, at, ...row }) => ({
      ...row,
      consent_id: String(id),
      date: localDay(new Date(at), from.timeZone),
    }))
    return { rows, lastId: found.at(-1)?.id ?? from.afterId }
  })
