import { join } from 'node:path'
import { duckdbShim, type State } from '@tend/analysis'
import type { Duck } from '@tend/lake'
import { type Model, type NameTypes, parseExpression, type Unit } from '@tend/pack'
import { bankPack, endDate } from './bank.ts'

const units: Readonly<Record<string, Unit>> = {
  assets: 'money',
  income: 'money',
  silent_days: 'days',
  share: 'ratio',
  products: 'count',
  tenure: 'count',
  contract: 'text',
  has_app: 'flag',
  has_left: 'flag',
  repeats: 'count',
  age: 'days',
  recency: 'days',
  mean_value: 'money',
}

const position = { file: 'bench', line: 1, column: 1 }

/** The generated customers as a state of the retail bank. */
export const learningState = (duck: Duck, folder: string): State => ({
  duck,
  folder,
  pack: bankPack(),
  asOf: endDate,
  columns: new Map(Object.entries(units)),
})

/** One model of each kind over the generated customers. */
export const learningModels = (): readonly Model[] => {
  const scope: NameTypes = new Map(Object.entries(units).map(([name, unit]) => [name, { unit }]))
  const { expression: outcome } = parseExpression('has_left', scope, { position, path: '' }, 'flag')
  if (!outcome) throw new Error('has_left is a flag')
  const named = (id: string) => ({ id, label: { zh: id, en: id }, position })
  return [
    {
      ...named('segments'),
      kind: 'segments',
      features: ['assets', 'income', 'silent_days', 'share', 'products', 'tenure', 'repeats', 'mean_value'],
      clusters: 8,
      seed: 7,
      sample: 50_000,
      revenue: 'income',
    },
    {
      ...named('scorecard'),
      kind: 'scorecard',
      features: ['assets', 'income', 'silent_days', 'share', 'products', 'tenure', 'contract', 'has_app'],
      outcome,
      horizonDays: 0,
      bins: 10,
      points: { base: 600, odds: 20, double: 50 },
    },
    {
      ...named('purchases'),
      kind: 'purchases',
      frequency: 'repeats',
      recency: 'recency',
      age: 'age',
      value: 'mean_value',
      horizonDays: 365,
    },
  ]
}

/** The relation that is scored and scanned. */
export const learningRows = (folder: string): string => duckdbShim.source(join(folder, 'customer.parquet'))
