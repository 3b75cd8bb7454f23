import { join } from 'node:path'
import {
  type LearnedModel,
  LearningRefused,
  type ModelArtifact,
  openState,
  runNight,
  type State,
  trainModel,
  writeModel,
} from '@tend/analysis'
import { currentRun, previousRun } from '@tend/care'
import type { Duck } from '@tend/lake'
import type { Label, Model } from '@tend/pack'
import { UserError } from './home.ts'
import { type House, inBatchFolder } from './house.ts'

export type LearnOrder = {
  readonly models: readonly Model[]
  /** The day to learn from; the day in force without it. */
  readonly asOf?: string
  /** Draws the folds of scorecards. */
  readonly seed: number
  readonly onProgress?: (message: string) => void
}

/** What came of one model: the artifact now in force, or why nothing was learned. */
export type Lesson = { readonly model: Model } & (
  | { readonly kind: 'trained'; readonly artifact: ModelArtifact }
  | { readonly kind: 'refused'; readonly reason: Label }
)

/**
 * Trains models on committed states and keeps them under the next number. A scorecard with a horizon takes its features from the state `horizonDays`
 * earlier; where there is none, that day is graded for the purpose and not kept. Throws UserError where no night has run for the day.
 */
export const learn = async (house: House, duck: Duck, order: LearnOrder): Promise<readonly Lesson[]> => {
  const say = order.onProgress ?? (() => {})
  const state = await requireState(house, duck, order.asOf)
  const lessons: Lesson[] = []
  for (const model of order.models) {
    say(`learning ${model.id}`)
    lessons.push(await learnOne(house, duck, { model, state, seed: order.seed, say }))
  }
  return lessons
}

type Task = {
  readonly model: Model
  readonly state: State
  readonly seed: number
  readonly say: (message: string) => void
}

const learnOne = async (house: House, duck: Duck, task: Task): Promise<Lesson> => {
  const { model } = task
  try {
    const learned = await train(house, duck, task)
    return { kind: 'trained', model, artifact: await writeModel(house.home.models, learned) }
  } catch (error) {
    if (!(error instanceof LearningRefused)) throw error
    return { kind: 'refused', model, reason: error.label }
  }
}

const train = async (house: House, duck: Duck, { model, state, seed, say }: Task): Promise<LearnedModel> => {
  if (model.kind !== 'scorecard' || model.horizonDays === 0) return trainModel({ model, state, seed })
  const earlier = daysBefore(state.asOf, model.horizonDays)
  const committed = await findState(house, duck, earlier)
  if (committed && model.features.every((name) => committed.columns.has(name)))
    return trainModel({ model, state: committed, later: state, seed })
  return inBatchFolder(house.home, 'learn', async (folder) => {
    say(`grading ${earlier}, the day from which ${model.id} learns`)
    const out = join(folder, 'earlier')
    const pack = { ...house.pack, moments: new Map() }
    await runNight({ lake: house.lake, duck, pack, asOf: earlier, out })
    return trainModel({ model, state: await openState(duck, out, house.pack), later: state, seed })
  })
}

const requireState = async (house: House, duck: Duck, asOf: string | undefined): Promise<State> => {
  const state = await findState(house, duck, asOf)
  if (state) return state
  throw new UserError(
    asOf === undefined
      ? 'No night has run yet: ingest files, then "tend run", then learn.'
      : `No night has run for ${asOf}: run one with "tend run --as-of ${asOf} --grade-only", then learn.`,
  )
}

/** The committed state of a day, or the one in force. */
const findState = async (house: House, duck: Duck, asOf: string | undefined): Promise<State | undefined> => {
  const { store, home, pack } = house
  const run = asOf === undefined ? await currentRun(store) : await previousRun(store, daysBefore(asOf, -1))
  if (!run?.state_folder || (asOf !== undefined && run.as_of !== asOf)) return undefined
  return openState(duck, join(home.states, run.state_folder), pack)
}

const daysBefore = (date: string, days: number): string =>
  new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10)
