import {
  addAttachment,
  attachmentBytesMax,
  type Attachment as CareAttachment,
  findAttachment,
  listAttachments,
  maskText,
  type Named,
  readAttachment,
  removeAttachment,
} from '@tend/care'
import { type Attachment, type contactRoutes, routes } from '@tend/contract'
import { commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { type CustomerCall, requireSnapshot } from '../find-customer.ts'
import { receiveFile } from '../http/receive-file.ts'
import { required } from '../outcome.ts'
import { pageRequest } from '../page-request.ts'
import type { Person } from '../person.ts'
import { optionalRow, rowNumber } from '../row-number.ts'

type Files = Extract<keyof typeof contactRoutes, `${string}Attachment${string}`>

export const attachmentHandlers: Handlers<Files> = {
  listAttachments: async (call) => {
    const { api, person, params, query } = call
    const named = await requireSnapshot(call)
    const page = await listAttachments(api.store, {
      ...pageRequest(query),
      customerId: params.customerId,
      subjectKind: query.subjectKind,
      subjectId: optionalRow(query.subjectId),
    })
    return {
      items: page.items.map((file) => presentAttachment(person, named, file)),
      nextCursor: page.next ?? null,
    }
  },

  addAttachment: async (call) => {
    const { api, params, request } = call
    const { name, content, fields } = await receiveFile(request, attachmentFields, attachmentBytesMax)
    const done = required(
      await addAttachment(api.store, commandOf(call, fields.idempotencyKey), {
        customerId: params.customerId,
        subjectKind: fields.subjectKind,
        subjectId: optionalRow(fields.subjectId),
        fileName: name,
        content,
      }),
    )
    return readAttachmentRow(call, done.attachmentId)
  },

  getAttachment: async (call) => {
    const { api, params, reply } = call
    await requireSnapshot(call)
    const id = rowNumber(params.attachmentId)
    const file = await findAttachment(api.store, params.customerId, id)
    const content = await readAttachment(api.store, params.customerId, id)
    if (file === undefined || content === undefined) throw new ApiFailure('not-found')
    // Never shown within the site: a browser keeps it, and takes it for nothing else than what it was found to be.
    reply
      .type(file.content_type)
      .header('content-disposition', disposition(file.file_name))
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
    return content
  },

  removeAttachment: async (call) => {
    const { api, params, body } = call
    const done = required(
      await removeAttachment(api.store, commandOf(call, body.idempotencyKey), {
        customerId: params.customerId,
        attachmentId: rowNumber(params.attachmentId),
        reason: body.reason,
      }),
    )
    return readAttachmentRow(call, done.attachmentId)
  },
}

const attachmentFields = routes.addAttachment.body.omit({ file: true })

async function readAttachmentRow(call: CustomerCall, id: number): Promise<Attachment> {
  const named = await requireSnapshot(call)
  const file = await findAttachment(call.api.store, call.params.customerId, id)
  if (file === undefined) throw new ApiFailure('not-found')
  return presentAttachment(call.person, named, file)
}

function presentAttachment({ actor }: Person, named: Named, file: CareAttachment): Attachment {
  const read = (text: string): string => maskText(actor.role, text, named)
  return {
    attachmentId: String(file.attachment_id),
    subjectKind: file.subject_kind,
    subjectId: file.subject_id === null ? null : String(file.subject_id),
    // People name files after customers.
    fileName: read(file.file_name),
    contentType: file.content_type,
    sizeBytes: file.size_bytes,
    addedBy: file.added_by_name,
    addedAt: file.added_at,
    removed:
      file.removed_at === null
        ? null
        : { at: file.removed_at, by: file.removed_by_name ?? '', reason: read(file.removed_reason ?? '') },
  }
}

/** The name as RFC 6266 writes it, with a plain one for old clients. */
const disposition = (name: string): string => {
  const plain = name.replace(/[^\w.-]/g, '_')
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
