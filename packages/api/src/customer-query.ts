import type { CustomerQuery } from '@tend/analysis'
import { roles, searchCustomers, subtreeOf } from '@tend/care'
import type { RouteRequest } from '@tend/contract'
import type { Api } from './call.ts'
import { ApiFailure } from './failure.ts'
import type { Person } from './person.ts'
import { sensitivityIn } from './present/sensitivity.ts'
import { onlyCustomers, onlyOwner, onlyUnits, scopeFilter } from './scope-filter.ts'

type Filters = RouteRequest<'countCustomers'>['query']
type Range = { readonly min?: number | string; readonly max?: number | string }

/** The query string as a question to the state, bound by the person's scope. */
export async function customerQuery(api: Api, person: Person, filters: Filters): Promise<CustomerQuery> {
  const narrower = []
  if (filters.unit !== undefined) narrower.push(onlyUnits(await subtreeOf(api.store, filters.unit)))
  if (filters.owner !== undefined) narrower.push(onlyOwner(filters.owner))
  const found = filters.search === undefined ? undefined : await findByPhone(api, person, filters.search)
  if (found !== undefined) narrower.push(onlyCustomers(found))
  const { moment } = filters
  if (moment !== undefined && !api.pack.moments.has(moment))
    throw new ApiFailure('unknown-definition', { detail: moment })
  const ranges = rangesOf(api, filters.range)
  const query: CustomerQuery = {
    scope: scopeFilter(await person.scope(), ...narrower),
    levels: levelsOf(api, filters.level),
    ranges,
    ...(moment === undefined ? {} : { moment }),
  }
  if (filters.search === undefined || found !== undefined) return query
  // Who reads names with stars must not find out by search what the stars hide: for them only the customer id counts.
  if (roles[person.actor.role].name === 'clear') return { ...query, text: filters.search }
  return { ...query, ranges: { ...ranges, customer_id: { min: filters.search, max: `${filters.search}\u{10ffff}` } } }
}

/** Filters, ranges and orders read plain columns only: by halving a range one could read a masked number digit by digit. */
export function requirePlainColumn(api: Api, column: string): void {
  const { pack } = api
  const isAttribute = pack.facts.get('customer')?.columns.some(({ id }) => id === column) ?? false
  const isKnown = column === 'customer_id' || isAttribute || pack.indicators.has(column) || pack.schemes.has(column)
  if (!isKnown || sensitivityIn(pack)(column) !== undefined)
    throw new ApiFailure('unknown-definition', { detail: column })
}

/** A whole phone number names a customer at the counter, though the desk reads it with stars. Undefined where it is not one, or nobody's. */
async function findByPhone(api: Api, person: Person, search: string): Promise<readonly string[] | undefined> {
  if (!/^\+?[\d -]{7,20}$/.test(search) || roles[person.actor.role].name !== 'clear') return undefined
  const { items } = await searchCustomers(api.store, await person.scope(), { text: search, limit: 100 })
  return items.length === 0 ? undefined : items.map(({ customer_id }) => customer_id)
}

function levelsOf(api: Api, given: readonly string[] = []): Record<string, string[]> {
  const levels: Record<string, string[]> = {}
  for (const [scheme = '', level = ''] of given.map((text) => text.split(':'))) {
    if (!api.pack.schemes.get(scheme)?.levels.some(({ id }) => id === level)) {
      throw new ApiFailure('unknown-definition', { detail: `${scheme}:${level}` })
    }
    levels[scheme] = [...(levels[scheme] ?? []), level]
  }
  return levels
}

function rangesOf(api: Api, given: readonly string[] = []): Record<string, Range> {
  return Object.fromEntries(
    given.map((text) => {
      const colon = text.indexOf(':')
      const column = text.slice(0, colon)
      requirePlainColumn(api, column)
      const [min = '', max = ''] = text.slice(colon + 1).split('..')
      return [column, { ...bound('min', min, text), ...bound('max', max, text) }]
    }),
  )
}

function bound(end: 'min' | 'max', text: string, whole: string): Range {
  if (text === '') return {}
  // More digits than a double holds would be compared with another number than the one that was written.
  if (/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return { [end]: Number(text) }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { [end]: text }
  throw new ApiFailure('invalid-request', { issues: [{ path: 'query.range', message: whole }] })
}
