import type { Model } from '@tend/pack'
import type { State } from '../state/state.ts'
import type { LearnedModel } from './artifact.ts'
import { LearningRefused } from './refusal.ts'
import { trainPurchases } from './train-purchases.ts'
import { trainScorecard } from './train-scorecard.ts'
import { trainSegments } from './train-segments.ts'

export type TrainingOrder = {
  readonly model: Model
  /** The rows to learn from; of a scorecard with a horizon those of the earlier day. */
  readonly state: State
  /** Of a scorecard with a horizon: the rows `horizonDays` later, which say what came of it. Both states share one DuckDB. */
  readonly later?: State
  /** Draws the folds of a scorecard. */
  readonly seed: number
}

/**
 * Trains a pack's model on committed states. The same states, definition and seed give the same artifact. Throws `LearningRefused` with the reason for
 * a person where nothing honest can be learned.
 */
export async function trainModel({ model, state, later, seed }: TrainingOrder): Promise<LearnedModel> {
  switch (model.kind) {
    case 'segments':
      return trainSegments({ model, state })
    case 'purchases':
      return trainPurchases({ model, state })
    case 'scorecard':
      if (model.horizonDays > 0 && later === undefined)
        throw new LearningRefused('missing_state', {
          zh: `“${model.label.zh}”需要相隔 ${model.horizonDays} 天的两天数据，只有 ${state.asOf} 一天。`,
          en: `"${model.label.en}" needs the rows of two days ${model.horizonDays} days apart, but there is only ${state.asOf}.`,
        })
      return trainScorecard({ model, state, later: model.horizonDays === 0 ? state : (later ?? state), seed })
  }
}
