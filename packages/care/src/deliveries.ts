import type { Db } from '@tend/store'

/** Of which facts nights add to the record what other systems deliver. */
export type DeliveredKind = 'consent' | 'contact'

/** Deliveries that have not been merged yet, of those named. */
export const unmergedDeliveries = async (
  tx: Db,
  kind: DeliveredKind,
  batchIds: readonly string[],
): Promise<string[]> => {
  const rows = await tx.query<{ batch_id: string }>(
    `select batch_id from unnest($1::text[]) as batch_id
     where not exists (select from ${kind}_delivery as merged where merged.batch_id = batch_id.batch_id)`,
    [batchIds],
  )
  return rows.map(({ batch_id }) => batch_id)
}

export const markMerged = async (
  tx: Db,
  kind: DeliveredKind,
  batchIds: readonly string[],
  now: Date,
): Promise<void> => {
  await tx.execute(
    `insert into ${kind}_delivery (batch_id, merged_at) select batch_id, $2 from unnest($1::text[]) as batch_id on conflict do nothing`,
    [batchIds, now],
  )
}

/** So many rows at once change how PostgreSQL should look a table up. */
export const analyzeFrom = 10_000
