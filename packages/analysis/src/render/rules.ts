import { renderSql, type Scheme } from '@tend/pack'
import type { SchemePlan } from '../plan/plan.ts'
import { daysOfLevel } from './manual.ts'
import { quoteIdentifier, quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

export type Rules = Extract<Scheme, { variant: 'rules' }>

/**
 * A flag for each tag whose condition holds; then the ids of those that hold, in list order, joined by commas, and null where none does; then the
 * day on which that set last changed (S20: types may be combined).
 */
export function rulesPasses(plan: SchemePlan<Rules>, context: RenderContext): readonly (readonly string[])[] {
  const { scheme } = plan
  const isClassed = scheme.among ? `${renderSql(scheme.among, context)} and ` : ''
  const flags = scheme.levels.map((tag) => {
    const holds = tag.enter ? renderSql(tag.enter, context) : 'true'
    return `(${isClassed}${holds}) as ${quoteIdentifier(tagColumn(scheme, tag.id))}`
  })
  const held = scheme.levels.map(
    (tag) => `case when ${context.column(tagColumn(scheme, tag.id))} then ${quoteText(`,${tag.id}`)} else '' end`,
  )
  return [
    flags,
    [`nullif(substr(${held.join(' || ')}, 2), '') as ${quoteIdentifier(scheme.id)}`],
    daysOfLevel(plan, context),
  ]
}

export function tagColumn(scheme: Pick<Scheme, 'id'>, tag: string): string {
  return `${scheme.id}_${tag}`
}
