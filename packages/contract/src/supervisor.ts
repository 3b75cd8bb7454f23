import { z } from 'zod'
import { role } from './permissions.ts'
import { definitionId, id, isoDate, moneyMinor, page, paging, queryFlag, unitRef } from './primitives.ts'
import type { Route } from './route.ts'
import { taskPool } from './tasks.ts'

export const pool = z.object({
  pool: taskPool,
  contactLabel: z.string(),
  play: z.string(),
  tasks: z.int(),
  /** Of these, tasks that nobody holds. */
  unassigned: z.int(),
  late: z.int(),
  worthMinor: moneyMinor,
})

export const person = z.object({
  staffId: id,
  name: z.string(),
  role,
  unit: unitRef.nullable(),
  isActive: z.boolean(),
  customers: z.int(),
  openTasks: z.int(),
  dueTasks: z.int(),
  lateTasks: z.int(),
  doneToday: z.int(),
  /** Closed in the success pool ÷ closed, over the last thirty days; null without any. */
  successRate: z.number().nullable(),
})
export type Person = z.infer<typeof person>

export const plan = z.object({
  play: z.string(),
  contactLabel: z.string(),
  total: z.int(),
  open: z.int(),
  success: z.int(),
  failure: z.int(),
  late: z.int(),
})

export const supervisorRoutes = {
  listPools: {
    method: 'GET',
    path: '/v1/pools',
    query: z.object({ unit: id.optional() }),
    response: z.object({ items: z.array(pool) }),
    permission: 'people.read',
    summary: { zh: '五个任务池', en: 'The five pools' },
    tags: ['supervisor'],
  },
  listPeople: {
    method: 'GET',
    path: '/v1/people',
    query: z.object({
      unit: id.optional(),
      role: role.optional(),
      active: queryFlag,
      search: z.string().trim().min(1).max(100).optional(),
      ...paging,
    }),
    response: page(person),
    permission: 'people.read',
    summary: { zh: '人员与在办任务', en: 'People and the work they hold' },
    tags: ['supervisor'],
  },
  listPlans: {
    method: 'GET',
    path: '/v1/plans',
    query: z.object({ unit: id.optional() }),
    response: z.object({ items: z.array(plan) }),
    permission: 'people.read',
    summary: { zh: '各动作的推进进度', en: 'Progress of every play' },
    tags: ['supervisor'],
  },
  countLevels: {
    method: 'GET',
    path: '/v1/boards/levels',
    query: z.object({ scheme: definitionId.optional(), unit: id.optional() }),
    response: z.object({
      asOf: isoDate,
      items: z.array(z.object({ scheme: z.string(), level: z.string().nullable(), unit: unitRef, customers: z.int() })),
    }),
    permission: 'boards.read',
    summary: { zh: '各级别、各机构客户数', en: 'Customers by level and unit' },
    tags: ['boards'],
  },
} as const satisfies Record<string, Route>
