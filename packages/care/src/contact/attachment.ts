import { createHash } from 'node:crypto'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import type { AttachmentSubject } from './attachment-queries.ts'
import { contentTypeOf } from './file-type.ts'
import { lockCustomer } from './lock.ts'

export const attachmentBytesMax = 5 * 2 ** 20
/** A customer's files stay a folder that a person can look through. */
const filesMax = 200
const fileNameMax = 150

export type AttachmentInput = {
  readonly customerId: string
  readonly subjectKind: AttachmentSubject
  readonly subjectId?: number | undefined
  /** As the sender calls it; kept for people, never used as a path. */
  readonly fileName: string
  readonly content: Uint8Array
}

export type AttachmentDone = { readonly kind: 'done'; readonly attachmentId: number }

/**
 * Keeps a file beside a customer's contact, visit or case, in the row itself: a commit keeps all of it or nothing. At most 5 MiB, of the kinds of
 * `file-type.ts`, by content and not by what the sender says. The same key with other bytes is refused.
 */
export const addAttachment = (
  store: Store,
  command: Command,
  { content, ...input }: AttachmentInput,
): Promise<AttachmentDone | Refusal> => {
  const sha256 = createHash('sha256').update(content).digest('hex')
  return runOnce(store, command, { name: 'addAttachment', input: { ...input, sha256 } }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'contacts.record')) return refuse('forbidden')
    if (content.byteLength > attachmentBytesMax) return refuse('too_large', '5 MiB')
    const fileName = cleanName(input.fileName)
    const contentType = contentTypeOf(fileName, content)
    if (contentType === undefined || content.byteLength === 0) return refuse('invalid_value', fileName)
    if ((await lockCustomer(tx, command, input.customerId)) === undefined) return refuse('not_found')
    if (!(await isTheirs(tx, input))) return refuse('not_found')
    const [{ files = 0 } = {}] = await tx.query<{ files: number }>(
      'select count(*) as files from attachment where customer_id = $1 and removed_at is null',
      [input.customerId],
    )
    if (files >= filesMax) return refuse('limit_reached', String(filesMax))
    const [added] = await tx.query<{ attachment_id: number }>(
      `insert into attachment (customer_id, subject_kind, subject_id, file_name, content_type, size_bytes, sha256, content, added_by, staff_id, added_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning attachment_id`,
      [
        input.customerId,
        input.subjectKind,
        input.subjectKind === 'customer' ? null : (input.subjectId ?? null),
        fileName,
        contentType,
        content.byteLength,
        sha256,
        Buffer.from(content),
        actor.userId,
        actor.staffId,
        now,
      ],
    )
    if (added === undefined) throw new Error('The attachment was not written.')
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'attachment.add',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { attachment: added.attachment_id, sha256, bytes: content.byteLength },
    })
    return { kind: 'done', attachmentId: added.attachment_id }
  })
}

// The last part of a path in either writing, without characters that a header or a screen could trip over.
const cleanName = (name: string): string => {
  const last = name.replaceAll('\\', '/').split('/').at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const clean = last.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069"<>|:*?]/g, '').trim()
  return clean.length <= fileNameMax ? clean : clean.slice(-fileNameMax)
}

const subjectTables = {
  contact: 'select from contact where contact_id = $1 and customer_id = $2',
  visit: 'select from visit where visit_id = $1 and customer_id = $2',
  case: 'select from care_case where case_id = $1 and customer_id = $2',
} as const

const isTheirs = async (tx: Db, { subjectKind, subjectId, customerId }: Omit<AttachmentInput, 'content'>) => {
  if (subjectKind === 'customer') return subjectId === undefined
  if (subjectId === undefined) return false
  const [found] = await tx.query<{ is_theirs: boolean }>(`select exists (${subjectTables[subjectKind]}) as is_theirs`, [
    subjectId,
    customerId,
  ])
  return found?.is_theirs === true
}

/** Takes a file's bytes away for good; the row stays, with who did it and why. One's own file, or by who may approve for others. */
export const removeAttachment = (
  store: Store,
  command: Command,
  input: { readonly customerId: string; readonly attachmentId: number; readonly reason: string },
): Promise<AttachmentDone | Refusal> =>
  runOnce(store, command, { name: 'removeAttachment', input }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'contacts.record')) return refuse('forbidden')
    const reason = input.reason.trim()
    if (reason === '') return refuse('reason_required')
    if ((await lockCustomer(tx, command, input.customerId)) === undefined) return refuse('not_found')
    const [file] = await tx.query<{ added_by: string; removed_at: string | null }>(
      'select added_by, removed_at from attachment where attachment_id = $1 and customer_id = $2 for update',
      [input.attachmentId, input.customerId],
    )
    if (file === undefined) return refuse('not_found')
    if (file.removed_at !== null) return refuse('wrong_state', 'removed')
    if (file.added_by !== actor.userId && !can(actor, 'ownership.change')) return refuse('forbidden')
    await tx.execute(
      'update attachment set content = null, removed_at = $2, removed_by = $3, removed_reason = $4 where attachment_id = $1',
      [input.attachmentId, now, actor.userId, reason],
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'attachment.remove',
      subjectKind: 'customer',
      subjectId: input.customerId,
      detail: { attachment: input.attachmentId },
    })
    return { kind: 'done', attachmentId: input.attachmentId }
  })
