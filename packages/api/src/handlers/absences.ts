import {
  type Absence,
  type AbsenceWork,
  absenceEnd,
  addAbsence,
  countAbsenceTasks,
  endAbsence,
  findAbsence,
  findStaff,
  listAbsences,
  listSubstitutes,
  listTasks,
  localDay,
  moveAbsenceTasks,
  previewAbsenceMove,
} from '@tend/care'
import type { Absence as ApiAbsence, absenceRoutes } from '@tend/contract'
import { commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import { type TaskCall, taskNumber } from '../task-input.ts'
import { presentTasks } from './tasks.ts'

export const absenceHandlers: Handlers<keyof typeof absenceRoutes> = {
  listAbsences: async (call) => {
    const { api, person, query, at } = call
    const fromDay = query.from ?? localDay(at.now, at.timeZone)
    const absences = await listAbsences(api.store, await person.scope(), { staffId: person.actor.staffId, fromDay })
    return { items: await presentAbsences(call, absences) }
  },

  listSubstitutes: async ({ api, person, query }) => {
    const staff = await findStaff(api.store, query.staff)
    const scope = await person.scope()
    const isReached = scope.kind === 'all' || (scope.kind === 'units' && scope.unitIds.includes(staff?.unit_id ?? ''))
    if (staff === undefined || (person.actor.staffId !== query.staff && !isReached)) throw new ApiFailure('not-found')
    const days = { fromDay: query.from, toDay: query.to }
    const substitutes = await listSubstitutes(api.store, staff, days)
    return {
      items: substitutes.map(({ staff_id, name, is_away, open_tasks }) => ({
        staff: { staffId: staff_id, name },
        isAway: is_away,
        openTasks: open_tasks,
      })),
    }
  },

  addAbsence: async (call) => {
    const { api, body, person } = call
    const staffId = body.staffId ?? person.actor.staffId
    if (staffId === null) throw new ApiFailure('forbidden')
    const { fromDay, toDay, substituteId, reason } = body
    const input = { staffId, fromDay, toDay, substituteId, reason }
    const { absenceId } = required(await addAbsence(api.store, commandOf(call, body.idempotencyKey), input))
    const absence = await findAbsence(api.store, absenceId)
    const [presented] = absence === undefined ? [] : await presentAbsences(call, [absence])
    if (presented === undefined) throw new ApiFailure('not-found')
    return presented
  },

  endAbsence: async (call) => {
    const { api, params, body } = call
    const absenceId = taskNumber(params.absenceId)
    const input = body.lastDay === undefined ? { absenceId } : { absenceId, lastDay: body.lastDay }
    required(await endAbsence(api.store, commandOf(call, body.idempotencyKey), input))
    return null
  },

  listAbsenceTasks: async (call) => {
    const { api, person, params, query, at } = call
    const absence = await findAbsence(api.store, taskNumber(params.absenceId))
    const shown = absence && (await listAbsences(api.store, await person.scope(), visibleTo(call, absence)))
    if (absence === undefined || !shown?.some(({ absence_id }) => absence_id === absence.absence_id))
      throw new ApiFailure('not-found')
    const page = await listTasks(api.store, person.actor, await person.scope(), at, {
      view: 'scope',
      assigneeId: absence.staff_id,
      dueBefore: absenceEnd(absence, at.timeZone),
      limit: query.limit,
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    })
    call.request.viewedCustomers = [...new Set(page.items.map((task) => task.customer_id))]
    return { items: await presentTasks(call, page.items), nextCursor: page.next ?? null }
  },

  moveAbsenceTasks: async (call) => {
    const { api, person, params, body, at } = call
    const input = { absenceId: taskNumber(params.absenceId), direction: body.direction }
    const move = required(
      body.preview
        ? await previewAbsenceMove(api.store, { actor: person.actor, ...at }, input)
        : await moveAbsenceTasks(api.store, commandOf(call, body.idempotencyKey), input),
    )
    const directory = await api.directory()
    const staff = (staffId: string) => ({ staffId, name: directory.staffName(staffId) })
    return {
      preview: body.preview,
      total: move.total,
      from: staff(move.fromStaffId),
      to: staff(move.toStaffId),
      hours: move.minutes / 60,
    }
  },
}

const visibleTo = ({ person }: TaskCall, { to_day }: Absence) => ({ staffId: person.actor.staffId, fromDay: to_day })

async function presentAbsences(call: TaskCall, absences: readonly Absence[]): Promise<ApiAbsence[]> {
  const { api, person, at } = call
  const directory = await api.directory()
  const today = localDay(at.now, at.timeZone)
  const work = await countAbsenceTasks(api.store, absences, at)
  return absences.map((absence) => {
    const mayChange = absence.staff_id === person.actor.staffId || person.may('absences.manage')
    const counts: AbsenceWork | undefined = work.get(absence.absence_id)
    return {
      absenceId: String(absence.absence_id),
      staff: { staffId: absence.staff_id, name: directory.staffName(absence.staff_id) },
      fromDay: absence.from_day,
      toDay: absence.to_day,
      substitute:
        absence.substitute_id === null
          ? null
          : { staffId: absence.substitute_id, name: directory.staffName(absence.substitute_id) },
      // Why somebody is away is for themselves and for who keeps leave; it may speak of their health.
      reason: mayChange ? absence.reason : '',
      createdAt: absence.created_at,
      state: absence.from_day > today ? 'planned' : absence.to_day < today ? 'over' : 'current',
      openTasks: counts?.open_tasks ?? 0,
      untouchedTasks: counts?.untouched_tasks ?? 0,
      may: { change: mayChange && absence.to_day >= today, moveTasks: mayChange && absence.substitute_id !== null },
    }
  })
}
