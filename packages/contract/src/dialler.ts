import { z } from 'zod'
import { refusalReason } from './consents.ts'
import { definitionId, id, idempotencyKey, isoInstant, page, paging } from './primitives.ts'
import type { Route } from './route.ts'
import { taskPool } from './tasks.ts'

const tags = ['dialler'] as const
const params = z.object({ listId: id })

/** A lead under VICIDIAL’s names, which other diallers take too. Numbers are in clear: a dialler cannot call stars. */
export const diallerLead = z.object({
  /** The task’s number, which a result names. */
  vendor_lead_code: z.string(),
  /** The customer’s number. */
  source_id: z.string(),
  list_id: z.string(),
  phone_number: z.string(),
  title: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  /** The person who holds the task, empty for the pool. */
  owner: z.string(),
  /** Why the customer is called. */
  comments: z.string(),
  /** The pack’s priority order: 1 is called first. */
  rank: z.int(),
})
export type DiallerLead = z.infer<typeof diallerLead>

export const diallerList = z.object({
  listId: id,
  madeAt: isoInstant,
  madeBy: z.string(),
  leads: z.int(),
  /** Of these, still open and permitted at this moment. */
  callable: z.int(),
  /** Why the others may not be called (any more), and how many. */
  stopped: z.array(z.object({ reason: z.string(), leads: z.int() })),
})
export type DiallerList = z.infer<typeof diallerList>

/** What became of a call. `status` is an outcome of the pack, or is translated by `mapping`. */
export const callResult = z.object({
  /** The dialler’s own number of the call (`uniqueid`); a call counts once. */
  call_id: z.string().trim().min(1).max(128),
  vendor_lead_code: z.string().trim().max(40),
  status: z.string().trim().min(1).max(64),
  /** Staff number or user name of the agent who spoke. */
  user: z.string().trim().min(1).max(128),
  /** When the call was; with an offset, or on the institution’s own clock (`2026-11-02 10:15:00`). */
  call_date: z.string().trim().min(10).max(40),
  comments: z.string().max(2000).optional(),
  /** The agreed time of a further contact, or why there is none (G48). */
  callback_at: z.string().trim().max(40).optional(),
  no_next_reason: z.string().trim().max(500).optional(),
})
export type CallResult = z.infer<typeof callResult>

const resultMapping = z
  .record(z.string().max(64), z.string().max(64))
  .describe('Status of the dialler → outcome of the pack, e.g. {"NA": "no_answer"}')
const noNextReason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .describe('For rows that say neither callback_at nor no_next_reason')

export const callResultDone = z.object({
  /** Counts from 1 as delivered. */
  row: z.int(),
  callId: z.string(),
  /** `known`: counted before; `refused`: kept with its reason, and tried again when the same call is sent again. */
  state: z.enum(['done', 'known', 'refused']),
  reason: z.string().nullable(),
  taskId: id.nullable(),
  contactId: id.nullable(),
})
const importDone = z.object({
  /** Of a file that is too large to be answered at once; its progress is read under this id. */
  importId: id.nullable(),
  /** `failed`: what was counted counts; the same file again finishes it. */
  state: z.enum(['running', 'done', 'failed']),
  problem: z.string().nullable(),
  total: z.int(),
  done: z.int(),
  known: z.int(),
  refused: z.int(),
  /** What became of each; of an import with an id the first thousand that were refused. */
  rows: z.array(callResultDone),
})

export const diallerRoutes = {
  listDiallerLists: {
    method: 'GET',
    path: '/v1/dialler/lists',
    query: z.object(paging),
    response: page(diallerList.omit({ callable: true, stopped: true })),
    permission: 'dialler.exchange',
    summary: { zh: '外呼名单，新的在前', en: 'Call lists, latest first' },
    tags,
  },
  createDiallerList: {
    method: 'POST',
    path: '/v1/dialler/lists',
    body: z.object({
      count: z.int().min(1).max(10_000).default(500),
      pool: taskPool.optional(),
      play: definitionId.optional(),
      label: z.string().max(100).optional(),
      unit: id.optional(),
      idempotencyKey,
    }),
    response: diallerList.extend({
      /** Due tasks that may not be called at this moment, by the policy’s reason; of a full list, those more urgent than its last. */
      leftOut: z.array(z.object({ reason: refusalReason, tasks: z.int() })),
    }),
    status: 201,
    permission: 'dialler.exchange',
    audit: 'change',
    summary: { zh: '生成外呼名单：只含此刻可以拨打的任务', en: 'Make a call list of tasks that may be called now' },
    tags,
  },
  getDiallerList: {
    method: 'GET',
    path: '/v1/dialler/lists/:listId',
    params,
    response: diallerList,
    permission: 'dialler.exchange',
    summary: {
      zh: '名单现状：还能拨打多少、为何停拨',
      en: 'How a list stands: what may still be called, and what not',
    },
    tags,
  },
  listDiallerLeads: {
    method: 'GET',
    path: '/v1/dialler/lists/:listId/leads',
    params,
    /** Judged anew at every reading: who has refused since is not among them. */
    query: z.object(paging),
    response: page(diallerLead),
    permission: 'dialler.exchange',
    audit: 'list',
    summary: { zh: '名单中此刻可以拨打的号码', en: 'Leads of a list that may be called now' },
    tags,
  },
  exportDiallerLeads: {
    method: 'GET',
    path: '/v1/dialler/lists/:listId/leads.csv',
    params,
    response: z.string(),
    csv: true,
    permission: 'dialler.exchange',
    audit: 'list',
    summary: { zh: '导出外呼名单（CSV）', en: 'The same as CSV' },
    tags,
  },
  importCallResults: {
    method: 'POST',
    path: '/v1/dialler/results',
    body: z.object({
      rows: z.array(callResult).min(1).max(2000),
      mapping: resultMapping.optional(),
      noNextReason: noNextReason.optional(),
    }),
    response: importDone,
    permission: 'dialler.exchange',
    audit: 'change',
    summary: { zh: '导入外呼结果，同一通话只计一次', en: 'Take in results of calls, each counted once' },
    tags,
  },
  importCallResultFile: {
    method: 'POST',
    path: '/v1/dialler/results/file',
    /**
     * CSV with the columns of a result, at most 10 MiB and 50,000 rows; `uniqueid` and `lead_vendor_code` are known too. `mapping` as `NA=no_answer,B=no_answer`.
     * More than 500 rows are taken in after the answer (`running`), one file at a time.
     */
    body: z.object({
      mapping: z.string().max(4000).optional(),
      noNextReason: noNextReason.optional(),
      file: z.file(),
    }),
    response: importDone,
    multipart: true,
    permission: 'dialler.exchange',
    audit: 'change',
    summary: { zh: '导入外呼结果文件', en: 'Take in a CSV file of results' },
    tags,
  },
  getDiallerImport: {
    method: 'GET',
    path: '/v1/dialler/imports/:importId',
    params: z.object({ importId: id }),
    response: importDone,
    permission: 'dialler.exchange',
    summary: { zh: '外呼结果文件的导入进度与结果', en: 'How far a file of results is, and what came of it' },
    tags,
  },
  listStoppedLeads: {
    method: 'GET',
    path: '/v1/dialler/stopped',
    /** Of lists made in the month before `since`. Ask with a few minutes of overlap; a lead may be named twice. */
    query: z.object({ since: isoInstant, ...paging }),
    response: page(
      z.object({
        /** As the lead was named when it was handed out. */
        vendor_lead_code: z.string(),
        source_id: z.string(),
        list_id: z.string(),
        /** `withdrawn`, `no-consent`, `objected`; `closed` where the work is done. */
        reason: z.string(),
        stoppedAt: isoInstant,
      }),
    ),
    permission: 'dialler.exchange',
    audit: 'list',
    summary: {
      zh: '停拨名单：某时刻之后不得再拨打的号码',
      en: 'Leads that were handed out and may not be called any more, since an instant',
    },
    tags,
  },
  listRefusedCalls: {
    method: 'GET',
    path: '/v1/dialler/results/refused',
    query: z.object(paging),
    response: page(
      z.object({
        callId: z.string(),
        taskId: z.string().nullable(),
        status: z.string(),
        user: z.string(),
        callDate: z.string(),
        reason: z.string(),
        importedAt: isoInstant,
      }),
    ),
    permission: 'dialler.exchange',
    summary: { zh: '未能入账的通话及原因', en: 'Results that could not be used, and why' },
    tags,
  },
} as const satisfies Record<string, Route>
