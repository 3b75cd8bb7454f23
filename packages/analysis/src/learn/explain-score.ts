import { formatValue, type Label, type Language, type Vocabulary } from '@tend/pack'
import type { StateRow } from '../state/state.ts'
import type { LearnedScorecard, ScoredFeature } from './artifact.ts'
import { binOf } from './binning.ts'
import { featureValue, isNumeric } from './feature-values.ts'

/** Why a score is what it is: the customer's bin of one feature. */
export type ScoreReason = {
  readonly feature: string
  readonly bin: number
  readonly points: number
  /** Points below the best bin of the feature: what this costs the customer. */
  readonly lost: number
}

/** The reasons of a customer's points, what costs most first; `basePoints` and all `points` together are the score. */
export function explainScore(artifact: LearnedScorecard, row: StateRow): readonly ScoreReason[] {
  return artifact.features
    .map((feature): ScoreReason => {
      const bin = binOf(feature.binning, featureValue(feature, row, artifact.decimals))
      const points = feature.bins[bin]?.points ?? 0
      return { feature: feature.name, bin, points, lost: Math.max(...pointsGiven(feature)) - points }
    })
    .sort((a, b) => b.lost - a.lost || (a.feature < b.feature ? -1 : 1))
}

/** Points of bins that somebody was in. */
function pointsGiven({ bins }: ScoredFeature): readonly number[] {
  return bins.filter(({ share }) => share > 0).map(({ points }) => points)
}

/** A bin in words: `12 – 24`, `month to month`, `unknown`. */
export function binLabel({ name, unit, binning }: ScoredFeature, bin: number, vocabulary: Vocabulary): Label {
  const inBoth = (write: (language: Language) => string): Label => ({ zh: write('zh'), en: write('en') })
  const places = binning.kind === 'cuts' ? binning.cuts.length : binning.values.length
  if (bin > places) return { zh: '未知', en: 'unknown' }
  if (binning.kind === 'values') {
    const value = binning.values[bin]
    if (value === undefined) return { zh: '其他', en: 'other' }
    return unit === 'flag'
      ? inBoth((language) => formatValue(value, 'flag', language, vocabulary.currency))
      : (vocabulary.labelOf(name, value) ?? { zh: value, en: value })
  }
  const written = (cut: number | undefined, language: Language) => {
    const minor = unit === 'money' ? Math.round((cut ?? 0) * 10 ** vocabulary.currency.decimals) : cut
    return formatValue(minor, isNumeric({ name, unit }) ? unit : 'number', language, vocabulary.currency)
  }
  const [above, upTo] = [binning.cuts[bin - 1], binning.cuts[bin]]
  if (above === undefined && upTo === undefined) return { zh: '任意值', en: 'any value' }
  if (above === undefined) return inBoth((language) => `≤ ${written(upTo, language)}`)
  if (upTo === undefined) return inBoth((language) => `> ${written(above, language)}`)
  return inBoth((language) => `${written(above, language)} – ${written(upTo, language)}`)
}
