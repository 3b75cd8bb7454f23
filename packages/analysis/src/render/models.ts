import type { Unit } from '@tend/pack'
import { renderModelOutput } from '../learn/render-model.ts'
import type { ModelPlan } from '../plan/plan.ts'
import type { RenderContext } from './values.ts'

/** Types of what is not a double. */
const types: Partial<Record<Unit, string>> = { text: 'varchar', money: 'bigint', count: 'bigint', days: 'bigint' }

/** What a trained model says, in the unit of the indicator; unknown before the first training. Money comes in major units from a model. */
export function modelColumn({ unit, output, artifact }: ModelPlan, context: RenderContext): string {
  if (!artifact) return `cast(null as ${types[unit] ?? context.dialect.double})`
  const said = renderModelOutput(artifact, output, context)
  if (unit === 'money') return `cast(floor((${said}) * ${10 ** context.decimals} + 0.5) as bigint)`
  return unit === 'count' || unit === 'days' ? `cast(floor((${said}) + 0.5) as bigint)` : said
}
