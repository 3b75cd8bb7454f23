import type { RenderContext } from '../render/values.ts'
import type { ScoredBin, ScoredFeature } from './artifact.ts'
import { renderBins } from './binning.ts'
import { doubleLiteral as d, renderFeature } from './feature-values.ts'

type Scored = {
  readonly features: readonly ScoredFeature[]
  readonly intercept: number
  readonly basePoints: number
}

/** Points are whole numbers a bin, so that what a person sees adds up. */
export function renderPoints({ features, basePoints }: Scored, context: RenderContext): string {
  return renderSum(basePoints, features, (_, bin) => bin.points, context)
}

/** The probability comes from the regression before points are rounded. */
export function renderProbability({ features, intercept }: Scored, context: RenderContext): string {
  const logOdds = renderSum(intercept, features, ({ coefficient }, { woe }) => coefficient * woe, context)
  return `(1 / (1 + exp(-${logOdds})))`
}

function renderSum(
  start: number,
  features: readonly ScoredFeature[],
  of: (feature: ScoredFeature, bin: ScoredBin) => number,
  context: RenderContext,
): string {
  const { double } = context.dialect
  const terms = features.map((feature) => {
    const figures = feature.bins.map((bin) => d(of(feature, bin)))
    const byBin = renderBins(renderFeature(feature, context), feature.binning, (bin) => figures[bin] as string, context)
    return `cast(${byBin} as ${double})`
  })
  return `(${[`cast(${d(start)} as ${double})`, ...terms].join('\n    + ')})`
}
