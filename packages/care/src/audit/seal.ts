import { createHash } from 'node:crypto'
import type { Db, Store } from '@tend/store'

/**
 * The chain: each seal's hash covers the hash before it and the whole row, so that a row changed, removed or put in later breaks every hash
 * that follows. Positions are in order of sealing; a row whose command committed late is sealed after rows with higher ids.
 */
type Sealable = {
  readonly audit_id: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly detail: unknown
}

const columns = 'audit_id, at, actor, action, subject_kind, subject_id, detail'
const batchRows = 5_000
const lockKey = [20_261, 3] as const

/** Chains what is not sealed yet, in order of id. Answers how many rows it sealed; of two at once the second finds nothing left. */
export const sealAudit = async (store: Store): Promise<number> => {
  let sealed = 0
  while (true) {
    const added = await store.transaction(sealBatch)
    sealed += added
    if (added < batchRows) return sealed
  }
}

const sealBatch = async (tx: Db): Promise<number> => {
  await tx.execute('select pg_advisory_xact_lock($1, $2)', [...lockKey])
  const [last] = await tx.query<{ position: number; hash: string }>(
    'select position, hash from audit_seal order by position desc limit 1',
  )
  const rows = await tx.query<Sealable>(
    `select ${columns} from audit where not exists (select from audit_seal where audit_seal.audit_id = audit.audit_id) order by audit_id limit $1`,
    [batchRows],
  )
  let hash = last?.hash ?? ''
  const seals = rows.map((row, index) => {
    hash = hashOf(hash, row)
    return { position: (last?.position ?? 0) + index + 1, audit_id: row.audit_id, hash }
  })
  await tx.execute(
    'insert into audit_seal (position, audit_id, hash) select position, audit_id, hash from jsonb_to_recordset($1) as seal (position bigint, audit_id bigint, hash text)',
    [JSON.stringify(seals)],
  )
  return rows.length
}

const hashOf = (previous: string, row: Sealable): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        previous,
        row.audit_id,
        row.at,
        row.actor,
        row.action,
        row.subject_kind,
        row.subject_id,
        row.detail,
      ]),
    )
    .digest('hex')

/** One seal of the chain, to be kept where the database's keeper cannot reach it. */
export type AuditHead = { readonly position: number; readonly auditId: number; readonly hash: string }

/** The chain's end, or its seal at a position. */
export const findSeal = async (db: Db, position?: number): Promise<AuditHead | undefined> => {
  const [seal] = await db.query<AuditHead>(
    `select position, audit_id as "auditId", hash from audit_seal where position = coalesce($1, position) order by position desc limit 1`,
    [position ?? null],
  )
  return seal
}

/**
 * Computes the chain anew and names the first row that does not fit. Rows not sealed yet are not judged. A chain whose end was cut off, or that
 * was computed anew from a changed row, is whole in itself: only `kept`, a seal kept elsewhere, tells.
 */
export const verifyAudit = async (
  db: Db,
  kept?: AuditHead,
): Promise<{ readonly kind: 'whole'; readonly rows: number } | { readonly kind: 'broken'; readonly id: number }> => {
  let hash = ''
  let position = 0
  while (true) {
    const rows = await db.query<Sealable & { position: number; hash: string; sealed_id: number }>(
      `select ${columns.replace('audit_id', 'audit.audit_id')}, position, hash, audit_seal.audit_id as sealed_id
       from audit_seal left join audit using (audit_id) where position > $1 order by position limit $2`,
      [position, batchRows],
    )
    for (const row of rows) {
      position += 1
      hash = hashOf(hash, row)
      if (row.position !== position || row.hash !== hash) return { kind: 'broken', id: row.sealed_id }
      if (kept?.position === position && kept.hash !== hash) return { kind: 'broken', id: kept.auditId }
    }
    if (rows.length === batchRows) continue
    return kept && kept.position > position ? { kind: 'broken', id: kept.auditId } : { kind: 'whole', rows: position }
  }
}
