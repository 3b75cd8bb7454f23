import { createHash, randomBytes } from 'node:crypto'
import {
  type Appointment,
  addDays,
  cancelAppointment,
  createAppointment,
  createFeed,
  findFeed,
  findFeedByToken,
  findTask,
  instantAt,
  judgeContacts,
  listAppointments,
  listFeedEntries,
  maskText,
  moveAppointment,
  revokeFeed,
} from '@tend/care'
import type { appointmentRoutes, TaskSummary } from '@tend/contract'
import { commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import { renderFeed } from '../present/calendar-feed.ts'
import { namedOf, presentTask } from '../present/task.ts'
import { presentVerdict } from '../present/verdict.ts'
import { findUser } from '../sign-in/users.ts'
import { type TaskCall, taskNumber } from '../task-input.ts'

const rangeDaysMax = 92
const dayMs = 86_400_000

export const appointmentHandlers: Handlers<keyof typeof appointmentRoutes> = {
  listAppointments: async (call) => {
    const { api, person, query, at } = call
    const days = (Date.parse(query.to) - Date.parse(query.from)) / dayMs
    if (days < 0 || days > rangeDaysMax)
      throw new ApiFailure('invalid-request', { issues: [{ path: 'query.to', message: query.to }] })
    const staffId = query.staff ?? (query.scope === 'mine' ? person.actor.staffId : undefined)
    if (staffId === null) return { items: [], counts: { done: 0, due: 0, later: 0 }, at: at.now.toISOString() }
    const found = await listAppointments(api.store, await person.scope(), {
      from: instantAt(query.from, '00:00', at.timeZone),
      to: instantAt(addDays(query.to, 1), '00:00', at.timeZone),
      ...(staffId === undefined ? {} : { staffId }),
    })
    call.request.viewedCustomers = [...new Set(found.map((task) => task.customer_id))]
    const presenter = { pack: api.pack, directory: await api.directory(), actor: person.actor, now: at.now }
    return {
      items: found.map((task) => {
        const isTheirs = task.is_open && task.assignee_id === person.actor.staffId && person.may('tasks.work')
        return {
          ...presentTask(presenter, task),
          appointmentAt: task.appointment_at ?? task.due_at,
          note: task.note === null ? null : maskText(person.actor.role, task.note, namedOf(task)),
          may: { move: isTheirs, cancel: isTheirs },
        }
      }),
      counts: countsOf(found, at.now),
      at: at.now.toISOString(),
    }
  },

  createAppointment: async (call) => {
    const { api, body, at } = call
    const { customerId, channel, minutes, purpose, note } = body
    const { taskId } = required(
      await createAppointment(api.store, commandOf(call, body.idempotencyKey), api.pack, {
        customerId,
        channel,
        minutes,
        at: body.at,
        ...(purpose === undefined ? {} : { purpose }),
        ...(note === undefined ? {} : { note }),
      }),
    )
    const task = await presentOne(call, taskId)
    const asked = { channel, purpose: task.purpose }
    const ask = { customerId, channel, purpose: task.purpose, at: new Date(body.at), isAgreed: true }
    const [verdict] = await judgeContacts(api.store, api.pack, [ask], { hour: true, timeZone: at.timeZone })
    if (verdict === undefined) throw new Error('A question was not answered.')
    return { task, mayContact: presentVerdict(api.pack, verdict, asked) }
  },

  moveAppointment: async (call) => {
    const { api, params, body } = call
    const taskId = taskNumber(params.taskId)
    const input = { taskId, at: body.at, reason: body.reason }
    required(await moveAppointment(api.store, commandOf(call, body.idempotencyKey), input))
    return presentOne(call, taskId)
  },

  cancelAppointment: async (call) => {
    const { api, params, body } = call
    const taskId = taskNumber(params.taskId)
    required(await cancelAppointment(api.store, commandOf(call, body.idempotencyKey), { taskId, reason: body.reason }))
    return presentOne(call, taskId)
  },

  getCalendarFeed: async ({ api, person }) => {
    const { staffId } = person.actor
    const feed = staffId === null ? undefined : await findFeed(api.store, staffId)
    return { feed: feed === undefined ? null : { createdAt: feed.created_at } }
  },

  createCalendarFeed: async (call) => {
    const token = randomBytes(24).toString('hex')
    required(await createFeed(call.api.store, commandOf(call), hashOf(token)))
    return { path: `/v1/calendar/feed/${token}.ics`, createdAt: call.at.now.toISOString() }
  },

  revokeCalendarFeed: async (call) => {
    required(await revokeFeed(call.api.store, commandOf(call)))
    return null
  },

  readCalendarFeed: async ({ api, params, at }) => {
    const feed = await findFeedByToken(api.store, hashOf(params.token))
    const user = feed && (await findUser(api.store, feed.user_id, at.now))
    if (feed === undefined || !user?.is_active) throw new ApiFailure('not-found')
    const entries = await listFeedEntries(api.store, feed.staff_id, {
      from: new Date(at.now.getTime() - 7 * dayMs),
      to: new Date(at.now.getTime() + rangeDaysMax * dayMs),
    })
    return renderFeed(api.pack, entries, { language: user.language, now: at.now })
  },
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Three disjoint counts (S156, G69, golden B12). */
function countsOf(found: readonly Appointment[], now: Date) {
  const open = found.filter(({ is_open }) => is_open)
  const due = open.filter(({ due_at }) => Date.parse(due_at) <= now.getTime())
  return { done: found.length - open.length, due: due.length, later: open.length - due.length }
}

async function presentOne({ api, person, at }: TaskCall, taskId: number): Promise<TaskSummary> {
  const task = await findTask(api.store, await person.scope(), taskId)
  if (task === undefined) throw new ApiFailure('not-found')
  const presenter = { pack: api.pack, directory: await api.directory(), actor: person.actor, now: at.now }
  return presentTask(presenter, task)
}
