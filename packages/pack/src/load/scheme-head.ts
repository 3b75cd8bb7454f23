import type { Fact } from '../definitions.ts'
import type { NameTypes } from '../expression/tree.ts'
import { compact, definedBy, readOptional, type Written } from './build.ts'
import type { Entry, Report } from './report.ts'

export type SchemeContext = {
  readonly scope: NameTypes
  readonly facts: ReadonlyMap<string, Fact>
  readonly report: Report
}

/** What every variant carries. */
export function classedBy(
  entry: Entry,
  raw: Parameters<typeof definedBy>[1] & {
    readonly among?: Written | undefined
    readonly manual?: boolean | undefined
    readonly variant?: string
  },
  { scope, facts, report }: SchemeContext,
) {
  const among = readOptional(raw.among, { entry, path: ['among'] }, scope, 'flag', report)
  if (raw.manual === true && !facts.has('level_override')) {
    const message = {
      zh: '人工指定的级别记在数据“level_override”中，而本方案没有这项数据',
      en: 'levels given by hand come in the fact "level_override", which this pack does not have',
    }
    const suggestion = { zh: '请继承方案“common”，其中有定义', en: 'extend the pack "common", which defines it' }
    report.say(entry.file, [entry.id, 'manual'], { code: 'unknown-reference', message, suggestion, atKey: true })
  }
  if (raw.manual === true && (raw.variant === 'rules' || raw.variant === 'list')) {
    const message = {
      zh: `${raw.variant === 'rules' ? '标签' : '名单'}分级“${raw.variant}”不能人工指定级别`,
      en: `nobody gives a level of a "${raw.variant}" scheme by hand`,
    }
    const suggestion = {
      zh: '去掉“manual”：标签由规则决定，名单由下一次交付更改',
      en: 'leave "manual" out: tags follow from their rules, and a list is changed by its next delivery',
    }
    report.say(entry.file, [entry.id, 'manual'], { code: 'wrong-value', message, suggestion, atKey: true })
  }
  return { ...definedBy(entry, raw), ...compact({ among }), manual: raw.manual ?? false }
}
