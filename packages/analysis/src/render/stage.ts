import { renderSql, type Scheme } from '@tend/pack'
import { quoteIdentifier, quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

export type Stage = Extract<Scheme, { variant: 'stage' }>

/** The first level in the list whose condition holds; a level without one takes everybody who is left. */
export function stageColumn(scheme: Stage, context: RenderContext): string {
  const branches: string[] = []
  for (const level of scheme.levels) {
    branches.push(`when ${level.enter ? renderSql(level.enter, context) : 'true'} then ${quoteText(level.id)}`)
  }
  return `case ${branches.join(' ')} end as ${quoteIdentifier(scheme.id)}`
}
