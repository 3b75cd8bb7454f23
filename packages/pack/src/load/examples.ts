import type { Path } from './yaml-file.ts'

/** How the key at the end of a path is written, where people often write it otherwise. */
export function exampleOf(path: Path): string | undefined {
  const isNamedByAuthor = namesOfAuthors.includes(String(path.at(-2)))
  return isNamedByAuthor ? undefined : examples[String(path.at(-1))]
}

const examples: Readonly<Record<string, string>> = {
  label: 'label: { zh: 客户, en: Customer }',
  extends: 'extends: [common]',
  currency: 'currency: { code: CNY, decimals: 2 }',
  reason: 'reason: { zh: 还有{days_left}天, en: "{days_left} days left" }',
  levels: 'levels:, and below it one line a level: - { id: gold, label: { zh: 金卡, en: Gold }, enter: spent >= 1000 }',
  columns: 'columns:, and below it one line a column: amount: { type: money, label: { zh: 金额, en: Amount } }',
  key: 'key: [customer_id]',
  window: 'window: { months: 3 }',
  sinceLevel: 'sinceLevel: card, the id of a ladder',
  sinceDemotion: 'sinceDemotion: card, the id of a ladder',
  groupRate: 'groupRate: { by: city, event: has_left }',
  population: 'population: { function: mean, of: spent }',
  model: 'model: { id: churn, output: points }',
  recomputeMonths: 'recomputeMonths: [6, 12]',
  x: 'x: { label: { zh: 消费, en: Spend }, metric: spent, cut: median }',
  y: 'y: { label: { zh: 消费, en: Spend }, metric: spent, cut: median }',
  cell: 'cell: { x: high, y: low }',
  figures: 'figures: { arpu: 38 }',
  festival: 'festival: { month: 9, day: 9 }',
  yieldsTo: 'yieldsTo: [large_outflow]',
  on: 'on: [large_outflow], or in a moment on: birth_date',
  outcomes: 'outcomes: [reached_done, no_answer]',
  classes: 'classes: { loan: { zh: 贷款, en: Loan } }',
  rules: 'rules: { growth: { loan: on_request } }',
  features: 'features: [spent, days_silent]',
  points: 'points: { base: 600, odds: 20, double: 50 }',
}

/** Below these keys stand ids, which may be called like a key. */
const namesOfAuthors: readonly string[] = ['columns', 'fields', 'values', 'options', 'classes', 'rules']
