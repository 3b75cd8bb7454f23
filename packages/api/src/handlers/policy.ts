import {
  type PolicyCount as Counted,
  countPolicy,
  listPolicyCustomers,
  maskRow,
  type OrgUnit,
  subtreeOf,
} from '@tend/care'
import type { PolicyCount, policyRoutes } from '@tend/contract'
import type { Api, Handlers } from '../call.ts'
import { readTextCursor, writeCursor } from '../cursor.ts'
import { ApiFailure } from '../failure.ts'
import { presentPurposes } from '../present/consents.ts'
import { presentRules } from '../present/policy.ts'
import { presentVerdict } from '../present/verdict.ts'
import { visibleUnits } from '../visible-units.ts'

export const policyHandlers: Handlers<keyof typeof policyRoutes> = {
  getPolicy: async ({ api: { pack } }) => ({
    purposes: presentPurposes(pack),
    channels: [...pack.channels.values()].map(({ id, label, by, needsTrust, isQuiet }) => ({
      id,
      label,
      by,
      needsTrust,
      isQuiet,
    })),
    rules: presentRules(pack),
  }),

  getPolicyBoard: async ({ api, person, query, at }) => {
    requireDefined(api, query)
    if (!api.pack.schemes.has(query.scheme)) throw new ApiFailure('unknown-definition', { detail: query.scheme })
    const scope = await person.scope()
    const { units } = await api.directory()
    const visible = visibleUnits(units, scope, person.actor)
    const { purpose, channel, scheme, unit } = query
    const counts = await countPolicy(
      api.store,
      api.pack,
      { purpose, channel, scheme, scope, ...(unit === undefined ? {} : { unitIds: await subtreeOf(api.store, unit) }) },
      at,
    )
    const top = unit ?? visible[0]?.unit_id
    const children = visible.filter(({ parent_id }) => parent_id === top)
    return {
      at: at.now.toISOString(),
      items: [
        ...addUp(counts, null),
        ...children.flatMap((child) =>
          addUp(within(counts, child, units), { unitId: child.unit_id, name: child.name }),
        ),
      ],
    }
  },

  listPolicyCustomers: async ({ api, person, query, at, request }) => {
    requireDefined(api, query)
    const { purpose, channel, group, scheme, level, unit, limit } = query
    const after = readTextCursor(query.cursor)
    const found = await listPolicyCustomers(
      api.store,
      api.pack,
      {
        purpose,
        channel,
        group,
        limit: limit + 1,
        scope: await person.scope(),
        ...(unit === undefined ? {} : { unitIds: await subtreeOf(api.store, unit) }),
        ...(scheme === undefined || level === undefined ? {} : { level: { scheme, level } }),
        ...(after === undefined ? {} : { after }),
      },
      at,
    )
    const shown = found.slice(0, limit)
    const directory = await api.directory()
    const last = found.length > limit ? shown.at(-1) : undefined
    request.viewedCustomers = shown.map(({ customer_id }) => customer_id)
    return {
      items: shown.map(({ customer_id, name, unit_id, owner_id, verdict }) => ({
        customerId: customer_id,
        name: maskRow(person.actor, { name }, () => 'name').name,
        unit: { unitId: unit_id, name: directory.unitName(unit_id) },
        owner: owner_id === null ? null : { staffId: owner_id, name: directory.staffName(owner_id) },
        verdict: presentVerdict(api.pack, verdict, { purpose, channel }),
      })),
      nextCursor: last === undefined ? null : writeCursor(last.customer_id),
    }
  },
}

function requireDefined(
  { pack }: Api,
  { purpose, channel }: { readonly purpose: string; readonly channel: string },
): void {
  if (!pack.purposes.has(purpose)) throw new ApiFailure('unknown-purpose', { detail: purpose })
  if (!pack.channels.has(channel)) throw new ApiFailure('unknown-channel', { detail: channel })
}

function within(counts: readonly Counted[], unit: OrgUnit, units: readonly OrgUnit[]): readonly Counted[] {
  const below = new Set(units.filter(({ path }) => path.includes(unit.unit_id)).map(({ unit_id }) => unit_id))
  return counts.filter(({ unit_id }) => below.has(unit_id))
}

function addUp(counts: readonly Counted[], unit: PolicyCount['unit']): PolicyCount[] {
  return [...Map.groupBy(counts, ({ level }) => level)].map(([level, same]) => {
    const refused: PolicyCount['refused'] = {}
    for (const { code, customers } of same) if (code !== null) refused[code] = (refused[code] ?? 0) + customers
    const sum = (of: (one: Counted) => number): number => same.reduce((total, one) => total + of(one), 0)
    return {
      level,
      unit,
      customers: sum(({ customers }) => customers),
      reachable: sum(({ code, customers }) => (code === null ? customers : 0)),
      refused,
      belowMinimum: sum(({ below_minimum }) => below_minimum),
    }
  })
}
