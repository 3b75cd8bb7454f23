import type { z } from 'zod'
import type { Moment } from '../definitions.ts'
import { suggestFrom } from '../nearest.ts'
import { customerScope, factScope, momentScope, type NamedThings, reasonScope } from '../scope.ts'
import { checkReference, compact, definedBy, readExpression, readOptional, readShape } from './build.ts'
import { checkVariant, type Entry, type Report } from './report.ts'
import { momentShapes } from './shapes.ts'

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
  const urgency = readExpression(raw.urgency, { entry, path: ['urgency'] }, scope, 'number', report)
  const when = readOptional(raw.when, { entry, path: ['when'] }, customerScope(pack), 'flag', report)
  checkReason(entry, raw, pack, report)
  const { tree } = urgency ?? {}
  if (tree?.kind === 'literal' && (Number(tree.value) < 0 || Number(tree.value) > 1))
    report.say(entry.file, [entry.id, 'urgency'], { code: 'wrong-value', message: 'must be 0 to 1' })
  if (value === undefined || urgency === undefined) return undefined
  const { reason, priority, ttlDays, dedupeDays, cadence = 'daily' } = raw
  const fields = { cadence, reason, priority, ttlDays, dedupeDays, value, urgency }
  return { ...definedBy(entry, raw), ...fields, ...compact({ when }) }
}

/** A change shows on the day it happens and on no other. */
function checkCadence(entry: Entry, { kind, cadence }: Written, report: Report): void {
  if (kind !== 'change' || cadence === undefined || cadence === 'daily') return
  const message = `a change shows on its own day only: a ${cadence} look would miss changes of other days`
  report.say(entry.file, [entry.id, 'cadence'], { code: 'cadence', message, suggestion: 'leave "cadence" out' })
}

/** A place that nothing fills would reach the customer as `{name}`. */
function checkReason(entry: Entry, raw: Written, pack: NamedThings, report: Report): void {
  const known = [...reasonScope(pack, raw).keys()]
  for (const language of ['zh', 'en'] as const) {
    for (const match of raw.reason[language].matchAll(/\{([^{}]*)\}/g)) {
      const name = match[1] ?? ''
      if (known.includes(name)) continue
      const at = entry.file.characterOf([entry.id, 'reason', language], match.index)
      const message = `the reason has a place {${name}}, but nothing is called "${name}"`
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
      return { kind, scheme, direction }
    }
    case 'calendar': {
      const { on, withinDays, calendar = 'solar' } = raw
      checkDateName(entry, 'on', on, customerScope(pack), 'attribute', report)
      return { kind, on, withinDays, calendar }
    }
    case 'expiry': {
      const { date, withinDays } = raw
      const isKnown = checkReference(raw.fact, pack.facts.keys(), { entry, path: ['fact'], noun: 'fact' }, report)
      const fact = pack.facts.get(raw.fact)
      if (!isKnown || fact === undefined) return undefined
      checkDateName(entry, 'date', date, factScope(fact), 'column', report)
      const where = readOptional(raw.where, { entry, path: ['where'] }, factScope(fact), 'flag', report)
      return { kind, fact: fact.id, date, withinDays, ...compact({ where }) }
    }
  }
}

function checkDateName(
  entry: Entry,
  key: string,
  name: string,
  scope: ReturnType<typeof factScope>,
  noun: string,
  report: Report,
): void {
  if (!checkReference(name, scope.keys(), { entry, path: [key], noun }, report)) return
  const unit = scope.get(name)?.unit
  if (unit === 'date') return
  report.say(entry.file, [entry.id, key], {
    code: 'unit-mismatch',
    message: `a date is needed, but "${name}" is a ${unit}`,
  })
}
