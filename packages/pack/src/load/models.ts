import type { z } from 'zod'
import type { Model, Unit } from '../definitions.ts'
import { type NameTypes, valueTypeOf } from '../expression/tree.ts'
import { unitWords } from '../words.ts'
import { checkReference, compact, definedBy, readExpression, readOptional, readShape } from './build.ts'
import { modelShapes } from './learn-shapes.ts'
import { checkVariant, type Entry, type Report } from './report.ts'
import type { Path } from './yaml-file.ts'

type Shapes = typeof modelShapes
type Written = { [Kind in keyof Shapes]: z.infer<Shapes[Kind]> }[keyof Shapes]

/** Reads what is to be learned; every name that a model learns from is one of the customer's row. */
export function buildModel(entry: Entry, scope: NameTypes, report: Report): Model | undefined {
  const kind = checkVariant(entry, 'kind', modelShapes, report)
  const raw = kind && readShape<Written>(modelShapes[kind] as z.ZodType<Written>, entry, report)
  if (raw === undefined) return undefined
  const among = readOptional(raw.among, { entry, path: ['among'] }, scope, 'flag', report)
  const head = { ...definedBy(entry, raw), ...compact({ among }) }
  const name = (id: string, path: Path, accepts: readonly Unit[]) => checkName(id, path, accepts, entry, scope, report)
  switch (raw.kind) {
    case 'segments': {
      const { kind, features, clusters, seed, sample, revenue } = raw
      checkFeatures(features, numbers, entry, scope, report)
      if (revenue !== undefined) name(revenue, ['revenue'], numbers)
      return { ...head, kind, features, clusters, seed, sample, ...compact({ revenue }) }
    }
    case 'scorecard': {
      const { kind, features, horizonDays, bins, points } = raw
      checkFeatures(features, [...numbers, 'text', 'flag'], entry, scope, report)
      const outcome = readExpression(raw.outcome, { entry, path: ['outcome'] }, scope, 'flag', report)
      return outcome && { ...head, kind, features, outcome, horizonDays, bins, points }
    }
    case 'purchases': {
      const { kind, frequency, recency, age, value, horizonDays } = raw
      name(frequency, ['frequency'], ['count'])
      name(recency, ['recency'], ['days'])
      name(age, ['age'], ['days'])
      if (value !== undefined) name(value, ['value'], ['money'])
      return { ...head, kind, frequency, recency, age, ...compact({ value }), horizonDays }
    }
  }
}

const numbers: readonly Unit[] = ['money', 'count', 'days', 'ratio', 'score', 'number']

function checkFeatures(
  features: readonly string[],
  accepts: readonly Unit[],
  entry: Entry,
  scope: NameTypes,
  report: Report,
): void {
  for (const [index, feature] of features.entries()) {
    const path = ['features', index]
    checkName(feature, path, accepts, entry, scope, report)
    if (features.indexOf(feature) === index) continue
    const message = { zh: `“${feature}”出现两次`, en: `"${feature}" stands twice` }
    report.say(entry.file, [entry.id, ...path], { code: 'duplicate-id', message })
  }
}

function checkName(
  name: string,
  path: Path,
  accepts: readonly Unit[],
  entry: Entry,
  scope: NameTypes,
  report: Report,
): void {
  if (!checkReference(name, scope.keys(), { entry, path, noun: 'attribute or indicator' }, report)) return
  const unit = scope.get(name)?.unit ?? 'number'
  if (accepts.includes(unit)) return
  const isNamed = valueTypeOf(unit) === 'number' || accepts.length === 1
  const wanted = isNamed
    ? { zh: accepts.map((each) => unitWords[each]).join('或'), en: accepts.join(' or ') }
    : { zh: '数字', en: 'a number' }
  const message = {
    zh: `此处需要${wanted.zh}，而“${name}”是${unitWords[unit]}`,
    en: `"${name}" is ${unit}, but ${wanted.en} is needed here`,
  }
  report.say(entry.file, [entry.id, ...path], { code: 'unit-mismatch', message })
}
