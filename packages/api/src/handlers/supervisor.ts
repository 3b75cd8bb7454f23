import { countByLevel } from '@tend/analysis'
import { listPeople, type OrgUnit, planProgress, type Role, type Scope, subtreeOf, summarisePools } from '@tend/care'
import type { RouteResponse, supervisorRoutes } from '@tend/contract'
import type { Api, Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { onlyUnits, scopeFilter } from '../scope-filter.ts'
import { visibleUnits } from '../visible-units.ts'

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
    const people = await listPeople(api.store, await person.scope(), at)
    return {
      items: people
        .filter(
          ({ unit_id, role }) => (units?.has(unit_id) ?? true) && (query.role === undefined || role === query.role),
        )
        .map((each) => ({
          staffId: each.staff_id,
          name: each.name,
          role: each.role as Role,
          unit: { unitId: each.unit_id, name: directory.unitName(each.unit_id) },
          open: each.open,
          due: each.due,
          doneToday: each.done_today,
        })),
    }
  },

  listPlans: async ({ api, person, at }) => {
    const plans = await planProgress(api.store, await person.scope(), at)
    return {
      items: plans.map((plan) => ({
        play: plan.play,
        contactLabel: plan.contact_label,
        total: plan.total,
        open: plan.open,
        done: plan.done,
        doneToday: plan.done_today,
        succeeded: plan.succeeded,
      })),
    }
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
