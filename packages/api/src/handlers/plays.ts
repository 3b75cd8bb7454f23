import { momentsOf } from '@tend/analysis'
import { type ExplainedPlay, explainPlays, listMoments, localDay, type OpenOccurrence } from '@tend/care'
import type { playRoutes } from '@tend/contract'
import type { Scheme } from '@tend/pack'
import type { Api, Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { type CustomerCall, requireCustomer } from '../find-customer.ts'
import { presentExplained } from '../present/plays.ts'
import { presentStrategy, usualSchemes } from '../present/strategy.ts'
import { scopeFilter } from '../scope-filter.ts'
import { themeHandlers } from './themes.ts'

export const playHandlers: Handlers<keyof typeof playRoutes> = {
  ...themeHandlers,

  getStrategy: async ({ api, query }) => {
    const usual = usualSchemes(api.pack)
    return presentStrategy(api.pack, {
      classScheme: chosen(api, query.class, usual.classScheme),
      stageScheme: chosen(api, query.stage, usual.stageScheme),
    })
  },

  customerPlays: async (call) => {
    const { api, person, at } = call
    const { row, snapshot, asOf } = await requireCustomer(call)
    const moments = await openOccurrences(call, asOf)
    const explained = await explainPlays(api.store, api.pack, {
      // Who looks after the customer today may have changed since the night.
      row: { ...row, unit_id: snapshot.unit_id, owner_id: snapshot.owner_id },
      moments: moments.map((moment) => ({ ...moment, unit_id: snapshot.unit_id, owner_id: snapshot.owner_id })),
      asOf,
      ...at,
    })
    const presenter = { pack: api.pack, actor: person.actor }
    return {
      asOf,
      today: localDay(at.now, at.timeZone),
      items: [...explained].sort(wantedFirst).map((each) => presentExplained(presenter, each)),
    }
  },
}

function chosen(api: Api, id: string | undefined, usual: Scheme | undefined): Scheme | undefined {
  if (id === undefined) return usual
  const scheme = api.pack.schemes.get(id)
  if (scheme === undefined) throw new ApiFailure('unknown-definition', { detail: id })
  return scheme
}

/** Those of the night in force, and what events brought since. */
async function openOccurrences({ api, person, params, signal }: CustomerCall, asOf: string): Promise<OpenOccurrence[]> {
  const scope = scopeFilter(await person.scope())
  const ofNight = await api.state.read(signal, (state) => momentsOf(state, params.customerId, scope))
  const known = new Set(ofNight.map(({ moment_id }) => moment_id))
  const since = (await listMoments(api.store, params.customerId)).filter(
    ({ moment_id, is_open, fired_on }) => is_open && !known.has(moment_id) && fired_on >= asOf,
  )
  return [
    ...ofNight.map(({ is_new, ...moment }) => ({ ...moment, isNew: is_new })),
    ...since.map(({ is_open: _open, run_id: _run, ...moment }) => ({ ...moment, isNew: true })),
  ]
}

const order: Readonly<Record<ExplainedPlay['verdict'], number>> = { wanted: 0, merged: 1, deferred: 2, left_out: 3 }

/** By verdict, then priority; of plays that are left out those first whose moment is open. */
function wantedFirst(a: ExplainedPlay, b: ExplainedPlay): number {
  return (
    order[a.verdict] - order[b.verdict] ||
    (b.task?.priority ?? 0) - (a.task?.priority ?? 0) ||
    b.moments.length - a.moments.length
  )
}
