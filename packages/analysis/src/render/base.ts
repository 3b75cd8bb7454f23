import type { FactScan, NightPlan, SchemePlan } from '../plan/plan.ts'
import { manualColumns } from './manual.ts'
import { finishMeasure } from './measures.ts'
import { schemeColumn as at, bookPlace, staged } from './names.ts'
import { manualMark } from './reasons.ts'
import type { Sources } from './render-night.ts'
import type { RenderOptions } from './rows.ts'
import { dateLiteral, quoteIdentifier, quoteText } from './sql.ts'

const wholePast = (asOf: string) => ({ from: undefined, to: asOf })

/** Everybody who is served, with the attributes that conditions read: names and numbers of people stay out of the way until the end. */
export function renderPopulation(plan: NightPlan, attributes: readonly string[], sources: Sources): string {
  const { customer, registering } = plan.population
  const source = sources.fact(customer.id, wholePast(plan.asOf))
  const has = (id: string) => customer.columns.some((column) => column.id === id)
  const others = attributes.filter((id) => id !== 'customer_id' && id !== 'unit_id' && id !== 'owner_id')
  const columns = [
    'k.customer_id',
    `${has('unit_id') ? `coalesce(c."unit_id", 'root')` : `'root'`} as unit_id`,
    `${has('owner_id') ? 'c."owner_id"' : 'cast(null as varchar)'} as owner_id`,
    ...others.map((id) => `c.${quoteIdentifier(id)}`),
  ].join(', ')
  if (registering.length === 0) return inBookOrder(`select ${columns.replace('k.', 'c.')}\nfrom ${source} c`)
  const keys = registering.map((fact) => {
    const key = `f.${quoteIdentifier(fact.customer ?? '')}`
    const isCounted = fact.date === undefined ? '' : ` and f.${quoteIdentifier(fact.date)} <= ${dateLiteral(plan.asOf)}`
    return `select ${key} from ${sources.fact(fact.id, wholePast(plan.asOf))} f where ${key} is not null${isCounted}`
  })
  return inBookOrder(
    [
      `select ${columns}`,
      `from (\n  select customer_id from ${source} c\n  union ${keys.join('\n  union ')}\n) k`,
      `left join ${source} c on c.customer_id = k.customer_id`,
    ].join('\n'),
  )
}

/** The order of every result: a manager's book lies together, and equal runs give equal bytes. */
function inBookOrder(people: string): string {
  const order = 'order by p.unit_id, p.owner_id nulls first, p.customer_id'
  return `select p.*, row_number() over (${order}) as ${quoteIdentifier(bookPlace)}\nfrom (\n${people}\n) p`
}

/** The population with its measures and the levels of the last state; `from` is what the layers build upon. */
export function renderBase(plan: NightPlan, sources: Sources, options: RenderOptions): string {
  const measures = plan.scans.map((scan, index) => ({ scan, table: `m${index}` }))
  const columns = measures.flatMap(({ scan, table }) => measureColumns(scan, table, options))
  const joins = measures.map(
    ({ scan, table }) =>
      `left join ${quoteIdentifier(staged.measures(scan.id))} ${table} on ${table}.customer_id = p.customer_id`,
  )
  const previous = sources.previous ? [`left join ${sources.previous.customer} b on b.customer_id = p.customer_id`] : []
  const words = plan.manual?.schemes.flatMap(({ id }) => manualColumns(id)) ?? []
  const manual = plan.manual ? [`left join ${quoteIdentifier(staged.manual)} o on o.customer_id = p.customer_id`] : []
  const given = words.map((column) => `o.${quoteIdentifier(column)}`)
  return [
    `(select ${['p.*', ...columns, ...previousColumns(plan), ...given].join(',\n  ')}`,
    `from ${quoteIdentifier(staged.population)} p`,
    ...joins,
    ...previous,
    ...manual,
  ]
    .join('\n')
    .concat(')')
}

function measureColumns(scan: FactScan, table: string, options: RenderOptions): readonly string[] {
  return scan.measures.map(
    (measure) => `${finishMeasure(measure, table, options.dialect)} as ${quoteIdentifier(measure.id)}`,
  )
}

/** What the schemes read of the last state. */
function previousColumns(plan: NightPlan): readonly string[] {
  return plan.layers.flatMap((layer) => layer.schemes).flatMap((scheme) => previousColumnsOf(scheme, plan))
}

/** A level that the pack no longer has counts as none, and so do its days; a set of tags is compared as a whole. */
function previousColumnsOf({ scheme, hasCounters, isManual }: SchemePlan, plan: NightPlan): readonly string[] {
  const { id, levels, variant } = scheme
  const isKnown = plan.previous?.schemes.includes(id) ?? false
  const isCounted = hasCounters && (plan.previous?.counters?.includes(id) ?? false)
  const of = (suffix: string) => `b.${quoteIdentifier(`${id}${suffix}`)}`
  const permitted = levels.map((one) => quoteText(one.id)).join(', ')
  const guarded = (text: string) =>
    variant === 'rules' ? text : `case when ${of('')} in (${permitted}) then ${text} end`
  const has = (condition: boolean, text: string, type: string) => (condition ? text : `cast(null as ${type})`)
  const wasManual = `coalesce(substr(${of('_reason')}, 1, ${manualMark.length}) = ${quoteText(manualMark)}, false)`
  return [
    `${has(isKnown, guarded(of('')), 'varchar')} as ${quoteIdentifier(at.before(id))}`,
    `${has(isKnown, guarded(of('_since')), 'date')} as ${quoteIdentifier(at.sinceBefore(id))}`,
    `${has(isKnown, guarded(of('_until')), 'date')} as ${quoteIdentifier(at.untilBefore(id))}`,
    ...(hasCounters
      ? [
          `${has(isCounted, guarded(of('_period')), 'date')} as ${quoteIdentifier(at.periodBefore(id))}`,
          `${has(isCounted, of('_restart'), 'date')} as ${quoteIdentifier(at.restartBefore(id))}`,
        ]
      : []),
    ...(isManual ? [`${isKnown ? wasManual : 'false'} as ${quoteIdentifier(at.wasManual(id))}`] : []),
  ]
}
