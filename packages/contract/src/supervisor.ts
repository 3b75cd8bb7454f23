import { z } from 'zod'
import { verdict } from './consents.ts'
import { role } from './permissions.ts'
import {
  definitionId,
  id,
  idempotencyKey,
  isoDate,
  isoInstant,
  label,
  moneyMinor,
  page,
  paging,
  staffRef,
  unitRef,
} from './primitives.ts'
import type { Route } from './route.ts'
import { overdueStage, taskPool, taskSelection, taskSummary } from './tasks.ts'

export const pool = z.object({
  unit: unitRef,
  contactLabel: z.string(),
  pool: taskPool,
  tasks: z.int(),
  /** Of these, tasks that nobody holds. */
  unassigned: z.int(),
  valueMinor: moneyMinor,
})

export const person = z.object({
  staffId: id,
  name: z.string(),
  role,
  unit: unitRef,
  open: z.int(),
  due: z.int(),
  doneToday: z.int(),
  /** Late by the last step of the ladder: the supervisor is told. */
  escalated: z.int(),
  /** Effort of the open tasks. */
  openHours: z.number(),
  skills: z.array(z.string()),
  /** Their own figure, or the pack’s. */
  minutesPerDay: z.int(),
  /** Away today; the last day, and who stands in. */
  away: z.object({ toDay: isoDate, substitute: staffRef.nullable() }).nullable(),
})
export type Person = z.infer<typeof person>

export const plan = z.object({
  play: z.string(),
  /** Of a theme, which is a plan of its own. */
  theme: z.object({ themeId: id, name: z.string() }).nullable(),
  name: label,
  contactLabel: z.string(),
  total: z.int(),
  open: z.int(),
  done: z.int(),
  doneToday: z.int(),
  succeeded: z.int(),
})

/** Results by contact label, the unique name of a kind of contact (S161). */
export const labelResult = z.object({
  contactLabel: z.string(),
  module: z.string().nullable(),
  /** Outbound attempts, and what they came to: reached or no answer. */
  attempts: z.int(),
  reached: z.int(),
  noAnswer: z.int(),
  /** Of those reached, who declined. */
  refusals: z.int(),
  /** Tasks closed in the period: purpose reached, or not. */
  success: z.int(),
  failure: z.int(),
  /** success ÷ (success + failure), reached ÷ attempts; null where there is nothing to divide by. */
  successShare: z.number().nullable(),
  reachedShare: z.number().nullable(),
  /** People who were contacted, and minutes of effort by the plays’ own figures. */
  customers: z.int(),
})
export type LabelResult = z.infer<typeof labelResult>

/** One person’s week: hours that their work needs against hours they have. */
export const personWeek = z.object({
  staff: staffRef,
  unit: unitRef,
  /** Monday. */
  week: isoDate,
  workingDays: z.int(),
  daysAway: z.int(),
  availableHours: z.number(),
  /** Open tasks due until the end of the week, appointments among them. */
  neededHours: z.number(),
  appointmentHours: z.number(),
  tasks: z.int(),
  /** Tasks that do not fit, the lowest priority last to be left in. */
  leftOut: z.int(),
  leftOutHours: z.number(),
})
export type PersonWeek = z.infer<typeof personWeek>

export const supervisorRoutes = {
  listPools: {
    method: 'GET',
    path: '/v1/pools',
    query: z.object({ unit: id.optional() }),
    response: z.object({ items: z.array(pool) }),
    permission: 'pools.view',
    summary: { zh: '五个任务池', en: 'The five pools' },
    tags: ['supervisor'],
  },
  listPeople: {
    method: 'GET',
    path: '/v1/people',
    query: z.object({ unit: id.optional(), role: role.optional() }),
    response: z.object({ items: z.array(person) }),
    permission: 'people.view',
    summary: { zh: '人员与在办任务', en: 'People and the work they hold' },
    tags: ['supervisor'],
  },
  getPerson: {
    method: 'GET',
    path: '/v1/people/:staffId',
    params: z.object({ staffId: id }),
    /** What the progress board shows of a phone manager on a click (S156). */
    response: person.extend({
      customers: z.int(),
      helps: z.int(),
      doneThisWeek: z.int(),
      doneThisMonth: z.int(),
      successShareThisMonth: z.number().nullable(),
      nextAbsence: z.object({ fromDay: isoDate, toDay: isoDate }).nullable(),
      plans: z.array(plan),
    }),
    permission: 'people.view',
    summary: { zh: '电话经理基本资料', en: 'A person’s basic data and progress' },
    tags: ['supervisor'],
  },
  updatePerson: {
    method: 'PUT',
    path: '/v1/people/:staffId/work',
    params: z.object({ staffId: id }),
    body: z.object({
      skills: z.array(z.string().trim().min(1).max(64)).max(50),
      /** Null: the pack’s figure. */
      minutesPerDay: z.int().min(0).max(1440).nullable(),
      idempotencyKey,
    }),
    response: person,
    permission: 'tasks.assign',
    audit: 'change',
    summary: { zh: '维护人员技能与每日工时', en: 'What a person can do and how much' },
    tags: ['supervisor'],
  },
  listOverdue: {
    method: 'GET',
    path: '/v1/overdue',
    query: z.object({ stage: overdueStage.default('escalate'), unit: id.optional(), staff: id.optional(), ...paging }),
    /** The latest first; `people` tells of everybody of the scope how much is late. */
    response: page(taskSummary).extend({
      people: z.array(
        z.object({ staff: staffRef.nullable(), unit: unitRef, remind: z.int(), warn: z.int(), escalate: z.int() }),
      ),
    }),
    permission: 'people.view',
    audit: 'list',
    summary: { zh: '逾期任务：第三天提醒，第五天警示，第七天报主管', en: 'Overdue work, by the ladder' },
    tags: ['supervisor'],
  },
  listHeldTasks: {
    method: 'GET',
    path: '/v1/tasks/held',
    query: z.object({ ...taskSelection.omit({ held: true }).shape, ...paging }),
    /** By priority. A page may hold fewer than asked for, even none, while more follow: a few thousand tasks are looked at for each. */
    response: page(taskSummary.extend({ verdict })),
    permission: 'people.view',
    audit: 'list',
    summary: {
      zh: '联系规则暂不允许的未完成任务及原因',
      en: 'Open tasks that the policy of contact holds back, and why',
    },
    tags: ['supervisor'],
  },
  listResults: {
    method: 'GET',
    path: '/v1/results',
    query: z.object({ from: isoDate, to: isoDate, unit: id.optional(), module: z.string().max(64).optional() }),
    response: z.object({ from: isoDate, to: isoDate, items: z.array(labelResult) }),
    permission: 'boards.view',
    summary: { zh: '按接触标签统计结果', en: 'Results by contact label' },
    tags: ['supervisor'],
  },
  listCapacity: {
    method: 'GET',
    path: '/v1/capacity',
    query: z.object({
      from: isoDate.optional(),
      weeks: z.coerce.number<number | string>().int().min(1).max(8).default(4),
      unit: id.optional(),
    }),
    response: z.object({ at: isoInstant, items: z.array(personWeek) }),
    permission: 'people.view',
    summary: { zh: '人员每周工时：需要与可用', en: 'Hours needed against available, by person and week' },
    tags: ['supervisor'],
  },
  listLeftOut: {
    method: 'GET',
    path: '/v1/capacity/:staffId/left-out',
    params: z.object({ staffId: id }),
    query: z.object({ week: isoDate, ...paging }),
    /** What does not fit into the person’s week, highest priority first, each with the reason. Also for oneself. */
    response: page(z.object({ task: taskSummary, reason: label })),
    permission: 'tasks.view',
    audit: 'list',
    summary: { zh: '本周排不下的任务及原因', en: 'What does not fit into a week, and why' },
    tags: ['supervisor'],
  },
  listPlans: {
    method: 'GET',
    path: '/v1/plans',
    query: z.object({ unit: id.optional(), staff: id.optional() }),
    response: z.object({ at: isoInstant, items: z.array(plan) }),
    permission: 'tasks.view',
    summary: { zh: '各动作的推进进度', en: 'Progress of every play' },
    tags: ['supervisor'],
  },
  countLevels: {
    method: 'GET',
    path: '/v1/boards/levels',
    /** With a scheme, the counts are also split by the units right below `unit` (or below the top of one’s scope). */
    query: z.object({ scheme: definitionId.optional(), unit: id.optional() }),
    response: z.object({
      asOf: isoDate,
      items: z.array(
        z.object({
          scheme: z.string(),
          /** Null counts customers without a level. */
          level: z.string().nullable(),
          /** Null for the whole. */
          unit: unitRef.nullable(),
          customers: z.int(),
        }),
      ),
    }),
    permission: 'boards.view',
    summary: { zh: '各级别、各机构客户数', en: 'Customers by level and unit' },
    tags: ['boards'],
  },
} as const satisfies Record<string, Route>
