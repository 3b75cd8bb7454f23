import { getCustomer } from '@tend/analysis'
import {
  answerAsCustomer,
  applyReceipt,
  cancelMessage,
  countMessages,
  findMessage,
  listLetterBatches,
  listMessages,
  type MessageQuery,
  previewMessage,
  printLetters,
  readLetters,
  readMessageRecord,
  readWorkingDays,
  recordAudit,
  resendMessage,
  sendByHand,
  settleMessage,
  subtreeOf,
} from '@tend/care'
import type { MessageSummary, messageRoutes, RouteRequest } from '@tend/contract'
import { printLetterBatch } from '@tend/jobs'
import { type Api, type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { requireSnapshot } from '../find-customer.ts'
import { required } from '../outcome.ts'
import type { Person } from '../person.ts'
import { type MessagePresenter, presentMessage, presentPreview, presentWholeMessage } from '../present/message.ts'
import { sensitivityIn } from '../present/sensitivity.ts'
import { presentTemplate } from '../present/template.ts'
import { presentVerdict } from '../present/verdict.ts'
import { refuseUrlOf } from '../refuse-url.ts'
import { rowNumber } from '../row-number.ts'
import { scopeFilter } from '../scope-filter.ts'
import { userNames } from '../user-names.ts'

export const messageHandlers: Handlers<keyof typeof messageRoutes> = {
  listMessages: async (call) => {
    const { api, person, query, request } = call
    const page = await listMessages(api.store, await readerOf(call), await messageQuery(api, query))
    if (page.items.length > 0 && person.may('customers.view'))
      request.viewedCustomers = [...new Set(page.items.map((message) => message.customer_id))]
    const presenter = await presenterOf(call)
    return { items: page.items.map((message) => presentMessage(presenter, message)), nextCursor: page.next ?? null }
  },

  countMessages: async (call) => {
    const { items, oldestDueAt } = await countMessages(
      call.api.store,
      await readerOf(call),
      await messageQuery(call.api, call.query),
      call.at.now,
    )
    return { items: [...items], oldestDueAt }
  },

  getMessage: async (call) => {
    const { api, params, request } = call
    const message = await findMessage(api.store, await readerOf(call), rowNumber(params.messageId))
    if (message === undefined) throw new ApiFailure('not-found')
    const record = await readMessageRecord(api.store, message)
    const people = [message.created_by, message.settled_by, record.consent?.taken_by]
    const names = await userNames(
      api.store,
      people.flatMap((userId) => userId ?? []),
    )
    request.viewedCustomer = message.customer_id
    return presentWholeMessage(await presenterOf(call), message, record, names)
  },

  listTemplates: async ({ api, query }) => ({
    items: [...api.pack.templates.values()]
      .filter(({ channel }) => query.channel === undefined || channel === query.channel)
      .map((template) => presentTemplate(api.pack, template)),
  }),

  previewMessage: async (call) => {
    const { api, person, body, at, params } = call
    const { pack } = api
    const named = await requireSnapshot(call)
    const written = { ...handWritten(body), customerId: params.customerId, values: await wideRow(call) }
    const scope = await person.scope()
    const preview = required(await previewMessage(api.store, { ...at, actor: person.actor }, scope, pack, written))
    const ask = { channel: preview.template.channel, purpose: preview.purpose }
    const { isAllowed, code, sentence, until } = presentVerdict(pack, preview.verdict, ask)
    return {
      ...presentPreview(await presenterOf(call), { ...preview, ...ask, customer_id: params.customerId }, named),
      verdict: {
        code: code ?? 'allowed',
        isAllowed,
        isDelayed: code === 'quiet-hours' || code === 'holiday',
        sentence,
        until,
      },
    }
  },

  sendMessage: async (call) => {
    const { api, person, body, params } = call
    await requireSnapshot(call)
    const written = { ...handWritten(body), customerId: params.customerId, values: await wideRow(call) }
    const command = commandOf(call, body.idempotencyKey)
    const done = required(await sendByHand(api.store, command, await person.scope(), api.pack, written))
    return presentOne(call, done.messageId)
  },

  cancelMessage: async (call) => {
    const { api, person, body, params } = call
    const { idempotencyKey, reason } = body
    const input = { messageId: rowNumber(params.messageId), reason }
    const done = required(await cancelMessage(api.store, commandOf(call, idempotencyKey), await person.scope(), input))
    return presentOne(call, done.messageId)
  },

  resendMessage: async (call) => {
    const { api, person, body, params } = call
    const input = { messageId: rowNumber(params.messageId) }
    const command = commandOf(call, body.idempotencyKey)
    const done = required(await resendMessage(api.store, command, await person.scope(), api.pack, input))
    return presentOne(call, done.messageId)
  },

  settleMessage: async (call) => {
    const { api, person, body, params } = call
    const { idempotencyKey, ...said } = body
    const input = { ...said, messageId: rowNumber(params.messageId) }
    const command = commandOf(call, idempotencyKey)
    const done = required(await settleMessage(api.store, command, await person.scope(), api.pack, input))
    return presentOne(call, done.messageId)
  },

  answerMessage: async ({ api, person, body, params, at }) => {
    const input = { messageId: rowNumber(params.messageId), text: body.text }
    const asked = { ...at, actor: person.actor }
    const { taken } = required(await answerAsCustomer(api.store, asked, await person.scope(), api.pack, input))
    return { kind: taken.kind, stopped: taken.kind === 'refused' ? taken.stopped : { tasks: 0, messages: 0 } }
  },

  printLetters: async (call) => {
    const { api, person, body } = call
    const { idempotencyKey, unit, count } = body
    const unitIds = unit === undefined ? {} : { unitIds: await subtreeOf(api.store, unit) }
    const input = { batch: api.newId(), count, ...unitIds }
    const command = commandOf(call, idempotencyKey)
    const { batch, letters, cancelled } = required(
      await printLetters(api.store, command, await person.scope(), api.pack, input),
    )
    return { batch, letters, cancelled }
  },

  listLetterBatches: async ({ api, person }) => {
    const batches = await listLetterBatches(api.store, await person.scope(), 50)
    const names = await userNames(
      api.store,
      batches.map(({ printed_by }) => printed_by),
    )
    return {
      items: batches.map(({ batch, letters, printed_at, printed_by }) => ({
        batch,
        letters,
        printedAt: printed_at,
        printedBy: names.get(printed_by) ?? printed_by,
      })),
    }
  },

  getLetterBatch: async ({ api, person, params, request, reply, at }) => {
    const letters = await readLetters(api.store, await person.scope(), api.pack, at, params.batch)
    if (letters.length === 0) throw new ApiFailure('not-found')
    request.viewedCustomers = [...new Set(letters.map(({ customer_id }) => customer_id))]
    reply.header('content-disposition', `attachment; filename="letters-${letters[0]?.sent_at.slice(0, 10)}.pdf"`)
    return printLetterBatch(letters, api.pack, refuseUrlOf(api))
  },

  receiveReceipt: async ({ api, params, body, request, at }) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    )
    const provider = await api.checkReceipt?.(params.channel, headers, request.rawBody ?? '')
    if (provider === undefined) throw new ApiFailure('signature-invalid')
    const { detail, ...receipt } = body
    const result = await applyReceipt(
      api.store,
      { ...receipt, provider, ...(detail === undefined ? {} : { detail }) },
      at.now,
    )
    await recordAudit(api.store, {
      at: at.now,
      actor: `provider:${provider}`,
      action: 'message.receipt',
      subjectKind: 'message',
      subjectId: receipt.providerId,
      detail: { state: receipt.state, result },
    })
    return { result }
  },
}

type MessageCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }

const readerOf = async ({ person, at }: MessageCall) => ({
  actor: person.actor,
  scope: await person.scope(),
  timeZone: at.timeZone,
})

const presenterOf = async ({ api, person }: MessageCall): Promise<MessagePresenter> => ({
  pack: api.pack,
  directory: await api.directory(),
  person,
  publicUrl: api.publicUrl,
  workingDays: await readWorkingDays(api.store),
})

async function presentOne(call: MessageCall, messageId: number): Promise<MessageSummary> {
  const message = await findMessage(call.api.store, await readerOf(call), messageId)
  if (message === undefined) throw new ApiFailure('not-found')
  return presentMessage(await presenterOf(call), message)
}

type Body = RouteRequest<'previewMessage'>['body'] & { readonly notBefore?: string | undefined }

const handWritten = ({ template, text, language, notBefore }: Body) => ({
  template,
  ...(text === undefined ? {} : { text: { body: text.body, ...(text.subject ? { subject: text.subject } : {}) } }),
  ...(language === undefined ? {} : { language }),
  ...(notBefore === undefined ? {} : { notBefore: new Date(notBefore) }),
})

type RowCall = MessageCall & Pick<Call, 'signal'> & { readonly params: { readonly customerId: string } }

/**
 * What the places of a text are filled with; nothing before the first night. No address, number or other personal column of the customer is among it: a text of one's own would
 * show what a mask hides.
 */
async function wideRow({ api, person, params, signal }: RowCall): Promise<Readonly<Record<string, unknown>>> {
  const filter = scopeFilter(await person.scope())
  const row = (await api.state.read(signal, (state) => getCustomer(state, params.customerId, filter))) ?? {}
  const sensitivityOf = sensitivityIn(api.pack)
  return Object.fromEntries(Object.entries(row).filter(([column]) => sensitivityOf(column) === undefined))
}

async function messageQuery(
  api: Api,
  { customer, unit, ...query }: Partial<RouteRequest<'listMessages'>['query']>,
): Promise<MessageQuery> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
  return {
    ...given,
    ...(customer === undefined ? {} : { customerId: customer }),
    ...(unit === undefined ? {} : { unitIds: await subtreeOf(api.store, unit) }),
  }
}
