import { join } from 'node:path'
import {
  countNearLine,
  distanceUnit,
  getCustomer,
  levelHistory,
  listNearLine,
  type NearLineQuery,
  openState,
  type RowFilter,
  schemesOf,
  whyLevel,
} from '@tend/analysis'
import { committedStates, findCustomers, maskRow, subtreeOf } from '@tend/care'
import type { CellValue, nearLineRoutes } from '@tend/contract'
import type { Api, Handlers } from '../call.ts'
import { readTextCursor, writeCursor } from '../cursor.ts'
import { ApiFailure } from '../failure.ts'
import { requireSnapshot } from '../find-customer.ts'
import type { Person } from '../person.ts'
import { sensitivityIn } from '../present/sensitivity.ts'
import { presentWhy } from '../present/why.ts'
import { onlyOwner, onlyUnits, scopeFilter } from '../scope-filter.ts'

/** Nights that a customer's history reaches back: two years of daily ones. */
const nightsMax = 730

export const nearLineHandlers: Handlers<keyof typeof nearLineRoutes> = {
  listNearLine: async ({ api, person, query, signal, request }) => {
    const question = await questionOf(api, person, query)
    const place = placeOf(query.cursor)
    const { limit, direction, level } = query
    const { found, asOf } = await api.state.read(signal, async (state) => ({
      asOf: state.asOf,
      found: await listNearLine(state, {
        ...question,
        direction,
        limit: limit + 1,
        ...(level === undefined ? {} : { level }),
        ...(place === undefined ? {} : { after: place }),
      }),
    }))
    const shown = found.slice(0, limit)
    const ids = shown.map(({ customer_id }) => customer_id)
    const customers = await findCustomers(api.store, await person.scope(), ids)
    const directory = await api.directory()
    const unit = distanceUnit(api.pack, query.scheme)
    const last = found.length > limit ? shown.at(-1) : undefined
    request.viewedCustomers = ids
    return {
      asOf,
      items: shown.map((each) => {
        const customer = customers.get(each.customer_id)
        const ownerId = customer === undefined ? each.owner_id : customer.owner_id
        const { name } = maskRow(person.actor, { name: customer?.name ?? null }, () => 'name')
        return {
          customerId: each.customer_id,
          name,
          unit: { unitId: each.unit_id, name: directory.unitName(each.unit_id) },
          owner: ownerId === null ? null : { staffId: ownerId, name: directory.staffName(ownerId) },
          direction,
          level: each.level,
          line: each.line,
          distance: each.distance,
          valueUnit: unit,
        }
      }),
      nextCursor: last === undefined ? null : writeCursor(`${last.distance}|${last.customer_id}`),
    }
  },

  countNearLine: async ({ api, person, query, signal }) => {
    const question = await questionOf(api, person, query)
    return api.state.read(signal, async (state) => ({
      asOf: state.asOf,
      items: [...(await countNearLine(state, question))],
    }))
  },

  listLevels: async (call) => {
    const { api, params, query, signal, person } = call
    await requireSnapshot(call)
    const nights = await committedStates(api.store, { limit: nightsMax })
    const hashes = [...new Set(nights.map(({ pack_hash }) => pack_hash))]
    const earlier = await Promise.all(hashes.map((hash) => api.studio.packOf(hash)))
    const packs = [api.pack, ...earlier.filter((pack) => pack !== undefined)]
    const schemes = query.scheme === undefined ? schemesOf(packs) : [query.scheme]
    const stretches = await api.state.read(signal, (state) =>
      levelHistory(
        state.duck,
        nights.map(({ as_of, state_folder, pack_hash }) => ({
          asOf: as_of,
          folder: join(api.states, state_folder),
          packHash: pack_hash,
        })),
        { customerId: params.customerId, schemes },
      ),
    )
    const versions = new Map<string, number | null>()
    for (const { packHash } of stretches)
      if (!versions.has(packHash)) versions.set(packHash, await api.studio.versionOf(packHash))
    return {
      items: stretches.map(({ scheme, level, from, to, since, packHash, reason }) => ({
        scheme,
        level,
        from,
        to,
        since,
        packHash,
        version: versions.get(packHash) ?? null,
        reason: maskRow(person.actor, reason, sensitivityIn(api.pack)) as Record<string, CellValue>,
      })),
    }
  },

  explainClassOn: async (call) => {
    const { api, params, signal, person } = call
    await requireSnapshot(call)
    const [night] = await committedStates(api.store, { until: params.date, limit: 1 })
    if (night === undefined) throw new ApiFailure('not-found')
    const known = await api.studio.packOf(night.pack_hash)
    const pack = known ?? api.pack
    const scheme = pack.schemes.get(params.scheme)
    if (scheme === undefined) throw new ApiFailure('not-found')
    const row = await api.state.read(signal, async ({ duck }) =>
      getCustomer(await openState(duck, join(api.states, night.state_folder), pack), params.customerId, anybody),
    )
    if (row === undefined) throw new ApiFailure('not-found')
    const presenter = { pack, directory: await api.directory(), actor: person.actor }
    const why = presentWhy(presenter, scheme, whyLevel(pack, scheme.id, row, night.as_of), night.as_of)
    return {
      ...why,
      packHash: night.pack_hash,
      on: params.date,
      version: await api.studio.versionOf(night.pack_hash),
      isRuleKnown: known !== undefined,
    }
  },
}

/** `requireSnapshot` has answered for the customer, who may have been of another unit on that day. */
const anybody: RowFilter = { sql: 'true', params: [] }

type Asked = {
  readonly scheme: string
  readonly within?: number | undefined
  readonly unit?: string | undefined
  readonly owner?: string | undefined
}

async function questionOf(api: Api, person: Person, asked: Asked): Promise<NearLineQuery> {
  if (!api.pack.schemes.has(asked.scheme)) throw new ApiFailure('unknown-definition', { detail: asked.scheme })
  const narrower = []
  if (asked.unit !== undefined) narrower.push(onlyUnits(await subtreeOf(api.store, asked.unit)))
  if (asked.owner !== undefined) narrower.push(onlyOwner(asked.owner))
  return {
    scheme: asked.scheme,
    scope: scopeFilter(await person.scope(), ...narrower),
    ...(asked.within === undefined ? {} : { within: asked.within }),
  }
}

function placeOf(cursor: string | undefined): { readonly distance: number; readonly customerId: string } | undefined {
  const place = readTextCursor(cursor)
  if (place === undefined) return undefined
  const [distance = '', customerId = ''] = place.split(/\|(.*)/)
  if (distance === '' || customerId === '' || !Number.isFinite(Number(distance))) throw new ApiFailure('invalid-cursor')
  return { distance: Number(distance), customerId }
}
