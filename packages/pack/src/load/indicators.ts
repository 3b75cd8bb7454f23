import type { Expression, Indicator, Label } from '../definitions.ts'
import { type NameTypes, type Node, type ValueType, valueTypeOf } from '../expression/tree.ts'
import { didYouMeanAny, suggestFrom } from '../nearest.ts'
import { listOf, unitWords } from '../words.ts'
import { checkUnitOf, compact, readExpression, readOptional, readShape } from './build.ts'
import { shownBy } from './indicator-head.ts'
import { indicatorShapes } from './indicator-shapes.ts'
import { type KnownThings, readModelOutput, readPopulation } from './learned-indicators.ts'
import { readMeasure } from './measures.ts'
import type { Entry, Report } from './report.ts'

const keys = ['measure', 'formula', 'groupRate', 'population', 'model'] as const

/** Builds one indicator; which of its kinds it is shows from the key that it carries. */
export function buildIndicator(
  entry: Entry,
  known: KnownThings,
  scope: NameTypes,
  report: Report,
): Indicator | undefined {
  switch (keys.find((key) => hasKey(entry, key))) {
    case 'measure':
      return readMeasure(entry, known, report)
    case 'formula':
      return readDerived(entry, scope, report)
    case 'groupRate':
      return readGroupRate(entry, scope, report)
    case 'population':
      return readPopulation(entry, scope, report)
    case 'model':
      return readModelOutput(entry, known, report)
    case undefined: {
      const known = listOf(keys)
      const message = {
        zh: `“${entry.id}”要写明怎么计算：${known.zh} 之一`,
        en: `"${entry.id}" needs one of ${known.en}`,
      }
      report.say(entry.file, [entry.id], { code: 'missing-field', message, suggestion: nearKey(entry), atKey: true })
      return undefined
    }
  }
}

function hasKey(entry: Entry, key: string): boolean {
  return typeof entry.raw === 'object' && entry.raw !== null && key in entry.raw
}

function nearKey(entry: Entry): Label | undefined {
  const written = typeof entry.raw === 'object' && entry.raw !== null ? Object.keys(entry.raw) : []
  return didYouMeanAny(written, keys)
}

function readDerived(entry: Entry, scope: NameTypes, report: Report): Indicator | undefined {
  const raw = readShape(indicatorShapes.formula, entry, report)
  if (raw === undefined) return undefined
  const expression = readExpression(raw.formula, { entry, path: ['formula'] }, scope, valueTypeOf(raw.unit), report)
  checkUnitOf(expression, raw.unit, { entry, path: ['formula'] }, report)
  if (expression !== undefined) checkResults(expression, raw.values, entry, report)
  return expression && { ...shownBy(entry, raw, report), kind: 'derived', expression }
}

/** A text with a closed list of values must not answer with another one. */
function checkResults(
  expression: Expression,
  values: Readonly<Record<string, Label>> | undefined,
  entry: Entry,
  report: Report,
): void {
  if (values === undefined) return
  const permitted = Object.keys(values)
  for (const { value, start } of textResults(expression.tree)) {
    if (permitted.includes(value)) continue
    const message = {
      zh: `“${entry.id}”的取值中没有“${value}”`,
      en: `"${value}" is not among the values of "${entry.id}"`,
    }
    const at = entry.file.characterOf([entry.id, 'formula'], start)
    report.add(at, [entry.id, 'formula'], { code: 'cel-value', message, suggestion: suggestFrom(value, permitted) })
  }
}

/** The written texts that an expression may answer with. */
function textResults(node: Node): readonly { readonly value: string; readonly start: number }[] {
  if (node.kind === 'literal') return [{ value: String(node.value), start: node.start }]
  if (node.kind === 'choose') return [...textResults(node.then), ...textResults(node.otherwise)]
  return node.kind === 'call' && node.name === 'or_else' ? node.args.flatMap(textResults) : []
}

function readGroupRate(entry: Entry, scope: NameTypes, report: Report): Indicator | undefined {
  const raw = readShape(indicatorShapes.groupRate, entry, report)
  if (raw === undefined) return undefined
  if (raw.unit !== 'ratio') {
    report.say(entry.file, [entry.id, 'unit'], {
      code: 'unit-mismatch',
      message: {
        zh: `分组比率的单位是${unitWords.ratio}，不是${unitWords[raw.unit]}`,
        en: `a group rate is a ratio, not ${raw.unit}`,
      },
    })
  }
  const part = (key: 'by' | 'event' | 'base', type?: ValueType) =>
    readOptional(raw.groupRate[key], { entry, path: ['groupRate', key] }, scope, type, report)
  const by = part('by')
  const event = part('event', 'flag')
  const base = part('base', 'flag')
  if (by === undefined || event === undefined) return undefined
  return {
    ...shownBy(entry, raw, report),
    kind: 'group_rate',
    by,
    event,
    ...compact({ base }),
  }
}
