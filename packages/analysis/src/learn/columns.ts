import type { Expression } from '@tend/pack'
import { renderSql } from '@tend/pack'
import { quoteIdentifier } from '../render/sql.ts'
import type { RenderContext } from '../render/values.ts'
import { duckdbShim } from '../shim/duckdb.ts'
import { relationOf, type State } from '../state/state.ts'
import type { Feature } from './artifact.ts'
import { isNumeric, renderFeature } from './feature-values.ts'
import { LearningRefused } from './refusal.ts'

/** A feature of all customers that are learned from: numbers with NaN where unknown, or texts as places in a dictionary with −1. */
export type TrainingColumn = { readonly feature: Feature } & (
  | { readonly kind: 'number'; readonly numbers: Float64Array }
  | { readonly kind: 'text'; readonly codes: Int32Array; readonly texts: readonly string[] }
)

/** The columns of the wide row that a model names, with their units. Throws where the state lacks one or none can learn from it. */
export function requireFeatures(state: State, names: readonly string[]): readonly Feature[] {
  return names.map((name) => {
    const unit = state.columns.get(name)
    if (unit === undefined)
      throw new LearningRefused('missing_column', {
        zh: `${state.asOf} 的数据里没有“${name}”一列：先跑一次夜间批处理再学习。`,
        en: `The state of ${state.asOf} has no column "${name}": run a night with this pack first, then learn.`,
      })
    if (unit === 'date')
      throw new LearningRefused('unsuitable_feature', {
        zh: `“${name}”是日期，不能直接学习：请定义一个天数指标，例如 days_since(${name})。`,
        en: `"${name}" is a date, which nothing can be learned from: make an indicator of days of it, such as days_since(${name}).`,
      })
    return { name, unit }
  })
}

/** How a state's columns are read in SQL; `table` is the alias of the relation. */
export function stateContext(state: State, table = 'w'): RenderContext {
  return {
    asOf: state.asOf,
    decimals: state.pack.currency.decimals,
    dialect: duckdbShim,
    column: (name) => `${table}.${quoteIdentifier(name)}`,
  }
}

/** The condition `among` as SQL; everybody without one. */
export function renderAmong(state: State, among: Expression | undefined): string {
  return among === undefined ? 'true' : renderSql(among, stateContext(state))
}

/** SQL columns of features, to be read by `trainingColumns` in the same order. */
export function featureColumns(state: State, features: readonly Feature[]): readonly string[] {
  return features.map((feature, i) => `${renderFeature(feature, stateContext(state))} as f${i}`)
}

export function trainingColumn(feature: Feature, values: readonly unknown[]): TrainingColumn {
  if (isNumeric(feature)) {
    const numbers = new Float64Array(values.length)
    for (let i = 0; i < values.length; i++) numbers[i] = values[i] === null ? Number.NaN : Number(values[i])
    return { feature, kind: 'number', numbers }
  }
  const places = new Map<string, number>()
  const codes = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as string | null
    if (value === null) {
      codes[i] = -1
      continue
    }
    const place = places.get(value) ?? places.size
    if (place === places.size) places.set(value, place)
    codes[i] = place
  }
  return { feature, kind: 'text', codes, texts: [...places.keys()] }
}

/** The relation of the wide row under the alias `w`, for FROM. */
export function customersOf(state: State): string {
  return `${relationOf(state, 'customer')} w`
}
