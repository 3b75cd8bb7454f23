import { countByLevel } from '@tend/analysis'
import {
  addDays,
  countOverdue,
  instantAt,
  listCapacity,
  listHeldTasks,
  listLeftOut,
  listPeople,
  listTasks,
  localDay,
  type OrgUnit,
  overdueBefore,
  type PlanProgress,
  planProgress,
  recordOfPerson,
  resultsByLabel,
  type Scope,
  subtreeOf,
  summarisePools,
  updatePerson,
} from '@tend/care'
import type { Label, RouteResponse, supervisorRoutes } from '@tend/contract'
import type { Pack } from '@tend/pack'
import { type Api, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import { playLabel } from '../present/label.ts'
import { presentPerson } from '../present/person.ts'
import { presentTask } from '../present/task.ts'
import { presentVerdict } from '../present/verdict.ts'
import { onlyUnits, scopeFilter } from '../scope-filter.ts'
import { filterOf } from '../task-input.ts'
import { visibleUnits } from '../visible-units.ts'
import { presentTasks } from './tasks.ts'

export const supervisorHandlers: Handlers<keyof typeof supervisorRoutes> = {
  listPools: async ({ api, person, query }) => {
    const directory = await api.directory()
    const units = query.unit === undefined ? undefined : new Set(await subtreeOf(api.store, query.unit))
    const pools = await summarisePools(api.store, await person.scope())
    return {
      items: pools
        .filter(({ unit_id }) => units?.has(unit_id) ?? true)
        .map((pool) => ({
          unit: { unitId: pool.unit_id, name: directory.unitName(pool.unit_id) },
          contactLabel: pool.contact_label,
          pool: pool.pool,
          tasks: pool.tasks,
          unassigned: pool.unassigned,
          valueMinor: pool.value,
        })),
    }
  },

  listPeople: async ({ api, person, query, at }) => {
    const directory = await api.directory()
    const units = query.unit === undefined ? undefined : new Set(await subtreeOf(api.store, query.unit))
    const people = await listPeople(api.store, await person.scope(), at, api.pack)
    return {
      items: people
        .filter(
          ({ unit_id, role }) => (units?.has(unit_id) ?? true) && (query.role === undefined || role === query.role),
        )
        .map((each) => presentPerson(api.pack, directory, each)),
    }
  },

  getPerson: async ({ api, person, params, at }) => {
    const scope = await person.scope()
    const found = (await listPeople(api.store, scope, at, api.pack)).find(({ staff_id }) => staff_id === params.staffId)
    if (found === undefined) throw new ApiFailure('not-found')
    const record = await recordOfPerson(api.store, params.staffId, at)
    const plans = await planProgress(api.store, scope, at, { staffId: params.staffId })
    return {
      ...presentPerson(api.pack, await api.directory(), found),
      customers: record.customers,
      helps: record.helps,
      doneThisWeek: record.done_this_week,
      doneThisMonth: record.done_this_month,
      successShareThisMonth: shareOf(record.succeeded_this_month, record.done_this_month),
      nextAbsence:
        record.next_from === null || record.next_to === null
          ? null
          : { fromDay: record.next_from, toDay: record.next_to },
      plans: plans.map((plan) => presentPlan(api.pack, plan)),
    }
  },

  updatePerson: async (call) => {
    const { api, person, params, body, at } = call
    const { skills, minutesPerDay } = body
    const input = { staffId: params.staffId, skills, minutesPerDay }
    required(await updatePerson(api.store, commandOf(call, body.idempotencyKey), input))
    const people = await listPeople(api.store, await person.scope(), at, api.pack)
    const found = people.find(({ staff_id }) => staff_id === params.staffId)
    if (found === undefined) throw new ApiFailure('not-found')
    return presentPerson(api.pack, await api.directory(), found)
  },

  listHeldTasks: async (call) => {
    const { api, person, query, at } = call
    const { limit, cursor, ...filter } = query
    const page = await listHeldTasks(api.store, api.pack, person.actor, await person.scope(), at, {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...filterOf(call, filter),
    })
    const presenter = { pack: api.pack, directory: await api.directory(), actor: person.actor, now: at.now }
    call.request.viewedCustomers = [...new Set(page.items.map(({ task }) => task.customer_id))]
    return {
      items: page.items.map(({ task, verdict }) => ({
        ...presentTask(presenter, task),
        verdict: presentVerdict(api.pack, verdict, task),
      })),
      nextCursor: page.next ?? null,
    }
  },

  listOverdue: async (call) => {
    const { api, person, query, at } = call
    const scope = await person.scope()
    const within = {
      ...(query.unit === undefined ? {} : { unitId: query.unit }),
      ...(query.staff === undefined ? {} : { staffId: query.staff }),
    }
    const page = await listTasks(api.store, person.actor, scope, at, {
      view: 'scope',
      limit: query.limit,
      dueBefore: overdueBefore(query.stage, api.pack.work, at),
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
      ...(query.unit === undefined ? {} : { unitId: query.unit }),
      ...(query.staff === undefined ? {} : { assigneeId: query.staff }),
    })
    const directory = await api.directory()
    const people = await countOverdue(api.store, scope, at, api.pack, within)
    call.request.viewedCustomers = [...new Set(page.items.map((task) => task.customer_id))]
    return {
      items: await presentTasks(call, page.items),
      nextCursor: page.next ?? null,
      people: people.map(({ staff_id, unit_id, remind, warn, escalate }) => ({
        staff: staff_id === null ? null : { staffId: staff_id, name: directory.staffName(staff_id) },
        unit: { unitId: unit_id, name: directory.unitName(unit_id) },
        remind,
        warn,
        escalate,
      })),
    }
  },

  listResults: async ({ api, person, query, at }) => {
    if (query.to < query.from)
      throw new ApiFailure('invalid-request', { issues: [{ path: 'query.to', message: query.to }] })
    const results = await resultsByLabel(api.store, await person.scope(), {
      from: instantAt(query.from, '00:00', at.timeZone),
      to: instantAt(addDays(query.to, 1), '00:00', at.timeZone),
      ...(query.unit === undefined ? {} : { unitId: query.unit }),
      ...(query.module === undefined ? {} : { module: query.module }),
    })
    return {
      from: query.from,
      to: query.to,
      items: results.map((result) => ({
        contactLabel: result.contact_label,
        module: result.module,
        attempts: result.attempts,
        reached: result.reached,
        noAnswer: result.no_answer,
        refusals: result.refusals,
        success: result.success,
        failure: result.failure,
        successShare: shareOf(result.success, result.success + result.failure),
        reachedShare: shareOf(result.reached, result.attempts),
        customers: result.customers,
      })),
    }
  },

  listCapacity: async ({ api, person, query, at }) => {
    const directory = await api.directory()
    const weeks = await listCapacity(api.store, await person.scope(), at, api.pack, {
      from: query.from ?? localDay(at.now, at.timeZone),
      weeks: query.weeks,
      ...(query.unit === undefined ? {} : { unitIds: await subtreeOf(api.store, query.unit) }),
    })
    return {
      at: at.now.toISOString(),
      items: weeks.map((each) => ({
        staff: { staffId: each.staff_id, name: each.name },
        unit: { unitId: each.unit_id, name: directory.unitName(each.unit_id) },
        week: each.week,
        workingDays: each.working_days,
        daysAway: each.days_away,
        availableHours: each.available / 60,
        neededHours: each.needed / 60,
        appointmentHours: each.appointments / 60,
        tasks: each.tasks,
        leftOut: each.left_out,
        leftOutHours: each.left_out_minutes / 60,
      })),
    }
  },

  listLeftOut: async (call) => {
    const { api, person, params, query, at } = call
    const page = await listLeftOut(api.store, await person.scope(), at, api.pack, {
      staffId: params.staffId,
      day: query.week,
      limit: query.limit,
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    })
    const presenter = { pack: api.pack, directory: await api.directory(), actor: person.actor, now: at.now }
    call.request.viewedCustomers = [...new Set(page.items.map((task) => task.customer_id))]
    return {
      items: page.items.map((task) => ({ task: presentTask(presenter, task), reason: reasonOfLeftOut(task) })),
      nextCursor: page.next ?? null,
    }
  },

  listPlans: async ({ api, person, query, at }) => {
    const plans = await planProgress(api.store, await person.scope(), at, {
      ...(query.unit === undefined ? {} : { unitId: query.unit }),
      ...(query.staff === undefined ? {} : { staffId: query.staff }),
    })
    return { at: at.now.toISOString(), items: plans.map((plan) => presentPlan(api.pack, plan)) }
  },

  countLevels: async ({ api, person, query, signal }) => {
    const { pack } = api
    if (query.scheme !== undefined && !pack.schemes.has(query.scheme)) {
      throw new ApiFailure('unknown-definition', { detail: query.scheme })
    }
    const scope = await person.scope()
    const { units } = await api.directory()
    const visible = visibleUnits(units, scope, person.actor)
    const parts = await boardParts(api, visible, query)
    return api.state.read(signal, async (state) => {
      const items: RouteResponse<'countLevels'>['items'] = []
      for (const scheme of query.scheme === undefined ? pack.schemes.keys() : [query.scheme]) {
        for (const { unit, narrower } of parts) {
          const counts = await countByLevel(state, scheme, scopeFilter(scope, ...narrower))
          for (const [level, customers] of Object.entries(counts)) {
            items.push({ scheme, level: level === '' ? null : level, unit, customers })
          }
        }
      }
      return { asOf: state.asOf, items }
    })
  },
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const presentPlan = (pack: Pack, plan: PlanProgress): RouteResponse<'listPlans'>['items'][number] => ({
  play: plan.play,
  theme: plan.theme_id === null ? null : { themeId: String(plan.theme_id), name: plan.theme_name ?? '' },
  name: nameOfPlan(pack, plan),
  contactLabel: plan.contact_label,
  total: plan.total,
  open: plan.open,
  done: plan.done,
  doneToday: plan.done_today,
  succeeded: plan.succeeded,
})

const nameOfPlan = (pack: Pack, { play, theme_name }: PlanProgress): Label =>
  theme_name === null ? playLabel(pack, play) : { zh: theme_name, en: theme_name }

/** Hours to one decimal. */
const hours = (minutes: number): string => (minutes / 60).toFixed(1).replace(/\.0$/, '')

function reasonOfLeftOut(task: {
  readonly running: number
  readonly until: number
  readonly effort_minutes: number
  readonly days_away: number
}): Label {
  const before = hours(task.running - task.effort_minutes)
  const away =
    task.days_away === 0
      ? { zh: '', en: '' }
      : { zh: `（休假 ${task.days_away} 天）`, en: ` (${task.days_away} days of leave)` }
  return {
    zh: `到本周末可用 ${hours(task.until)} 小时${away.zh}，优先级更高的任务已排 ${before} 小时，本任务还需 ${hours(task.effort_minutes)} 小时，排不下。`,
    en: `Until the end of the week there are ${hours(task.until)} hours${away.en}; work of higher priority takes ${before} of them, and this needs ${hours(task.effort_minutes)} more.`,
  }
}

type Part = {
  readonly unit: { readonly unitId: string; readonly name: string } | null
  readonly narrower: readonly Scope[]
}

/** The whole, and where one scheme is asked for each unit right below the chosen one. */
async function boardParts(
  api: Api,
  visible: readonly OrgUnit[],
  query: { readonly scheme?: string | undefined; readonly unit?: string | undefined },
): Promise<Part[]> {
  const whole: Part = {
    unit: null,
    narrower: query.unit === undefined ? [] : [onlyUnits(await subtreeOf(api.store, query.unit))],
  }
  if (query.scheme === undefined) return [whole]
  const top = query.unit ?? visible[0]?.unit_id
  const children = visible.filter(({ parent_id }) => parent_id === top)
  const parts = children.map(async ({ unit_id, name }) => ({
    unit: { unitId: unit_id, name },
    narrower: [onlyUnits(await subtreeOf(api.store, unit_id))],
  }))
  return [whole, ...(await Promise.all(parts))]
}
