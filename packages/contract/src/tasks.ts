import { z } from 'zod'
import { outcomeResult } from './catalogue.ts'
import { customerSummary, timelineEntry } from './customer-shapes.ts'
import { id, idempotencyKey, isoInstant, label, moneyMinor, page, paging, staffRef, unitRef } from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['tasks'] as const
const params = z.object({ taskId: id })

/** A task is in exactly one pool (S162, G25). */
export const taskPools = ['total', 'second', 'third', 'success', 'failure'] as const
export const taskPool = z.enum(taskPools)
export type TaskPool = z.infer<typeof taskPool>

export const taskSummary = z.object({
  taskId: id,
  pool: taskPool,
  isOpen: z.boolean(),
  customer: z.object({
    customerId: id,
    name: z.string().nullable(),
    phone: z.string().nullable(),
    /** Scheme id → level id. */
    levels: z.record(z.string(), z.string().nullable()),
  }),
  play: z.string(),
  contactLabel: z.string(),
  channel: z.string(),
  /** The moment that leads, and the others that the task also answers. */
  moment: z.string(),
  alsoMoments: z.array(z.string()),
  /** Why the task is there, as a sentence that may be said to the customer. */
  reason: label,
  valueMinor: moneyMinor,
  urgency: z.number(),
  /** valueMinor × urgency, rounded: the order of the work list. */
  worthMinor: moneyMinor,
  dueAt: isoInstant,
  /** It may be worked on from this instant: the conflict rule, or the pause after a retry. */
  notBefore: isoInstant,
  /** True where that instant has come. */
  isReady: z.boolean(),
  timeBand: z.enum(['morning', 'afternoon', 'evening']).nullable(),
  /** The agreed time, where the task is an appointment (S156). */
  appointmentAt: isoInstant.nullable(),
  /** Open and due, open and not due yet, closed. */
  state: z.enum(['due', 'later', 'done']),
  isLate: z.boolean(),
  attempts: z.int(),
  maxAttempts: z.int(),
  assignee: staffRef.nullable(),
  unit: unitRef,
  outcome: z.string().nullable(),
  createdAt: isoInstant,
  closedAt: isoInstant.nullable(),
})
export type TaskSummary = z.infer<typeof taskSummary>

export const taskOutcome = z.object({
  id: z.string(),
  label,
  /** `appointment` needs a time, `success` a time or a reason why there is none (G48). */
  result: outcomeResult,
})

export const task = taskSummary.extend({
  script: label,
  checklist: z.array(label),
  outcomes: z.array(taskOutcome),
  /** The reason of each moment that the task answers, the leading one first. */
  reasons: z.array(z.object({ moment: z.string(), sentence: label })),
  /** What the conflict rule decided (S155): plays merged into this one, and the one it stands behind. */
  mergedPlays: z.array(z.string()),
  deferredBehind: z.string().nullable(),
  followsTaskId: id.nullable(),
  lastContacts: z.array(timelineEntry),
  card: customerSummary,
  may: z.object({ work: z.boolean(), release: z.boolean(), assign: z.boolean() }),
})
export type Task = z.infer<typeof task>

const filters = {
  /** `mine`: my own work; `all`: everything within my scope. */
  scope: z.enum(['mine', 'all']).default('mine'),
  /** Of open tasks, `ready` may be worked on at once; `due` and `later` go by the due time. */
  state: z.enum(['open', 'ready', 'due', 'later', 'done']).default('open'),
  pool: taskPool.optional(),
  play: z.string().max(64).optional(),
  label: z.string().max(100).optional(),
  assignee: id.optional(),
  unit: id.optional(),
}

/** Three disjoint counts at an instant (S156, G69), of one's own work; `done` is of the local day. */
export const taskCounts = z.object({
  done: z.int(),
  due: z.int(),
  later: z.int(),
  /** Of `done`, those that were done after their due time. */
  late: z.int(),
  at: isoInstant,
})
export type TaskCounts = z.infer<typeof taskCounts>

export const assignment = z.object({
  taskId: id,
  fromStaffId: id.nullable(),
  toStaffId: id,
})

export const taskRoutes = {
  listTasks: {
    method: 'GET',
    path: '/v1/tasks',
    query: z.object({ ...filters, ...paging }),
    response: page(taskSummary),
    permission: 'tasks.view',
    audit: 'list',
    summary: { zh: '任务列表，按价值排序', en: 'Tasks in order of worth' },
    tags,
  },
  countTasks: {
    method: 'GET',
    path: '/v1/tasks/counts',
    response: taskCounts,
    permission: 'tasks.view',
    summary: { zh: '已办、已到时、未到时三项计数', en: 'Done, due and later' },
    tags,
  },
  claimTasks: {
    method: 'POST',
    path: '/v1/tasks/claim',
    body: z.object({ count: z.int().min(1).max(20).default(1), idempotencyKey }),
    /** Fewer than asked for, or none, where the pool is empty. */
    response: z.object({ items: z.array(taskSummary) }),
    permission: 'tasks.claim',
    audit: 'change',
    summary: { zh: '从任务池领取', en: 'Claim the next tasks of the pool' },
    tags,
  },
  assignTasks: {
    method: 'POST',
    path: '/v1/tasks/assign',
    body: z.object({
      /** Certain tasks, or … */
      taskIds: z.array(id).min(1).max(500).optional(),
      /** … up to this many of the unassigned ones that match the filter, highest worth first. */
      take: z
        .object({
          count: z.int().min(1).max(500),
          pool: taskPool.optional(),
          label: z.string().max(100).optional(),
          unit: id.optional(),
        })
        .optional(),
      /** Shared out in turn. */
      staffIds: z.array(id).min(1).max(100),
      /** True shows what would happen and changes nothing. */
      preview: z.boolean().default(false),
      idempotencyKey,
    }),
    response: z.object({
      preview: z.boolean(),
      assignments: z.array(assignment),
      /** Closed, unknown or outside one’s scope. */
      skipped: z.array(id),
    }),
    permission: 'tasks.assign',
    audit: 'change',
    summary: { zh: '分配任务，可先预览', en: 'Assign tasks, with a preview' },
    tags,
  },
  getTask: {
    method: 'GET',
    path: '/v1/tasks/:taskId',
    params,
    response: task,
    permission: 'tasks.view',
    audit: 'view',
    summary: { zh: '任务详情：原因、话术、清单、最近联系', en: 'A task: reason, script, checklist, last contacts' },
    tags,
  },
  recordOutcome: {
    method: 'POST',
    path: '/v1/tasks/:taskId/outcome',
    params,
    body: z.object({
      outcome: z.string().max(64),
      note: z.string().max(2000).optional(),
      channel: z.string().max(64).optional().describe('The play’s channel where absent'),
      /** A dated next contact, or why there is none (G48). */
      nextAt: isoInstant.optional(),
      noNextReason: z.string().trim().min(1).max(500).optional(),
      idempotencyKey,
    }),
    response: z.object({ task: taskSummary, contactId: id, followUpTaskId: id.nullable() }),
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '登记联系结果', en: 'Record what an attempt came to' },
    tags,
  },
  releaseTask: {
    method: 'POST',
    path: '/v1/tasks/:taskId/release',
    params,
    body: z.object({ idempotencyKey }),
    response: taskSummary,
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '退回任务池', en: 'Give a task back to the pool' },
    tags,
  },
} as const satisfies Record<string, Route>
