import type { Db } from '@tend/store'

export type NewConsent = {
  readonly customerId: string
  readonly purpose: string | null
  readonly channel: string | null
  readonly state: 'given' | 'withdrawn'
  readonly textVersion: string | null
  /** When it was said, and when it came to be known: of a call that a dialler tells of, hours later. */
  readonly at: Date
  readonly recordedAt: Date
  readonly how: string
  readonly takenBy: string
  readonly staffId: string | null
  readonly proof: string | null
  readonly source: 'tend' | 'link'
}

/** Adds one row with its proof; a command of its own surrounds it. */
export const insertConsent = async (tx: Db, consent: NewConsent): Promise<number> => {
  if (consent.state === 'withdrawn') await holdWord(tx, consent.customerId)
  const [row] = await tx.query<{ consent_id: number }>(
    `insert into consent (customer_id, purpose, channel, state, text_version, at, how, taken_by, staff_id, proof, source, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     returning consent_id`,
    [
      consent.customerId,
      consent.purpose,
      consent.channel,
      consent.state,
      consent.textVersion,
      consent.at,
      consent.how,
      consent.takenBy,
      consent.staffId,
      consent.proof,
      consent.source,
      consent.recordedAt,
    ],
  )
  if (row === undefined) throw new Error('The consent was not written.')
  return row.consent_id
}

/**
 * Who writes down that a customer refuses, and who holds a customer `for key share`, asks the policy and plans at once upon its answer, wait here for one another: of a customer
 * without open work nothing else would keep them apart. Taken after the customer and their tasks.
 */
export const holdWord = async (tx: Db, customerId: string): Promise<void> => {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('word|' || $1, 0))", [customerId])
}
