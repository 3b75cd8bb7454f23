import { z } from 'zod'
import { outcomeResult } from './catalogue.ts'
import { contact, customerSummary, interactionInput } from './customer-shapes.ts'
import {
  id,
  idempotencyKey,
  isoDate,
  isoInstant,
  label,
  moneyMinor,
  page,
  paging,
  repeated,
  staffRef,
  unitRef,
} from './primitives.ts'
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
  /** `open` while in total, second or third; `closed` in success and failure. */
  status: z.enum(['open', 'closed']),
  customer: z.object({ customerId: id, name: z.string().nullable(), phone: z.string().nullable() }),
  moment: z.string(),
  play: z.string(),
  contactLabel: z.string(),
  channel: z.string(),
  /** Why the task is there, as a sentence that may be said to the customer. */
  reason: label,
  valueMinor: moneyMinor,
  urgency: z.number(),
  /** valueMinor × urgency, rounded: the order of the work list. */
  worthMinor: moneyMinor,
  dueOn: isoDate.nullable(),
  /** When the next contact may be made: after a retry, or the appointment’s time. */
  nextAt: isoInstant.nullable(),
  isAppointment: z.boolean(),
  isLate: z.boolean(),
  attempts: z.int(),
  maxAttempts: z.int(),
  assignee: staffRef.nullable(),
  unit: unitRef.nullable(),
  lastOutcome: z.string().nullable(),
  createdAt: isoInstant,
  closedAt: isoInstant.nullable(),
})
export type TaskSummary = z.infer<typeof taskSummary>

export const taskOutcome = z.object({
  id: z.string(),
  label,
  result: outcomeResult,
  /** True where the outcome needs `nextAt`. */
  needsTime: z.boolean(),
})

export const task = taskSummary.extend({
  script: label,
  checklist: z.array(label),
  outcomes: z.array(taskOutcome),
  /** The terms of the priority and what they were worth when the task was made. */
  priorityTerms: z.array(
    z.object({ id: z.string(), label, value: z.number(), unit: z.enum(['money', 'ratio', 'score']) }),
  ),
  /** The values in the reason’s sentence. */
  reasonValues: z.array(
    z.object({
      id: z.string(),
      label,
      unit: z.string(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    }),
  ),
  /** Other moments of the same customer that this task also answers. */
  alsoMoments: z.array(z.string()),
  attemptsMade: z.array(contact),
  lastContacts: z.array(contact),
  card: customerSummary,
  asOf: isoDate,
  packHash: z.string(),
  may: z.object({ claim: z.boolean(), work: z.boolean(), release: z.boolean(), assign: z.boolean() }),
})
export type Task = z.infer<typeof task>

export const taskScope = z.enum(['mine', 'unit', 'all'])

const filters = {
  /** `mine`: assigned to me; `unit`: unclaimed in the pools I may claim from; `all`: everything I may see. */
  scope: taskScope.default('mine'),
  status: z.enum(['open', 'closed']).optional(),
  pool: repeated(taskPool),
  label: repeated(z.string().max(100)),
  moment: repeated(z.string().max(64)),
  assignee: id.optional(),
  unit: id.optional(),
  /** Of open tasks: `now` may be worked at once, `later` waits for an appointment or the next attempt. */
  due: z.enum(['now', 'later']).optional(),
}

export const taskCounts = z.object({
  /** Three disjoint counts at this instant (S156, G69). */
  done: z.int(),
  due: z.int(),
  later: z.int(),
  /** Of `due`, those past their due day. */
  late: z.int(),
  /** Of `due` and `later`, those with an appointment. */
  appointments: z.int(),
  /** Tasks of the pools that could be claimed. */
  claimable: z.int(),
  at: isoInstant,
  plans: z.array(z.object({ play: z.string(), done: z.int(), total: z.int() })),
})

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
    permission: 'tasks.read',
    summary: { zh: '任务列表，按价值排序', en: 'Tasks in order of worth' },
    tags,
  },
  countTasks: {
    method: 'GET',
    path: '/v1/tasks/counts',
    query: z.object({ scope: taskScope.default('mine') }),
    response: taskCounts,
    permission: 'tasks.read',
    summary: { zh: '已办、已到时、未到时三项计数与计划进度', en: 'Done, due and later, and the progress of each play' },
    tags,
  },
  claimTasks: {
    method: 'POST',
    path: '/v1/tasks/claim',
    body: z.object({
      count: z.int().min(1).max(50).default(5),
      /** One certain task instead of the next ones. */
      taskId: id.optional(),
      labels: z.array(z.string().max(100)).max(50).optional(),
      idempotencyKey,
    }),
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
      skipped: z.array(z.object({ taskId: id, reason: z.string() })),
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
    permission: 'tasks.read',
    audit: 'view',
    summary: { zh: '任务详情：原因、话术、清单、最近联系', en: 'A task: reason, script, checklist, last contacts' },
    tags,
  },
  recordOutcome: {
    method: 'POST',
    path: '/v1/tasks/:taskId/outcome',
    params,
    body: interactionInput.extend({
      outcome: z.string().max(64),
      /** Required by outcomes that make an appointment. */
      nextAt: isoInstant.optional(),
      /** Places of the checklist’s items that were done, from 0. */
      checklistDone: z.array(z.int().min(0).max(100)).max(100).default([]),
      idempotencyKey,
    }),
    response: z.object({ task: taskSummary, contact }),
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '登记联系结果', en: 'Record what an attempt came to' },
    tags,
  },
  releaseTask: {
    method: 'POST',
    path: '/v1/tasks/:taskId/release',
    params,
    body: z.object({ reason: z.string().max(500).optional(), idempotencyKey }),
    response: taskSummary,
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '退回任务池', en: 'Give a task back to the pool' },
    tags,
  },
} as const satisfies Record<string, Route>
