import type { Label } from '../definitions.ts'
import type { Path } from './yaml-file.ts'

/** How the key at the end of a path is written, where people often write it otherwise. */
export function exampleOf(path: Path): Label | undefined {
  const isNamedByAuthor = namesOfAuthors.includes(String(path.at(-2)))
  const example = isNamedByAuthor ? undefined : examples[String(path.at(-1))]
  return typeof example === 'string' ? { zh: example, en: example } : example
}

/** YAML reads alike in both languages; what explains it does not. */
const examples: Readonly<Record<string, string | Label>> = {
  version: 'version: "1.0"',
  label: 'label: { zh: 客户, en: Customer }',
  extends: 'extends: [common]',
  currency: 'currency: { code: CNY, decimals: 2 }',
  reason: 'reason: { zh: 还有{days_left}天, en: "{days_left} days left" }',
  levels: {
    zh: 'levels:，下面每个级别一行：- { id: gold, label: { zh: 金卡, en: Gold }, enter: spent >= 1000 }',
    en: 'levels:, and below it one line a level: - { id: gold, label: { zh: 金卡, en: Gold }, enter: spent >= 1000 }',
  },
  columns: {
    zh: 'columns:，下面每列一行：amount: { type: money, label: { zh: 金额, en: Amount } }',
    en: 'columns:, and below it one line a column: amount: { type: money, label: { zh: 金额, en: Amount } }',
  },
  key: 'key: [customer_id]',
  window: 'window: { months: 3 }',
  sinceLevel: { zh: 'sinceLevel: card（阶梯分级的编号）', en: 'sinceLevel: card, the id of a ladder' },
  sinceDemotion: { zh: 'sinceDemotion: card（阶梯分级的编号）', en: 'sinceDemotion: card, the id of a ladder' },
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
  on: {
    zh: 'on: [large_outflow]；在时刻中写成 on: birth_date',
    en: 'on: [large_outflow], or in a moment on: birth_date',
  },
  outcomes: 'outcomes: [reached_done, no_answer]',
  classes: 'classes: { loan: { zh: 贷款, en: Loan } }',
  rules: 'rules: { growth: { loan: on_request } }',
  features: 'features: [spent, days_silent]',
  for: 'for: { lifecycle: [growth, maturity] }',
  actions: 'actions: [task, { message: greeting }]',
  work: 'work: { minutesPerDay: 360 }',
  timeBands: 'timeBands: { morning: "09:00", afternoon: "14:00", evening: "18:00" }',
  overdueDays: 'overdueDays: [3, 5, 7]',
  quietHours: 'quietHours: { from: "21:00", to: "09:00" }',
  caps: {
    zh: 'caps:，下面每条上限一行：- { per: week, max: 2 }',
    en: 'caps:, and below it one line a cap: - { per: week, max: 2 }',
  },
  minimums: {
    zh: 'minimums:，下面每条下限一行：- { for: { tier: [top] }, per: month, min: 1 }',
    en: 'minimums:, and below it one line a minimum: - { for: { tier: [top] }, per: month, min: 1 }',
  },
  forbidden: {
    zh: 'forbidden:，下面每组一行：- { terms: [促销, sale], why: { zh: 问候不谈促销, en: no selling } }',
    en: 'forbidden:, and below it one line a group: - { terms: [促销, sale], why: { zh: 问候不谈促销, en: no selling } }',
  },
  requires: 'requires: [unit_name, sender_name]',
  roles: 'roles: [owner, agent]',
  body: 'body: { zh: 祝您生日快乐, en: Happy birthday }',
  points: 'points: { base: 600, odds: 20, double: 50 }',
}

/** Below these keys stand ids, which may be called like a key. */
const namesOfAuthors: readonly string[] = ['columns', 'fields', 'values', 'options', 'classes', 'rules', 'for']
