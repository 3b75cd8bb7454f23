import { type Drift, drift, type ModelArtifact, openState, readModels, usableModels } from '@tend/analysis'
import type { Duck } from '@tend/lake'
import type { Label, Pack } from '@tend/pack'
import type { Home } from './home.ts'

export type ModelsInForce = {
  readonly usable: ReadonlyMap<string, ModelArtifact>
  /** Why a trained model of the pack is not used. */
  readonly warnings: readonly Label[]
}

/** What the house has learned and a pack can use; a model that the pack has changed since is left out and told. */
export const modelsInForce = async (home: Home, pack: Pack): Promise<ModelsInForce> => {
  const { usable, stale } = usableModels(pack, await readModels(home.models))
  return { usable, warnings: stale.map(({ reason }) => reason) }
}

/** How far the customers of a fresh state are from those that each model was trained on. */
export const watchDrift = async (
  duck: Duck,
  stateFolder: string,
  pack: Pack,
  models: ModelsInForce['usable'],
): Promise<readonly Drift[]> => {
  if (models.size === 0) return []
  const state = await openState(duck, stateFolder, pack)
  const drifts: Drift[] = []
  for (const artifact of models.values()) drifts.push(await drift(artifact, state))
  return drifts
}

/** A warning for each model that judges customers it does not know any more, with the features that moved. */
export const describeDrift = (drifts: readonly Drift[], pack: Pack): readonly Label[] =>
  drifts.flatMap(({ model, score, features }): Label[] => {
    if (score.band === 'steady' && features.every(({ band }) => band !== 'drifted')) return []
    const label = pack.models.get(model)?.label ?? { zh: model, en: model }
    const moved = features.filter(({ band }) => band !== 'steady').map(({ name, psi }) => `${name} ${psi.toFixed(2)}`)
    return [
      {
        zh: `“${label.zh}”的客户与训练时不同了：得分 PSI ${score.psi.toFixed(2)}${moved.length > 0 ? `；${moved.join('、')}` : ''}。达到 0.25 时请重新训练（tend learn ${model}）。`,
        en: `Customers of "${label.en}" are no longer those it was trained on: PSI of the score ${score.psi.toFixed(2)}${moved.length > 0 ? `; ${moved.join(', ')}` : ''}. From 0.25 on, train it again (tend learn ${model}).`,
      },
    ]
  })
