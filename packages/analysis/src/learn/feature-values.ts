import { valueTypeOf } from '@tend/pack'
import type { RenderContext } from '../render/values.ts'
import type { StateRow } from '../state/state.ts'
import type { Feature } from './artifact.ts'

/** A feature's value for a model: a number (money in major units), a text (flags as `true` and `false`), or null where unknown. */
export type FeatureValue = number | string | null

export function isNumeric({ unit }: Feature): boolean {
  return valueTypeOf(unit) === 'number'
}

/** SQL of a feature as `FeatureValue`: a double or a text. */
export function renderFeature(feature: Feature, { column, decimals, dialect }: RenderContext): string {
  const name = column(feature.name)
  if (feature.unit === 'text') return name
  if (feature.unit === 'flag') return `case when ${name} then 'true' when not ${name} then 'false' end`
  const number = `cast(${name} as ${dialect.double})`
  return feature.unit === 'money' ? `(${number} / ${10 ** decimals})` : number
}

/** The same of a row in JavaScript, as `renderFeature` says it in SQL. */
export function featureValue(feature: Feature, row: StateRow, decimals: number): FeatureValue {
  const value = row[feature.name] ?? null
  if (value === null) return null
  if (!isNumeric(feature)) return String(value)
  return feature.unit === 'money' ? Number(value) / 10 ** decimals : Number(value)
}

/** A number as a double of every engine: with an exponent none of them reads it as a decimal. */
export function doubleLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be written in SQL`)
  return value < 0 ? `(${value.toExponential()})` : value.toExponential()
}
