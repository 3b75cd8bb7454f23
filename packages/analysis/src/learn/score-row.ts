import type { ModelOutput } from '@tend/pack'
import type { StateRow } from '../state/state.ts'
import type { LearnedPurchases, LearnedScorecard, LearnedSegments, ModelArtifact } from './artifact.ts'
import { aliveProbability, expectedPurchases } from './bg-nbd.ts'
import { binOf } from './binning.ts'
import { featureValue } from './feature-values.ts'
import { expectedSpend } from './gamma-gamma.ts'

/** What `renderModelOutput` says in SQL, for one row in JavaScript; expected purchases are exact here, where SQL stops after `terms`. */
export function scoreRow(artifact: ModelArtifact, output: ModelOutput, row: StateRow): number | string | null {
  if (artifact.kind === 'segments') {
    const { id, square } = nearest(artifact, row)
    if (output === 'segment') return id
    if (output === 'distance') return Math.sqrt(square)
  } else if (artifact.kind === 'scorecard') {
    if (output === 'points') return artifact.basePoints + sumOverBins(artifact, row, (_, bin) => bin.points)
    if (output === 'probability') {
      const logOdds = sumOverBins(artifact, row, ({ coefficient }, { woe }) => coefficient * woe)
      return 1 / (1 + Math.exp(-(artifact.intercept + logOdds)))
    }
  } else return scorePurchases(artifact, output, row)
  throw new Error(`model ${artifact.model} (${artifact.kind}) has no output "${output}"`)
}

function nearest(
  { features, segments, decimals }: LearnedSegments,
  row: StateRow,
): { readonly id: string; readonly square: number } {
  const deviations = features.map((feature) => {
    const value = Number(featureValue(feature, row, decimals) ?? feature.mean)
    return (Math.min(Math.max(value, feature.low), feature.high) - feature.mean) / feature.deviation
  })
  const found = segments.map(({ id, centre }) => ({
    id,
    square: centre.reduce((sum, at, i) => sum + ((deviations[i] as number) - at) ** 2, 0),
  }))
  return found.reduce((best, one) => (one.square < best.square ? one : best))
}

function sumOverBins(
  { features, decimals }: LearnedScorecard,
  row: StateRow,
  of: (
    feature: LearnedScorecard['features'][number],
    bin: LearnedScorecard['features'][number]['bins'][number],
  ) => number,
): number {
  return features.reduce((sum, feature) => {
    const bin = feature.bins[binOf(feature.binning, featureValue(feature, row, decimals))]
    return sum + (bin === undefined ? 0 : of(feature, bin))
  }, 0)
}

function scorePurchases(artifact: LearnedPurchases, output: ModelOutput, row: StateRow): number | null {
  const { purchases, spend, unitDays, horizonDays, decimals } = artifact
  const of = (feature: LearnedPurchases['age']) => row[feature.name] ?? null
  const [x, recency, age] = [of(artifact.frequency), of(artifact.recency), of(artifact.age)]
  if (x === null || age === null) return null
  const history = { x: Number(x), recency: Number(recency ?? 0) / unitDays, age: Number(age) / unitDays }
  if (output === 'p_alive') return aliveProbability(purchases, history)
  const expected = expectedPurchases(purchases, history, horizonDays / unitDays)
  if (output === 'expected_purchases') return expected
  if (output !== 'expected_value' || spend === undefined || artifact.value === undefined)
    throw new Error(`model ${artifact.model} has no output "${output}"`)
  const value = featureValue(artifact.value, row, decimals)
  return expected * expectedSpend(spend, history.x + 1, value === null ? null : Number(value))
}
