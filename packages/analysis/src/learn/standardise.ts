import type { Feature, StandardFeature } from './artifact.ts'
import type { Points } from './k-means.ts'

/** Of an amount the highest and lowest hundredth count as their edge: a handful of giants would otherwise be a segment of their own. */
const clippedShare = 0.01

/**
 * Features as deviations from their means, row by row; one that is the same for everybody is left out. `values` are columns as `renderFeature`
 * answers them; an unknown value counts as the mean.
 */
export function standardise(
  wanted: readonly Feature[],
  values: readonly (readonly unknown[])[],
): { readonly features: readonly StandardFeature[]; readonly points: Points } {
  const columns = wanted.flatMap((feature, i) => {
    const column = standardColumn(feature, values[i] ?? [])
    return column === undefined ? [] : [column]
  })
  const count = values[0]?.length ?? 0
  const width = columns.length
  const points = new Float64Array(count * width)
  columns.forEach(({ deviations }, j) => {
    for (let i = 0; i < count; i++) points[i * width + j] = deviations[i] as number
  })
  return { features: columns.map(({ feature }) => feature), points: { values: points, count, width } }
}

function standardColumn(
  feature: Feature,
  values: readonly unknown[],
): { readonly feature: StandardFeature; readonly deviations: Float64Array } | undefined {
  const numbers = Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)))
  const known = numbers.filter((value) => !Number.isNaN(value)).sort()
  if (known.length === 0) return undefined
  const edge = (share: number) => known[Math.min(known.length - 1, Math.floor(known.length * share))] as number
  const [low, high] = [edge(clippedShare), edge(1 - clippedShare)]
  const clip = (value: number) => Math.min(Math.max(value, low), high)
  const mean = known.reduce((sum, value) => sum + clip(value), 0) / known.length
  const variance = known.reduce((sum, value) => sum + (clip(value) - mean) ** 2, 0) / known.length
  const deviation = Math.sqrt(variance)
  if (deviation <= Math.abs(mean) * 1e-9) return undefined
  const deviations = numbers.map((value) => (Number.isNaN(value) ? 0 : (clip(value) - mean) / deviation))
  return { feature: { ...feature, low, high, mean, deviation }, deviations }
}
