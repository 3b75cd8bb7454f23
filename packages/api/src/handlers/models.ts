import { driftBand, readModels, usableModels } from '@tend/analysis'
import type { HouseModel, modelRoutes } from '@tend/contract'
import { readNamedModels, renameSegment } from '@tend/jobs'
import { type Api, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { requireCustomer } from '../find-customer.ts'
import { required } from '../outcome.ts'
import { presentModel, presentScore } from '../present/model.ts'

export const modelHandlers: Handlers<keyof typeof modelRoutes> = {
  listModels: async ({ api }) => {
    return { items: await describeModels(api) }
  },

  nameSegment: async (call) => {
    const { api, params, body } = call
    const { name, hash, idempotencyKey } = body
    const order = { model: params.modelId, segment: params.segmentId, name, hash }
    required(await renameSegment(api, commandOf(call, idempotencyKey), order))
    await api.studio.refresh()
    const model = (await describeModels(api)).find(({ id }) => id === params.modelId)
    // What was learned of a model that the pack has given up may still be named, but is no longer shown.
    if (model === undefined) throw new ApiFailure('not-found')
    return model
  },

  listScores: async (call) => {
    const { pack, models } = call.api
    const { row, asOf } = await requireCustomer(call)
    const { usable } = usableModels(pack, await readModels(models))
    const items = [...usable.values()].flatMap((artifact) => presentScore(pack, call.person.actor, artifact, row, asOf))
    return { asOf, items }
  },
}

async function describeModels(api: Api): Promise<HouseModel[]> {
  const learned = await readNamedModels(api)
  const { stale } = usableModels(api.pack, learned)
  const drifts = await lastDrifts(api)
  return [...api.pack.models.values()].map((model) => ({
    ...presentModel(api.pack, model, learned.get(model.id), stale.find((one) => one.model === model.id)?.reason),
    drift: drifts(model.id),
  }))
}

/** What the run in force found of each model. */
async function lastDrifts(api: Api): Promise<(model: string) => HouseModel['drift']> {
  const run = await api.state.currentRun()
  return (model) => {
    const psi = run?.counts[`drift.${model}`]
    return run === undefined || psi === undefined ? null : { asOf: run.as_of, psi, band: driftBand(psi) }
  }
}
