import { renderSql } from '@tend/pack'
import type { ManualPlan, SchemePlan } from '../plan/plan.ts'
import { schemeColumn as at } from './names.ts'
import type { Sources } from './render-night.ts'
import { dateLiteral, quoteIdentifier, quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

/**
 * Levels that people have given: of each customer and scheme the latest row that holds at as-of, laid side by side in one row a customer. A level
 * that the scheme has not is nobody's word.
 */
export function renderManual({ fact, schemes }: ManualPlan, asOf: string, sources: Sources): string {
  const today = dateLiteral(asOf)
  const ofFact = (name: string) => `m.${quoteIdentifier(name)}`
  const date = ofFact(fact.date ?? '')
  const until = ofFact('until')
  const known = schemes.map(({ id, levels }) => {
    const permitted = levels.map((level) => quoteText(level.id)).join(', ')
    return `(${ofFact('scheme')} = ${quoteText(id)} and (${ofFact('level')} is null or ${ofFact('level')} in (${permitted})))`
  })
  const latest = [
    `select ${ofFact(fact.customer ?? '')} as customer_id, ${ofFact('scheme')}, ${ofFact('level')}, ${until}, ${ofFact('reason')}, ${ofFact('decided_by')},`,
    `  row_number() over (partition by ${ofFact(fact.customer ?? '')}, ${ofFact('scheme')} order by ${date} desc, ${ofFact('override_id')} desc) as place`,
    `from ${sources.fact(fact.id, { from: undefined, to: asOf })} m`,
    `where ${date} <= ${today} and (${until} is null or ${until} >= ${today}) and (${known.join(' or ')})`,
  ]
  const columns = schemes.flatMap(({ id }) => {
    const of = (column: string) => `max(case when o."scheme" = ${quoteText(id)} then ${column} end)`
    return [
      `${of('1')} as ${quoteIdentifier(at.manual(id))}`,
      `${of('o."level"')} as ${quoteIdentifier(at.manualLevel(id))}`,
      `${of('o."until"')} as ${quoteIdentifier(at.manualUntil(id))}`,
      `${of('o."reason"')} as ${quoteIdentifier(at.manualReason(id))}`,
      `${of('o."decided_by"')} as ${quoteIdentifier(at.manualBy(id))}`,
    ]
  })
  return `select o.customer_id,\n  ${columns.join(',\n  ')}\nfrom (\n${latest.join('\n')}\n) o\nwhere o.place = 1\ngroup by o.customer_id`
}

/** Columns that a scheme takes over from the staged words. */
export function manualColumns(id: string): readonly string[] {
  return [at.manual(id), at.manualLevel(id), at.manualUntil(id), at.manualReason(id), at.manualBy(id)]
}

/**
 * What comes before a scheme's own rule, as branches of a CASE, in order: who is not classed at all has no level; a person's word gives one; or it
 * holds the present one (where there is none, there is nothing to hold, and the rule judges).
 */
export function branchesBefore(
  { scheme, isManual }: SchemePlan,
  context: RenderContext,
  values: { readonly none: string; readonly given: string; readonly held: string; readonly before: string },
): readonly string[] {
  const { column } = context
  return [
    ...(scheme.among ? [`when not ${renderSql(scheme.among, context)} then ${values.none}`] : []),
    ...(isManual ? [`when ${column(at.manualLevel(scheme.id))} is not null then ${values.given}`] : []),
    ...(isManual
      ? [`when ${column(at.manual(scheme.id))} = 1 and ${values.before} is not null then ${values.held}`]
      : []),
  ]
}

/** A level by the scheme's own rule, after what comes before it. */
export function levelColumn(plan: SchemePlan, rule: readonly string[], context: RenderContext): string {
  const { id } = plan.scheme
  const before = context.column(at.before(id))
  const given = context.column(at.manualLevel(id))
  const branches = branchesBefore(plan, context, { none: 'null', given, held: before, before })
  return `case ${[...branches, ...rule].join(' ')} end as ${quoteIdentifier(id)}`
}

/** Days of a level that has no validity: reached when it last changed; it ends where a person's word does. */
export function daysOfLevel({ scheme, isManual }: SchemePlan, { asOf, column }: RenderContext): readonly string[] {
  const level = column(scheme.id)
  const isSame = `${level} = ${column(at.before(scheme.id))}`
  const since = `case when ${level} is null then null when ${isSame} then ${column(at.sinceBefore(scheme.id))} else ${dateLiteral(asOf)} end`
  const until = `case when ${level} is null then null else ${column(at.manualUntil(scheme.id))} end`
  return [
    `${since} as ${quoteIdentifier(at.since(scheme.id))}`,
    ...(isManual ? [`${until} as ${quoteIdentifier(at.until(scheme.id))}`] : []),
  ]
}
