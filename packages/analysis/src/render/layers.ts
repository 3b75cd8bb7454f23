import { renderSql } from '@tend/pack'
import type { Layer, SchemePlan } from '../plan/plan.ts'
import { rateInputs, renderRates } from './group-rates.ts'
import { type Ladder, ladderPasses } from './ladder.ts'
import { type List, listPasses, renderList } from './list.ts'
import { cutInputs, hasSharedCut, type Matrix, matrixPasses, renderCuts } from './matrix.ts'
import { modelColumn } from './models.ts'
import { staged } from './names.ts'
import { joinPopulation, populationInputs, populationValue, renderPopulationFigure } from './populations.ts'
import { type Rank, rankInputs, rankPasses, renderPositions } from './rank.ts'
import type { Sources } from './render-night.ts'
import { type Rules, rulesPasses } from './rules.ts'
import { quoteIdentifier } from './sql.ts'
import { type Stage, stagePasses } from './stage.ts'
import { type RenderContext, renderValue } from './values.ts'

/** A named query whose rows are kept until the night ends. */
export type StagedQuery = { readonly name: string; readonly table: string; readonly query: string }

type OfVariant = {
  readonly ranks: readonly SchemePlan<Rank>[]
  /** Matrices whose cuts depend on everybody. */
  readonly matrices: readonly SchemePlan<Matrix>[]
}

/**
 * Narrow tables that a layer needs before its columns where they look at all customers at once (rates, figures of all, ranks, matrices cut by share):
 * first the columns that they read, once, from the layers below (which is cheaper than keeping whole rows); then rates by group, figures, places
 * by metric and cuts. Other layers need none.
 */
export function layerTables(
  layer: Layer,
  index: number,
  below: string,
  context: RenderContext,
): readonly StagedQuery[] {
  const schemes: OfVariant = {
    ranks: layer.schemes.filter(isRank),
    matrices: layer.schemes.filter(isMatrix).filter(({ scheme }) => hasSharedCut(scheme)),
  }
  const columns = inputColumns(layer, schemes, context)
  if (columns.length === 0) return []
  const table = staged.inputs(index)
  const inputs = quoteIdentifier(table)
  return [
    {
      name: `inputs of layer ${index + 1}`,
      table,
      query: `select ${['w.customer_id', ...columns].join(',\n  ')}\nfrom ${below} w`,
    },
    ...layer.groupRates.map((rate) => ({
      name: `group rate ${rate.id}`,
      table: staged.rates(rate.id),
      query: renderRates(rate, inputs, context),
    })),
    ...layer.populations.map((plan) => ({
      name: `population ${plan.id}`,
      table: staged.populations(plan.id),
      query: renderPopulationFigure(plan, inputs, context),
    })),
    ...schemes.ranks.map((plan) => ({
      name: `rank ${plan.scheme.id}`,
      table: staged.positions(plan.scheme.id),
      query: renderPositions(plan, inputs),
    })),
    ...schemes.matrices.map((plan) => ({
      name: `cuts ${plan.scheme.id}`,
      table: staged.cuts(plan.scheme.id),
      query: renderCuts(plan, inputs, context),
    })),
  ]
}

function inputColumns(layer: Layer, { ranks, matrices }: OfVariant, context: RenderContext): readonly string[] {
  const metrics = [
    ...ranks.flatMap(({ scheme }) => (scheme.tie === undefined ? [scheme.metric] : [scheme.metric, scheme.tie])),
    ...matrices.flatMap(({ scheme }) => [scheme.x.metric, scheme.y.metric]),
  ]
  return [
    ...[...new Set(metrics)].map((name) => `${context.column(name)} as ${quoteIdentifier(name)}`),
    ...layer.groupRates.flatMap((rate) => rateInputs(rate, context)),
    ...layer.populations.flatMap((plan) => populationInputs(plan, context)),
    ...ranks.flatMap((plan) => rankInputs(plan, context)),
    ...matrices.flatMap((plan) => cutInputs(plan, context)),
  ]
}

/** The delivered lists of a layer, each customer's row that counts. */
export function listTables(layer: Layer, asOf: string, sources: Sources): readonly StagedQuery[] {
  return layer.schemes.filter(isList).map((plan) => ({
    name: `list ${plan.scheme.id}`,
    table: staged.list(plan.scheme.id),
    query: renderList(plan, asOf, sources),
  }))
}

/** A layer's columns added to `relation`, pass over pass. */
export function renderLayer(layer: Layer, relation: string, context: RenderContext): string {
  const joins: string[] = []
  const first: string[] = [
    ...layer.derived.map(
      ({ id, unit, expression }) => `${renderValue(expression, unit, context)} as ${quoteIdentifier(id)}`,
    ),
    ...layer.models.map((plan) => `${modelColumn(plan, context)} as ${quoteIdentifier(plan.id)}`),
  ]
  layer.groupRates.forEach((rate, index) => {
    const table = `g${index}`
    joins.push(
      `left join ${quoteIdentifier(staged.rates(rate.id))} ${table} on ${table}.value = ${renderSql(rate.by, context)}`,
    )
    first.push(`${table}.rate as ${quoteIdentifier(rate.id)}`)
  })
  layer.populations.forEach((plan, index) => {
    const table = `p${index}`
    joins.push(joinPopulation(plan, quoteIdentifier(staged.populations(plan.id)), table, context))
    first.push(`${populationValue(plan, table, context)} as ${quoteIdentifier(plan.id)}`)
  })
  const passes: string[][] = [first]
  layer.schemes.forEach((plan, index) => {
    const table = `r${index}`
    joins.push(...joinsOf(plan, table))
    passesOf(plan, table, context).forEach((columns, pass) => {
      passes[pass] = [...(passes[pass] ?? []), ...columns]
    })
  })
  return passes.reduce(
    (below, columns, pass) => (columns.length === 0 ? below : addColumns(below, columns, pass === 0 ? joins : [])),
    relation,
  )
}

/** What a scheme's first pass reads beside the wide row. */
function joinsOf(plan: SchemePlan, table: string): readonly string[] {
  const { id } = plan.scheme
  const ofCustomer = (name: string) => [
    `left join ${quoteIdentifier(name)} ${table} on ${table}.customer_id = w.customer_id`,
  ]
  if (isRank(plan)) return ofCustomer(staged.positions(id))
  if (isList(plan)) return ofCustomer(staged.list(id))
  return isMatrix(plan) && hasSharedCut(plan.scheme) ? [`cross join ${quoteIdentifier(staged.cuts(id))} ${table}`] : []
}

function passesOf(plan: SchemePlan, table: string, context: RenderContext): readonly (readonly string[])[] {
  switch (plan.scheme.variant) {
    case 'ladder':
      return ladderPasses(plan as SchemePlan<Ladder>, context)
    case 'rank':
      return rankPasses(plan as SchemePlan<Rank>, table, context)
    case 'stage':
      return stagePasses(plan as SchemePlan<Stage>, context)
    case 'matrix':
      return matrixPasses(plan as SchemePlan<Matrix>, table, context)
    case 'rules':
      return rulesPasses(plan as SchemePlan<Rules>, context)
    case 'list':
      return listPasses(plan as SchemePlan<List>, table, context)
  }
}

function isRank(plan: SchemePlan): plan is SchemePlan<Rank> {
  return plan.scheme.variant === 'rank'
}

function isMatrix(plan: SchemePlan): plan is SchemePlan<Matrix> {
  return plan.scheme.variant === 'matrix'
}

function isList(plan: SchemePlan): plan is SchemePlan<List> {
  return plan.scheme.variant === 'list'
}

function addColumns(relation: string, columns: readonly string[], joins: readonly string[]): string {
  return [`(select w.*,\n  ${columns.join(',\n  ')}`, `from ${relation} w`, ...joins].join('\n').concat(')')
}
