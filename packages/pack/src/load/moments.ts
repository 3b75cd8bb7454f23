import type { z } from 'zod'
import type { Fact, Label, Moment } from '../definitions.ts'
import { suggestFrom } from '../nearest.ts'
import { customerScope, factScope, momentScope, type NamedThings, reasonScope } from '../scope.ts'
import { cadenceWords, momentWords, type Noun, unitWords } from '../words.ts'
import { checkReference, checkUnitOf, compact, definedBy, readExpression, readOptional, readShape } from './build.ts'
import { momentShapes } from './moment-shapes.ts'
import { checkVariant, type Entry, type Report } from './report.ts'
import { saidBy, within } from './shape-parts.ts'

type Shapes = typeof momentShapes
type Written = { [Kind in keyof Shapes]: z.infer<Shapes[Kind]> }[keyof Shapes]

export function buildMoment(entry: Entry, pack: NamedThings, report: Report): Moment | undefined {
  const kind = checkVariant(entry, 'kind', momentShapes, report)
  const raw = kind && readShape<Written>(shapeOf(kind), entry, report)
  if (raw === undefined) return undefined
  checkCadence(entry, raw, report)
  const common = readCommon(entry, raw, pack, report)
  const special = readSpecial(entry, raw, pack, report)
  return common && special && { ...common, ...special }
}

function shapeOf(kind: keyof Shapes): z.ZodType<Written> {
  return momentShapes[kind]
}

function readCommon(entry: Entry, raw: Written, pack: NamedThings, report: Report) {
  const scope = momentScope(pack, raw)
  const value = readExpression(raw.value, { entry, path: ['value'] }, scope, 'number', report)
  checkUnitOf(value, 'money', { entry, path: ['value'] }, report)
  const urgency = readExpression(raw.urgency, { entry, path: ['urgency'] }, scope, 'number', report)
  const when = readOptional(raw.when, { entry, path: ['when'] }, customerScope(pack), 'flag', report)
  checkReason(entry, raw, pack, report)
  const { tree } = urgency ?? {}
  if (tree?.kind === 'literal' && (Number(tree.value) < 0 || Number(tree.value) > 1))
    report.say(entry.file, [entry.id, 'urgency'], { code: 'wrong-value', message: saidBy(within(0, 1)) })
  if (value === undefined || urgency === undefined) return undefined
  const { reason, priority, ttlDays, dedupeDays, cadence = 'daily' } = raw
  const fields = { cadence, reason, priority, ttlDays, dedupeDays, value, urgency, yieldsTo: raw.yieldsTo ?? [] }
  return { ...definedBy(entry, raw), ...fields, ...compact({ when }) }
}

/** A change shows on the day it happens and on no other, a row on the day it comes. */
function checkCadence(entry: Entry, { kind, cadence = 'daily' }: Written, report: Report): void {
  const say = (message: Label, suggestion: Label) =>
    report.say(entry.file, [entry.id, 'cadence'], { code: 'cadence', message, suggestion })
  if (cadence === 'daily' || (cadence === 'instant' && kind === 'fact')) return
  if (cadence === 'instant') {
    say(
      {
        zh: `由事件引发的时刻才能即时（instant）：kind 只能是“fact”，这里是${momentWords[kind]}`,
        en: `a moment is instant where an event brings it: only kind "fact" can be, but this is a ${kind}`,
      },
      {
        zh: '写成 kind: fact 并指明到来的数据（fact），或去掉“cadence”',
        en: 'write kind: fact with the fact that arrives, or leave "cadence" out',
      },
    )
  } else if (kind === 'change') {
    const message = {
      zh: `级别变动只在当天看得到：${cadenceWords[cadence]}查看会漏掉其他日子的变动`,
      en: `a change shows on its own day only: a ${cadence} look would miss changes of other days`,
    }
    say(message, withoutCadence)
  } else if (kind === 'fact') {
    const message = {
      zh: `每行数据只在到来时查看一次：${cadenceWords[cadence]}查看会漏掉其他日子的数据`,
      en: `a row is looked at once, when it has come: a ${cadence} look would miss those of other days`,
    }
    say(message, withoutCadence)
  }
}

const withoutCadence: Label = { zh: '去掉“cadence”', en: 'leave "cadence" out' }

/** A place that nothing fills would reach the customer as `{name}`. */
function checkReason(entry: Entry, raw: Written, pack: NamedThings, report: Report): void {
  const known = [...reasonScope(pack, raw).keys()]
  for (const language of ['zh', 'en'] as const) {
    for (const match of raw.reason[language].matchAll(/\{([^{}]*)\}/g)) {
      const name = match[1] ?? ''
      if (known.includes(name)) continue
      const at = entry.file.characterOf([entry.id, 'reason', language], match.index)
      const message = {
        zh: `原因句中有 {${name}}，但没有名为“${name}”的内容可填`,
        en: `the reason has a place {${name}}, but nothing is called "${name}"`,
      }
      report.add(at, [entry.id, 'reason', language], {
        code: 'unknown-place',
        message,
        suggestion: suggestFrom(name, known),
      })
    }
  }
}

function readSpecial(entry: Entry, raw: Written, pack: NamedThings, report: Report) {
  const { kind } = raw
  switch (kind) {
    case 'threshold':
      return { kind }
    case 'change': {
      const { scheme, direction } = raw
      checkReference(scheme, pack.schemes.keys(), { entry, path: ['scheme'], noun: 'scheme' }, report)
      checkDirection(entry, raw, pack, report)
      return { kind, scheme, direction }
    }
    case 'calendar':
      return readCalendar(entry, raw, pack, report)
    case 'fact': {
      const { dueDays } = raw
      const isKnown = checkReference(raw.fact, pack.facts.keys(), { entry, path: ['fact'], noun: 'fact' }, report)
      const fact = pack.facts.get(raw.fact)
      if (!isKnown || fact === undefined) return undefined
      checkRows(entry, fact, report)
      checkComing(entry, fact, report)
      const where = readOptional(raw.where, { entry, path: ['where'] }, factScope(fact), 'flag', report)
      return { kind, fact: fact.id, ...compact({ where, dueDays }) }
    }
    case 'expiry': {
      const { date, withinDays } = raw
      const isKnown = checkReference(raw.fact, pack.facts.keys(), { entry, path: ['fact'], noun: 'fact' }, report)
      const fact = pack.facts.get(raw.fact)
      if (!isKnown || fact === undefined) return undefined
      checkRows(entry, fact, report)
      checkDateName(entry, 'date', date, factScope(fact), 'column', report)
      const where = readOptional(raw.where, { entry, path: ['where'] }, factScope(fact), 'flag', report)
      return { kind, fact: fact.id, date, withinDays, ...compact({ where }) }
    }
  }
}

/** Tags come and go; none is higher than another. */
function checkDirection(entry: Entry, raw: Written & { kind: 'change' }, pack: NamedThings, report: Report): void {
  if (raw.direction === 'any' || pack.schemes.get(raw.scheme)?.variant !== 'rules') return
  const message = {
    zh: `“${raw.scheme}”是标签，彼此没有高低`,
    en: `the tags of "${raw.scheme}" are neither higher nor lower than each other`,
  }
  const suggestion = { zh: '写成 direction: any', en: 'write direction: any' }
  report.say(entry.file, [entry.id, 'direction'], { code: 'wrong-value', message, suggestion })
}

/** A row is a customer's, and its key tells one occurrence from another. */
function checkRows(entry: Entry, fact: Fact, report: Report): void {
  const say = (code: string, message: Label) => report.say(entry.file, [entry.id, 'fact'], { code, message })
  if (fact.customer === undefined)
    say('fact-no-customer', {
      zh: `数据“${fact.id}”没有客户列，不知道是哪位客户的时刻`,
      en: `"${fact.id}" has no customer column: whose moment is it?`,
    })
  if (fact.key.length === 0)
    say('fact-no-key', {
      zh: `数据“${fact.id}”没有 key，分不出哪一行已经提示过`,
      en: `"${fact.id}" has no key: which of its rows is noticed already?`,
    })
}

/** A row comes on a day. */
function checkComing(entry: Entry, fact: Fact, report: Report): void {
  if (fact.date !== undefined) return
  const message = {
    zh: `数据“${fact.id}”没有日期列，不知道每行是哪天来的`,
    en: `"${fact.id}" has no date column: on which day did a row come?`,
  }
  report.say(entry.file, [entry.id, 'fact'], { code: 'fact-undated', message })
}

function readCalendar(entry: Entry, raw: Written & { kind: 'calendar' }, pack: NamedThings, report: Report) {
  const { on, festival, withinDays, nextMonth, calendar = 'solar' } = raw
  if (on !== undefined) checkDateName(entry, 'on', on, customerScope(pack), 'attribute', report)
  checkOneOf(entry, { on, festival }, whichDay, report)
  checkOneOf(entry, { withinDays, nextMonth }, howFarAhead, report)
  if (festival !== undefined) checkFestival(entry, festival, calendar, report)
  const within = nextMonth === true ? { nextMonth } : { days: withinDays ?? 0 }
  return { kind: raw.kind, ...compact({ on, festival }), within, calendar }
}

const whichDay: Label = {
  zh: '哪一天：“on”（客户自己的日期）或“festival”（所有人相同的节日）',
  en: 'the day: "on", a date of the customer, or "festival", one for everybody',
}

const howFarAhead: Label = {
  zh: '提前多久：“withinDays”或“nextMonth: true”',
  en: 'how far ahead: "withinDays" or "nextMonth: true"',
}

function checkOneOf(entry: Entry, choices: Readonly<Record<string, unknown>>, what: Label, report: Report): void {
  const [first, second] = Object.keys(choices).filter((key) => choices[key] !== undefined)
  if (first === undefined) {
    const message = { zh: `日历时刻要写明${what.zh}`, en: `a calendar needs ${what.en}` }
    report.say(entry.file, [entry.id], { code: 'missing-field', message, atKey: true })
  } else if (second !== undefined) {
    const message = {
      zh: `“${first}”和“${second}”只能写一个。日历时刻要写明${what.zh}`,
      en: `"${first}" and "${second}" exclude each other: a calendar needs ${what.en}`,
    }
    report.say(entry.file, [entry.id, second], { code: 'wrong-value', message, atKey: true })
  }
}

function checkFestival(
  entry: Entry,
  { month, day }: { readonly month: number; readonly day: number },
  calendar: 'solar' | 'lunar',
  report: Report,
): void {
  const days = calendar === 'lunar' ? 30 : new Date(Date.UTC(2024, month, 0)).getUTCDate()
  if (day <= days) return
  const message = {
    zh: `${calendar === 'lunar' ? '农历' : '公历'} ${month} 月没有 ${day} 日`,
    en: `month ${month} of the ${calendar} calendar has no day ${day}`,
  }
  report.say(entry.file, [entry.id, 'festival', 'day'], { code: 'wrong-value', message })
}

function checkDateName(
  entry: Entry,
  key: string,
  name: string,
  scope: ReturnType<typeof factScope>,
  noun: Noun,
  report: Report,
): void {
  if (!checkReference(name, scope.keys(), { entry, path: [key], noun }, report)) return
  const unit = scope.get(name)?.unit
  if (unit === 'date') return
  report.say(entry.file, [entry.id, key], {
    code: 'unit-mismatch',
    message: {
      zh: `此处需要日期，而“${name}”是${unitWords[unit ?? 'number']}`,
      en: `a date is needed, but "${name}" is a ${unit}`,
    },
  })
}
