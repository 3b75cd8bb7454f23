import type { ColumnType, Label, Model, Moment, Scheme, Unit } from './definitions.ts'
import type { ValueType } from './expression/tree.ts'

/**
 * What messages call things in Chinese: the words of the screens, with the word as a pack writes it where an author must find it. In English the
 * words of packs are words already.
 */
export const typeWords: Readonly<Record<ValueType, string>> = {
  number: '数字',
  text: '文本',
  flag: '是/否值',
  date: '日期',
}

export const unitWords: Readonly<Record<Unit, string>> = {
  money: '金额（money）',
  count: '个数（count）',
  days: '天数（days）',
  ratio: '比率（ratio）',
  score: '评分（score）',
  number: '数字（number）',
  date: '日期（date）',
  text: '文本（text）',
  flag: '是/否值（flag）',
}

export const columnWords: Readonly<Record<ColumnType, string>> = {
  text: '文本（text）',
  integer: '整数（integer）',
  number: '数字（number）',
  money: '金额（money）',
  date: '日期（date）',
  boolean: '是/否值（boolean）',
}

export const variantWords: Readonly<Record<Scheme['variant'], string>> = {
  ladder: '阶梯（ladder）',
  rank: '排名（rank）',
  matrix: '矩阵（matrix）',
  rules: '标签（rules）',
  list: '名单（list）',
  stage: '阶段（stage）',
}

export const modelWords: Readonly<Record<Model['kind'], string>> = {
  segments: '聚类分群（segments）',
  scorecard: '评分卡（scorecard）',
  purchases: '购买预测（purchases）',
}

export const momentWords: Readonly<Record<Moment['kind'], string>> = {
  threshold: '阈值（threshold）',
  change: '级别变动（change）',
  calendar: '日历（calendar）',
  expiry: '到期（expiry）',
  fact: '事件（fact）',
}

export const cadenceWords: Readonly<Record<Moment['cadence'], string>> = {
  instant: '即时（instant）',
  daily: '每日（daily）',
  weekly: '每周（weekly）',
  monthly: '每月（monthly）',
}

/** What a name in a pack stands for. */
export type Noun = keyof typeof nounWords

export const nounWords = {
  attribute: '客户属性',
  'attribute or indicator': '客户属性或指标',
  benefit: '权益',
  'case kind': '跟进事项',
  channel: '渠道',
  column: '列',
  fact: '数据',
  group: '分组',
  indicator: '指标',
  ladder: '阶梯分级',
  level: '级别',
  'message kind': '消息种类',
  model: '模型',
  module: '任务模块',
  moment: '时刻',
  outcome: '联系结果',
  play: '动作',
  'product class': '产品类别',
  purpose: '联系目的',
  scheme: '分级',
  template: '消息模板',
} as const

/** Names in a row, each language with its own mark between them. */
export function listOf(names: readonly string[]): Label {
  return { zh: names.join('、'), en: names.join(', ') }
}

export function isMissing(key: string): Label {
  return { zh: `缺少“${key}”`, en: `"${key}" is missing` }
}

export function unknownOf(noun: Noun, name: string): Label {
  return { zh: `没有名为“${name}”的${nounWords[noun]}`, en: `unknown ${noun} "${name}"` }
}
