import { z } from 'zod'
import { leftOutCode } from './plays.ts'
import { definitionId, id, isoDate, isoInstant, label, page, paging, unitRef } from './primitives.ts'
import type { Route } from './route.ts'

const importParams = z.object({ importId: id })

/** One delivery. rows = loaded + quarantined, always. */
export const delivery = z.object({
  importId: id,
  fact: z.string(),
  fileName: z.string(),
  fileHash: z.string(),
  at: isoInstant,
  rows: z.int(),
  loaded: z.int(),
  quarantined: z.int(),
  /** Quarantined rows by reason. */
  reasons: z.record(z.string(), z.int()),
  /** Columns of the file that the fact does not define. */
  ignoredColumns: z.array(z.string()),
  /** The same file again: nothing changed. */
  isRepeat: z.boolean(),
  /** Deliveries that this one replaced, wholly or for its business dates. */
  replaces: z.array(z.string()),
  businessDate: isoDate.nullable(),
  /** First and last date among the loaded rows. */
  businessDates: z.object({ from: isoDate, to: isoDate }).nullable(),
})
export type Delivery = z.infer<typeof delivery>

export const quarantinedRow = z.object({
  /** Counts within the delivery's quarantine, from 1. */
  row: z.int(),
  /** Line of the file or row of the sheet, from 1. */
  line: z.int(),
  /** The first failing column; `columns` names all. */
  column: z.string(),
  columns: z.array(z.string()),
  /** As delivered; masked where the reader may not see the column in clear. */
  value: z.string().nullable(),
  reason: z.string(),
  message: label,
})
export type QuarantinedRow = z.infer<typeof quarantinedRow>

export const run = z.object({
  runId: id,
  asOf: isoDate,
  packId: z.string(),
  packHash: z.string(),
  lakeVersion: z.string(),
  status: z.enum(['running', 'committed', 'failed']),
  /** The committed run whose state everybody reads. */
  isCurrent: z.boolean(),
  startedAt: isoInstant,
  finishedAt: isoInstant.nullable(),
  durationMs: z.int().nullable(),
  /** What the night made, e.g. customers, moments, tasks. */
  counts: z.record(z.string(), z.number()),
  /** What went wrong, in a sentence; null unless failed. */
  problem: z.string().nullable(),
})
export type Run = z.infer<typeof run>

export const importRoutes = {
  listImports: {
    method: 'GET',
    path: '/v1/imports',
    query: z.object({ fact: definitionId.optional(), ...paging }),
    response: page(delivery),
    permission: 'runs.view',
    summary: { zh: '导入批次，新的在前', en: 'Deliveries, latest first' },
    tags: ['imports'],
  },
  startImport: {
    method: 'POST',
    path: '/v1/imports',
    multipart: true,
    body: z.object({
      fact: definitionId,
      businessDate: isoDate.optional().describe('Where the file carries no date of its own'),
      /** The parts of text come before the file. */
      file: z.file(),
    }),
    response: delivery,
    status: 201,
    permission: 'imports.start',
    audit: 'change',
    summary: { zh: '上传并导入一个文件', en: 'Upload and import a file' },
    tags: ['imports'],
  },
  listQuarantine: {
    method: 'GET',
    path: '/v1/imports/:importId/quarantine',
    params: importParams,
    query: z.object(paging),
    response: page(quarantinedRow),
    permission: 'runs.view',
    summary: { zh: '隔离的行及原因', en: 'Rows held back, each with its reason' },
    tags: ['imports'],
  },
  exportQuarantine: {
    method: 'GET',
    path: '/v1/imports/:importId/quarantine.csv',
    params: importParams,
    csv: true,
    response: z.string(),
    permission: 'runs.view',
    summary: { zh: '下载隔离行', en: 'Rows held back, as CSV' },
    tags: ['imports'],
  },
} as const satisfies Record<string, Route>

export const runRoutes = {
  listRuns: {
    method: 'GET',
    path: '/v1/runs',
    query: z.object(paging),
    response: page(run),
    permission: 'runs.view',
    summary: { zh: '夜间分析，新的在前', en: 'Nightly runs, latest first' },
    tags: ['runs'],
  },
  startRun: {
    method: 'POST',
    path: '/v1/runs',
    body: z.object({ asOf: isoDate }),
    response: run,
    status: 202,
    permission: 'runs.start',
    audit: 'change',
    summary: { zh: '为某日启动一次分析', en: 'Start the night for an as-of day' },
    tags: ['runs'],
  },
  listRunLeftOut: {
    method: 'GET',
    path: '/v1/runs/:runId/left-out',
    params: z.object({ runId: id }),
    /** The night's counts name plays and reasons: `leftOut.<play>.<code>`. Kept for a month. */
    query: z.object({ play: definitionId.optional(), code: leftOutCode.optional(), ...paging }),
    response: page(
      z.object({
        /** Names the row within the night. */
        rowId: z.string(),
        customerId: id,
        name: z.string().nullable(),
        unit: unitRef,
        play: definitionId,
        code: leftOutCode,
        sentence: label,
        /** The day from which it would be possible; null where it does not pass by itself. */
        until: isoDate.nullable(),
      }),
    ),
    permission: 'runs.view',
    audit: 'list',
    summary: { zh: '该次分析未为哪些客户生成工作及原因', en: 'For whom a night made nothing, and why' },
    tags: ['runs'],
  },
  getRun: {
    method: 'GET',
    path: '/v1/runs/:runId',
    params: z.object({ runId: id }),
    response: run,
    permission: 'runs.view',
    summary: { zh: '一次分析的进度与耗时', en: 'One run: its steps and their time' },
    tags: ['runs'],
  },
} as const satisfies Record<string, Route>
