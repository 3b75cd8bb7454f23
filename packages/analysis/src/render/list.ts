import { renderSql, type Scheme } from '@tend/pack'
import type { SchemePlan } from '../plan/plan.ts'
import { schemeColumn as at } from './names.ts'
import type { Sources } from './render-night.ts'
import { dateLiteral, quoteIdentifier, quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

export type List = Extract<Scheme, { variant: 'list' }>

/** Of each customer the row of the delivered list that began last and has not ended at as-of; of rows of one day the one with the greatest key. */
export function renderList({ scheme, fact }: SchemePlan<List>, asOf: string, sources: Sources): string {
  if (fact?.date === undefined || fact.customer === undefined) throw new Error(`${scheme.id} names no list`)
  const ofFact = (name: string) => `f.${quoteIdentifier(name)}`
  const orNull = (name: string | undefined, type: string) =>
    name === undefined ? `cast(null as ${type})` : ofFact(name)
  const today = dateLiteral(asOf)
  const order = [fact.date, ...fact.key].map((name) => `${ofFact(name)} desc nulls last`)
  const hasNotEnded =
    scheme.until === undefined ? '' : ` and (${ofFact(scheme.until)} is null or ${ofFact(scheme.until)} >= ${today})`
  return [
    'select r.customer_id, r.level, r.began_on, r.ends_on, r.reason',
    'from (',
    `  select ${ofFact(fact.customer)} as customer_id, ${ofFact(scheme.level)} as level, ${ofFact(fact.date)} as began_on,`,
    `    ${orNull(scheme.until, 'date')} as ends_on, ${orNull(scheme.reason, 'varchar')} as reason,`,
    `    row_number() over (partition by ${ofFact(fact.customer)} order by ${order.join(', ')}) as place`,
    `  from ${sources.fact(fact.id, { from: undefined, to: asOf })} f`,
    `  where ${ofFact(fact.date)} <= ${today}${hasNotEnded}`,
    ') r',
    'where r.place = 1',
  ].join('\n')
}

/** The level as delivered, where the scheme knows it, with the row's own days and reason; `row` is the joined list. */
export function listPasses(
  { scheme }: SchemePlan<List>,
  row: string,
  context: RenderContext,
): readonly (readonly string[])[] {
  const permitted = scheme.levels.map((level) => quoteText(level.id)).join(', ')
  const isClassed = scheme.among ? `${renderSql(scheme.among, context)} and ` : ''
  const level = context.column(scheme.id)
  const ofRow = (name: string) => `case when ${level} is not null then ${context.column(name)} end`
  return [
    [
      `case when ${isClassed}${row}.level in (${permitted}) then ${row}.level end as ${quoteIdentifier(scheme.id)}`,
      `${row}.began_on as ${quoteIdentifier(at.listSince(scheme.id))}`,
      `${row}.ends_on as ${quoteIdentifier(at.listUntil(scheme.id))}`,
      `${row}.reason as ${quoteIdentifier(at.listReason(scheme.id))}`,
    ],
    [
      `${ofRow(at.listSince(scheme.id))} as ${quoteIdentifier(at.since(scheme.id))}`,
      `${ofRow(at.listUntil(scheme.id))} as ${quoteIdentifier(at.until(scheme.id))}`,
    ],
  ]
}
