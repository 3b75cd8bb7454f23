import type { ModelOutput } from '@tend/pack'
import type { RenderContext } from '../render/values.ts'
import type { ModelArtifact } from './artifact.ts'
import { renderPurchases } from './render-purchases.ts'
import { renderScorecard } from './render-scorecard.ts'
import { renderSegments } from './render-segments.ts'

/**
 * SQL of what a trained model says of a row: `segment` is a text (`s1`, `s2`, …), every other output a double, `expected_value` in major
 * units of money. Null where the model cannot say (no first purchase, for one). Portable (DuckDB, PostgreSQL, Spark); texts go through
 * `dialect.text`, figures are written out. Throws when the model has no such output.
 */
export function renderModelOutput(artifact: ModelArtifact, output: ModelOutput, context: RenderContext): string {
  const sql =
    artifact.kind === 'segments'
      ? renderSegments(artifact, output, context)
      : artifact.kind === 'scorecard'
        ? renderScorecard(artifact, output, context)
        : renderPurchases(artifact, output, context)
  if (sql === undefined) throw new Error(`model ${artifact.model} (${artifact.kind}) has no output "${output}"`)
  return sql
}

/** The SQL of an output while no model has been trained: unknown, of the right type. */
export function renderUntrained(output: ModelOutput, { dialect }: Pick<RenderContext, 'dialect'>): string {
  return output === 'segment' ? "case when false then '' end" : `cast(null as ${dialect.double})`
}
