import { customerScope, type Label, type Pack } from '@tend/pack'
import { featuresOf, type ModelArtifact } from './artifact.ts'
import { namesOfModel } from './model-names.ts'

export type UsableModels = {
  /** What a night may score with, by model id. */
  readonly usable: ReadonlyMap<string, ModelArtifact>
  /** What it may not, because the pack has changed since; these say nothing until they are trained again. */
  readonly stale: readonly { readonly model: string; readonly reason: Label }[]
}

/** Sorts out artifacts that read what the pack's model no longer names, or in another unit. Those of models that the pack does not have are left out. */
export function usableModels(pack: Pack, models: ReadonlyMap<string, ModelArtifact>): UsableModels {
  const usable = new Map<string, ModelArtifact>()
  const stale: { model: string; reason: Label }[] = []
  const scope = customerScope(pack)
  for (const [id, artifact] of models) {
    const model = pack.models.get(id)
    if (model === undefined) continue
    const names = model.kind === artifact.kind ? namesOfModel(model) : []
    const changed = featuresOf(artifact).find(
      ({ name, unit }) => !names.includes(name) || scope.get(name)?.unit !== unit,
    )
    if (changed === undefined && model.kind === artifact.kind) usable.set(id, artifact)
    else
      stale.push({
        model: id,
        reason: {
          zh: `“${model.label.zh}”在方案修改后还没有重新训练（tend learn ${id}）。`,
          en: `"${model.label.en}" has not been trained since the pack changed it (tend learn ${id}).`,
        },
      })
  }
  return { usable, stale }
}
