import { customerSeries } from '@tend/analysis'
import {
  beginVisit,
  closeVisit,
  createAppointment,
  findContact,
  findDraft,
  findTask,
  findVisit,
  listVisits,
  localDay,
  saveDraft,
  saveVisit,
} from '@tend/care'
import type { contactRoutes, Visit, WorkDraft } from '@tend/contract'
import { type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { type CustomerCall, requireSnapshot } from '../find-customer.ts'
import { required } from '../outcome.ts'
import { pageRequest } from '../page-request.ts'
import { presentVisit } from '../present/visit.ts'
import { optionalRow, rowNumber } from '../row-number.ts'
import { taskNumber } from '../task-input.ts'
import { attachmentHandlers } from './attachments.ts'
import { ratingHandlers } from './ratings.ts'

export const contactHandlers: Handlers<keyof typeof contactRoutes> = {
  ...attachmentHandlers,
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
}

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

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1

const monthsBetween = (from: string, to: string): number => monthNumber(to) - monthNumber(from)

const addMonths = (month: string, count: number): string => {
  const number = monthNumber(month) + count
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`
}
