import type { z } from 'zod'
import type { Fact, Label, Scheme } from '../definitions.ts'
import { columnWords } from '../words.ts'
import { checkReference, compact, readShape } from './build.ts'
import { withDistances } from './distances.ts'
import { checkThresholds } from './level-checks.ts'
import { buildLevels, checkShares } from './levels.ts'
import { readMatrix, readRank } from './metric-schemes.ts'
import { checkReach } from './reach-checks.ts'
import { checkVariant, type Entry, type Report } from './report.ts'
import { classedBy, type SchemeContext } from './scheme-head.ts'
import { schemeShapes } from './scheme-shapes.ts'

export function buildScheme(entry: Entry, context: SchemeContext): Scheme | undefined {
  const scheme = readVariant(entry, context)
  // Of tags a customer may carry several: their shares have no total.
  if (scheme !== undefined && scheme.variant !== 'rules') checkShares(scheme.levels, entry, context.report)
  return scheme
}

function readVariant(entry: Entry, context: SchemeContext): Scheme | undefined {
  switch (checkVariant(entry, 'variant', schemeShapes, context.report)) {
    case 'ladder':
      return readLadder(entry, context)
    case 'rank':
      return readRank(entry, context)
    case 'matrix':
      return readMatrix(entry, context)
    case 'rules':
      return readRules(entry, context)
    case 'list':
      return readList(entry, context)
    case 'stage':
      return readStage(entry, context)
    case undefined:
      return undefined
  }
}

function readLadder(entry: Entry, context: SchemeContext): Scheme | undefined {
  const { report, scope } = context
  const raw = readShape(schemeShapes.ladder, entry, report)
  if (raw === undefined) return undefined
  const levels = buildLevels(raw.levels, entry, scope, report)
  for (const [index, level] of levels.entries()) {
    if (index > 0 && raw.levels[index]?.enter === undefined) {
      const message = {
        zh: `级别“${level.id}”要写“enter”（进入条件）；只有第一级可以接收所有客户`,
        en: `level "${level.id}" needs "enter"; only the first level takes everybody`,
      }
      report.say(entry.file, [entry.id, 'levels', index], { code: 'missing-field', message })
    }
  }
  const demote = raw.demote ?? 'qualifying'
  if (checkReach({ variant: 'ladder', levels, demote }, entry, report)) checkThresholds(levels, entry, report)
  checkValidity(raw, entry, report)
  const { validityMonths, recomputeMonths } = raw
  return {
    ...classedBy(entry, raw, context),
    variant: 'ladder',
    levels: withDistances(levels, demote, scope),
    ...compact({ validityMonths, recomputeMonths: recomputeMonths && [...new Set(recomputeMonths)].sort(byNumber) }),
    ratchet: raw.ratchet ?? false,
    riseRenewsValidity: raw.riseRenewsValidity ?? true,
    demote,
  }
}

function byNumber(a: number, b: number): number {
  return a - b
}

function checkValidity(raw: z.infer<typeof schemeShapes.ladder>, entry: Entry, report: Report): void {
  if (raw.validityMonths !== undefined) return
  const say = (key: string, message: Label) =>
    report.say(entry.file, [entry.id, key], { code: 'missing-field', message, atKey: true })
  if (raw.ratchet === true)
    say('ratchet', {
      zh: '有效期内只升不降（ratchet），但缺少“validityMonths”',
      en: 'a ratchet holds a level within its validity: "validityMonths" is missing',
    })
  if (raw.riseRenewsValidity === false)
    say('riseRenewsValidity', {
      zh: '升级后有效期的终点不变，但缺少“validityMonths”',
      en: 'a rise keeps the end of a validity: "validityMonths" is missing',
    })
}

function readRules(entry: Entry, context: SchemeContext): Scheme | undefined {
  const raw = readShape(schemeShapes.rules, entry, context.report)
  if (raw === undefined) return undefined
  const levels = buildLevels(raw.levels, entry, context.scope, context.report)
  checkReach({ variant: 'rules', levels }, entry, context.report)
  return { ...classedBy(entry, raw, context), variant: 'rules', levels }
}

function readStage(entry: Entry, context: SchemeContext): Scheme | undefined {
  const raw = readShape(schemeShapes.stage, entry, context.report)
  if (raw === undefined) return undefined
  for (const [index, level] of raw.levels.entries()) {
    if (level.enter !== undefined || index === raw.levels.length - 1) continue
    const message = {
      zh: `阶段“${level.id}”接收所有客户，后面的阶段永远轮不到；只有最后一个阶段可以不写“enter”`,
      en: `stage "${level.id}" takes everybody, so the stages after it are never reached; only the last may do without "enter"`,
    }
    context.report.say(entry.file, [entry.id, 'levels', index], { code: 'unreachable-level', message })
  }
  const levels = buildLevels(raw.levels, entry, context.scope, context.report)
  checkReach({ variant: 'stage', levels }, entry, context.report)
  const ids = levels.map(({ id }) => id)
  const { order = ids } = raw
  if (order.length !== ids.length || new Set(order).size !== ids.length || order.some((id) => !ids.includes(id))) {
    const message = {
      zh: `“order”须把每个级别各列一次：${ids.join('、')}`,
      en: `"order" lists each level once: ${ids.join(', ')}`,
    }
    context.report.say(entry.file, [entry.id, 'order'], { code: 'invalid-value', message })
  }
  return { ...classedBy(entry, raw, context), variant: 'stage', levels, order }
}

function readList(entry: Entry, context: SchemeContext): Scheme | undefined {
  const { facts, report, scope } = context
  const raw = readShape(schemeShapes.list, entry, report)
  if (raw === undefined) return undefined
  const levels = buildLevels(raw.levels, entry, scope, report)
  const isFact = checkReference(raw.fact, facts.keys(), { entry, path: ['fact'], noun: 'fact' }, report)
  const fact = facts.get(raw.fact)
  if (isFact && fact !== undefined) checkList(raw, fact, entry, report)
  const { reason, until } = raw
  const columns = { fact: raw.fact, level: raw.level, ...compact({ reason, until }) }
  return { ...classedBy(entry, raw, context), variant: 'list', levels, ...columns }
}

/** The list names its customer and day; its levels are those of the scheme. */
function checkList(raw: z.infer<typeof schemeShapes.list>, fact: Fact, entry: Entry, report: Report): void {
  const column = (key: 'level' | 'reason' | 'until') => {
    const name = raw[key]
    if (name === undefined) return undefined
    const known = fact.columns.map(({ id }) => id)
    checkReference(name, known, { entry, path: [key], noun: 'column' }, report)
    return fact.columns.find(({ id }) => id === name)
  }
  const say = (key: string, code: string, message: Label) => report.say(entry.file, [entry.id, key], { code, message })
  if (fact.customer === undefined)
    say('fact', 'fact-no-customer', {
      zh: `数据“${fact.id}”没有客户列，无法给任何客户定级`,
      en: `"${fact.id}" has no customer column, so it classes nobody`,
    })
  if (fact.date === undefined)
    say('fact', 'fact-undated', {
      zh: `数据“${fact.id}”没有日期列，不知道每行从哪天起有效`,
      en: `"${fact.id}" has no date column: from which day does a row hold?`,
    })
  const level = column('level')
  if (level !== undefined && level.type !== 'text')
    say('level', 'unit-mismatch', {
      zh: `级别应为文本，而“${level.id}”是${columnWords[level.type]}`,
      en: `a level is a text, but "${level.id}" is ${level.type}`,
    })
  const strangers = (level?.values ?? []).filter((value) => !raw.levels.some(({ id }) => id === value))
  if (strangers.length > 0)
    say('level', 'list-levels', {
      zh: `“${raw.level}”还可能是 ${strangers.join('、')}，而这个分级没有这个级别`,
      en: `"${raw.level}" may also be ${strangers.join(', ')}, which is no level of this scheme`,
    })
  const until = column('until')
  if (until !== undefined && until.type !== 'date')
    say('until', 'unit-mismatch', {
      zh: `截止日应为日期，而“${until.id}”是${columnWords[until.type]}`,
      en: `an end is a date, but "${until.id}" is ${until.type}`,
    })
  column('reason')
}
