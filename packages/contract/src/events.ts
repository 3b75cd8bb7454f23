import { z } from 'zod'
import { cellValue, definitionId, id, idempotencyKey, isoDate, label } from './primitives.ts'
import type { Route } from './route.ts'

/** Half a pair of UTF-16 is nothing that a database or a file could keep. */
const isText = (row: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(row).every(
    ([name, value]) => name.isWellFormed() && (typeof value !== 'string' || value.isWellFormed()),
  )

const eventIn = z.object({
  /** The sender’s own key of this event; sent twice it is taken once. */
  key: idempotencyKey,
  fact: definitionId,
  /** Column or header → value, as a line of a delivered file: money in major units, dates as in files. */
  row: z.record(z.string().max(200), cellValue).refine(isText, 'holds characters that are no text'),
})

export const eventResult = z.object({
  key: z.string(),
  /** `kept`: taken now; `repeat`: taken before; `refused`: nothing was kept, see `issue`. */
  status: z.enum(['kept', 'repeat', 'refused']),
  issue: z.object({ column: z.string(), reason: z.string(), message: label }).nullable(),
  /** Ids of the moments that it made; tasks follow from them by the plays. */
  moments: z.array(id),
  /** Names in the row that are no column of the fact. */
  ignored: z.array(z.string()),
})
export type EventResult = z.infer<typeof eventResult>

export const levelOverride = z.object({
  scheme: z.string(),
  level: z.string().nullable(),
  from: isoDate,
  until: isoDate,
  reason: z.string(),
  decidedBy: z.string(),
})
export type LevelOverride = z.infer<typeof levelOverride>

const customer = z.object({ customerId: id })

export const eventRoutes = {
  sendEvents: {
    method: 'POST',
    path: '/v1/events',
    body: z.object({ events: z.array(eventIn).min(1).max(500) }),
    response: z.object({ items: z.array(eventResult) }),
    permission: 'imports.start',
    audit: 'change',
    summary: {
      zh: '逐条送入业务事件，即时判断关键时刻',
      en: 'Send events as they happen; instant moments are judged at once',
    },
    tags: ['imports'],
  },
  listLevelOverrides: {
    method: 'GET',
    path: '/v1/customers/:customerId/level-overrides',
    params: customer,
    response: z.object({ items: z.array(levelOverride) }),
    permission: 'customers.view',
    audit: 'view',
    summary: { zh: '人工给定的级别', en: 'Levels given by hand' },
    tags: ['customers'],
  },
  overrideLevel: {
    method: 'POST',
    path: '/v1/customers/:customerId/level-overrides',
    params: customer,
    body: z.object({
      scheme: definitionId,
      /** Null holds the level that the customer has. */
      level: z.string().min(1).max(64).nullable(),
      until: isoDate,
      reason: z.string().trim().min(1).max(500),
      idempotencyKey,
    }),
    /** The next night reads it. */
    response: z.object({ items: z.array(levelOverride) }),
    permission: 'levels.override',
    audit: 'change',
    summary: { zh: '人工定级或冻结级别，附期限与理由', en: 'Give or hold a level until a day, with a reason' },
    tags: ['customers'],
  },
} as const satisfies Record<string, Route>
