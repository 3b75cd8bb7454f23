import type { RenderContext } from '../render/values.ts'
import type { Segment, StandardFeature } from './artifact.ts'
import { doubleLiteral as d, renderFeature } from './feature-values.ts'

type Centres = {
  readonly features: readonly StandardFeature[]
  readonly segments: readonly Pick<Segment, 'id' | 'centre'>[]
}

/**
 * The nearest centre. |z − c|² = |z|² + (|c|² − 2 c·z), and |z|² is the same for every centre: comparing the brackets reads each feature
 * once a centre. The first of equals wins.
 */
export function renderSegment({ features, segments }: Centres, context: RenderContext): string {
  const deviations = features.map((feature) => renderDeviations(feature, context))
  const brackets = segments.map(({ centre }) => {
    const square = centre.reduce((sum, value) => sum + value * value, 0)
    return `(${[d(square), ...deviations.map((z, i) => `${z} * ${d(-2 * (centre[i] ?? 0))}`)].join(' + ')})`
  })
  const { text } = context.dialect
  const branches = segments
    .slice(0, -1)
    .map(({ id }, i) => `when ${brackets[i]} <= ${leastOf(brackets.slice(i + 1))} then ${text(id)}`)
  return `case ${branches.join('\n    ')} else ${text(segments.at(-1)?.id ?? '')} end`
}

/** How far the nearest centre is, in standard deviations. */
export function renderDistance({ features, segments }: Centres, context: RenderContext): string {
  const deviations = features.map((feature) => renderDeviations(feature, context))
  const squares = segments.map(({ centre }) =>
    deviations
      .map((z, i) => {
        const gap = `(${z} - ${d(centre[i] ?? 0)})`
        return `${gap} * ${gap}`
      })
      .join(' + '),
  )
  return `sqrt(${leastOf(squares)})`
}

/** A feature in standard deviations from the mean; an unknown value counts as the mean. */
function renderDeviations(feature: StandardFeature, context: RenderContext): string {
  const { low, high, mean, deviation } = feature
  const known = `coalesce(${renderFeature(feature, context)}, ${d(mean)})`
  return `((least(greatest(${known}, ${d(low)}), ${d(high)}) - ${d(mean)}) / ${d(deviation)})`
}

function leastOf(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] as string) : `least(${texts.join(', ')})`
}
