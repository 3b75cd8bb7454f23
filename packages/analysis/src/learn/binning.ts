import type { RenderContext } from '../render/values.ts'
import { doubleLiteral, type FeatureValue } from './feature-values.ts'

/**
 * How values fall into bins. `cuts`: bin i holds what is above cut i − 1 up to and with cut i, the last but one what is above all cuts.
 * `values`: a bin for each listed text, the last but one for any other. The last bin is always the unknown.
 */
export type Binning =
  | { readonly kind: 'cuts'; readonly cuts: readonly number[] }
  | { readonly kind: 'values'; readonly values: readonly string[] }

export function binCount(binning: Binning): number {
  return (binning.kind === 'cuts' ? binning.cuts.length : binning.values.length) + 2
}

/** The bin of a value; numbers go to `cuts`, texts to `values`. */
export function binOf(binning: Binning, value: FeatureValue): number {
  if (value === null) return binCount(binning) - 1
  if (binning.kind === 'values') {
    const place = binning.values.indexOf(String(value))
    return place < 0 ? binning.values.length : place
  }
  const number = Number(value)
  let bin = 0
  while (bin < binning.cuts.length && number > (binning.cuts[bin] as number)) bin++
  return bin
}

/** SQL that answers `of(bin)` for the bin of a value: a number for `cuts`, a text for `values`. */
export function renderBins(
  sql: string,
  binning: Binning,
  of: (bin: number) => string,
  { dialect }: Pick<RenderContext, 'dialect'>,
): string {
  const last = binCount(binning) - 1
  const tests =
    binning.kind === 'cuts'
      ? binning.cuts.map((cut) => `${sql} <= ${doubleLiteral(cut)}`)
      : binning.values.map((value) => `${sql} = ${dialect.text(value)}`)
  const branches = tests.map((test, bin) => `when ${test} then ${of(bin)}`)
  return `case when ${sql} is null then ${of(last)} ${[...branches, `else ${of(last - 1)}`].join(' ')} end`
}

/**
 * Cuts that make up to `bins` bins of about equal size. `sample` is sorted ascending. Equal values stay together, so that there are
 * fewer bins where a value is frequent.
 */
export function quantileCuts(sample: ArrayLike<number>, bins: number): readonly number[] {
  const cuts: number[] = []
  const highest = sample[sample.length - 1]
  for (let bin = 1; bin < bins; bin++) {
    const cut = sample[Math.ceil((sample.length * bin) / bins) - 1]
    if (cut !== undefined && cut !== highest && cut !== cuts.at(-1)) cuts.push(cut)
  }
  return cuts
}
