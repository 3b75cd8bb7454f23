import type { State } from '../state/state.ts'
import { type BinShares, featuresOf, type ModelArtifact, type Population } from './artifact.ts'
import { stateContext } from './columns.ts'
import { renderFeature } from './feature-values.ts'
import { measureShares } from './population.ts'
import { renderModelOutput } from './render-model.ts'

/** Population stability index of one figure: Σ (now − then) · ln(now ÷ then) over its bins. */
export type FigureDrift = {
  readonly name: string
  readonly psi: number
  readonly band: 'steady' | 'shifting' | 'drifted'
}

/** How far today's customers are from those that a model was trained on; features with the most drift first. */
export type Drift = {
  readonly model: string
  readonly hash: string
  readonly score: FigureDrift
  readonly features: readonly FigureDrift[]
}

/** The bands of the trade, assumed: below 0.1 nothing has changed, from 0.25 on the model judges people it does not know. */
const bands = { shifting: 0.1, drifted: 0.25 } as const

/** A bin that nobody is in counts as one in ten thousand, because the logarithm of nothing is infinite. */
const leastShare = 1e-4

const scoreOutputs = { segments: 'segment', scorecard: 'points', purchases: 'p_alive' } as const

/** Holds a state's customers (those of the model's `among`) against the artifact's population. */
export async function drift(artifact: ModelArtifact, state: State): Promise<Drift> {
  const context = stateContext(state)
  const { score, features } = artifact.population
  const byName = new Map(featuresOf(artifact).map((feature) => [feature.name, feature]))
  const known = features.flatMap((trained) => {
    const feature = byName.get(trained.name)
    return feature === undefined ? [] : [{ trained, sql: renderFeature(feature, context) }]
  })
  const watched = [{ trained: score, sql: renderModelOutput(artifact, scoreOutputs[artifact.kind], context) }, ...known]
  const now = await measureShares(
    state,
    state.pack.models.get(artifact.model)?.among,
    watched.map(({ trained, sql }) => ({ name: trained.name, binning: trained.binning, sql })),
  )
  const [first, ...others] = watched.map(({ trained }, i) => compare(trained, now[i] as BinShares))
  return {
    model: artifact.model,
    hash: artifact.hash,
    score: first as FigureDrift,
    features: others.sort((a, b) => b.psi - a.psi || (a.name < b.name ? -1 : 1)),
  }
}

/** What a stability index says. */
export function driftBand(psi: number): FigureDrift['band'] {
  return psi >= bands.drifted ? 'drifted' : psi >= bands.shifting ? 'shifting' : 'steady'
}

function compare({ name, shares }: Population['score'], now: BinShares): FigureDrift {
  const psi = shares.reduce((sum, share, bin) => {
    const then = Math.max(share, leastShare)
    const today = Math.max(now.shares[bin] ?? 0, leastShare)
    return sum + (today - then) * Math.log(today / then)
  }, 0)
  return { name, psi, band: driftBand(psi) }
}
