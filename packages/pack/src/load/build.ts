import type { z } from 'zod'
import type { Expression, Label, Position, Unit } from '../definitions.ts'
import { parseExpression } from '../expression/parse.ts'
import type { NameTypes, ValueType } from '../expression/tree.ts'
import { isClash, isMoney, unitOf } from '../expression/units.ts'
import { suggestFrom } from '../nearest.ts'
import { type Noun, unitWords, unknownOf } from '../words.ts'
import { checkShape, type Entry, formatPath, type Report } from './report.ts'
import type { Path } from './yaml-file.ts'

export type Written = string | number | boolean

/** Checks an entry's shape; undefined when it has mistakes, which are then reported. */
export function readShape<Output>(shape: z.ZodType<Output>, entry: Entry, report: Report): Output | undefined {
  return checkShape(shape, entry.raw, entry.file, [entry.id], report)
}

/** The fields that every definition carries. */
export function definedBy(
  entry: Entry,
  raw: {
    readonly label: Label
    readonly description?: Label | undefined
    readonly source?: string | undefined
    readonly assumed?: boolean | undefined
  },
) {
  const { label, description, source, assumed } = raw
  return { id: entry.id, label, ...compact({ description, source, assumed }), position: positionOf(entry) }
}

export function positionOf(entry: Entry): Position {
  return entry.file.keyPositionOf([entry.id])
}

/** Reads CEL at a path below the entry; `offset` is where the text starts within the value at that path. */
export function readExpression(
  written: Written,
  place: { readonly entry: Entry; readonly path: Path; readonly offset?: number },
  scope: NameTypes,
  expected: ValueType | undefined,
  report: Report,
): Expression | undefined {
  const { entry, path, offset = 0 } = place
  const full = [entry.id, ...path]
  const { expression, issues } = parseExpression(
    String(written),
    scope,
    {
      position: entry.file.characterOf(full, offset),
      path: formatPath(full),
      positionAt: (at) => entry.file.characterOf(full, offset + at),
    },
    expected,
  )
  report.issues.push(...issues)
  return expression
}

/** Reports what is reckoned in another unit than the one in which it will be read. */
export function checkUnitOf(
  expression: Expression | undefined,
  unit: Unit,
  place: { readonly entry: Entry; readonly path: Path },
  report: Report,
): void {
  if (expression === undefined) return
  const found = unitOf(expression.tree)
  if (found === undefined && (unit === 'count' || unit === 'days') && isMoney(expression.tree)) {
    const message = {
      zh: `金额乘以或除以一个数仍是金额，不是${unitWords[unit]}`,
      en: `money multiplied or divided by a figure is still money, not ${unit}`,
    }
    const suggestion = {
      zh: '若是每满若干元计一分，请取整：floor(… / 1000)；否则单位写 money',
      en: 'where so many yuan make a point, write floor(… / 1000); else the unit is money',
    }
    report.say(place.entry.file, [place.entry.id, ...place.path], { code: 'unit-mismatch', message, suggestion })
    return
  }
  if (found === undefined || !isClash(found, unit)) return
  const message = {
    zh: `此处需要${unitWords[unit]}，现在写的是${unitWords[found]}`,
    en: `this is in ${found}, but ${unit} is needed here`,
  }
  report.say(place.entry.file, [place.entry.id, ...place.path], { code: 'unit-mismatch', message })
}

/** As `readExpression`, for places that may be left out. */
export function readOptional(
  written: Written | undefined,
  place: { readonly entry: Entry; readonly path: Path },
  scope: NameTypes,
  expected: ValueType | undefined,
  report: Report,
): Expression | undefined {
  return written === undefined ? undefined : readExpression(written, place, scope, expected, report)
}

/** Reports a name that is none of `known`; true when it is known. */
export function checkReference(
  name: string,
  known: Iterable<string>,
  place: { readonly entry: Entry; readonly path: Path; readonly noun: Noun },
  report: Report,
): boolean {
  const names = [...known]
  if (names.includes(name)) return true
  const suggestion = suggestFrom(name, names)
  const message = unknownOf(place.noun, name)
  report.say(place.entry.file, [place.entry.id, ...place.path], { code: 'unknown-reference', message, suggestion })
  return false
}

/** The object without its undefined fields, so that optional fields are absent rather than undefined. */
export function compact<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
