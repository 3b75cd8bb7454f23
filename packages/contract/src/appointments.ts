import { z } from 'zod'
import { verdict } from './consents.ts'
import { id, idempotencyKey, isoDate, isoInstant, noContent } from './primitives.ts'
import type { Route } from './route.ts'
import { taskSummary } from './tasks.ts'

const tags = ['appointments'] as const
const params = z.object({ taskId: id })

/** An agreed time (S156): a task that has one. */
export const appointment = taskSummary.extend({
  appointmentAt: isoInstant,
  /** What was written down when it was agreed. */
  note: z.string().nullable(),
  may: z.object({ move: z.boolean(), cancel: z.boolean() }),
})
export type Appointment = z.infer<typeof appointment>

export const calendarFeed = z.object({ createdAt: isoInstant }).nullable()

export const appointmentRoutes = {
  listAppointments: {
    method: 'GET',
    path: '/v1/appointments',
    query: z.object({
      from: isoDate,
      /** The last day, at most 92 days after the first. */
      to: isoDate,
      /** Of somebody else, for who sees them; oneself where absent. */
      staff: id.optional(),
      /** `all`: of everybody within one’s scope. */
      scope: z.enum(['mine', 'all']).default('mine'),
    }),
    /** By time. `counts` as of this instant: done, open and due, open and not due yet, of the whole range (S156, G69). */
    response: z.object({
      items: z.array(appointment),
      counts: z.object({ done: z.int(), due: z.int(), later: z.int() }),
      at: isoInstant,
    }),
    permission: 'tasks.view',
    audit: 'list',
    summary: { zh: '预约日历', en: 'Appointments of a range of days' },
    tags,
  },
  createAppointment: {
    method: 'POST',
    path: '/v1/appointments',
    body: z.object({
      customerId: id,
      at: isoInstant,
      channel: z.string().max(64),
      /** Why the customer is contacted, an id of the catalogue; where absent, the first that the pack needs no consent for. */
      purpose: z.string().max(64).optional(),
      minutes: z.int().min(5).max(480).default(30),
      note: z.string().trim().max(500).optional(),
      idempotencyKey,
    }),
    response: z.object({ task: taskSummary, mayContact: verdict }),
    status: 201,
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '为自己的客户新建预约', en: 'Agree a time with one’s own customer' },
    tags,
  },
  moveAppointment: {
    method: 'POST',
    path: '/v1/appointments/:taskId/move',
    params,
    body: z.object({ at: isoInstant, reason: z.string().trim().min(1).max(500), idempotencyKey }),
    response: taskSummary,
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '改约', en: 'Set another time' },
    tags,
  },
  cancelAppointment: {
    method: 'POST',
    path: '/v1/appointments/:taskId/cancel',
    params,
    body: z.object({ reason: z.string().trim().min(1).max(500), idempotencyKey }),
    /** An appointment made by hand is closed; one that came of other work drops its time and is due the next working day. */
    response: taskSummary,
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '取消预约', en: 'Cancel an appointment' },
    tags,
  },
  getCalendarFeed: {
    method: 'GET',
    path: '/v1/calendar/feed',
    response: z.object({ feed: calendarFeed }),
    permission: 'tasks.work',
    summary: { zh: '日历订阅状态', en: 'Whether one has a calendar feed' },
    tags,
  },
  createCalendarFeed: {
    method: 'POST',
    path: '/v1/calendar/feed',
    /** Each call makes an address, told once, and ends the former one. */
    response: z.object({ path: z.string(), createdAt: isoInstant }),
    status: 201,
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '生成日历订阅地址', en: 'Make a calendar feed' },
    tags,
  },
  revokeCalendarFeed: {
    method: 'DELETE',
    path: '/v1/calendar/feed',
    response: noContent,
    status: 204,
    permission: 'tasks.work',
    audit: 'change',
    summary: { zh: '撤销日历订阅', en: 'End one’s calendar feed' },
    tags,
  },
  readCalendarFeed: {
    method: 'GET',
    path: '/v1/calendar/feed/:token.ics',
    params: z.object({ token: z.string().min(20).max(100) }),
    /** iCalendar text: times, channels and a surname initial, no more of anybody. */
    response: z.string(),
    calendar: true,
    permission: 'open',
    summary: { zh: '日历订阅（iCalendar）', en: 'Appointments as iCalendar' },
    tags,
  },
} as const satisfies Record<string, Route>
