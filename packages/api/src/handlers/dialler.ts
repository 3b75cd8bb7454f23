import {
  type CallLead,
  type CallResult,
  createCallList,
  type DiallerImport,
  failAbandonedImports,
  findCallList,
  findDiallerImport,
  type ImportedCall,
  type ImportOptions,
  importCallResults,
  listCallLists,
  listRefusedCalls,
  listStoppedLeads,
  presentLeads,
  readCallList,
  readMapping,
  readResultFile,
  renderLeads,
  runDiallerImport,
  startDiallerImport,
} from '@tend/care'
import { type DiallerList, type diallerRoutes, type RouteResponse, routes } from '@tend/contract'
import { isAlive } from '@tend/jobs'
import { type Call, commandOf, type Handlers } from '../call.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { ApiFailure } from '../failure.ts'
import { describeFault } from '../http/errors.ts'
import { receiveFile } from '../http/receive-file.ts'
import { required } from '../outcome.ts'
import { pageRequest } from '../page-request.ts'
import type { Person } from '../person.ts'
import { rowNumber } from '../row-number.ts'
import { unitsOf } from '../units-of.ts'

/** A file of a day's calls; more is a mistake or another file. */
const resultBytesMax = 10 * 2 ** 20
const resultRowsMax = 50_000
/** A second's work; larger files are taken in after the answer. */
const rowsAtOnceMax = 500

export const diallerHandlers: Handlers<keyof typeof diallerRoutes> = {
  listDiallerLists: async ({ api, person, query }) => {
    const page = await listCallLists(api.store, person.actor, pageRequest(query))
    return {
      items: page.items.map((list) => ({
        listId: String(list.list_id),
        madeAt: list.made_at,
        madeBy: list.made_by_name,
        leads: list.leads,
      })),
      nextCursor: page.next ?? null,
    }
  },

  createDiallerList: async (call) => {
    const { api, body } = call
    const { count, pool, play, label, unit, idempotencyKey } = body
    const done = required(
      await createCallList(api.store, commandOf(call, idempotencyKey), api.pack, {
        count,
        pool,
        play,
        contactLabel: label,
        unitIds: await unitsOf(api, unit),
      }),
    )
    return {
      ...(await presentList(call, done.listId)),
      leftOut: done.leftOut.map(({ code, tasks }) => ({ reason: code, tasks })),
    }
  },

  getDiallerList: (call) => presentList(call, rowNumber(call.params.listId)),

  listDiallerLeads: async (call) => {
    const { api, params, query, lang, request } = call
    const listId = rowNumber(params.listId)
    const leads = await requireLeads(call, listId)
    const after = readCursor(query.cursor) ?? 0
    const waiting = presentLeads(api.pack, listId, leads, lang).filter(({ rank }) => rank > after)
    const items = waiting.slice(0, query.limit)
    const last = items.at(-1)
    request.viewedCustomers = items.map(({ source_id }) => source_id)
    return { items, nextCursor: waiting.length > items.length && last ? writeCursor(last.rank) : null }
  },

  exportDiallerLeads: async (call) => {
    const { api, params, lang, request, reply } = call
    const listId = rowNumber(params.listId)
    const leads = presentLeads(api.pack, listId, await requireLeads(call, listId), lang)
    request.viewedCustomers = leads.map(({ source_id }) => source_id)
    reply.header('content-disposition', `attachment; filename="calls-${listId}.csv"`)
    return oneText(renderLeads(leads))
  },

  importCallResults: (call) => takeIn(call, call.body.rows, call.body),

  importCallResultFile: async (call) => {
    const { content, fields } = await receiveFile(call.request, fileFields, resultBytesMax)
    const mapping = fields.mapping === undefined ? {} : readMapping(fields.mapping)
    if (mapping === undefined)
      throw new ApiFailure('invalid-request', { issues: [{ path: 'body.mapping', message: 'NA=no_answer,B=busy' }] })
    const file = await readResultFile(content)
    if (file.kind === 'unreadable') throw new ApiFailure('import-refused', { reason: file.problem })
    if (file.rows.length > resultRowsMax) throw new ApiFailure('too-large', { detail: `${resultRowsMax}` })
    const options = { mapping, noNextReason: fields.noNextReason }
    if (file.rows.length <= rowsAtOnceMax) return takeIn(call, file.rows, options)
    return beginImport(call, file.rows, content, options)
  },

  getDiallerImport: (call) => presentImport(call, call.params.importId),

  listStoppedLeads: async ({ api, person, query, at, request }) => {
    const since = new Date(query.since)
    const page = await listStoppedLeads(api.store, person.actor, at, { since, ...pageRequest(query) })
    request.viewedCustomers = page.items.map(({ customer_id }) => customer_id)
    return {
      items: page.items.map((lead) => ({
        vendor_lead_code: String(lead.task_id),
        source_id: lead.customer_id,
        list_id: String(lead.list_id),
        reason: lead.reason,
        stoppedAt: lead.stopped_at,
      })),
      nextCursor: page.next ?? null,
    }
  },

  listRefusedCalls: async ({ api, person, query }) => {
    const page = await listRefusedCalls(api.store, person.actor, pageRequest(query))
    return {
      items: page.items.map((call) => ({
        callId: call.call_id,
        taskId: call.vendor_lead_code || null,
        status: call.status,
        user: call.agent,
        callDate: call.call_date,
        reason: reasonOf(call.reason, call.detail) ?? '',
        importedAt: call.imported_at,
      })),
      nextCursor: page.next ?? null,
    }
  },
}

const fileFields = routes.importCallResultFile.body.omit({ file: true })

type PersonCall = Pick<Call, 'api' | 'at'> & { readonly person: Person }

async function requireLeads({ api, person, at }: PersonCall, listId: number): Promise<readonly CallLead[]> {
  const leads = await readCallList(api.store, person.actor, at, api.pack, listId)
  if (leads === undefined) throw new ApiFailure('not-found')
  return leads
}

async function presentList(call: PersonCall, listId: number): Promise<DiallerList> {
  const leads = await requireLeads(call, listId)
  const list = await findCallList(call.api.store, listId)
  if (list === undefined) throw new ApiFailure('not-found')
  const stopped = Map.groupBy(
    leads.filter(({ verdict }) => verdict !== 'allowed'),
    ({ verdict }) => verdict,
  )
  return {
    listId: String(list.list_id),
    madeAt: list.made_at,
    madeBy: list.made_by_name,
    leads: leads.length,
    callable: leads.filter(({ verdict }) => verdict === 'allowed').length,
    stopped: [...stopped].map(([reason, each]) => ({ reason, leads: each.length })),
  }
}

async function takeIn(
  call: PersonCall,
  rows: readonly CallResult[],
  { mapping, noNextReason }: ImportOptions,
): Promise<RouteResponse<'importCallResults'>> {
  const { calls } = required(
    await importCallResults(call.api.store, commandOf(call), call.api.pack, rows, { mapping, noNextReason }),
  )
  const count = (state: string) => calls.filter((each) => each.state === state).length
  return {
    importId: null,
    state: 'done',
    problem: null,
    total: rows.length,
    done: count('done'),
    known: count('known'),
    refused: count('refused'),
    rows: calls.map(presentCall),
  }
}

const presentCall = ({ row, callId, state, reason, detail, taskId, contactId }: ImportedCall) => ({
  row,
  callId,
  state,
  reason: reasonOf(reason, detail),
  taskId: taskId === null ? null : String(taskId),
  contactId: contactId === null ? null : String(contactId),
})

/** Imports that this process carries out: of those that bear its number, others were cut off while the database was away. */
const underWay = new Set<string>()

const failAbandoned = ({ api, at }: PersonCall): Promise<void> =>
  failAbandonedImports(api.store, {
    now: at.now,
    isAlive: (pid, importId) => (pid === process.pid ? underWay.has(importId) : isAlive(pid)),
  })

/** Takes a large file in after the answer; what goes wrong stands in its row, and in the log where it is a fault. */
async function beginImport(
  call: PersonCall & Pick<Call, 'request'>,
  rows: readonly CallResult[],
  content: Uint8Array,
  options: ImportOptions,
): Promise<RouteResponse<'importCallResults'>> {
  const { api, request } = call
  const command = commandOf(call)
  await failAbandoned(call)
  const importId = api.newId()
  underWay.add(importId)
  const isOver = () => underWay.delete(importId)
  const order = { importId, content, options, total: rows.length, pid: process.pid }
  const started = await startDiallerImport(api.store, command, order).catch((error) => {
    isOver()
    throw error
  })
  if (started.kind === 'done' && started.isNew)
    runDiallerImport(api.store, command, api.pack, rows, { importId, options })
      .catch((error) =>
        request.log.error({ fault: describeFault(error) }, 'results of a dialler could not be taken in'),
      )
      .finally(isOver)
  else isOver()
  return presentImport(call, required(started).importId)
}

async function presentImport(call: PersonCall, importId: string): Promise<RouteResponse<'getDiallerImport'>> {
  await failAbandoned(call)
  const found: DiallerImport | undefined = await findDiallerImport(call.api.store, call.person.actor, importId)
  if (found === undefined) throw new ApiFailure('not-found')
  const { import_id, refused_rows, ...told } = found
  return { importId: import_id, ...told, rows: refused_rows.map(presentCall) }
}

const reasonOf = (reason: string | null, detail: string | null): string | null =>
  reason === null || detail === null ? reason : `${reason}: ${detail}`

async function* oneText(text: string): AsyncGenerator<string> {
  yield text
}
