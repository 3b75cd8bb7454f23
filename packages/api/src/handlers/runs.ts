import { type Run as CareRun, findRun, listRunLeftOut, listRuns, recordAudit } from '@tend/care'
import type { Run, runRoutes } from '@tend/contract'
import type { Api, Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { pageRequest } from '../page-request.ts'
import { leftOutCodeOf, presentLeftOut } from '../present/left-out.ts'
import { customersShown } from '../present/named.ts'

export const runHandlers: Handlers<keyof typeof runRoutes> = {
  listRuns: async ({ api, query }) => {
    const { limit, cursor } = query
    const page = await listRuns(api.store, cursor === undefined ? { limit } : { limit, cursor })
    const current = await api.state.currentRun()
    return { items: page.items.map((run) => presentRun(run, current?.run_id)), nextCursor: page.next ?? null }
  },

  startRun: async ({ api, person, body, at }) => {
    const started = await api.startRun({ asOf: body.asOf })
    if (started.kind === 'busy') throw new ApiFailure('run-in-progress', { detail: started.runId })
    await recordAudit(api.store, {
      at: at.now,
      actor: person.actor.userId,
      action: 'run.started',
      subjectKind: 'run',
      subjectId: started.runId,
      detail: { asOf: body.asOf },
    })
    return requireRun(api, started.runId)
  },

  listRunLeftOut: async (call) => {
    const { api, person, params, query, request } = call
    await requireRun(api, params.runId)
    const page = await listRunLeftOut(api.store, await person.scope(), {
      runId: params.runId,
      play: query.play,
      code: query.code,
      ...pageRequest(query),
    })
    const named = await customersShown(
      call,
      page.items.map(({ customer_id }) => customer_id),
    )
    request.viewedCustomers = named.ids
    return {
      items: page.items.map(({ customer_id, unit_id, play, moment_id, code, detail, until }) => ({
        rowId: [play, customer_id, moment_id, code, detail].join('|'),
        customerId: customer_id,
        name: named.name(customer_id),
        unit: named.unit(unit_id),
        play,
        code: leftOutCodeOf(code),
        sentence: presentLeftOut(api.pack, api.pack.plays.get(play), { code, detail, until }),
        until,
      })),
      nextCursor: page.next ?? null,
    }
  },

  getRun: ({ api, params }) => requireRun(api, params.runId),
}

async function requireRun(api: Api, runId: string): Promise<Run> {
  const run = await findRun(api.store, runId)
  if (run === undefined) throw new ApiFailure('not-found')
  return presentRun(run, (await api.state.currentRun())?.run_id)
}

function presentRun(run: CareRun, currentId: string | undefined): Run {
  return {
    runId: run.run_id,
    asOf: run.as_of,
    packId: run.pack_id,
    packHash: run.pack_hash,
    lakeVersion: run.lake_version,
    status: run.status,
    isCurrent: run.run_id === currentId,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    durationMs: run.finished_at === null ? null : Date.parse(run.finished_at) - Date.parse(run.started_at),
    counts: run.counts,
    problem: run.error,
  }
}
