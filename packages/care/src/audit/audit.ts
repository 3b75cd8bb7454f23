import type { Db } from '@tend/store'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters, type Parameters } from '../parameters.ts'

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

/** Adds one row, in the transaction of what it tells about. */
export const recordAudit = async (db: Db, entry: AuditEntry): Promise<void> => {
  const p = collectParameters()
  await db.execute(renderAudit(p, entry), p.values, { isPrepared: true })
}

/** The same as an insert that may be a part of a statement. */
export const renderAudit = (
  p: Parameters,
  { at, actor, action, subjectKind, subjectId, detail = {} }: AuditEntry,
): string => {
  const values = [at, actor, action, subjectKind, subjectId, JSON.stringify(detail)]
  return `insert into audit (at, actor, action, subject_kind, subject_id, detail) values (${values.map(p.add).join(', ')})`
}

// A list is one row that names the customers it showed.
const namesSubject = (id: string): string =>
  `(subject_id = ${id} or (subject_kind = 'list' and detail -> 'customers' ? ${id}))`

/** Newest first; a customer's rows are also those of the lists that showed them. */
export const listAudit = async (db: Db, query: AuditQuery): Promise<Page<AuditRow>> => {
  const parameters = collectParameters()
  const conditions = ['true']
  const [before] = decodeCursor(query.cursor, ['number']) ?? []
  if (before !== undefined) conditions.push(`audit_id < ${parameters.add(before)}`)
  if (query.actor !== undefined) conditions.push(`actor = ${parameters.add(query.actor)}`)
  if (query.action !== undefined) conditions.push(`action = ${parameters.add(query.action)}`)
  if (query.subjectKind !== undefined) conditions.push(`subject_kind = ${parameters.add(query.subjectKind)}`)
  if (query.subjectId !== undefined) conditions.push(namesSubject(parameters.add(query.subjectId)))
  const limit = limitOf(query)
  const rows = await db.query<AuditRow>(
    `select audit_id as id, at, actor, action, subject_kind, subject_id, detail, position is not null as is_sealed
     from audit left join audit_seal using (audit_id)
     where ${conditions.join(' and ')}
     order by audit_id desc
     limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.id])
}
