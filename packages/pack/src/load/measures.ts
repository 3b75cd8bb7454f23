import type { z } from 'zod'
import type { Fact, Indicator, Label, MeasureFunction, Window } from '../definitions.ts'
import { type NameTypes, type ValueType, valueTypeOf } from '../expression/tree.ts'
import { suggestFrom } from '../nearest.ts'
import { factScope, type NamedThings } from '../scope.ts'
import { listOf, typeWords, unitWords } from '../words.ts'
import { checkReference, compact, readExpression, readOptional, readShape } from './build.ts'
import { shownBy } from './indicator-head.ts'
import { indicatorShapes } from './indicator-shapes.ts'
import type { Entry, Report } from './report.ts'
import { readWindow } from './windows.ts'

type Written = z.infer<typeof indicatorShapes.measure>

const functions: readonly MeasureFunction[] = [
  'sum',
  'count',
  'count_distinct',
  'min',
  'max',
  'avg',
  'daily_average',
  'at_end',
  'last',
]

/** Reads a measure: the call, its fact, condition and window. */
export function readMeasure(
  entry: Entry,
  { facts, schemes }: Pick<NamedThings, 'facts' | 'schemes'>,
  report: Report,
): Indicator | undefined {
  const raw = readShape(indicatorShapes.measure, entry, report)
  if (raw === undefined) return undefined
  const call = readCall(raw.measure, entry, report)
  const window = readWindow(raw.window, schemes, entry, report)
  const isFact = checkReference(raw.fact, facts.keys(), { entry, path: ['fact'], noun: 'fact' }, report)
  const fact = facts.get(raw.fact)
  if (!isFact || fact === undefined) return undefined
  const scope = factScope(fact)
  const where = readOptional(raw.where, { entry, path: ['where'] }, scope, 'flag', report)
  const argument =
    call?.argument === undefined
      ? undefined
      : readExpression(call.argument, { entry, path: ['measure'], offset: call.offset }, scope, undefined, report)
  if (call === undefined || window === undefined) return undefined
  checkDates(raw, call.name, window, fact, entry, report)
  if (raw.per !== undefined) checkPer(raw.per, call, argument, fact, entry, report)
  if (argument !== undefined) checkUnit(raw, call.name, argument, scope, entry, report)
  if (call.argument === undefined && valueTypeOf(raw.unit) !== 'number') {
    report.say(entry.file, [entry.id, 'unit'], {
      code: 'unit-mismatch',
      message: {
        zh: `计数的结果是数字，而单位是${unitWords[raw.unit]}`,
        en: `a count is a number, but the unit is ${raw.unit}`,
      },
    })
  }
  const measure = {
    kind: 'measure',
    fact: fact.id,
    function: call.name,
    ...compact({ argument, where, per: raw.per }),
    window,
  } as const
  return { ...shownBy(entry, raw, report), ...measure }
}

type Call = { readonly name: MeasureFunction; readonly argument?: string; readonly offset: number }

function readCall(text: string, entry: Entry, report: Report): Call | undefined {
  const match = /^\s*([a-z_]+)\s*\(([\s\S]*)\)\s*$/.exec(text)
  const at = [entry.id, 'measure']
  if (match === null) {
    report.say(entry.file, at, {
      code: 'measure-syntax',
      message: {
        zh: '统计方式要写成“函数(列)”，如 sum(amount) 或 count()',
        en: 'a measure is written as a call, as in sum(amount) or count()',
      },
    })
    return undefined
  }
  const [, word = '', argument = ''] = match
  const name = functions.find((known) => known === word)
  if (name === undefined) {
    report.say(entry.file, at, {
      code: 'unknown-reference',
      message: { zh: `没有名为“${word}”的统计方式`, en: `unknown measure "${word}"` },
      suggestion: suggestFrom(word, functions),
    })
    return undefined
  }
  if ((name === 'count') !== (argument.trim() === '')) {
    const message =
      name === 'count'
        ? { zh: 'count() 的括号里不写内容', en: 'count() takes no argument' }
        : { zh: `${name}(…) 的括号里要写统计哪一列`, en: `${name}(…) needs what to measure` }
    report.say(entry.file, at, { code: 'measure-syntax', message })
    return undefined
  }
  return name === 'count' ? { name, offset: 0 } : { name, argument, offset: text.indexOf('(') + 1 }
}

function checkDates(
  raw: Written,
  name: MeasureFunction,
  window: Window,
  fact: Fact,
  entry: Entry,
  report: Report,
): void {
  const isBounded = !('lifetime' in window)
  if (fact.customer === undefined) {
    const message = {
      zh: `数据“${fact.id}”没有客户列，无法按客户统计`,
      en: `"${fact.id}" has no customer column, so it cannot be measured for a customer`,
    }
    report.say(entry.file, [entry.id, 'fact'], { code: 'fact-no-customer', message })
  }
  if (fact.date === undefined && (isBounded || name === 'at_end' || name === 'last')) {
    const [zh, en] = isBounded
      ? ['不能设时间范围', 'it has no window']
      : name === 'last'
        ? ['分不出最后一笔', 'nothing of it is the last']
        : ['分不出期末', 'nothing of it is at the end']
    const message = { zh: `数据“${fact.id}”没有日期列，${zh}`, en: `"${fact.id}" has no date column, so ${en}` }
    report.say(entry.file, [entry.id, raw.window === undefined ? 'fact' : 'window'], { code: 'fact-undated', message })
  }
  if (name === 'daily_average' && !isBounded) {
    const message = {
      zh: 'daily_average 要除以时间范围的天数：请写 window',
      en: 'daily_average divides by the days of its window: give it a window',
    }
    report.say(entry.file, [entry.id, 'measure'], { code: 'window', message })
  }
}

/** Rows are added up by a column first; what is judged afterwards are those totals. */
function checkPer(
  per: string,
  { name }: Call,
  argument: { readonly type: ValueType } | undefined,
  fact: Fact,
  entry: Entry,
  report: Report,
): void {
  const columns = fact.columns.map((column) => column.id)
  checkReference(per, columns, { entry, path: ['per'], noun: 'column' }, report)
  const judges = ['sum', 'min', 'max', 'avg']
  const say = (message: Label, suggestion?: Label) =>
    report.say(entry.file, [entry.id, 'per'], { code: 'measure-per', message, suggestion, atKey: true })
  if (!judges.includes(name)) {
    const distinct = {
      zh: `写成 count_distinct(${per})，不写“per”`,
      en: `write count_distinct(${per}) without "per"`,
    }
    const { zh, en } = listOf(judges)
    const message = {
      zh: `“per”先把各行相加；合计之后只能用 ${zh}，不能用 ${name}`,
      en: `"per" adds rows up first; the totals are judged by ${en}, not by ${name}`,
    }
    say(message, name === 'count' ? distinct : undefined)
  } else if (argument !== undefined && argument.type !== 'number') {
    say({
      zh: `“per”要把各行相加，这里却是${typeWords[argument.type]}`,
      en: `"per" adds rows up, but this is a ${argument.type}`,
    })
  }
}

/** Money stays money, and what is not money does not become it. */
function checkUnit(
  raw: Written,
  name: MeasureFunction,
  argument: { readonly type: ValueType; readonly tree: { readonly kind: string }; readonly names: readonly string[] },
  scope: NameTypes,
  entry: Entry,
  report: Report,
): void {
  const say = (message: Label) => report.say(entry.file, [entry.id, 'unit'], { code: 'unit-mismatch', message })
  const isKeeping = name !== 'count_distinct'
  const isArithmetic = isKeeping && !['min', 'max', 'last'].includes(name)
  const result = isKeeping ? argument.type : 'number'
  if (isArithmetic && argument.type !== 'number') {
    report.say(entry.file, [entry.id, 'measure'], {
      code: 'cel-type',
      message: {
        zh: `${name} 需要数字，这里是${typeWords[argument.type]}`,
        en: `${name} takes a number, but this is a ${argument.type}`,
      },
    })
    return
  }
  if (result !== valueTypeOf(raw.unit)) {
    say({
      zh: `对${typeWords[argument.type]}作 ${name}，结果是${typeWords[result]}，而单位是${unitWords[raw.unit]}`,
      en: `${name} of a ${argument.type} gives a ${result}, but the unit is ${raw.unit}`,
    })
    return
  }
  const unit = argument.tree.kind === 'name' ? scope.get(argument.names[0] ?? '')?.unit : undefined
  if (!isKeeping || unit === undefined) return
  if ((unit === 'money') !== (raw.unit === 'money'))
    say({
      zh: `“${argument.names[0]}”的单位是${unitWords[unit]}，而这里写的单位是${unitWords[raw.unit]}`,
      en: `"${argument.names[0]}" is in ${unit}, but the unit is ${raw.unit}`,
    })
}
