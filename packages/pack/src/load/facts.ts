import type { z } from 'zod'
import type { Column, Fact } from '../definitions.ts'
import { factScope } from '../scope.ts'
import { columnWords, listOf } from '../words.ts'
import { checkReference, compact, definedBy, readOptional, readShape } from './build.ts'
import { buildColumn, checkAdditions, mergeColumns, type PlacedColumn } from './columns.ts'
import type { Entries } from './entries.ts'
import { checkId } from './ids.ts'
import type { Entry, Report } from './report.ts'
import { factShape } from './shapes.ts'

const typeOfColumn = {
  text: 'text',
  integer: 'number',
  number: 'number',
  money: 'number',
  date: 'date',
  boolean: 'flag',
} as const

/** `isBase`: the pack is for others to extend, which bring the customer. */
export function buildFacts(entries: Entries, isBase: boolean, report: Report): ReadonlyMap<string, Fact> {
  const facts = new Map<string, Fact>()
  for (const entry of entries.facts.values()) {
    checkId(entry, [], entry.id, report)
    const raw = readShape(factShape, entry, report)
    if (raw === undefined) continue
    const columns = mergeColumns(entry, raw.columns, entries, report)
    const fact = buildFact(entry, raw, columns, report)
    checkColumnsOf(fact, entry, columns, report)
    checkReferences(fact, columns, new Set([...entries.facts.keys(), ...(isBase ? ['customer'] : [])]), report)
    facts.set(entry.id, fact)
  }
  checkAdditions(entries, report)
  return facts
}

type Columns = ReadonlyMap<string, PlacedColumn>

function buildFact(entry: Entry, raw: z.infer<typeof factShape>, placed: Columns, report: Report): Fact {
  const plain = [...placed].map(([id, column]) => {
    // A change of class has a `level` of its own; of all columns only the customer's stand beside it.
    if (id !== 'level' || entry.id === 'customer') checkId(column.entry, ['columns', id], id, report)
    return buildColumn(id, column.raw)
  })
  const { customer, date } = raw
  const fact = {
    ...definedBy(entry, raw),
    key: raw.key,
    ...compact({ customer, date }),
    delivery: raw.delivery,
    columns: plain,
  }
  const scope = factScope(fact)
  const columns = plain.map((column) => {
    const place = { entry: placed.get(column.id)?.entry ?? entry, path: ['columns', column.id, 'derive'] }
    const derive = readOptional(placed.get(column.id)?.raw.derive, place, scope, typeOfColumn[column.type], report)
    return derive === undefined ? column : { ...column, derive }
  })
  return { ...fact, columns }
}

function checkColumnsOf(fact: Fact, entry: Entry, placed: Columns, report: Report): void {
  const ids = fact.columns.map((column) => column.id)
  const isColumn = (name: string, ...path: (string | number)[]) =>
    checkReference(name, ids, { entry, path, noun: 'column' }, report)
  for (const [index, name] of fact.key.entries()) isColumn(name, 'key', index)
  if (fact.customer !== undefined) isColumn(fact.customer, 'customer')
  if (fact.date !== undefined && isColumn(fact.date, 'date')) checkIsDate(fact, fact.date, entry, report)
  if (fact.delivery === 'dates' && fact.date === undefined) {
    report.say(entry.file, [entry.id, 'delivery'], {
      code: 'fact-undated',
      message: {
        zh: '按日交付的数据要用“date”指明日期列',
        en: 'delivery by dates needs a "date" column',
      },
    })
  }
  if (fact.delivery === 'rows' && fact.key.length === 0) {
    const message = {
      zh: '按行交付的数据要有 key：key 相同的行会被替换',
      en: 'delivery by rows needs a key: rows with the same key are replaced',
    }
    report.say(entry.file, [entry.id, 'delivery'], { code: 'fact-keyless', message })
  }
  for (const column of fact.columns) {
    const origin = placed.get(column.id)?.entry ?? entry
    checkPattern(column, origin, report)
    checkBounds(column, origin, report)
  }
}

function checkIsDate(fact: Fact, name: string, entry: Entry, report: Report): void {
  const type = fact.columns.find((column) => column.id === name)?.type
  if (type === 'date') return
  report.say(entry.file, [entry.id, 'date'], {
    code: 'wrong-value',
    message: {
      zh: `业务日期应为日期，而“${name}”是${type === undefined ? '未知列' : columnWords[type]}`,
      en: `the business date must be a date, but "${name}" is ${type}`,
    },
  })
}

function checkPattern(column: Column, entry: Entry, report: Report): void {
  if (column.pattern === undefined) return
  try {
    new RegExp(column.pattern)
  } catch (error: unknown) {
    const message = {
      zh: `“${column.pattern}”不是正确的正则表达式`,
      en: `not a regular expression: ${error instanceof Error ? error.message : String(error)}`,
    }
    report.say(entry.file, [entry.id, 'columns', column.id, 'pattern'], { code: 'wrong-value', message })
  }
}

function checkBounds(column: Column, entry: Entry, report: Report): void {
  const { id, min, max, values, map } = column
  if (min !== undefined && max !== undefined && min > max) {
    report.say(entry.file, [entry.id, 'columns', id, 'max'], {
      code: 'wrong-value',
      message: { zh: `上限 max ${max} 小于下限 min ${min}`, en: `max ${max} is below min ${min}` },
    })
  }
  for (const [written, value] of Object.entries(map ?? {})) {
    if (values === undefined || value === null || values.includes(String(value))) continue
    const permitted = listOf(values)
    const message = {
      zh: `“${written}”对应“${value}”，而它不在允许的取值之中：${permitted.zh}`,
      en: `"${written}" stands for "${value}", which is not among the permitted values ${permitted.en}`,
    }
    report.say(entry.file, [entry.id, 'columns', id, 'map', written], { code: 'wrong-value', message })
  }
}

/** `known`: all facts; one with mistakes of its own is still a fact. */
function checkReferences(fact: Fact, placed: Columns, known: ReadonlySet<string>, report: Report): void {
  for (const { id, references } of fact.columns) {
    const entry = placed.get(id)?.entry
    if (references === undefined || entry === undefined) continue
    checkReference(references, known, { entry, path: ['columns', id, 'references'], noun: 'fact' }, report)
  }
  if (fact.customer !== undefined && !known.has('customer')) {
    const entry = placed.get(fact.customer)?.entry
    const message = { zh: '方案中没有数据“customer”', en: 'the pack has no fact "customer"' }
    if (entry !== undefined) report.say(entry.file, [fact.id, 'customer'], { code: 'unknown-reference', message })
  }
}
