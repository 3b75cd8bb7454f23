import type { Moment } from '@tend/pack'
import { namesOf, namesReadByScheme } from '../plan/layers.ts'
import type { NightPlan, Period } from '../plan/plan.ts'
import type { Shim } from '../shim/shim.ts'
import { renderBase, renderPopulation } from './base.ts'
import { renderCandidates, renderDays } from './candidates.ts'
import { layerTables, listTables, renderLayer } from './layers.ts'
import { renderManual } from './manual.ts'
import { renderNoticed, renderOpenMoments } from './moments.ts'
import { schemeColumn, staged } from './names.ts'
import { renderCustomers, renderMoments } from './results.ts'
import { renderScan } from './scans.ts'
import { quoteIdentifier } from './sql.ts'
import type { RenderContext } from './values.ts'

/** `name` says which station of the night the text belongs to, e.g. `measures balance`. */
export type Statement = { readonly name: string; readonly sql: string }

/** Where a night reads and writes. Relations are SQL texts that may stand behind FROM. */
export type Sources = {
  readonly fact: (id: string, period: Period) => string
  /** The last state's relations; present exactly when the plan has a previous state. */
  readonly previous?: { readonly customer: string; readonly moment: string; readonly noticed: string }
  /** Where the results go: Parquet files in DuckDB, tables elsewhere. */
  readonly target: (result: 'customer' | 'moment' | 'noticed') => string
}

/** Turns a plan into the statements of a night, to be run in order on one connection. Pure. */
export function renderNight(plan: NightPlan, shim: Shim, sources: Sources): readonly Statement[] {
  if ((plan.previous === undefined) !== (sources.previous === undefined)) {
    throw new Error('the plan and the sources must agree on whether there is a previous state')
  }
  const statements: Statement[] = []
  const night: Night = {
    stage: (name, table, query) => {
      for (const sql of shim.stage(table, query)) statements.push({ name, sql })
    },
    unstage: (tables) => {
      for (const table of tables) statements.push({ name: 'tidy', sql: shim.unstage(table) })
    },
    sink: (result, query) => {
      statements.push({ name: `write ${result}`, sql: shim.sink(sources.target(result), query) })
    },
  }
  const options = { asOf: plan.asOf, decimals: plan.decimals, dialect: shim }
  stageFacts(plan, sources, { ...options, column: nightColumn(plan) }, night)
  writeCustomers(plan, sources, { ...options, column: nightColumn(plan) }, night)
  // Moments read the written rows: a few columns each, which costs a fraction of keeping all of them in a table.
  const customers = shim.source(sources.target('customer'))
  const dated = plan.moments.filter(({ moment, isNoticed }) => isNoticed && hasDays(moment))
  for (const one of dated) night.stage(`days ${one.moment.id}`, staged.days(one.moment.id), renderDays(one))
  night.stage(
    'moments',
    staged.candidates,
    renderCandidates(plan, customers, sources, { ...options, column: rowColumn }),
  )
  const turns = renderOpenMoments(plan, sources)
  for (const { table, query } of turns) night.stage('open moments', table, query)
  night.sink('moment', renderMoments(customers))
  night.sink('noticed', renderNoticed(plan, sources))
  night.unstage([
    staged.candidates,
    ...turns.map(({ table }) => table),
    ...dated.map(({ moment }) => staged.days(moment.id)),
  ])
  return statements
}

/** Moments that join a table of days. */
function hasDays({ kind }: Moment): boolean {
  return kind === 'calendar' || kind === 'fact'
}

type Night = {
  readonly stage: (name: string, table: string, query: string) => void
  readonly unstage: (tables: readonly string[]) => void
  readonly sink: (result: 'customer' | 'moment' | 'noticed', query: string) => void
}

function stageFacts(plan: NightPlan, sources: Sources, context: RenderContext, night: Night): void {
  night.stage('population', staged.population, renderPopulation(plan, attributesRead(plan), sources))
  if (plan.manual) night.stage('manual levels', staged.manual, renderManual(plan.manual, plan.asOf, sources))
  for (const scan of plan.scans) {
    const relation = sources.fact(scan.fact.id, scan.period)
    const relations = { fact: relation, starts: sources.previous?.customer }
    night.stage(`measures ${scan.id}`, staged.measures(scan.id), renderScan(scan, relations, context))
  }
}

/** Stages the base and what looks at all customers at once; every layer's columns are then calculated as the rows are written. */
function writeCustomers(plan: NightPlan, sources: Sources, context: RenderContext, night: Night): void {
  night.stage('base', staged.base, `select * from ${renderBase(plan, sources, context)} w`)
  night.unstage([
    staged.population,
    ...plan.scans.map((scan) => staged.measures(scan.id)),
    ...(plan.manual ? [staged.manual] : []),
  ])
  const kept: string[] = [staged.base]
  let relation = quoteIdentifier(staged.base)
  for (const [index, layer] of plan.layers.entries()) {
    const tables = layerTables(layer, index, relation, context)
    for (const { name, table, query } of tables) night.stage(name, table, query)
    if (tables.length > 0) night.unstage([staged.inputs(index)])
    const lists = listTables(layer, plan.asOf, sources)
    for (const { name, table, query } of lists) night.stage(name, table, query)
    kept.push(...[...tables, ...lists].map(({ table }) => table).filter((table) => table !== staged.inputs(index)))
    relation = renderLayer(layer, relation, context)
  }
  night.sink('customer', renderCustomers(plan, relation, sources, context.column))
  night.unstage(kept)
}

/** A column of the wide row once it is written. */
function rowColumn(name: string): string {
  return `w.${quoteIdentifier(name)}`
}

/** A column of the wide row while it is built: `<scheme>_before` goes by its night name. */
function nightColumn(plan: NightPlan): (name: string) => string {
  const befores = new Map<string, string>(
    plan.layers
      .flatMap((layer) => layer.schemes)
      .map(({ scheme: { id } }) => [`${id}_before`, schemeColumn.before(id)] as const),
  )
  return (name) => `w.${quoteIdentifier(befores.get(name) ?? name)}`
}

/** The attributes that any layer reads; the others join when the rows are written. */
function attributesRead(plan: NightPlan): readonly string[] {
  const expressions = plan.layers.flatMap((layer) => [
    ...layer.derived.map((derived) => derived.expression),
    ...layer.groupRates.flatMap((rate) => [rate.by, rate.event, ...(rate.base ? [rate.base] : [])]),
    ...layer.populations.flatMap(({ of, among, by }) => [of, among, by].filter((one) => one !== undefined)),
  ])
  const others = plan.layers.flatMap((layer) => [
    ...layer.models.flatMap(({ reads }) => reads),
    ...layer.schemes.flatMap(({ scheme }) => namesReadByScheme(scheme)),
  ])
  const names = new Set([...namesOf(expressions), ...others])
  return plan.population.customer.columns.map(({ id }) => id).filter((id) => names.has(id))
}
