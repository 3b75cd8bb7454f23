import type { ModelOutput } from '@tend/pack'
import type { RenderContext } from '../render/values.ts'
import type { LearnedSegments, StandardFeature } from './artifact.ts'
import { doubleLiteral as d } from './feature-values.ts'

/**
 * The nearest centre. |z − c|² = |z|² + (|c|² − 2 c·z), and |z|² is the same for every centre: comparing the brackets reads each feature
 * once a centre. The first of equals wins.
 */
export function renderSegments(
  artifact: LearnedSegments,
  output: ModelOutput,
  context: RenderContext,
): string | undefined {
  const { features, segments } = artifact
  if (output === 'distance') {
    const squares = segments.map(({ centre }) =>
      features
        .map((feature, i) => {
          const gap = `(${renderDeviations(feature, context)} - ${d(centre[i] ?? 0)})`
          return `${gap} * ${gap}`
        })
        .join(' + '),
    )
    return `sqrt(${squares.length > 1 ? `least(${squares.join(', ')})` : squares[0]})`
  }
  if (output !== 'segment') return undefined
  const brackets = segments.map(({ centre }) => {
    const square = centre.reduce((sum, value) => sum + value * value, 0)
    const terms = features.map((feature, i) => `${renderDeviations(feature, context)} * ${d(-2 * (centre[i] ?? 0))}`)
    return `(${[d(square), ...terms].join(' + ')})`
  })
  const { text } = context.dialect
  const branches = segments.slice(0, -1).map(({ id }, i) => {
    const others = brackets.slice(i + 1)
    const least = others.length > 1 ? `least(${others.join(', ')})` : others[0]
    return `when ${brackets[i]} <= ${least} then ${text(id)}`
  })
  const last = text(segments.at(-1)?.id ?? '')
  return branches.length === 0 ? last : `case ${branches.join('\n    ')} else ${last} end`
}

/** A feature in standard deviations from the mean; an unknown value counts as the mean, an unknown flag as false. */
function renderDeviations(feature: StandardFeature, { column, decimals, dialect }: RenderContext): string {
  const name = column(feature.name)
  if (feature.unit === 'flag') {
    return `(case when ${name} then ${d((1 - feature.mean) / feature.deviation)} else ${d(-feature.mean / feature.deviation)} end)`
  }
  const number = `cast(${name} as ${dialect.double})`
  const major = feature.unit === 'money' ? `(${number} / ${10 ** decimals})` : number
  const within = `least(greatest(coalesce(${major}, ${d(feature.mean)}), ${d(feature.low)}), ${d(feature.high)})`
  return `((${within} - ${d(feature.mean)}) / ${d(feature.deviation)})`
}
