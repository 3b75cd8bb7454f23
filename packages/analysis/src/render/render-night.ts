import { expressionsOfScheme, namesOf } from '../plan/layers.ts'
import type { NightPlan, Period } from '../plan/plan.ts'
import type { Shim } from '../shim/shim.ts'
import { renderBase, renderPopulation } from './base.ts'
import { renderCandidates, renderRecurrences } from './candidates.ts'
import { layerTables, renderLayer } from './layers.ts'
import { renderLastDates, renderScan } from './measures.ts'
import { renderNoticed, renderOpenMoments } from './moments.ts'
import { bookPlace, schemeColumn, staged } from './names.ts'
import { renderCustomers, renderMoments } from './results.ts'
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
  const night = {
    stage: (name: string, table: string, query: string) => {
      for (const sql of shim.stage(table, query)) statements.push({ name, sql })
    },
    unstage: (tables: readonly string[]) => {
      for (const table of tables) statements.push({ name: 'tidy', sql: shim.unstage(table) })
    },
    sink: (result: 'customer' | 'moment' | 'noticed', query: string) => {
      statements.push({ name: `write ${result}`, sql: shim.sink(sources.target(result), query) })
    },
  }
  const context: RenderContext = { asOf: plan.asOf, decimals: plan.decimals, dialect: shim, column: wideColumn(plan) }
  stageFacts(plan, sources, context, night)
  stageLayers(plan, sources, context, night)
  const wide = quoteIdentifier(staged.wide)
  for (const { moment, occurrences } of plan.moments) {
    if (moment.kind === 'calendar') {
      night.stage(`recurrences ${moment.id}`, staged.recurrences(moment.id), renderRecurrences(occurrences))
    }
  }
  night.stage('moments', staged.candidates, renderCandidates(plan, wide, sources, context))
  night.stage('open moments', staged.moments, renderOpenMoments(plan, sources))
  night.sink('moment', renderMoments(wide))
  night.sink('noticed', renderNoticed(plan, sources))
  night.sink('customer', renderCustomers(plan, wide, sources, context.column))
  return statements
}

type Night = {
  readonly stage: (name: string, table: string, query: string) => void
  readonly unstage: (tables: readonly string[]) => void
}

function stageFacts(plan: NightPlan, sources: Sources, context: RenderContext, night: Night): void {
  night.stage('population', staged.population, renderPopulation(plan, attributesRead(plan), sources))
  for (const scan of plan.scans) {
    const relation = sources.fact(scan.fact.id, scan.period)
    const lastDates = renderLastDates(scan, relation)
    const lastDatesTable = staged.lastDates(scan.fact.id)
    if (lastDates !== undefined) night.stage(`last dates ${scan.fact.id}`, lastDatesTable, lastDates)
    night.stage(
      `measures ${scan.fact.id}`,
      staged.measures(scan.fact.id),
      renderScan(scan, relation, quoteIdentifier(lastDatesTable), context),
    )
    if (lastDates !== undefined) night.unstage([lastDatesTable])
  }
}

/** Stages the base, then the wide row with every layer's columns; between them only what looks at all customers at once. */
function stageLayers(plan: NightPlan, sources: Sources, context: RenderContext, night: Night): void {
  night.stage('base', staged.base, `select * from ${renderBase(plan, sources, context)} w`)
  night.unstage([staged.population, ...plan.scans.map((scan) => staged.measures(scan.fact.id))])
  const kept: string[] = [staged.base]
  let relation = quoteIdentifier(staged.base)
  for (const [index, layer] of plan.layers.entries()) {
    const tables = layerTables(layer, index, relation, context)
    for (const { name, table, query } of tables) night.stage(name, table, query)
    if (tables.length > 0) night.unstage([staged.inputs(index)])
    kept.push(...tables.map(({ table }) => table).filter((table) => table !== staged.inputs(index)))
    relation = renderLayer(layer, relation, context)
  }
  const columns = keptColumns(plan).map((name) => `w.${quoteIdentifier(name)}`)
  night.stage('layers', staged.wide, `select ${columns.join(', ')}\nfrom ${relation} w`)
  night.unstage(kept)
}

/** What moments and results read of the finished rows; the steps of a ladder end here. */
function keptColumns(plan: NightPlan): readonly string[] {
  const attributes = ['customer_id', 'unit_id', 'owner_id', ...attributesRead(plan)]
  const indicators = plan.columns
    .filter(({ origin }) => origin === 'measure' || origin === 'derived' || origin === 'group_rate')
    .map(({ name }) => name)
  const levels = plan.layers
    .flatMap((layer) => layer.schemes)
    .flatMap(({ id, variant }) => [
      id,
      schemeColumn.before(id),
      schemeColumn.since(id),
      ...(variant === 'ladder' ? [schemeColumn.until(id)] : []),
      ...(variant === 'rank' ? [schemeColumn.position(id), schemeColumn.of(id)] : []),
    ])
  return [...new Set([bookPlace, ...attributes, ...indicators, ...levels])]
}

/** A column of the wide row while it is built: `<scheme>_before` goes by its night name. */
function wideColumn(plan: NightPlan): (name: string) => string {
  const befores = new Map(
    plan.layers.flatMap((layer) => layer.schemes).map(({ id }) => [`${id}_before`, schemeColumn.before(id)]),
  )
  return (name) => `w.${quoteIdentifier(befores.get(name) ?? name)}`
}

/** The attributes that any condition, formula or sentence reads. */
function attributesRead(plan: NightPlan): readonly string[] {
  const expressions = plan.layers.flatMap((layer) => [
    ...layer.derived.map((derived) => derived.expression),
    ...layer.groupRates.flatMap((rate) => [rate.by, rate.event, ...(rate.base ? [rate.base] : [])]),
    ...layer.schemes.flatMap(expressionsOfScheme),
  ])
  const ofSchemes = plan.layers.flatMap((layer) =>
    layer.schemes.flatMap((scheme) => (scheme.variant === 'rank' ? [scheme.metric, scheme.tie ?? ''] : [])),
  )
  const ofMoments = plan.moments.flatMap(({ moment, reason }) => [
    ...namesOf([moment.value, moment.urgency, ...(moment.when ? [moment.when] : [])]),
    ...reason.filter(({ origin }) => origin === 'customer').map(({ name }) => name),
    ...(moment.kind === 'calendar' ? [moment.on] : []),
  ])
  const names = new Set([...namesOf(expressions), ...ofSchemes, ...ofMoments])
  return plan.population.customer.columns.map(({ id }) => id).filter((id) => names.has(id))
}
