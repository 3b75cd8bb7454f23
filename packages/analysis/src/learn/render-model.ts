import type { ModelOutput } from '@tend/pack'
import type { RenderContext } from '../render/values.ts'
import type { ModelArtifact } from './artifact.ts'
import { renderAlive, renderExpectedPurchases, renderExpectedValue } from './render-purchases.ts'
import { renderPoints, renderProbability } from './render-scorecard.ts'
import { renderDistance, renderSegment } from './render-segments.ts'

/**
 * SQL of what a trained model says of a row: `segment` is a text (`s1`, `s2`, …), every other output a double, `expected_value` in major
 * units of money. Null where the model cannot say (no first purchase, for one). Portable (DuckDB, PostgreSQL, Spark); texts go through
 * `dialect.text`, figures are written out. Throws when the model has no such output.
 */
export function renderModelOutput(artifact: ModelArtifact, output: ModelOutput, context: RenderContext): string {
  if (artifact.kind === 'segments') {
    if (output === 'segment') return renderSegment(artifact, context)
    if (output === 'distance') return renderDistance(artifact, context)
  } else if (artifact.kind === 'scorecard') {
    if (output === 'points') return renderPoints(artifact, context)
    if (output === 'probability') return renderProbability(artifact, context)
  } else {
    if (output === 'p_alive') return renderAlive(artifact, context)
    if (output === 'expected_purchases') return renderExpectedPurchases(artifact, context)
    if (output === 'expected_value') return renderExpectedValue(artifact, context)
  }
  throw new Error(`model ${artifact.model} (${artifact.kind}) has no output "${output}"`)
}
