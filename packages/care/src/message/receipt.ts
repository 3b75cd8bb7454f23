import type { Db, Store } from '@tend/store'

/** What a provider reports of a message; `receiptId` names the report. */
export type ReceiptInput = {
  readonly provider: string
  readonly receiptId: string
  /** The provider's name for the message, or our own idempotency key. */
  readonly providerId: string
  readonly state: 'delivered' | 'failed'
  readonly detail?: string
}

/**
 * Keeps a provider's report and lets it count: delivered messages are `delivered`, others `dead`, also where their fate was unknown. The same report
 * again changes nothing (`repeat`); one that comes before the provider's answer to the sending is kept until then (`waiting`).
 */
export const applyReceipt = (
  store: Store,
  receipt: ReceiptInput,
  now: Date,
): Promise<'settled' | 'repeat' | 'waiting'> =>
  store.transaction(async (tx) => {
    const isFirst = await tx.execute(
      `insert into message_receipt (provider, receipt_id, provider_id, state, detail, received_at) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing`,
      [receipt.provider, receipt.receiptId, receipt.providerId, receipt.state, receipt.detail ?? null, now],
    )
    if (isFirst === 0) return 'repeat'
    const matched = await matchReceipts(tx, receipt.provider, [receipt.providerId], now)
    return matched > 0 ? 'settled' : 'waiting'
  })

/** Lets receipts count whose message is known by one of these ids; answers how many. */
export const matchReceipts = async (
  tx: Db,
  provider: string,
  providerIds: readonly string[],
  now: Date,
): Promise<number> => {
  if (providerIds.length === 0) return 0
  // A receipt and the provider's answer may come in the same instant: whoever is second sees what the first wrote. Sorted, so that they do not deadlock.
  await tx.query(
    'select pg_advisory_xact_lock(hashtextextended($1 || id, 0)) from (select unnest($2::text[]) as id order by id) as ids',
    [`receipt|${provider}|`, providerIds],
  )
  const found = await tx.query<{ message_id: number; state: string; detail: string | null }>(
    `update message_receipt as receipt set message_id = message.message_id
     from message
     where receipt.provider = $1 and receipt.provider_id = any($2) and receipt.message_id is null and message.provider = $1
     and (message.provider_id = receipt.provider_id or message.idempotency_key = receipt.provider_id)
     returning message.message_id, receipt.state, receipt.detail`,
    [provider, providerIds],
  )
  for (const { message_id, state, detail } of found) {
    if (state === 'delivered') await tx.execute(markDelivered, [message_id, now])
    else await tx.execute(markUndelivered, [message_id, now, detail])
  }
  return found.length
}

const markDelivered = `
  update message set state = 'delivered', reason = null, reason_detail = null, delivered_at = $2, sent_at = coalesce(sent_at, $2),
    leased_by = null, lease_until = null
  where message_id = $1 and state in ('sending', 'sent', 'unknown')`

const markUndelivered = `
  update message set state = 'dead', reason = 'undelivered', reason_detail = $3, settled_at = $2, settled_by = 'provider',
    leased_by = null, lease_until = null
  where message_id = $1 and state in ('sending', 'sent', 'unknown')`
