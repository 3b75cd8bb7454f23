import type { ModelOutput } from '@tend/pack'
import type { RenderContext } from '../render/values.ts'
import type { LearnedScorecard, ScoredBin, ScoredFeature } from './artifact.ts'
import { renderByBin } from './binning.ts'
import { doubleLiteral as d } from './feature-values.ts'

/** Points are whole numbers a bin, so that what a person sees adds up; the probability comes from the regression before rounding. */
export function renderScorecard(
  artifact: LearnedScorecard,
  output: ModelOutput,
  context: RenderContext,
): string | undefined {
  const sum = (start: number, of: (feature: ScoredFeature, bin: ScoredBin) => number): string =>
    [
      `cast(${d(start)} as ${context.dialect.double})`,
      ...artifact.features.map((feature) => {
        const figures = feature.bins.map((bin) => d(of(feature, bin)))
        const byBin = renderByBin(feature, feature.binning, (bin) => figures[bin] ?? d(0), context)
        return `cast(${byBin} as ${context.dialect.double})`
      }),
    ].join('\n    + ')
  if (output === 'points') return `(${sum(artifact.basePoints, (_, bin) => bin.points)})`
  if (output !== 'probability') return undefined
  return `(1 / (1 + exp(-(${sum(artifact.intercept, (feature, bin) => feature.coefficient * bin.woe)}))))`
}
