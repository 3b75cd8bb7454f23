import { countCustomers, customerSeries, listCustomers, whyLevel } from '@tend/analysis'
import {
  explainReason,
  type LevelChange,
  listHelpers,
  listMoments,
  listTasks,
  listTimeline,
  readForm,
  readStoppedWork,
  roles,
  type Customer as Snapshot,
  type TimelineKind,
} from '@tend/care'
import type { RouteResponse } from '@tend/contract'
import type { Scheme } from '@tend/pack'
import type { Api, Handlers } from '../call.ts'
import { findNewOwners } from '../current-owners.ts'
import { customerQuery, requirePlainColumn } from '../customer-query.ts'
import { ApiFailure } from '../failure.ts'
import { type CustomerCall, requireCustomer, requireSnapshot } from '../find-customer.ts'
import { pageRequest } from '../page-request.ts'
import type { Person } from '../person.ts'
import { cardColumns, presentCustomer } from '../present/customer.ts'
import { presentForm } from '../present/form.ts'
import { presentReason } from '../present/sentence.ts'
import { presentTask } from '../present/task.ts'
import { presentTimelineEntry } from '../present/timeline.ts'
import { presentClass, presentWhy } from '../present/why.ts'

type Reading =
  | 'listCustomers'
  | 'countCustomers'
  | 'getCustomer'
  | 'explainClass'
  | 'getSeries'
  | 'listMoments'
  | 'listTimeline'
  | 'listCustomerTasks'

export const customerHandlers: Handlers<Reading> = {
  listCustomers: async ({ api, person, query, signal, request }) => {
    const sort = query.sort ?? 'customer_id'
    const by = sort.replace(/^-/, '')
    requirePlainColumn(api, by)
    const question = await customerQuery(api, person, query)
    const page = await api.state.read(signal, async (state) => ({
      asOf: state.asOf,
      ...(await listCustomers(state, {
        ...question,
        sort: { by, direction: sort.startsWith('-') ? 'desc' : 'asc' },
        limit: query.limit,
        // What was published since the last night has no column yet.
        columns: cardColumns(api.pack).filter((column) => state.columns.has(column)),
        ...(query.cursor === undefined ? {} : { after: query.cursor }),
      })),
    }))
    const presenter = { pack: api.pack, directory: await api.directory(), actor: person.actor }
    const customerIds = page.rows.map((row) => String(row.customer_id))
    const owners = await findNewOwners(api.store, customerIds)
    request.viewedCustomers = customerIds
    return {
      items: page.rows.map((row) => presentCustomer(presenter, row, owners.get(String(row.customer_id)))),
      nextCursor: page.next ?? null,
      asOf: page.asOf,
    }
  },

  countCustomers: async ({ api, person, query, signal, request }) => {
    // A count answers whether somebody is there, as a list does.
    if (query.search !== undefined) request.viewedCustomers = []
    const question = await customerQuery(api, person, query)
    return api.state.read(signal, async (state) => ({ count: await countCustomers(state, question), asOf: state.asOf }))
  },

  getCustomer: async (call) => {
    const { api, person, params } = call
    const { snapshot, row, asOf } = await requireCustomer(call)
    const { actor } = person
    const directory = await api.directory()
    const helpers = await listHelpers(api.store, params.customerId)
    const open = await listTasks(api.store, actor, await person.scope(), call.at, {
      view: 'scope',
      state: 'open',
      customerId: params.customerId,
      limit: 100,
    })
    const forms = await Promise.all(
      [...api.pack.forms.values()].map(async (form) =>
        presentForm(actor, form, await readForm(api.store, form, params.customerId), directory),
      ),
    )
    return {
      ...presentCustomer({ pack: api.pack, directory, actor }, row, snapshot.owner_id),
      asOf,
      classes: [...api.pack.schemes.values()].map((scheme) =>
        presentClass(api.pack, scheme, { row, asOf, why: whyLevel(api.pack, scheme.id, row, asOf) }),
      ),
      helpers: helpers.map(({ staff_id, name }) => ({ staffId: staff_id, name })),
      forms,
      openTasks: open.items.length,
      revealable: revealableFields(person, snapshot),
      may: {
        contact: person.may('contacts.record'),
        editProfile: person.may('profile.edit'),
        handOver: person.may('ownership.change'),
        reveal: person.may('customers.reveal'),
      },
    }
  },

  explainClass: async (call) => {
    const scheme = requireScheme(call.api, call.params.scheme)
    const { row, asOf } = await requireCustomer(call)
    const { pack } = call.api
    const presenter = { pack, directory: await call.api.directory(), actor: call.person.actor }
    return presentWhy(presenter, scheme, whyLevel(pack, scheme.id, row, asOf), asOf)
  },

  getSeries: async (call) => {
    const { api, params, query, signal } = call
    const { pack } = api
    const indicators = query.indicator ?? [...pack.indicators.values()].filter(({ chart }) => chart).map(({ id }) => id)
    const unknown = indicators.find((id) => !pack.indicators.has(id))
    if (unknown !== undefined) throw new ApiFailure('unknown-definition', { detail: unknown })
    await requireSnapshot(call)
    const series = await api.state.read(signal, (state) =>
      customerSeries(state.duck, api.lake, pack, {
        customerId: params.customerId,
        indicators,
        asOf: state.asOf,
        months: query.months,
      }),
    )
    return {
      series: series.map(({ indicator, points }) => ({
        indicator,
        unit: pack.indicators.get(indicator)?.unit ?? 'number',
        points: points.map(({ date, value }) => ({ month: date.slice(0, 7), value })),
      })),
    }
  },

  listMoments: async (call) => {
    const { api, params, query } = call
    await requireSnapshot(call)
    const moments = await listMoments(api.store, params.customerId, 200)
    return {
      items: moments
        .filter(({ is_open }) => query.open === undefined || is_open === query.open)
        .map((moment) => ({
          momentId: moment.moment_id,
          moment: moment.moment,
          key: moment.key,
          firedOn: moment.fired_on,
          dueOn: moment.due_on,
          expiresOn: moment.expires_on,
          valueMinor: moment.value,
          urgency: moment.urgency,
          priority: moment.priority,
          reason: presentReason(api.pack, call.person.actor, moment.moment, moment.reason),
          isOpen: moment.is_open,
        })),
    }
  },

  listTimeline: async (call) => {
    const { api, params, query } = call
    const named = await requireSnapshot(call)
    const presenter = { pack: api.pack, actor: call.person.actor, named }
    const kinds = query.kind as readonly TimelineKind[] | undefined
    // What nights judged went over no channel.
    const wantsLevels = (kinds?.includes('level') ?? true) && query.channel === undefined
    const page = await listTimeline(api.store, params.customerId, {
      ...pageRequest(query),
      ...(kinds === undefined ? {} : { kinds }),
      ...(query.channel === undefined ? {} : { channels: query.channel }),
      ...(wantsLevels ? { levels: await levelChanges(call) } : {}),
    })
    return {
      items: page.items.map((entry) => presentTimelineEntry(presenter, entry)),
      nextCursor: page.next ?? null,
    }
  },

  listCustomerTasks: async (call) => {
    const { api, person, params, query, at } = call
    await requireSnapshot(call)
    const page = await listTasks(api.store, person.actor, await person.scope(), at, {
      view: 'scope',
      customerId: params.customerId,
      state: query.state,
      ...pageRequest(query),
    })
    const presenter = { pack: api.pack, directory: await api.directory(), actor: person.actor, now: at.now }
    const work = await readStoppedWork(api.store, params.customerId)
    const stopped = work && {
      tasks: work.tasks,
      at: work.closed_at,
      why: explainReason(api.pack, work.reason, { ...work, timeZone: api.pack.timeZone }),
    }
    return {
      items: page.items.map((task) => presentTask(presenter, task)),
      nextCursor: page.next ?? null,
      stopped: stopped ?? null,
    }
  },
}

/** The latest change of each scheme; `listLevels` tells the earlier ones. */
async function levelChanges(call: CustomerCall): Promise<LevelChange[]> {
  const { pack } = call.api
  const { row, asOf } = await requireCustomer(call)
  return [...pack.schemes.keys()].flatMap((scheme) => {
    const { level, before, since } = whyLevel(pack, scheme, row, asOf)
    return since === null ? [] : [{ scheme, level, before, since }]
  })
}

function requireScheme(api: Api, id: string): Scheme {
  const scheme = api.pack.schemes.get(id)
  if (scheme === undefined) throw new ApiFailure('not-found')
  return scheme
}

/** Fields with a value that the person reads with stars and may see in clear for a reason. */
function revealableFields({ actor, may }: Person, snapshot: Snapshot): RouteResponse<'getCustomer'>['revealable'] {
  if (!may('customers.reveal')) return []
  const rule = roles[actor.role]
  const fields = [
    { field: 'name', visibility: rule.name },
    { field: 'phone', visibility: rule.phone },
    { field: 'id_number', visibility: rule.idNumber },
  ] as const
  return fields
    .filter(({ field, visibility }) => visibility !== 'clear' && snapshot[field] !== null)
    .map(({ field }) => field)
}
