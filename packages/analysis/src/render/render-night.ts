import { expressionsOfScheme, namesOf } from '../plan/layers.ts'
import type { Layer, NightPlan, Period } from '../plan/plan.ts'
import type { Shim } from '../shim/shim.ts'
import { renderBase, renderPopulation } from './base.ts'
import { renderCandidates, renderRecurrences } from './candidates.ts'
import { renderLayer, renderLayerTables, stretches } from './layers.ts'
import { renderLastDates, renderScan } from './measures.ts'
import { renderNoticed, renderOpenMoments } from './moments.ts'
import { schemeColumn, staged } from './names.ts'
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
  const last = stageLayers(plan, sources, context, night)
  const wide = quoteIdentifier(last)
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

/** Stages the wide row, layer upon layer, and answers with the table that holds all of it. */
function stageLayers(plan: NightPlan, sources: Sources, context: RenderContext, night: Night): string {
  let relation = renderBase(plan, sources, context)
  let finished = [staged.population, ...plan.scans.map((scan) => staged.measures(scan.fact.id))]
  let table = staged.wide(0)
  stretches(plan).forEach((layers, index) => {
    const tables = index === 0 || !layers[0] ? [] : renderLayerTables(layers[0], quoteIdentifier(table), context)
    for (const narrow of tables) night.stage(narrow.name, narrow.table, narrow.query)
    if (index > 0) {
      relation = quoteIdentifier(table)
      finished = [table, ...tables.map((narrow) => narrow.table)]
    }
    table = staged.wide(index)
    night.stage(`layer ${index + 1}`, table, `select * from ${addLayers(layers, relation, context)} w`)
    night.unstage(finished)
  })
  return table
}

function addLayers(layers: readonly Layer[], relation: string, context: RenderContext): string {
  return layers.reduce((below, layer) => renderLayer(layer, below, context), relation)
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
