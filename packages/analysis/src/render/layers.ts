import { renderSql, type Scheme } from '@tend/pack'
import type { Layer } from '../plan/plan.ts'
import { rateInputs, renderRates } from './group-rates.ts'
import { ladderPasses } from './ladder.ts'
import { schemeColumn as at, staged } from './names.ts'
import { rankColumns, renderPositions } from './rank.ts'
import { dateLiteral, quoteIdentifier } from './sql.ts'
import { stageColumn } from './stage.ts'
import { type RenderContext, renderValue } from './values.ts'

/** A named query whose rows are kept until the night ends. */
export type StagedQuery = { readonly name: string; readonly table: string; readonly query: string }

/**
 * Narrow tables that a layer with rates or ranks needs before its columns, because those look at all customers at once: first the
 * columns that they read, once, from the layers below (which is cheaper than keeping whole rows); then rates by group and
 * places by metric. Other layers need none.
 */
export function layerTables(
  layer: Layer,
  index: number,
  below: string,
  context: RenderContext,
): readonly StagedQuery[] {
  const ranks = layer.schemes.filter((scheme) => scheme.variant === 'rank')
  if (layer.groupRates.length === 0 && ranks.length === 0) return []
  const metrics = ranks.flatMap(({ metric, tie }) => (tie === undefined ? [metric] : [metric, tie]))
  const columns = [
    'w.customer_id',
    ...[...new Set(metrics)].map((name) => `${context.column(name)} as ${quoteIdentifier(name)}`),
    ...layer.groupRates.flatMap((rate) => rateInputs(rate, context)),
  ]
  const inputs = staged.inputs(index)
  return [
    {
      name: `inputs of layer ${index + 1}`,
      table: inputs,
      query: `select ${columns.join(',\n  ')}\nfrom ${below} w`,
    },
    ...layer.groupRates.map((rate) => ({
      name: `group rate ${rate.id}`,
      table: staged.rates(rate.id),
      query: renderRates(rate, quoteIdentifier(inputs), context),
    })),
    ...ranks.map((scheme) => ({
      name: `rank ${scheme.id}`,
      table: staged.positions(scheme.id),
      query: renderPositions(scheme, quoteIdentifier(inputs)),
    })),
  ]
}

/** A layer's columns added to `relation`, pass over pass. */
export function renderLayer(layer: Layer, relation: string, context: RenderContext): string {
  const joins: string[] = []
  const first: string[] = layer.derived.map(
    ({ id, unit, expression }) => `${renderValue(expression, unit, context)} as ${quoteIdentifier(id)}`,
  )
  layer.groupRates.forEach((rate, index) => {
    const table = `g${index}`
    joins.push(
      `left join ${quoteIdentifier(staged.rates(rate.id))} ${table} on ${table}.value = ${renderSql(rate.by, context)}`,
    )
    first.push(`${table}.rate as ${quoteIdentifier(rate.id)}`)
  })
  const passes: string[][] = [first]
  layer.schemes.forEach((scheme, index) => {
    const table = `r${index}`
    if (scheme.variant === 'rank') {
      joins.push(
        `left join ${quoteIdentifier(staged.positions(scheme.id))} ${table} on ${table}.customer_id = w.customer_id`,
      )
    }
    passesOf(scheme, table, context).forEach((columns, pass) => {
      passes[pass] = [...(passes[pass] ?? []), ...columns]
    })
  })
  return passes.reduce(
    (below, columns, pass) => (columns.length === 0 ? below : addColumns(below, columns, pass === 0 ? joins : [])),
    relation,
  )
}

function passesOf(scheme: Scheme, positions: string, context: RenderContext): readonly (readonly string[])[] {
  switch (scheme.variant) {
    case 'ladder':
      return ladderPasses(scheme, context)
    case 'rank':
      return [rankColumns(scheme, positions), sinceColumns(scheme, context)]
    case 'stage':
      return [[stageColumn(scheme, context)], sinceColumns(scheme, context)]
  }
}

function sinceColumns(scheme: Scheme, { asOf, column }: RenderContext): readonly string[] {
  const level = column(scheme.id)
  const isSame = `${level} = ${column(at.before(scheme.id))}`
  const since = `case when ${level} is null then null when ${isSame} then ${column(at.sinceBefore(scheme.id))} else ${dateLiteral(asOf)} end`
  return [`${since} as ${quoteIdentifier(at.since(scheme.id))}`]
}

function addColumns(relation: string, columns: readonly string[], joins: readonly string[]): string {
  return [`(select w.*,\n  ${columns.join(',\n  ')}`, `from ${relation} w`, ...joins].join('\n').concat(')')
}
