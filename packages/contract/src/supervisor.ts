import { z } from 'zod'
import { role } from './permissions.ts'
import { definitionId, id, isoDate, moneyMinor, unitRef } from './primitives.ts'
import type { Route } from './route.ts'
import { taskPool } from './tasks.ts'

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
})
export type Person = z.infer<typeof person>

export const plan = z.object({
  play: z.string(),
  contactLabel: z.string(),
  total: z.int(),
  open: z.int(),
  done: z.int(),
  doneToday: z.int(),
  succeeded: z.int(),
})

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
  listPlans: {
    method: 'GET',
    path: '/v1/plans',
    response: z.object({ items: z.array(plan) }),
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
