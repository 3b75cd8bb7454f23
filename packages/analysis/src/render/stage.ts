import { renderSql, type Scheme } from '@tend/pack'
import type { SchemePlan } from '../plan/plan.ts'
import { daysOfLevel, levelColumn } from './manual.ts'
import { quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

export type Stage = Extract<Scheme, { variant: 'stage' }>

/** The first level in the list whose condition holds; a level without one takes everybody who is left. */
export function stagePasses(plan: SchemePlan<Stage>, context: RenderContext): readonly (readonly string[])[] {
  const rule = plan.scheme.levels.map(
    (level) => `when ${level.enter ? renderSql(level.enter, context) : 'true'} then ${quoteText(level.id)}`,
  )
  return [[levelColumn(plan, rule, context)], daysOfLevel(plan, context)]
}
