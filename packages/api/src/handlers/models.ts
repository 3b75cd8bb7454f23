import { driftBand, readModels, usableModels } from '@tend/analysis'
import type { HouseModel, modelRoutes } from '@tend/contract'
import type { Api, Handlers } from '../call.ts'
import { requireCustomer } from '../find-customer.ts'
import { presentModel, presentScore } from '../present/model.ts'

export const modelHandlers: Handlers<keyof typeof modelRoutes> = {
  listModels: async ({ api }) => {
    const learned = await readModels(api.models)
    const { stale } = usableModels(api.pack, learned)
    const drifts = await lastDrifts(api)
    return {
      items: [...api.pack.models.values()].map((model) => ({
        ...presentModel(api.pack, model, learned.get(model.id), stale.find((one) => one.model === model.id)?.reason),
        drift: drifts(model.id),
      })),
    }
  },

  listScores: async (call) => {
    const { pack, models } = call.api
    const { row, asOf } = await requireCustomer(call)
    const { usable } = usableModels(pack, await readModels(models))
    const items = [...usable.values()].flatMap((artifact) => presentScore(pack, call.person.actor, artifact, row, asOf))
    return { asOf, items }
  },
}

/** What the run in force found of each model. */
async function lastDrifts(api: Api): Promise<(model: string) => HouseModel['drift']> {
  const run = await api.state.currentRun()
  return (model) => {
    const psi = run?.counts[`drift.${model}`]
    return run === undefined || psi === undefined ? null : { asOf: run.as_of, psi, band: driftBand(psi) }
  }
}
