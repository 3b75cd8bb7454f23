import type { Db } from '@tend/store'
import type { Page, PageRequest } from '../command.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters } from '../parameters.ts'

export type AttachmentSubject = 'customer' | 'contact' | 'visit' | 'case'

export type Attachment = {
  readonly attachment_id: number
  readonly customer_id: string
  readonly subject_kind: AttachmentSubject
  readonly subject_id: number | null
  readonly file_name: string
  readonly content_type: string
  readonly size_bytes: number
  readonly sha256: string
  readonly added_by: string
  readonly added_by_name: string
  readonly added_at: string
  readonly removed_at: string | null
  readonly removed_by: string | null
  readonly removed_by_name: string | null
  readonly removed_reason: string | null
}

const select = `
  select attachment_id, attachment.customer_id, subject_kind, subject_id, file_name, content_type, size_bytes, sha256, added_by,
    coalesce(adding.name, adder.name, added_by) as added_by_name, added_at,
    removed_at, removed_by, coalesce(removing.name, remover.name, removed_by) as removed_by_name, removed_reason
  from attachment
  left join app_user as adder on adder.id = added_by
  left join staff as adding on adding.staff_id = adder.staff_id
  left join app_user as remover on remover.id = removed_by
  left join staff as removing on removing.staff_id = remover.staff_id`

export type AttachmentQuery = PageRequest & {
  readonly customerId: string
  readonly subjectKind?: AttachmentSubject | undefined
  readonly subjectId?: number | undefined
}

/** The customer's files, latest first, removed ones among them; the caller has checked the scope. */
export const listAttachments = async (db: Db, query: AttachmentQuery): Promise<Page<Attachment>> => {
  const parameters = collectParameters()
  const conditions = [`attachment.customer_id = ${parameters.add(query.customerId)}`]
  if (query.subjectKind !== undefined) conditions.push(`subject_kind = ${parameters.add(query.subjectKind)}`)
  if (query.subjectId !== undefined) conditions.push(`subject_id = ${parameters.add(query.subjectId)}`)
  const [before] = decodeCursor(query.cursor, ['number']) ?? []
  if (before !== undefined) conditions.push(`attachment_id < ${parameters.add(before)}`)
  const limit = limitOf(query)
  const rows = await db.query<Attachment>(
    `${select} where ${conditions.join(' and ')} order by attachment_id desc limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.attachment_id])
}

export const findAttachment = async (db: Db, customerId: string, id: number): Promise<Attachment | undefined> => {
  const [found] = await db.query<Attachment>(`${select} where attachment_id = $1 and attachment.customer_id = $2`, [
    id,
    customerId,
  ])
  return found
}

/** The bytes of a file that has not been removed; the caller has checked the scope. */
export const readAttachment = async (db: Db, customerId: string, id: number): Promise<Uint8Array | undefined> => {
  const [found] = await db.query<{ content: Uint8Array | null }>(
    'select content from attachment where attachment_id = $1 and customer_id = $2',
    [id, customerId],
  )
  return found?.content ?? undefined
}
