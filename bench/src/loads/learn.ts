import { join } from 'node:path'
import { sealArtifact, trainModel, writeModel } from '@tend/analysis'
import { openDuck } from '@tend/lake'
import { memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'
import { learningModels, learningState } from '../learning-models.ts'

export type LearnOrder = { readonly folder: string; readonly model: string }
export type Learned = { readonly customers: number; readonly hash: string; readonly quality: string }

/** Trains one model and keeps it, as `tend learn` does. */
await load(async ({ folder, model: id }: LearnOrder): Promise<Learned> => {
  const model = learningModels().find((one) => one.id === id)
  if (!model) throw new Error(`There is no model ${id}.`)
  const duck = await openDuck({ memoryLimitMb, tempFolder: join(folder, 'spill') })
  const learned = await trainModel({ model, state: learningState(duck, folder), seed: 7 })
  await writeModel(join(folder, 'models'), learned)
  duck.close()
  const quality =
    learned.kind === 'scorecard'
      ? `area under the curve ${learned.quality.auc.toFixed(3)}`
      : learned.kind === 'segments'
        ? `agreement of seeds ${learned.quality.stability.toFixed(2)}`
        : `times in ${learned.unitDays} days, ${learned.terms} terms`
  return { customers: learned.customers, hash: sealArtifact(learned, 0).hash, quality }
})
