import { type Label, type Model, renderSql } from '@tend/pack'
import type { State } from '../state/state.ts'
import type { LearnedScorecard } from './artifact.ts'
import {
  customersOf,
  featureColumns,
  renderAmong,
  requireFeatures,
  stateContext,
  type TrainingColumn,
  trainingColumn,
} from './columns.ts'
import { renderFeature } from './feature-values.ts'
import { measureShares, watchNumber } from './population.ts'
import { hashText } from './random.ts'
import { LearningRefused } from './refusal.ts'
import { renderPoints } from './render-scorecard.ts'
import { learnScorecard, type Scorecard } from './scorecard.ts'

type ScorecardModel = Extract<Model, { kind: 'scorecard' }>

const folds = 5

/** Fewer leave bins to chance: a rule of thumb of the trade, which is told where it is broken. */
const eventsMin = 200

/** With fewer nothing can be held out. */
const eventsNeeded = 50

export type ScorecardOrder = {
  readonly model: ScorecardModel
  /** The day of the features. */
  readonly state: State
  /** The day of the outcome; `state` itself where the horizon is 0. */
  readonly later: State
  /** Draws the folds. */
  readonly seed: number
}

/** Trains a scorecard. A checked pack has no feature that knows the answer. Throws `LearningRefused` for columns that are missing and too few events. */
export async function trainScorecard({ model, state, later, seed }: ScorecardOrder): Promise<LearnedScorecard> {
  const features = requireFeatures(state, model.features)
  const { ids, columns, outcome } = await readCohort(model, state, later, features)
  const events = outcome.reduce((sum, event) => sum + event, 0)
  refuseTooFew(model, events, outcome.length - events)
  const fold = Uint8Array.from(ids, (id) => hashText(id, seed) % folds)
  const learned = learnScorecard({ columns, outcome, fold, folds }, model.bins, model.points)
  const { quality, probability: _probability, ...scorecard } = learned
  if (scorecard.features.length === 0)
    throw new LearningRefused('unsuitable_feature', {
      zh: `“${model.label.zh}”没有训练：没有一个特征能区分结果。`,
      en: `"${model.label.en}" was not trained: no feature tells those with the outcome from the others.`,
    })
  return {
    format: 1,
    kind: 'scorecard',
    model: model.id,
    packHash: state.pack.hash,
    asOf: state.asOf,
    outcomeAsOf: later.asOf,
    decimals: state.pack.currency.decimals,
    customers: outcome.length,
    ...scorecard,
    quality,
    population: await populationOf(scorecard, model, state),
    notes: notesOn(events),
  }
}

async function readCohort(
  model: ScorecardModel,
  state: State,
  later: State,
  features: ReturnType<typeof requireFeatures>,
): Promise<{
  readonly ids: readonly string[]
  readonly columns: readonly TrainingColumn[]
  readonly outcome: Uint8Array
}> {
  const outcome = renderSql(model.outcome, stateContext(later, 'o'))
  const select = [
    'w.customer_id',
    `cast(case when ${outcome} then 1 else 0 end as integer) as outcome`,
    ...featureColumns(state, features),
  ]
  // Whom the outcome had met on the earlier day already has nothing left to foretell.
  const open = model.horizonDays === 0 ? 'true' : `not ${renderSql(model.outcome, stateContext(state))}`
  const { values } = await state.duck.columns(
    `select ${select.join(', ')} from ${customersOf(state)} join ${customersOf(later).replace(/ w$/, ' o')} on o.customer_id = w.customer_id
     where ${renderAmong(state, model.among)} and ${open} order by w.customer_id`,
  )
  const [ids, met, ...read] = values as [string[], number[], ...unknown[][]]
  return {
    ids,
    outcome: Uint8Array.from(met),
    columns: features.map((feature, i) => trainingColumn(feature, read[i] ?? [])),
  }
}

/** Bins of the features are the scorecard's own; points are watched in tenths. */
async function populationOf(
  learned: Scorecard,
  model: ScorecardModel,
  state: State,
): Promise<LearnedScorecard['population']> {
  const context = stateContext(state)
  const points = renderPoints(learned, context)
  const watched = [
    await watchNumber(state, model.among, 'points', points),
    ...learned.features.map((feature) => ({
      name: feature.name,
      sql: renderFeature(feature, context),
      binning: feature.binning,
    })),
  ]
  const [score, ...features] = await measureShares(state, model.among, watched)
  return { score: score as NonNullable<typeof score>, features }
}

function refuseTooFew(model: ScorecardModel, events: number, others: number): void {
  if (events >= eventsNeeded && others >= eventsNeeded) return
  throw new LearningRefused('too_few', {
    zh: `“${model.label.zh}”没有训练：结果发生 ${events} 户、未发生 ${others} 户，各至少需要 ${eventsNeeded} 户（${eventsMin} 户以上才可靠）。`,
    en: `"${model.label.en}" was not trained: the outcome came for ${events} customers and not for ${others}; each needs at least ${eventsNeeded} (${eventsMin} to be relied on).`,
  })
}

function notesOn(events: number): readonly Label[] {
  if (events >= eventsMin) return []
  return [
    {
      zh: `结果只发生 ${events} 户，不足 ${eventsMin} 户：各项质量指标只能作参考。`,
      en: `The outcome came for ${events} customers only, fewer than ${eventsMin}: take every figure of quality as a hint.`,
    },
  ]
}
