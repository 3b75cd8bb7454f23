import { z } from 'zod'
import { id, idempotencyKey, isoDate, isoInstant, noContent, page, paging, staffRef } from './primitives.ts'
import type { Route } from './route.ts'
import { taskSummary } from './tasks.ts'

const tags = ['absences'] as const
const params = z.object({ absenceId: id })

/** Days on which somebody is away, both ends included, and who stands in. */
export const absence = z.object({
  absenceId: id,
  staff: staffRef,
  fromDay: isoDate,
  toDay: isoDate,
  substitute: staffRef.nullable(),
  reason: z.string(),
  createdAt: isoInstant,
  /** Not begun, going on, over. */
  state: z.enum(['planned', 'current', 'over']),
  /** Open tasks of the person that fall due within these days and have not been moved. */
  openTasks: z.int(),
  /** Tasks that the substitute has from it and has not touched: they go back. */
  untouchedTasks: z.int(),
  may: z.object({ change: z.boolean(), moveTasks: z.boolean() }),
})
export type Absence = z.infer<typeof absence>

export const absenceRoutes = {
  listAbsences: {
    method: 'GET',
    path: '/v1/absences',
    query: z.object({
      from: isoDate.optional().describe('Absences that end on this day or later; today where absent'),
    }),
    /** One’s own, those one stands in for, and those of the people one supervises. */
    response: z.object({ items: z.array(absence) }),
    permission: 'tasks.view',
    summary: { zh: '休假与代班', en: 'Leave and substitution' },
    tags,
  },
  listSubstitutes: {
    method: 'GET',
    path: '/v1/absences/substitutes',
    query: z.object({ staff: id, from: isoDate, to: isoDate }),
    response: z.object({
      items: z.array(z.object({ staff: staffRef, isAway: z.boolean(), openTasks: z.int() })),
    }),
    permission: 'tasks.view',
    summary: { zh: '可代班的同区同事', en: 'Who may stand in' },
    tags,
  },
  addAbsence: {
    method: 'POST',
    path: '/v1/absences',
    body: z.object({
      /** Oneself where absent; others need `absences.manage`. */
      staffId: id.optional(),
      fromDay: isoDate,
      toDay: isoDate,
      substituteId: id.nullable(),
      reason: z.string().trim().min(1).max(500),
      idempotencyKey,
    }),
    response: absence,
    status: 201,
    permission: 'tasks.view',
    audit: 'change',
    summary: { zh: '登记休假', en: 'Put down an absence' },
    tags,
  },
  endAbsence: {
    method: 'POST',
    path: '/v1/absences/:absenceId/end',
    params,
    body: z.object({
      /** The last day away, for who returns early; the whole absence is taken back where absent. */
      lastDay: isoDate.optional(),
      idempotencyKey,
    }),
    response: noContent,
    status: 204,
    permission: 'tasks.view',
    audit: 'change',
    summary: { zh: '取消休假或提前返岗', en: 'Cancel an absence or return early' },
    tags,
  },
  listAbsenceTasks: {
    method: 'GET',
    path: '/v1/absences/:absenceId/tasks',
    params,
    query: z.object({ ...paging }),
    response: page(taskSummary),
    permission: 'tasks.view',
    audit: 'list',
    summary: { zh: '休假期间到期的任务', en: 'Open work that falls due while somebody is away' },
    tags,
  },
  moveAbsenceTasks: {
    method: 'POST',
    path: '/v1/absences/:absenceId/tasks/move',
    params,
    body: z.object({
      /** `out`: to the substitute what falls due; `back`: to the person what the substitute has not touched. */
      direction: z.enum(['out', 'back']),
      preview: z.boolean().default(false),
      idempotencyKey,
    }),
    response: z.object({ preview: z.boolean(), total: z.int(), from: staffRef, to: staffRef, hours: z.number() }),
    permission: 'tasks.view',
    audit: 'change',
    summary: { zh: '移交或归还休假期间的任务，可先预览', en: 'Move work to the substitute or back, with a preview' },
    tags,
  },
} as const satisfies Record<string, Route>
