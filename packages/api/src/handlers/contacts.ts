import { customerSeries } from '@tend/analysis'
import {
  addAttachment,
  attachmentBytesMax,
  beginVisit,
  type Attachment as CareAttachment,
  closeVisit,
  createAppointment,
  findAttachment,
  findContact,
  findDraft,
  findTask,
  findVisit,
  listAttachments,
  listVisits,
  localDay,
  maskText,
  type Named,
  readAttachment,
  removeAttachment,
  saveDraft,
  saveVisit,
} from '@tend/care'
import { type Attachment, type contactRoutes, routes, type Visit, type WorkDraft } from '@tend/contract'
import { type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { type CustomerCall, requireSnapshot } from '../find-customer.ts'
import { receiveFile } from '../http/receive-file.ts'
import { required } from '../outcome.ts'
import { pageRequest } from '../page-request.ts'
import type { Person } from '../person.ts'
import { presentVisit } from '../present/visit.ts'
import { optionalRow, rowNumber } from '../row-number.ts'
import { taskNumber } from '../task-input.ts'
import { ratingHandlers } from './ratings.ts'

export const contactHandlers: Handlers<keyof typeof contactRoutes> = {
  ...ratingHandlers,

  getDraft: async ({ api, person, params }) => {
    const taskId = taskNumber(params.taskId)
    if ((await findTask(api.store, await person.scope(), taskId)) === undefined) throw new ApiFailure('not-found')
    const draft = await findDraft(api.store, person.actor.userId, taskId)
    return { draft: (draft?.content as WorkDraft | undefined) ?? null, savedAt: draft?.saved_at ?? null }
  },

  saveDraft: async (call) => {
    const content = call.body.draft === null ? null : { ...call.body.draft }
    required(await saveDraft(call.api.store, commandOf(call), { taskId: taskNumber(call.params.taskId), content }))
    return null
  },

  listVisits: async (call) => {
    const { api, person, params, query } = call
    const named = await requireSnapshot(call)
    const page = await listVisits(api.store, {
      ...pageRequest(query),
      customerId: params.customerId,
      taskId: optionalRow(query.taskId),
    })
    const presenter = { actor: person.actor, directory: await api.directory(), named }
    return { items: page.items.map((visit) => presentVisit(presenter, visit)), nextCursor: page.next ?? null }
  },

  beginVisit: async (call) => {
    const { api, params, body } = call
    const done = required(
      await beginVisit(api.store, commandOf(call, body.idempotencyKey), api.pack, {
        customerId: params.customerId,
        channel: body.channel,
        taskId: optionalRow(body.taskId),
      }),
    )
    return readVisit(call, done.visitId)
  },

  saveVisit: async (call) => {
    const { revision, noNextReason, ...fields } = call.body
    const done = required(
      await saveVisit(call.api.store, commandOf(call), call.api.pack, {
        customerId: call.params.customerId,
        visitId: rowNumber(call.params.visitId),
        revision,
        fields: { ...fields, nextReason: noNextReason },
      }),
    )
    return readVisit(call, done.visitId)
  },

  closeVisit: async (call) => {
    const { api, params, body } = call
    const done = required(
      await closeVisit(api.store, commandOf(call, body.idempotencyKey), api.pack, {
        customerId: params.customerId,
        visitId: rowNumber(params.visitId),
        outcome: body.outcome,
      }),
    )
    const visit = await readVisit(call, done.visitId)
    return {
      visit,
      contactId: done.contactId === null ? null : String(done.contactId),
      caseIds: done.caseIds.map(String),
      followUpTaskId: await agreeNext(call, visit),
    }
  },

  getContactEffect: async (call) => {
    const { api, params, query, at, signal } = call
    await requireSnapshot(call)
    const contact = await findContact(api.store, params.customerId, rowNumber(params.contactId))
    if (contact === undefined) throw new ApiFailure('not-found')
    const month = localDay(new Date(contact.at), at.timeZone).slice(0, 7)
    const indicators = [...api.pack.indicators.values()].filter(({ chart, unit }) => chart && unit === 'money')
    return api.state.read(signal, async ({ duck, asOf }) => {
      const series = await customerSeries(duck, api.lake, api.pack, {
        customerId: params.customerId,
        indicators: indicators.map(({ id }) => id),
        asOf,
        months: Math.min(60, Math.max(1, monthsBetween(month, asOf.slice(0, 7)) + 2)),
      })
      const until = addMonths(month, query.months)
      return {
        contactId: params.contactId,
        month,
        asOf,
        items: series.map(({ indicator, points }) => {
          const before = points.find(({ date }) => date.slice(0, 7) === addMonths(month, -1))
          // The contact's own month end lies after it; what has not come yet is not told.
          const after = points.filter(({ date }) => date.slice(0, 7) >= month && date.slice(0, 7) <= until).at(-1)
          const definition = api.pack.indicators.get(indicator)
          return {
            indicator,
            label: definition?.label ?? { zh: indicator, en: indicator },
            unit: definition?.unit ?? 'money',
            before: before?.value ?? null,
            after: after?.value ?? null,
            afterMonth: after?.date.slice(0, 7) ?? null,
          }
        }),
      }
    })
  },

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

type CustomerOf = CustomerCall & Pick<Call, 'at'>

async function readVisit(call: CustomerOf, visitId: number): Promise<Visit> {
  const named = await requireSnapshot(call)
  const visit = await findVisit(call.api.store, call.params.customerId, visitId)
  if (visit === undefined) throw new ApiFailure('not-found')
  return presentVisit({ actor: call.person.actor, directory: await call.api.directory(), named }, visit)
}

/** The agreed time stands in the calendar of whoever works tasks; that of a task's record was opened by the task's outcome. */
async function agreeNext(call: Call<'closeVisit'>, visit: Visit): Promise<string | null> {
  const { api, body, person } = call
  if (visit.taskId !== null || visit.nextAt === null || !person.may('tasks.work')) return null
  const agreed = await createAppointment(api.store, commandOf(call, `${body.idempotencyKey}#next`), api.pack, {
    customerId: visit.customerId,
    at: visit.nextAt,
    channel: visit.channel,
    minutes: appointmentMinutes,
  })
  return agreed.kind === 'done' ? String(agreed.taskId) : null
}

/** As the appointment dialog proposes. */
const appointmentMinutes = 30

async function readAttachmentRow(call: CustomerOf, id: number): Promise<Attachment> {
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

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1

const monthsBetween = (from: string, to: string): number => monthNumber(to) - monthNumber(from)

const addMonths = (month: string, count: number): string => {
  const number = monthNumber(month) + count
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`
}
