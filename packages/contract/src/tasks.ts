import { z } from 'zod'
import { outcomeResult } from './catalogue.ts'
import { verdict } from './consents.ts'
import { customerSummary, timelineEntry } from './customer-shapes.ts'
import { id, idempotencyKey, isoInstant, label, moneyMinor, page, paging, staffRef, unitRef } from './primitives.ts'
import type { Route } from './route.ts'

const tags = ['tasks'] as const
const params = z.object({ taskId: id })

/** A task is in exactly one pool (S162, G25). */
export const taskPools = ['total', 'second', 'third', 'success', 'failure'] as const
export const taskPool = z.enum(taskPools)
export type TaskPool = z.infer<typeof taskPool>

/** Days after the due day: the person is reminded, warned, and the supervisor is told (`work.overdueDays`). */
export const overdueStages = ['remind', 'warn', 'escalate'] as const
export const overdueStage = z.enum(overdueStages)
export type OverdueStage = z.infer<typeof overdueStage>

export const priorityTerm = z.object({
  id: z.enum(['value', 'chance', 'urgency', 'effort', 'service_value']),
  label,
  /** Value in major units, chance, urgency and service value 0–1, effort in hours. */
  value: z.number(),
  /** The figure as it reads: 12万元, 40%, 0.25小时. */
  text: label,
})

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
  /** Why the customer is contacted, which decides what permission is needed; and the module view (S161). Ids of the catalogue. */
  purpose: z.string(),
  module: z.string().nullable(),
  valueMinor: moneyMinor,
  urgency: z.number(),
  /** valueMinor × chance, rounded: what the contact is expected to change; null where no amount is at stake. */
  worthMinor: moneyMinor.nullable(),
  /** The order of the work list, by the pack’s formula from the terms. */
  priority: z.number(),
  /** What the priority follows from, in the formula’s order (S151): each figure with its words; without `value` where no amount is at stake. */
  terms: z.array(priorityTerm),
  /** Minutes of work, preparation included. */
  effortMinutes: z.int(),
  skill: z.string().nullable(),
  theme: z.object({ themeId: id, name: z.string() }).nullable(),
  /** The task of the private customer beside which a company’s manager got this one (S35). */
  jointOf: id.nullable(),
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
  /** Days since it was due, 0 where it is not late; and the step of the ladder that it has reached. */
  overdueDays: z.int(),
  overdue: overdueStage.nullable(),
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
  /** Why it was stopped or cancelled; null of work that is open or came to an outcome. */
  closedBecause: label.nullable(),
  lastContacts: z.array(timelineEntry),
  card: customerSummary,
  /** Points of the checklist that are done, by their place from 0. */
  ticks: z.array(z.int()),
  /** How it came to whom it is with, latest last. */
  handOvers: z.array(
    z.object({
      from: staffRef.nullable(),
      to: staffRef.nullable(),
      reason: z.string(),
      at: isoInstant,
    }),
  ),
  /** May the customer be contacted at this hour? Where not, the screen shows a stop with the sentence, and an attempt is refused. */
  mayContact: verdict,
  may: z.object({
    work: z.boolean(),
    release: z.boolean(),
    assign: z.boolean(),
    /** Give it to a colleague, with a reason. */
    handOver: z.boolean(),
    /** It is an appointment of one’s own customer: set another time or cancel. */
    reschedule: z.boolean(),
  }),
})
export type Task = z.infer<typeof task>

/** What tasks are chosen by, for a list and for a bulk command alike. */
const chosenBy = {
  pool: taskPool.optional(),
  play: z.string().max(64).optional(),
  label: z.string().max(100).optional(),
  module: z.string().max(64).optional(),
  channel: z.string().max(64).optional(),
  theme: id.optional(),
  /** Late by this step of the ladder at least. */
  overdue: overdueStage.optional(),
  /** The unit and all below it. */
  unit: id.optional(),
}

const filters = {
  /** `mine`: my own work; `all`: everything within my scope. */
  scope: z.enum(['mine', 'all']).default('mine'),
  /** Of open tasks, `ready` may be worked on at once; `due` and `later` go by the due time. */
  state: z.enum(['open', 'ready', 'due', 'later', 'done']).default('open'),
  ...chosenBy,
  assignee: id.optional(),
  customer: id.optional(),
}

/** Which open tasks a bulk command is about: all that match. Without `assignee`, those that nobody holds; `any` for both. */
export const taskSelection = z.object({
  assignee: id.optional(),
  held: z.enum(['unassigned', 'assigned', 'any']).optional(),
  ...chosenBy,
})
export type TaskSelection = z.infer<typeof taskSelection>

/** What a bulk command does to one person: their open tasks before and after, and the hours that these are. */
export const loadChange = z.object({
  staff: staffRef,
  /** Tasks that the command gives (or, recalling, takes). */
  tasks: z.int(),
  openBefore: z.int(),
  openAfter: z.int(),
  hoursBefore: z.number(),
  hoursAfter: z.number(),
})
export type LoadChange = z.infer<typeof loadChange>

/** Three disjoint counts at an instant (S156, G69), of one's own work; `done` is of the local day. */
export const taskCounts = z.object({
  done: z.int(),
  due: z.int(),
  later: z.int(),
  /** Of `done`, those that were done after their due time. */
  late: z.int(),
  /** The same three of appointments alone (S156), and what is late, by the steps of the ladder. */
  appointments: z.object({ done: z.int(), due: z.int(), later: z.int() }),
  overdue: z.object({ remind: z.int(), warn: z.int(), escalate: z.int() }),
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
  listModules: {
    method: 'GET',
    path: '/v1/tasks/modules',
    query: z.object({ scope: filters.scope, unit: filters.unit }),
    /** One entry a module of the pack that some play fills, in its order, then others that tasks stand in (`module` null: in none). */
    response: z.object({
      /** When it was counted: of a hundred thousand open tasks and more up to two minutes ago. */
      at: isoInstant,
      items: z.array(
        z.object({
          module: z.string().nullable(),
          label,
          open: z.int(),
          due: z.int(),
          later: z.int(),
          /** Due for at least a day. */
          overdue: z.int(),
          unassigned: z.int(),
          doneToday: z.int(),
        }),
      ),
    }),
    permission: 'tasks.view',
    summary: { zh: '各模块任务计数', en: 'Tasks by module view' },
    tags,
  },
  claimTasks: {
    method: 'POST',
    path: '/v1/tasks/claim',
    body: z.object({ count: z.int().min(1).max(20).default(1), idempotencyKey }),
    /** Fewer than asked for, or none, where the pool has no more whose customers may be contacted now. */
    response: z.object({
      items: z.array(taskSummary),
      /** Where quiet hours are why nothing was claimed: their end. */
      quietUntil: isoInstant.nullable(),
    }),
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
      /** … up to this many of those that match, highest priority first; all where no count is given. */
      take: taskSelection.extend({ count: z.int().min(1).max(100_000).optional() }).optional(),
      /** Shared out in turn. */
      staffIds: z.array(id).min(1).max(100),
      /** True shows what would happen and changes nothing. */
      preview: z.boolean().default(false),
      idempotencyKey,
    }),
    response: z.object({
      preview: z.boolean(),
      total: z.int(),
      /** To whom, and their load afterwards. */
      people: z.array(loadChange),
      /** The first 500 of them. */
      assignments: z.array(assignment),
      /** Of the tasks that were named: closed, unknown or outside one’s scope. */
      skipped: z.array(id),
    }),
    permission: 'tasks.assign',
    audit: 'change',
    summary: { zh: '分配任务，可先预览', en: 'Assign tasks, with a preview' },
    tags,
  },
  recallTasks: {
    method: 'POST',
    path: '/v1/tasks/recall',
    body: z.object({
      taskIds: z.array(id).min(1).max(500).optional(),
      /** All that match; `held` is `assigned`. Agreed times stay with whom they were agreed. */
      take: taskSelection.omit({ held: true }).optional(),
      /** True shows what would happen and changes nothing. */
      preview: z.boolean().default(false),
      reason: z.string().trim().min(1).max(500),
      idempotencyKey,
    }),
    response: z.object({
      preview: z.boolean(),
      total: z.int(),
      /** From whom. */
      people: z.array(loadChange),
      skipped: z.array(id),
    }),
    permission: 'tasks.assign',
    audit: 'change',
    summary: { zh: '收回任务到任务池，可先预览', en: 'Call tasks back to their pools, with a preview' },
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
      /** When it happened, where it is written down later; it then is not asked whether the customer may be contacted. */
      happenedAt: isoInstant.optional(),
      /** Answer with the next task, whole; where one claims, it is claimed. */
      next: z.boolean().default(false),
      idempotencyKey,
    }),
    response: z.object({
      task: taskSummary,
      contactId: id,
      followUpTaskId: id.nullable(),
      /** Null where it was not asked for, or where nothing is ready. */
      next: task.nullable(),
    }),
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
  tickTask: {
    method: 'PUT',
    path: '/v1/tasks/:taskId/ticks/:index',
    params: params.extend({ index: z.coerce.number<number | string>().int().min(0).max(99) }),
    body: z.object({ isDone: z.boolean() }),
    response: z.object({ ticks: z.array(z.int()) }),
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '勾选清单', en: 'Tick a point of the checklist' },
    tags,
  },
  listColleagues: {
    method: 'GET',
    path: '/v1/tasks/:taskId/colleagues',
    params,
    /** To whom one may give the task: the customer’s owner and helpers, one’s supervisors; a supervisor, anybody of the region who works tasks. */
    response: z.object({
      items: z.array(
        z.object({ staff: staffRef, why: z.enum(['owner', 'helper', 'supervisor', 'region']), isAway: z.boolean() }),
      ),
    }),
    permission: 'tasks.view',
    summary: { zh: '可转交的同事', en: 'Colleagues who may be given the task' },
    tags,
  },
  handOverTask: {
    method: 'POST',
    path: '/v1/tasks/:taskId/hand-over',
    params,
    body: z.object({ toStaffId: id, reason: z.string().trim().min(1).max(500), idempotencyKey }),
    response: z.object({ taskId: id, assignee: staffRef }),
    permission: 'tasks.view',
    audit: 'change',
    summary: { zh: '转交任务并说明原因', en: 'Give a task to a colleague, with a reason' },
    tags,
  },
} as const satisfies Record<string, Route>
