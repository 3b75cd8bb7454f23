import type { Db, Store } from '@tend/store'
import type { Page, PageRequest } from '../command.ts'
import { unfinished } from '../unfinished.ts'

/** `actor` is a user id or `system`; `detail` holds no raw personal values. */
export type AuditEntry = {
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly detail?: Readonly<Record<string, unknown>>
}
export type AuditRow = {
  readonly id: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly detail: Record<string, unknown>
  readonly is_sealed: boolean
}
export type AuditQuery = PageRequest & {
  readonly actor?: string
  readonly action?: string
  readonly subjectKind?: string
  readonly subjectId?: string
}

export const recordAudit = async (_db: Db, _entry: AuditEntry): Promise<void> => unfinished()
/** Chains what is not sealed yet by hash, in order of id. Answers how many rows it sealed. */
export const sealAudit = async (_store: Store): Promise<number> => unfinished()
export const verifyAudit = async (
  _db: Db,
): Promise<{ readonly kind: 'whole'; readonly rows: number } | { readonly kind: 'broken'; readonly id: number }> =>
  unfinished()
/** Newest first. */
export const listAudit = async (_db: Db, _query: AuditQuery): Promise<Page<AuditRow>> => unfinished()
